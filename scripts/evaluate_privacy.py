"""How much of what identifies people is taken out of plans, and how much else goes with it.

    python scripts/evaluate_privacy.py CORPUS/plannen
    python scripts/evaluate_privacy.py CORPUS/plannen --read
    python scripts/evaluate_privacy.py CORPUS/plannen --sources CORPUS/bron

The first measures on plans whose true text is known (``Pnn/waarheid.jsonl``); with ``--read`` on what the
program reads from their PDFs, with all that their forms tell and all lines in which names may be seen. With
``--sources`` a share of the names is taken out of the lists, and plans with open places for names are filled
with just those: so the rules are measured on names that nobody listed, by other writers. Another ``--seed``
holds out other names.
Prints text: use it on invented plans only.
"""

import argparse
import json
import random
import re
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.domain import Afspraak, Passage, Plan, Reading, Subdoel, Veld
from pipeline.privacy import lists
from pipeline.privacy.dutch import in_dictionary
from pipeline.privacy.forms import Span
from pipeline.privacy.pseudonymiser import identifiers, plan_texts
from pipeline.privacy.search import put_tags
from pipeline.privacy.spelling import fold
from pipeline.privacy.words import context, is_first, is_kept, is_last, is_listed, kind_of

HELD_OUT_SHARE = 0.1
NAME_KINDS = ("voornaam", "achternaam", "kind1", "kind2", "partner", "km", "derde")
ORIGINS = {
    "Syrië": "arabic", "Irak": "arabic", "Jemen": "arabic", "Soedan": "arabic", "Eritrea": "eritrean",
    "Ethiopië": "eritrean", "Turkije": "turkish", "Somalië": "somali", "Afghanistan": "afghan",
    "Iran": "iranian", "Oekraïne": "ukrainian",
}  # fmt: skip
STREETS = (
    "Lijsterbesstraat",
    "Van Speijkstraat",
    "Burgemeester Kooimanweg",
    "Kerkpad",
    "Oosteinde",
    "Lange Brink",
    "Merelhof",
)
PARTICLES = ("", "", "van ", "de ", "van der ")
WORD = re.compile(r"\w+(?:['’]\w+)*")


@dataclass
class Figures:
    """Counts over plans: identifiers that occur and are left, and words replaced rightly and wrongly."""

    plans: int = 0
    seconds: float = 0.0
    present: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    right: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    leaks: list[str] = field(default_factory=list)


def main() -> None:
    arguments = _arguments()
    truths = [truth for file in sorted(arguments.plannen.glob("*/waarheid.jsonl")) for truth in _lines(file)]
    if arguments.read:
        figures = _measure(truths, partial(_read_pdf, arguments.plannen))
        _print(f"{arguments.plannen}, read from the PDFs", figures, arguments.sample)
        return
    for name, fields in (("with fields on the form", True), ("without any field", False)):
        figures = _measure(truths, partial(_reading, fields=fields))
        _print(f"{arguments.plannen}, {name}", figures, arguments.sample)
    if arguments.sources:
        _evaluate_unlisted(arguments)


def _evaluate_unlisted(arguments: argparse.Namespace) -> None:
    random.seed(arguments.seed)
    with tempfile.TemporaryDirectory() as folder:
        names = _hold_out(Path(folder))
        filled = [_fill(plan, names) for file in _source_files(arguments) for plan in _lines(file)]
        for name, fields in (("with fields on the form", True), ("without any field", False)):
            figures = _measure(filled, partial(_reading, fields=fields))
            _print(f"{arguments.sources}, names in no list, {name}", figures, arguments.sample)


def _hold_out(folder: Path) -> dict[str, list[str]]:
    """Use lists without a tenth of the names, and without their other spellings; gives those by list.

    Names that are Dutch words as well stay in: those have to be listed.
    """
    names = {file.stem: lists.read_entries(file.stem) for file in sorted(lists.DATA.glob("*_names_*.txt"))}
    spelled = {fold(name) for entries in names.values() for name in entries if _is_only_name(name.lower())}
    out = set(random.sample(sorted(spelled), round(len(spelled) * HELD_OUT_SHARE)))
    shutil.copytree(lists.DATA, folder, dirs_exist_ok=True)
    for stem, entries in names.items():
        left = [name for name in entries if fold(name) not in out]
        (folder / f"{stem}.txt").write_text("\n".join(left), encoding="utf-8")
    lists.DATA = folder
    for cached in (lists.first_names, lists.last_names, is_first, is_last, is_listed, kind_of):
        cached.cache_clear()
    return {stem: [name for name in entries if fold(name) in out] for stem, entries in names.items()}


def _is_only_name(name: str) -> bool:
    return not (in_dictionary(name) or is_kept(name) or name in lists.only_names())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("plannen", type=Path, help="folder with Pnn/waarheid.jsonl")
    parser.add_argument("--read", action="store_true", help="read the PDFs; takes some seconds")
    parser.add_argument(
        "--sources", type=Path, help="folder with Pnn.jsonl: plans with open places for names"
    )
    parser.add_argument(
        "--writers", default="P09-P16", help="writers to take from --sources (default: P09-P16)"
    )
    parser.add_argument("--sample", type=int, default=40, help="how many wrongly replaced words to list")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _source_files(arguments: argparse.Namespace) -> list[Path]:
    first, last = arguments.writers.split("-")
    return [file for file in sorted(arguments.sources.glob("P*.jsonl")) if first <= file.stem <= last]


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def _measure(truths: list[dict[str, Any]], read: Callable[[dict[str, Any]], Reading]) -> Figures:
    figures = Figures()
    for truth in truths:
        reading = read(truth)
        start = time.process_time()
        found = identifiers(reading)
        figures.seconds += time.process_time() - start
        figures.plans += 1
        _count(figures, truth, found)
    return figures


def _read_pdf(folder: Path, truth: dict[str, Any]) -> Reading:
    from pipeline.reading import read_plan

    return read_plan(next(folder.rglob(f"{truth['plan_id']}.pdf")))


def _reading(truth: dict[str, Any], fields: bool) -> Reading:
    plan = _plan(truth)
    told = truth["identificatie"]
    name = " ".join(told[each] for each in ("voornaam", "achternaam") if each in told)
    labels = {"Naam": name, "BSN": told.get("bsn", ""), "Klantmanager": told.get("km", "")}
    velden = tuple(Veld(label, value) for label, value in labels.items() if value) if fields else ()
    return Reading(plan, velden, tuple(plan_texts(plan)), 1, 1.0)


def _plan(truth: dict[str, Any]) -> Plan:
    subdoelen = (
        Subdoel(each["tekst"], 1, tuple(Afspraak(step["tekst"], 1) for step in each["afspraken"]))
        for each in truth["subdoelen"]
    )
    return Plan(
        date.fromisoformat(truth["datum"]),
        tuple(Passage(text, 1) for text in truth["situatie"]),
        Passage(truth["hoofddoel"]["tekst"], 1),
        tuple(subdoelen),
    )


def _count(figures: Figures, truth: dict[str, Any], found: dict[str, list[Span]]) -> None:
    wanted = [(kind, value) for kind, value in _values(truth["identificatie"])]
    telling = {word.lower() for _, value in wanted for word in WORD.findall(value)}
    for text, spans in found.items():
        clean = put_tags(text, spans)
        for kind, value in wanted:
            pattern = _pattern(value)
            figures.present[kind] += len(pattern.findall(text))
            left = len(pattern.findall(clean))
            figures.left[kind] += left
            if left:
                figures.leaks.append(f"{value}: {clean}")
        for span in spans:
            words = WORD.findall(text[span.start : span.end])
            if any(_is_told(word, telling) for word in words):
                figures.right += len(words)
            elif span.tag.startswith(("[NAAM", "[KLANT")):
                figures.wrong.update(
                    f"{word}  <- {text[max(0, span.start - 40) : span.end + 25]}" for word in words
                )


def _is_told(word: str, telling: set[str]) -> bool:
    return word.lower() in telling or word.lower().rstrip("s'’") in telling


def _values(told: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Each value, and the parts of names from three letters that are no particles or titles."""
    skip = context().particles | context().honorifics
    for kind, value in told.items():
        yield kind, value
        parts = WORD.findall(value) if kind in NAME_KINDS else []
        yield from (
            (kind, part) for part in parts if len(part) > 2 and part != value and part.lower() not in skip
        )


def _pattern(value: str) -> re.Pattern[str]:
    """Whole words; a name that is a Dutch word too ('Prins') counts only with its capital."""
    flags = re.NOFLAG if in_dictionary(value.lower()) else re.IGNORECASE
    return re.compile(rf"(?<!\w){re.escape(value)}(?:'?s)?(?!\w)", flags)


def _fill(plan: dict[str, Any], names: dict[str, list[str]]) -> dict[str, Any]:
    """The plan with its open places filled with ``names`` of the origin it tells of."""
    origin = ORIGINS.get(plan["land"], random.choice(sorted(set(ORIGINS.values()))))
    told = _invent(names, origin)
    used = {each for each in told if f"{{{each}}}" in json.dumps(plan, ensure_ascii=False)}
    filled = json.loads(
        re.sub(r"\{(\w+)\}", lambda match: told[match.group(1)], json.dumps(plan, ensure_ascii=False))
    )
    filled["identificatie"] = {
        each: told[each] for each in told if each in used or each in ("voornaam", "achternaam", "km")
    }
    filled["identificatie"]["bsn"] = "999" + "".join(random.choices("0123456789", k=6))
    return dict(filled)


def _invent(held_out: dict[str, list[str]], origin: str) -> dict[str, str]:
    firsts, lasts = held_out[f"first_names_{origin}"], held_out[f"last_names_{origin}"]
    dutch, dutch_last = held_out["first_names_dutch"], held_out["last_names_dutch"]
    names = random.sample(firsts, 4)
    particle = random.choice(("", "", "Al ", "El ")) if origin == "arabic" else ""
    third = random.choice(
        (
            f"{random.choice(dutch)} {random.choice(dutch_last)}",
            f"dr. Van {random.choice(dutch_last)}",
            random.choice(dutch),
        )
    )
    day, month, year = random.randint(1, 28), random.randint(1, 12), random.randint(1960, 2000)
    number = f"{random.randint(1, 240)}"
    return {
        "voornaam": names[0],
        "achternaam": particle + random.choice(lasts),
        "kind1": names[1],
        "kind2": names[2],
        "partner": names[3],
        "km": f"{random.choice(dutch)} {random.choice(PARTICLES)}{random.choice(dutch_last)}",
        "derde": third,
        "telefoon": random.choice(("06-{}", "06 {}", "+31 6 {}", "06{}")).format(
            random.randint(10000000, 99999999)
        ),
        "adres": f"{random.choice(STREETS)} {number}, {random.randint(1000, 9999)} KL Harderwijk",
        "email": f"{names[0].lower()}.{random.randint(1, 99)}@voorbeeld.nl",
        "geboortedatum": f"{day:02d}-{month:02d}-{year}",
    }


def _print(name: str, figures: Figures, sample: int) -> None:
    print(f"\n== {name}: {figures.plans} plans, {figures.plans / figures.seconds:.0f} a CPU second")
    for kind, count in sorted(figures.present.items()):
        left = figures.left[kind]
        print(f"{kind:14} occurs {count:5}  left {left:4}  recall {1 - left / count if count else 1:.4f}")
    names = sum(figures.present[kind] for kind in NAME_KINDS)
    left = sum(figures.left[kind] for kind in NAME_KINDS)
    wrong = sum(figures.wrong.values())
    replaced = figures.right + wrong
    print(f"{'all names':14} occurs {names:5}  left {left:4}  recall {1 - left / names:.4f}")
    print(f"precision on replaced words {figures.right / replaced:.4f} ({wrong} of {replaced} wrong)")
    for line, count in figures.wrong.most_common(sample):
        print(f"   wrong {count}x {line!r}")
    for leak in figures.leaks[:sample]:
        print(f"   left  {leak!r}")


if __name__ == "__main__":
    main()
