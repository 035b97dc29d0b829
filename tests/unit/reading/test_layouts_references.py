"""How a taught form leads from its afspraken back to the subdoelen that it lists first."""

import numpy as np

from pipeline.reading.layouts.fingerprint import word_number
from pipeline.reading.layouts.references import led_back, ways
from pipeline.reading.pieces import Piece
from pipeline.reading.plan_builder import build_plan
from pipeline.reading.text_model import BUCKETS, TextModel

KINDS = ("klantmanager", "statushouder", "beide", "derde")
ACTORS = TextModel(KINDS, np.zeros((BUCKETS, len(KINDS)), np.float32), np.zeros(len(KINDS), np.float32))


def piece(text: str) -> Piece:
    return Piece(text, 1, None, 50, 10, False, False, None, 0, False, False)


GOALS = ["Nederlands spreken op het werk", "Een woning voor het gezin"]
ROLES = ["hoofddoel", "subdoel", "subdoel"]


def plan_of(texts: list[str], roles: list[str], way: str) -> list[list[str]]:
    pieces = [piece(text) for text in ("Werk", *GOALS, *texts)]
    codes = led_back(way, pieces, [*ROLES, *roles])
    plan = build_plan(pieces, [*ROLES, *roles], ACTORS, codes=codes)
    return [[step.tekst for step in goal.afspraken] for goal in plan.subdoelen]


def test_a_number_behind_a_word_of_the_form_leads_back() -> None:
    texts = [
        "Zaak 7",
        "Hoort bij resultaat 2",
        "Belt de makelaar",
        "Zaak 8",
        "Hoort bij resultaat 1",
        "Gaat naar les",
    ]
    roles = ["anders", "anders", "afspraak"] * 2
    pieces = [piece(text) for text in ("Werk", *GOALS, *texts)]
    right = [["Gaat naar les"], ["Belt de makelaar"]]
    found = [way for way in ways(pieces, [*ROLES, *roles]) if plan_of(texts, roles, way) == right]
    assert found[0].startswith("nummer elk")
    assert any(way.startswith("nummer voor") for way in found)


def test_numbers_as_many_as_afspraken_belong_to_these_in_their_order() -> None:
    texts = ["Bij 2", "Belt de makelaar", "Gaat naar les", "Bij 1"]  # one stands before, one behind
    way = f"nummer elk {word_number('Bij 1')}"
    roles = ["anders", "afspraak", "afspraak", "anders"]
    assert plan_of(texts, roles, way) == [["Gaat naar les"], ["Belt de makelaar"]]
    pieces = [piece(text) for text in ("Werk", *GOALS, *texts[:3])]
    assert led_back(way, pieces, [*ROLES, *roles[:3]]) == {}


def test_the_words_of_a_subdoel_lead_back_from_before_or_behind() -> None:
    texts = ["Voor: een woning voor het gezin", "Belt de makelaar", "Nederlands spreken", "Gaat naar les"]
    assert plan_of(texts, ["anders", "afspraak"] * 2, "woorden voor *") == [
        ["Gaat naar les"],
        ["Belt de makelaar"],
    ]
    turned = [texts[1], texts[0], texts[3], texts[2]]
    assert plan_of(turned, ["afspraak", "anders"] * 2, "woorden achter *") == [
        ["Gaat naar les"],
        ["Belt de makelaar"],
    ]


def test_without_subdoelen_nothing_leads_back() -> None:
    assert led_back("nummer voor *", [piece("Actie 1"), piece("Bellen")], ["anders", "afspraak"]) == {}
