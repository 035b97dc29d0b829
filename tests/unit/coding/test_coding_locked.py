"""The locked test set: what is never learnt from, and what may not be like it."""

from pathlib import Path

import pytest

from pipeline.annotations import Annotation, read_annotations
from pipeline.coding.locked import locked_plans, normalised, set_apart
from pipeline.errors import AnnotationError

ROOT = Path(__file__).resolve().parents[3]
TEXT = "Mevrouw [NAAM-1] volgt drie dagdelen per week taalles bij de taalaanbieder in haar eigen wijk."


def unit(plan: str, text: str, persoon: str = "", number: int = 1) -> Annotation:
    return Annotation(
        bestand="x.pdf",
        plan=plan,
        persoon=persoon,
        eenheid="subdoel",
        subdoel_nr=number,
        tekst=text,
        codeur="test",
        codeboek="ondersteuningsplannen@1",
        herkomst="import",
    )


OTHER = unit("b", "Meneer zoekt met de werkbemiddelaar naar een baan in de techniek.")


def test_the_list_of_plans(tmp_path: Path) -> None:
    assert locked_plans(tmp_path) == ()
    (tmp_path / "toetsset.txt").write_text("\ufeffP1 # eerste\n\n# niets\nP2\nP1\n", encoding="utf-8")
    assert locked_plans(tmp_path) == ("P1", "P2")
    assert locked_plans(tmp_path / "a.jsonl") == ("P1", "P2")
    with pytest.raises(AnnotationError, match="toetsset kan niet worden gelezen"):
        locked_plans(tmp_path, tmp_path / "nergens.txt")


def test_plans_are_set_apart() -> None:
    split = set_apart([unit("a", TEXT), OTHER], ["a"])
    assert [item.plan for item in split.learn] == ["b"]
    assert [item.plan for item in split.test] == ["a"]


@pytest.mark.parametrize(
    "copy",
    [
        TEXT,
        TEXT.upper().replace("[NAAM-1]", "[NAAM-12]") + "!!",
        TEXT.replace("drie", "twee"),
        TEXT.replace("Mevrouw [NAAM-1]", "Meneer"),
    ],
    ids=["the same", "capitals and tags", "another word", "another person"],
)
def test_a_copy_or_near_copy_is_refused(copy: str) -> None:
    with pytest.raises(AnnotationError, match=r"a subdoel 1 \(toetsset\) en b subdoel 2: voor \d+% gelijk"):
        set_apart([unit("a", TEXT), OTHER, unit("b", copy, number=2)], ["a"])


def test_a_whole_plan_of_short_texts_is_a_copy_too() -> None:
    short = ("Taal op niveau", "Werk zoeken", "Vrienden maken", "Naar de tandarts")
    copies = [unit(plan, text, number=at) for plan in "ac" for at, text in enumerate(short, start=1)]
    with pytest.raises(AnnotationError, match=r"a \(toetsset\) en c: hele plan voor 100% gelijk"):
        set_apart([*copies, OTHER], ["a"])


def test_short_texts_and_sentences_about_the_same_are_no_copies() -> None:
    learn = [
        unit("b", "Inburgeren."),
        unit("b", "Mevrouw volgt taalles en oefent thuis met haar kinderen.", number=2),
    ]
    assert len(set_apart([unit("a", "Inburgeren"), unit("a", TEXT, number=2), *learn], ["a"]).test) == 2


def test_one_person_may_not_be_on_both_sides() -> None:
    later = unit("b", "Zij werkt nu op zaterdag in de supermarkt om de hoek.", persoon="x")
    with pytest.raises(AnnotationError, match="van dezelfde persoon"):
        set_apart([unit("a", TEXT, persoon="x"), later], ["a"])


def test_a_plan_that_is_not_there_and_nothing_left() -> None:
    with pytest.raises(AnnotationError, match="staan niet in de annotaties:\n  c"):
        set_apart([unit("a", TEXT), OTHER], ["a", "c"])
    with pytest.raises(AnnotationError, match="niets over om van te leren"):
        set_apart([unit("a", TEXT)], ["a"])


def test_two_writers_of_the_annotations_can_be_locked() -> None:
    annotations = read_annotations(ROOT / "annotations")
    plans = {item.plan for item in annotations if item.schrijver in ("P02", "P07")}
    split = set_apart(annotations, plans)
    assert {item.plan for item in split.test} == plans
    assert len(split.learn) + len(split.test) == len(annotations)


def test_normalised_texts_hold_words_only() -> None:
    assert normalised("[NAAM-1] haalt A2 vóór 1 mei; dát is 't doel.") == "haalt a vóór mei dát is t doel"
