"""What is taken out of the measured sentences at least; and that the measure sees what it must see."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[3]
FILES = ("privacy_mending", "privacy_held_out", "privacy_more")
ALWAYS = "btmi"  # BSN, telephone, e-mail, IBAN
LEAST_NAMES = {"privacy_mending": 0.97, "privacy_held_out": 0.92, "privacy_more": 0.97}
LEAST_PRECISION = 0.97


@pytest.fixture(scope="module")
def script() -> Iterator[ModuleType]:
    sys.path.insert(0, str(ROOT / "scripts"))
    import evaluate_privacy_sentences

    yield evaluate_privacy_sentences
    sys.path.remove(str(ROOT / "scripts"))


@pytest.mark.parametrize("name", FILES)
def test_numbers_always_go_and_names_nearly_always(script: ModuleType, name: str) -> None:
    sentences = script._sentences(ROOT / "tests" / "data" / f"{name}.yaml")
    texts = [script.MARK.sub(r"\2", sentence) for sentence in sentences]
    marks = [script.marked_places(sentence) for sentence in sentences]
    figures = script.measure(texts, marks, script._ours(texts).places)
    assert {kind: figures.found[kind] for kind in ALWAYS} == {kind: figures.marked[kind] for kind in ALWAYS}
    assert figures.found["n"] >= LEAST_NAMES[name] * figures.marked["n"], figures.missed
    taken = figures.right + len(figures.wrong)
    assert figures.right >= LEAST_PRECISION * taken, figures.wrong


def test_there_are_hundreds_of_sentences_and_none_is_in_both_halves(script: ModuleType) -> None:
    halves = [set(script._sentences(ROOT / "tests" / "data" / f"{name}.yaml")) for name in FILES[:2]]
    assert sum(map(len, halves)) >= 300
    assert not halves[0] & halves[1]


def test_the_measure_counts_what_is_left_and_what_is_too_much(script: ModuleType) -> None:
    (marks,) = ([*script.marked_places("Met <n:Amina Bos> op <t:0612345678>.")],)
    text = "Met Amina Bos op 0612345678."
    assert [text[place.start : place.end] for place in marks] == ["Amina Bos", "0612345678"]
    half = [script.Place(0, 9, "[NAAM-1]"), script.Place(17, 27, "[BSN]")]
    figures = script.measure([text], [marks], [half])
    assert (figures.found["n"], figures.found["t"], figures.tagged["t"]) == (0, 1, 0)
    assert (figures.right, len(figures.wrong)) == (2, 1)  # 'Amina' and the number; 'Met'
