"""How much of what identifies people is taken out of sentences that stand by themselves, by kind.

    python scripts/evaluate_privacy_sentences.py tests/data/privacy_held_out.yaml
    python scripts/evaluate_privacy_sentences.py FILE --deduce OTHER_ENVIRONMENT/bin/python

The sentences carry marks (see ``tests/data/privacy_sentences.yaml``). Recall: the share of the marked places
that are taken out whole. Precision: of the words that are taken out, the share that is marked. With
``--deduce`` the library of that name is measured on the same sentences, in an environment that has it. Prints
text: use it on invented sentences only.
"""

import argparse
import json
import re
import subprocess
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

import yaml

KINDS = {
    "n": "name", "k": "klantmanager", "b": "BSN", "t": "telephone", "m": "e-mail", "a": "address",
    "d": "date of birth", "i": "IBAN", "x": "other number",
}  # fmt: skip
TAGS = {
    "n": "[NAAM", "k": "[KLANT", "b": "[BSN]", "t": "[TEL", "m": "[EMAIL]", "a": "[ADRES]", "d": "[GEBOORTE",
    "i": "[IBAN]", "x": "[NUMMER]",
}  # fmt: skip
MARK = re.compile(r"<(\w):([^>]*)>")
WORD = re.compile(r"\w+")
PLAN_DAY = date(2020, 5, 1)


class Place(NamedTuple):
    """A piece of a text; ``kind`` as in KINDS for what is marked, a tag for what is taken out."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Run:
    """What one way of working took out of each sentence, its time to start, and the seconds it took."""

    places: list[list[Place]]
    start: float
    seconds: float


@dataclass
class Figures:
    """``tagged``: found, and under the tag of its kind; ``missed``, ``wrong``: what one wants to look at."""

    marked: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    tagged: Counter[str] = field(default_factory=Counter)
    right: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--deduce", metavar="PYTHON", help="the Python of an environment that has deduce")
    parser.add_argument("--show", action="store_true", help="print what was missed and wrongly taken out")
    arguments = parser.parse_args()
    sentences = [each for file in arguments.files for each in _sentences(file)]
    texts = [MARK.sub(r"\2", sentence) for sentence in sentences]
    marks = [list(marked_places(sentence)) for sentence in sentences]
    _print("plancoder", _ours(texts), texts, marks, show=arguments.show)
    if arguments.deduce:
        _print("deduce", _deduce(arguments.deduce, texts), texts, marks, show=arguments.show)


def _sentences(file: Path) -> list[str]:
    groups = yaml.safe_load(file.read_text(encoding="utf-8"))
    return [sentence for group in groups.values() for sentence in group]


def marked_places(sentence: str) -> list[Place]:
    """The marks of ``sentence`` as places in its text without marks."""
    places, extra = [], 0
    for match in MARK.finditer(sentence):
        start = match.start() - extra
        places.append(Place(start, start + len(match[2]), match[1]))
        extra += len(match[0]) - len(match[2])
    return places


def _ours(texts: Sequence[str]) -> Run:
    start = time.perf_counter()
    from pipeline.domain import Passage, Plan, Reading
    from pipeline.privacy.pseudonymiser import identifiers

    def places(text: str) -> list[Place]:
        reading = Reading(Plan(PLAN_DAY, (Passage(text, 1),), None, ()), (), (text,), 1, 1.0)
        return [Place(span.start, span.end, span.tag) for span in identifiers(reading)[text]]

    places("Mevrouw Haddad belt.")
    ready = time.perf_counter()
    found = [places(text) for text in texts]
    return Run(found, ready - start, time.perf_counter() - ready)


def _deduce(python: str, texts: Sequence[str]) -> Run:
    script = Path(__file__).with_name("deduce_spans.py")
    done = subprocess.run(
        [python, str(script)], input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    told = json.loads(done.stdout)
    return Run([[Place(*each) for each in found] for found in told["spans"]], told["start"], told["seconds"])


def measure(texts: Sequence[str], marks: Sequence[list[Place]], places: Sequence[list[Place]]) -> Figures:
    """Compare what is marked with what was taken out."""
    figures = Figures()
    for text, wanted, found in zip(texts, marks, places, strict=True):
        taken = {at for place in found for at in range(place.start, place.end)}
        telling = {at for place in wanted for at in range(place.start, place.end)}
        for place in wanted:
            whole = all(at in taken for at in range(place.start, place.end) if text[at].isalnum())
            figures.marked[place.kind] += 1
            figures.found[place.kind] += whole
            tags = {each.kind for each in found if each.start < place.end and place.start < each.end}
            figures.tagged[place.kind] += whole and all(tag.startswith(TAGS[place.kind]) for tag in tags)
            if not whole:
                figures.missed.append(f"{text[place.start : place.end]}  <- {text}")
        for word in WORD.finditer(text):
            if word.start() in taken:
                figures.right += word.start() in telling
                if word.start() not in telling:
                    figures.wrong.append(f"{word[0]}  <- {text}")
    return figures


def _print(name: str, run: Run, texts: Sequence[str], marks: Sequence[list[Place]], *, show: bool) -> None:
    figures = measure(texts, marks, run.places)
    print(f"\n== {name}: start-up {run.start:.1f} s, {len(texts) / run.seconds:.0f} sentences a second")
    for kind, heading in KINDS.items():
        marked, found = figures.marked[kind], figures.found[kind]
        print(
            f"{heading:14} marked {marked:4}  taken out {found:4}  recall {found / max(marked, 1):.3f}"
            f"  under its own tag {figures.tagged[kind]:4}"
        )
    taken = figures.right + len(figures.wrong)
    print(f"words taken out {taken}, of those marked {figures.right}: {figures.right / max(taken, 1):.3f}")
    for line in figures.missed if show else ():
        print(f"   missed {line}")
    for line in figures.wrong if show else ():
        print(f"   wrong  {line}")


if __name__ == "__main__":
    main()
