"""The layouts that the reading is built and judged with: they print their truth, all of it, in its order."""

import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from layouts import after, check, factory
from layouts.parts.noise import draw_noise
from layouts.plans import fill, grouped, load_plans, single_sentences
from layouts.registry import LAYOUTS, Layout
from layouts.wording import draw_words, read_data

BY_ID = {layout.id: layout for layout in LAYOUTS}
DRAWN_HERE = [
    "r-inline", "r-actie-band", "r-formulier", "r-kaders", "r-telegram", "r-krant", "r-acroform",
    "f-koppen", "f-genummerde-acties", "f-per-actor", "f-tabel-actoren", "f-kaartjes",
    "r-kaal", "x-wie-eerst", "x-doelen-eerst",
    "r-eerste-rij", "r-doelkader", "r-codes", "r-etiket-rechts", "f-actorlijst",
    "f-cel-per-doel", "f-strepen",
]  # fmt: skip


def afspraak(wie: str, tekst: str) -> dict[str, Any]:
    return {"wie": wie, "tekst": tekst, "thema": [], "eigen_inzet": False}


PLAN: dict[str, Any] = {
    "plan_id": "P01-001",
    "stijl": "P01",
    "datum": "2019-09-17",
    "geslacht": "v",
    "leeftijd": 34,
    "situatie": [
        "{voornaam} {achternaam} woont op {adres} en zegt: “één kamer is te klein”.",
        "Zij zoekt werk.",
    ],
    "hoofddoel": {
        "tekst": "Mevrouw heeft een financiële functie.",
        "type": "betaald_werk",
    },
    "subdoelen": [
        {
            "tekst": "Mevrouw spreekt Nederlands op niveau A2.",
            "afspraken": [
                afspraak("statushouder", "Zij gaat vier ochtenden naar school."),
                afspraak("klantmanager", "{km} meldt haar aan bij de taalschool."),
                afspraak("derde", "De school stuurt elke maand een sociaal-medische lijst."),
            ],
        },
        {"tekst": "Zij kent haar buren.", "afspraken": []},
        {"tekst": "Zij heeft rust.", "afspraken": [afspraak("beide", "Samen bellen zij de huisarts.")]},
    ],
}


@pytest.fixture
def corpus(tmp_path: Path) -> dict[str, list[dict[str, Any]]]:
    folder = tmp_path / "bron"
    folder.mkdir()
    lines = [json.dumps(PLAN | {"plan_id": f"P01-{number:03d}"}) for number in (1, 2)]
    (folder / "P01.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return load_plans(folder, ("P01", "P02"))


def available(layout: Layout) -> Layout:
    if reason := factory.program(layout.program).missing():
        pytest.skip(reason)
    return layout


@pytest.mark.parametrize("name", DRAWN_HERE)
def test_a_layout_prints_all_of_its_truth(name: str, corpus: Any, tmp_path: Path) -> None:
    layout = available(BY_ID[name])
    built = factory.build(layout, corpus, tmp_path, 2, seed=1)
    assert (built.plans, built.faults) == (2, ())
    truths = (tmp_path / name / "waarheid.jsonl").read_text(encoding="utf-8").splitlines()
    truth = json.loads(truths[0])
    assert truth["layout"] == name
    assert (tmp_path / name / truth["bestand"]).exists()
    assert "{" not in "".join(check.texts(truth))


def test_what_is_not_printed_is_found_missing(corpus: Any, tmp_path: Path) -> None:
    layout = available(BY_ID["r-inline"])
    factory.build(layout, corpus, tmp_path, 1, seed=1)
    path = next((tmp_path / "r-inline").glob("*.pdf"))
    assert check.missing_texts(path, PLAN | {"situatie": ["Dit staat nergens op het formulier."]})


def test_the_same_seed_gives_the_same_plans_and_another_seed_other_words(corpus: Any) -> None:
    layout = BY_ID["r-inline"]
    assert factory.compose(layout, corpus, 2, 1) == factory.compose(layout, corpus, 2, 1)
    assert factory.compose(layout, corpus, 2, 1) != factory.compose(layout, corpus, 2, 2)


def test_the_form_is_the_same_on_all_plans_of_a_set(corpus: Any) -> None:
    documents = [document for document, _ in factory.compose(BY_ID["r-inline"], corpus, 2, 1)]
    assert documents[0].style == documents[1].style


def test_afspraken_stand_in_the_order_in_which_the_layout_groups_them() -> None:
    groups = (("klantmanager",), ("statushouder",), ("beide", "derde"))
    order = [one["wie"] for one in grouped(PLAN, groups)["subdoelen"][0]["afspraken"]]
    assert order == ["klantmanager", "statushouder", "derde"]
    assert grouped(PLAN, ()) == PLAN


def test_invented_people_have_a_test_number_that_passes_the_eleven_test() -> None:
    bsn = fill(PLAN, random.Random(1))["identificatie"]["bsn"]
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    assert bsn.startswith("999")
    assert sum(int(digit) * weight for digit, weight in zip(bsn, weights, strict=True)) % 11 == 0


def test_running_text_takes_only_afspraken_of_one_sentence() -> None:
    def plan(text: str) -> dict[str, Any]:
        return {"subdoelen": [{"afspraken": [afspraak("beide", text)]}]}

    assert single_sentences(plan("Zij belt de huisarts."))
    assert not single_sentences(plan("Zij belt. Daarna gaat zij erheen."))
    assert not single_sentences(plan("bellen met DUO"))


def test_a_scan_has_no_text_left(corpus: Any, tmp_path: Path) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    pytest.importorskip("PIL")
    factory.build(available(BY_ID["r-inline"]), corpus, tmp_path, 1, seed=1)
    path = next((tmp_path / "r-inline").glob("*.pdf"))
    pages = len(pypdfium2.PdfDocument(path))
    after.scan(path)
    document = pypdfium2.PdfDocument(path)
    assert len(document) == pages
    assert document[0].get_textpage().get_text_range().strip() == ""


@pytest.mark.parametrize(("step", "rotation"), [("turned_upright", 90), ("turned_over", 0)])
def test_a_turned_page_keeps_its_text(step: str, rotation: int, corpus: Any, tmp_path: Path) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    layout = available(BY_ID["r-inline"])
    (_, plan), *_ = factory.compose(layout, corpus, 1, 1)
    factory.build(layout, corpus, tmp_path, 1, seed=1)
    path = next((tmp_path / "r-inline").glob("*.pdf"))
    after.STEPS[step](path)
    assert check.missing_texts(path, plan) == []
    assert pypdfium2.PdfDocument(path)[0].get_rotation() == rotation


def test_the_layouts_are_many_and_of_many_programs() -> None:
    development = [layout for layout in LAYOUTS if not layout.holdout]
    assert len(development) >= 30
    assert len({layout.program for layout in development}) >= 5
    assert len(LAYOUTS) - len(development) >= 5
    assert max(Counter(layout.id for layout in LAYOUTS).values()) == 1


CONCEPTS = (
    *(
        "titel",
        "situatie",
        "hoofddoel",
        "subdoelen",
        "subdoel",
        "afspraken",
        "naam",
        "datum",
        "ondertekening",
    ),
    *("klantmanager", "statushouder", "beide", "derde", "koppen", "overig"),
    *("kolom_doel", "kolom_actie", "kolom_wie", "kolom_wanneer", "kolom_status", "kolom_nr"),
)


@pytest.mark.parametrize("concept", CONCEPTS)
def test_each_concept_has_forty_words(concept: str) -> None:
    words = [str(word) for word in read_data("woorden")[concept]]
    assert len(set(words)) == len(words) >= 40


@pytest.mark.parametrize("seed", range(50))
def test_drawn_words_can_be_told_apart(seed: int) -> None:
    words = draw_words(random.Random(seed))
    goals = [words[concept].lower() for concept in ("hoofddoel", "subdoel", "afspraken")]
    columns = [words[concept].lower() for concept in words.terms if concept.startswith("kolom_")]
    assert len(set(goals)) == len(goals)
    assert len(set(columns)) == len(columns)
    assert "{" not in "".join(words.heads.values())


def test_sections_beside_the_plan_are_drawn_once_each() -> None:
    drawn = draw_noise(random.Random(1), 3)
    headings = [heading for place in drawn.values() for heading, _ in place]
    assert len(headings) == len(set(headings)) == 3
