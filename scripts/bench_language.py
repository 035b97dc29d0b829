"""How good and how fast the Dutch pipeline is: lemmas of content words, compound cuts, words a second.

    python scripts/bench_language.py FOLDER

FOLDER holds ``alpino-test*.conllu`` and ``lassy-test*.conllu`` of Universal Dependencies (UD_Dutch-Alpino
and UD_Dutch-LassySmall, CC BY-SA 4.0), which this repository does not carry. The telegram-style lines are
our own.

UD writes seams into its lemmas and leaves link letters out (op_lossen, regering_vorming); they are turned
into the words as written (oplossen, regeringsvorming), and the particle of a verb that stands apart is
dropped. Letter case does not count. spaCy's own look-up lemmas are compared when spacy-lookups-data is
installed.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import simplemma
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.language import language_id, load_language

TELEGRAM = Path(__file__).resolve().parent.parent / "tests" / "data" / "telegram.txt"
CONTENT = {"NOUN", "VERB", "ADJ"}
Lemmas = Callable[[list[str]], list[str]]


@dataclass(frozen=True)
class Word:
    """A word form; ``lemma`` is empty when the word does not count; ``parts`` are UD's own cuts."""

    form: str
    lemma: str = ""
    parts: tuple[str, ...] = ()


Sentence = list[Word]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="folder with the .conllu files of Universal Dependencies")
    sets = read_sets(parser.parse_args().folder)
    start = time.perf_counter()
    nlp = load_language()
    nlp("warm")
    print(f"{language_id(nlp)}: loaded in {time.perf_counter() - start:.2f} s")
    report_speed(sets, nlp)  # first, while no word has been seen
    report_lemmas(sets, methods(nlp))
    report_compounds(sets, nlp)


def read_sets(folder: Path) -> dict[str, list[Sentence]]:
    sets = {"telegram": list(read_telegram(TELEGRAM))}
    for name in ("lassy-test", "alpino-test"):
        paths = sorted(folder.glob(f"{name}*.conllu"))
        if not paths:
            sys.exit(f"{folder} holds no {name}*.conllu; get it from github.com/UniversalDependencies.")
        sets = {name: [sentence for path in paths for sentence in read_conllu(path)], **sets}
    return sets


def read_conllu(path: Path) -> Iterator[Sentence]:
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if line[:1].isdigit()]
        sentence = [ud_word(row[1], row[2], row[3]) for row in rows if row[0].isdigit()]
        if sentence:
            yield sentence


def ud_word(form: str, lemma: str, part_of_speech: str) -> Word:
    if part_of_speech not in CONTENT:
        return Word(form)
    parts = tuple(lemma.lower().split("_")) if part_of_speech == "NOUN" and form.isalpha() else ()
    return Word(form, surface(form.lower(), lemma.lower().split("_"), part_of_speech), parts)


def surface(form: str, parts: Sequence[str], part_of_speech: str) -> str:
    """The lemma as written: everything of ``form`` before its last part, then that part's lemma."""
    first, last = parts[0], parts[-1]
    if len(parts) == 1:
        return last
    if part_of_speech == "VERB":
        return "".join(parts) if form.startswith(first) else last
    for length in range(min(4, len(last)), 0, -1):
        place = form.rfind(last[:length], len(first) - 1)
        if place > 0:
            return form[:place] + last
    return "".join(parts)


def read_telegram(path: Path) -> Iterator[Sentence]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            pairs = (token.partition("|") for token in line.split())
            yield [Word(form, lemma) for form, _, lemma in pairs]


def methods(nlp: Language) -> dict[str, Lemmas]:
    found: dict[str, Lemmas] = {"the form itself": lambda forms: forms}
    if find_spec("spacy_lookups_data"):
        lookup = spacy.blank("nl")
        lookup.add_pipe("lemmatizer", config={"mode": "lookup"})
        lookup.initialize()
        found["spaCy look-up"] = lambda forms: lemmas_of(lookup, forms)
    found["simplemma"] = lambda forms: [
        simplemma.lemmatize(form, lang="nl").replace("_", "") for form in forms
    ]
    found["plancoder"] = lambda forms: lemmas_of(nlp, forms)
    return found


def lemmas_of(nlp: Language, forms: list[str]) -> list[str]:
    """The lemmas that the components of ``nlp`` give to words that are cut already."""
    doc = Doc(nlp.vocab, words=forms)
    for _, component in nlp.pipeline:
        doc = component(doc)
    return [token.lemma_ for token in doc]


def report_lemmas(sets: dict[str, list[Sentence]], compared: dict[str, Lemmas]) -> None:
    counts = {
        name: sum(bool(word.lemma) for sentence in sentences for word in sentence)
        for name, sentences in sets.items()
    }
    print("\nlemmas of content words", *(f"{name} ({counts[name]})" for name in sets), sep="\t")
    for method, lemmas in compared.items():
        print(
            f"{method:<23}", *(f"{accuracy(sentences, lemmas):.3f}" for sentences in sets.values()), sep="\t"
        )
    if "spaCy look-up" not in compared:
        print("(spaCy's look-up lemmas: pip install spacy-lookups-data to compare)")


def accuracy(sentences: list[Sentence], lemmas: Lemmas) -> float:
    right = total = 0
    for sentence in sentences:
        for word, lemma in zip(sentence, lemmas([word.form for word in sentence]), strict=True):
            total += bool(word.lemma)
            right += bool(word.lemma) and lemma.lower() == word.lemma.lower()
    return right / total


def report_compounds(sets: dict[str, list[Sentence]], nlp: Language) -> None:
    print("\ncompound nouns\trecall\tprecision\tlast part right")
    for name, sentences in sets.items():
        nouns = [word for sentence in sentences for word in sentence if word.parts]
        if not nouns:
            continue
        cut = [(word.parts, Doc(nlp.vocab, words=[word.lemma])) for word in nouns]
        pairs = [(gold, lemma_parts(nlp, doc)) for gold, doc in cut]
        both = [(gold, ours) for gold, ours in pairs if len(gold) > 1 and len(ours) > 1]
        recall = len(both) / sum(len(gold) > 1 for gold, _ in pairs)
        precision = len(both) / sum(len(ours) > 1 for _, ours in pairs)
        tails = sum(gold[-1] == ours[-1] for gold, ours in both) / len(both)
        print(f"{name:<14}\t{recall:.2f}\t{precision:.2f}\t{tails:.2f}")
    print("(UD cuts only some compounds, so precision is better than it looks: hoofdstad counts as wrong)")


def lemma_parts(nlp: Language, doc: Doc) -> tuple[str, ...]:
    for _, component in nlp.pipeline:
        doc = component(doc)
    parts: tuple[str, ...] = doc[0]._.parts
    return parts


def report_speed(sets: dict[str, list[Sentence]], nlp: Language) -> None:
    texts = [
        " ".join(word.form for word in sentence) for sentences in sets.values() for sentence in sentences
    ]
    bare = speed(spacy.blank("nl"), texts)
    print(f"words a second over {len(texts)} short texts")
    print(f"bare tokenizer         \t{bare:,.0f}")
    for name in ("new words, with parts", "words seen before"):
        ours = speed(nlp, texts)
        print(f"{name:<23}\t{ours:,.0f}\t{ours / bare:.2f} of the bare tokenizer")


def speed(nlp: Language, texts: list[str]) -> float:
    start = time.perf_counter()
    words = 0
    for doc in nlp.pipe(texts):
        words += len(doc)
        if nlp.pipe_names:
            for token in doc:
                token._.parts  # noqa: B018 (computed when asked for)
    return words / (time.perf_counter() - start)


if __name__ == "__main__":
    main()
