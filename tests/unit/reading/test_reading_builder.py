"""From pieces with roles to a plan: belonging, order, who acts, and what does not fit."""

from dataclasses import replace

import numpy as np
import pytest

from pipeline.domain import Wie
from pipeline.reading.checks import doubts, holds_a_plan
from pipeline.reading.goal_codes import codes_behind, goal_codes
from pipeline.reading.lines import Cell
from pipeline.reading.pieces import Piece
from pipeline.reading.plan_builder import build_plan
from pipeline.reading.tables import add_heads
from pipeline.reading.text_model import BUCKETS, TextModel

ACTORS = TextModel(
    ("klantmanager", "statushouder", "beide", "derde"),
    np.zeros((BUCKETS, 4), np.float32),
    np.zeros(4, np.float32),
)


def piece(
    text: str, *, number: int | None = None, place: tuple[int, int] | None = None, suffix: bool = False
) -> Piece:
    cell = Cell(1, *place, 3, True, 50.0 * place[1], 100.0) if place else None
    return Piece(text, 1, cell, 50, 10, False, False, number, 0, suffix, suffix)


def test_goals_listed_first_get_their_steps_by_number() -> None:
    pieces = [
        piece("Doelen"), piece("Nederlands leren", number=1), piece("Werk vinden", number=2),
        piece("Afspraken bij doel 2", number=2), piece("Cv maken"),
        piece("Afspraken bij doel 1", number=1), piece("Naar de les gaan"),
    ]  # fmt: skip
    roles = ["anders", "subdoel", "subdoel", "anders", "afspraak", "anders", "afspraak"]
    goals = build_plan(pieces, roles, ACTORS).subdoelen
    assert [(goal.tekst, [step.tekst for step in goal.afspraken]) for goal in goals] == [
        ("Nederlands leren", ["Naar de les gaan"]),
        ("Werk vinden", ["Cv maken"]),
    ]


@pytest.mark.parametrize(
    ("codes", "steps_per_goal"),
    [
        (["OP1-01", "OP1-02", "OP2-01"], [2, 1]),
        (["A.1", "A.2", "B.1"], [2, 1]),
        (["1a", "1b", "2a"], [2, 1]),
        (["D1.01", "D1.02", "week 36", "D2.01"], [3, 1]),
    ],
)
def test_codes_in_an_appendix_lead_back_to_the_goals(codes: list[str], steps_per_goal: list[int]) -> None:
    pieces = [piece("Nederlands leren"), piece("Werk vinden")]
    roles = ["subdoel", "subdoel"]
    for code in codes:
        pieces += [piece(code), piece(f"Stap {code} zetten")]
        roles += ["anders", "afspraak"]
    goals = build_plan(pieces, roles, ACTORS).subdoelen
    assert [len(goal.afspraken) for goal in goals] == steps_per_goal


def test_codes_printed_in_two_tables_lead_back_whatever_else_counts() -> None:
    pieces, roles = [], []
    for code, goal in (("D1", "Nederlands leren"), ("D2", "Werk vinden")):
        pieces += [piece(code), piece(goal)]
        roles += ["anders", "subdoel"]
    for code, count, step in (("D2", "A2/1", "Cv maken"), ("D1", "A1/1", "Naar de les gaan")):
        pieces += [piece(code), piece(count), piece(step)]
        roles += ["anders", "anders", "afspraak"]
    goals = build_plan(pieces, roles, ACTORS).subdoelen
    assert [goal.afspraken[0].tekst for goal in goals] == ["Naar de les gaan", "Cv maken"]


@pytest.mark.parametrize("heading", ["Bij R{}", "Behorend bij R{}", "R{}"])
def test_a_code_over_the_steps_of_a_goal_leads_back(heading: str) -> None:
    pieces, roles = [], []
    for number, goal in enumerate(("Nederlands leren", "Werk vinden"), start=1):
        pieces += [piece(f"R{number}"), piece(goal)]
        roles += ["anders", "subdoel"]
    for number, steps in ((1, ["Naar de les gaan", "Thuis oefenen", "Examen doen"]), (2, ["Cv maken"])):
        pieces += [piece(heading.format(number)), *map(piece, steps)]
        roles += ["anders", *["afspraak"] * len(steps)]
    goals = build_plan(pieces, roles, ACTORS).subdoelen
    assert [len(goal.afspraken) for goal in goals] == [3, 1]


def test_who_act_together_is_no_roman_number() -> None:
    pieces = [piece("Doelen"), piece("Nederlands leren", number=1), piece("Werk vinden", number=2)]
    pieces += [piece("Stap 2"), piece("R+I"), piece("Cv maken")]
    roles = ["anders", "subdoel", "subdoel", "anders", "anders", "afspraak"]
    goals = build_plan(pieces, roles, ACTORS).subdoelen
    assert [len(goal.afspraken) for goal in goals] == [0, 1]


@pytest.mark.parametrize(
    ("name", "joint", "found"),
    [
        ("Anja van 't Hof samen met Cursist", ": ", ["Zij bellen de school."]),
        ("Fenna Postma.", " ", ["Zij bellen de school."]),
        ("Taalschool Veluwe", ": ", ["Taalschool Veluwe: Zij bellen de school."]),
        ("Bellen met de school", ". ", ["Bellen met de school. Zij bellen de school."]),
    ],
)
def test_names_before_an_afspraak_are_no_part_of_it(name: str, joint: str, found: list[str]) -> None:
    pieces = [
        piece("Nederlands leren"),
        piece(name),
        replace(piece("Zij bellen de school."), joint=joint),
    ]
    plan = build_plan(pieces, ["subdoel", "afspraak", "afspraak+"], ACTORS)
    assert [step.tekst for step in plan.subdoelen[0].afspraken] == found


@pytest.mark.parametrize("own", ["Uitkomst {}", "C{})", "{}."])
def test_codes_behind_the_steps_in_their_rows_lead_back(own: str) -> None:
    pieces = [piece(own.format(1)), piece("Nederlands leren"), piece(own.format(2)), piece("Werk vinden")]
    roles = ["anders", "subdoel", "anders", "subdoel"]
    for row, (step, goal) in enumerate((("Naar les", 1), ("Cv", 2))):
        code = own.format(goal).rstrip(").")
        pieces += [
            piece(step, place=(row, 0)),
            piece("De klant", place=(row, 1)),
            piece(code, place=(row, 2)),
        ]
        roles += ["afspraak", "anders", "anders"]
    # Over the page the code stands in a row of its own, before the step.
    pieces += [piece(own.format(2), place=(2, 2)), piece("Bellen", place=(3, 0))]
    roles += ["anders", "afspraak"]
    goals = build_plan(pieces, roles, ACTORS).subdoelen
    assert [[step.tekst for step in goal.afspraken] for goal in goals] == [["Naar les"], ["Cv", "Bellen"]]


def test_numbers_behind_the_steps_that_do_not_rise_count_something_else() -> None:
    pieces = [piece("Nederlands leren", number=1), piece("Werk vinden", number=2)]
    roles = ["subdoel", "subdoel"]
    for row, priority in enumerate(("2", "1", "2")):
        pieces += [piece(f"Stap {row}", place=(row, 0)), piece(priority, place=(row, 2))]
        roles += ["afspraak", "anders"]
    assert codes_behind(pieces, roles) == {}


def test_an_ordinal_in_the_name_of_a_party_is_no_reference() -> None:
    pieces = [piece("Eerste opdracht"), piece("Taal"), piece("Tweede opdracht"), piece("Werk")]
    pieces += [piece("Derde opdracht"), piece("Rust"), piece("De eerste opdracht"), piece("Naar de les")]
    pieces += [piece("derde partij", suffix=True), piece("Huiswerk maken"), piece("inwoner", suffix=True)]
    roles = ["anders", "subdoel"] * 3 + ["anders", "afspraak", "anders", "afspraak", "anders"]
    goals = build_plan(pieces, roles, ACTORS).subdoelen
    assert [len(goal.afspraken) for goal in goals] == [2, 0, 0]


def test_goals_in_a_right_hand_column_keep_the_steps_on_their_left() -> None:
    pieces, roles = [], []
    for row, goal in enumerate(("Nederlands leren", "Werk vinden")):
        pieces += [piece(f"Stap {goal} eerst", place=(row, 0)), piece(f"Stap {goal} dan", place=(row, 0))]
        pieces += [piece(goal, place=(row, 1))]
        roles += ["afspraak", "afspraak", "subdoel"]
    goals = build_plan(pieces, roles, ACTORS).subdoelen
    assert [(goal.tekst, len(goal.afspraken)) for goal in goals] == [
        ("Nederlands leren", 2),
        ("Werk vinden", 2),
    ]


def test_the_heading_of_the_next_goal_is_no_name_under_the_last_step() -> None:
    pieces = [piece("Etappe A"), piece("Taal"), piece("Etappe B"), piece("Werk"), piece("Etappe A")]
    roles = ["anders", "subdoel", "anders", "subdoel", "anders"]
    for step in ("Naar de les", "Huiswerk maken"):
        pieces += [piece(step), piece("inwoner")]
        roles += ["afspraak", "anders"]
    pieces += [piece("Lesgeld betalen"), piece("afdeling Zaken"), piece("Etappe B"), piece("Cv maken")]
    pieces += [piece("inwoner")]
    roles += ["afspraak", "anders", "anders", "afspraak", "anders"]
    goals = build_plan(pieces, roles, ACTORS).subdoelen
    assert [len(goal.afspraken) for goal in goals] == [3, 1]


def test_a_goal_under_its_steps_is_what_they_yield() -> None:
    pieces = [
        piece(text) for text in ("Naar de les", "Thuis oefenen", "A2 halen", "Cv maken", "Werk", "vinden")
    ]
    roles = ["afspraak", "afspraak", "subdoel", "afspraak", "subdoel", "subdoel+"]
    plan = build_plan(pieces, roles, ACTORS)
    assert [(goal.tekst, len(goal.afspraken)) for goal in plan.subdoelen] == [
        ("A2 halen", 2),
        ("Werk vinden", 1),
    ]
    assert not plan.nakijken
    label = piece("Blok A", suffix=True)  # the grammar wants a subdoel before the first afspraak
    assert build_plan([label, *pieces], ["subdoel", *roles], ACTORS) == plan


def test_names_under_afspraken_go_with_the_text_above_them() -> None:
    pieces, roles = [piece("Nederlands leren")], ["subdoel"]
    for step, who in (("Aanmelden", "de gemeente"), ("Oefenen", "de cursist"), ("Vragen", "de cursist")):
        pieces += [piece(step), piece("te doen door"), piece(who)]
        roles += ["afspraak", "anders", "anders"]
    (goal,) = build_plan(pieces, roles, ACTORS).subdoelen
    assert [step.wie for step in goal.afspraken] == [Wie.KLANTMANAGER, Wie.STATUSHOUDER, Wie.STATUSHOUDER]
    above = [
        pieces[0],
        *(piece(text) for text in ("De cursist", "Oefenen", "De gemeente", "Aanmelden", "Bellen")),
    ]
    roles = ["subdoel", "anders", "afspraak", "anders", "afspraak", "afspraak"]
    (goal,) = build_plan(above, roles, ACTORS).subdoelen
    assert [step.wie for step in goal.afspraken] == [Wie.STATUSHOUDER, Wie.KLANTMANAGER, Wie.KLANTMANAGER]


def test_codes_beyond_the_goals_are_no_codes() -> None:
    pieces, roles = [piece("Nederlands leren"), piece("Werk vinden")], ["subdoel", "subdoel"]
    for level in ("A1", "B1", "C1", "C1"):
        pieces += [piece(level), piece("Les volgen")]
        roles += ["anders", "afspraak"]
    assert goal_codes(pieces, roles) == {}


def test_a_goal_repeated_above_its_steps_is_the_same_goal() -> None:
    pieces = [piece("Taal leren"), piece("Werk vinden"), piece("Taal leren"), piece("Naar de les gaan")]
    goals = build_plan(pieces, ["subdoel", "subdoel", "subdoel", "afspraak"], ACTORS).subdoelen
    assert [len(goal.afspraken) for goal in goals] == [1, 0]


def test_text_that_goes_on_is_joined() -> None:
    pieces = [piece("Taal leren op"), piece("school."), piece("Elke dag oefe-"), piece("nen met de app.")]
    (goal,) = build_plan(pieces, ["subdoel", "subdoel+", "afspraak", "afspraak+"], ACTORS).subdoelen
    assert goal.tekst == "Taal leren op school."
    assert goal.afspraken[0].tekst == "Elke dag oefenen met de app."


@pytest.mark.parametrize(
    ("heading", "wie"),
    [
        ("Inzet klantmanager", Wie.KLANTMANAGER),
        ("Wat ga ik zelf doen?", Wie.STATUSHOUDER),
        ("KM + klant", Wie.BEIDE),
    ],
)
def test_heading_names_the_actor(heading: str, wie: Wie) -> None:
    (goal,) = build_plan(
        [piece("Taal leren"), piece(heading), piece("Naar de les")], ["subdoel", "anders", "afspraak"], ACTORS
    ).subdoelen
    assert goal.afspraken[0].wie == wie


def test_actor_behind_the_step_and_in_a_column() -> None:
    behind = [piece("Taal leren"), piece("Naar de les"), piece("actie: klant", suffix=True)]
    (goal,) = build_plan(behind, ["subdoel", "afspraak", "anders"], ACTORS).subdoelen
    assert goal.afspraken[0].wie == Wie.STATUSHOUDER
    table = add_heads(
        [
            piece("Doel", place=(0, 0)),
            piece("Actie", place=(0, 1)),
            piece("Wie", place=(0, 2)),
            piece("Taal leren", place=(1, 0)),
            piece("Aanmelden", place=(1, 1)),
            piece("KM", place=(1, 2)),
            piece("Naar de les", place=(2, 1)),
            piece("klant", place=(2, 2)),
        ]
    )
    roles = ["anders", "anders", "anders", "subdoel", "afspraak", "anders", "afspraak", "anders"]
    (goal,) = build_plan(table, roles, ACTORS).subdoelen
    assert [step.wie for step in goal.afspraken] == [Wie.KLANTMANAGER, Wie.STATUSHOUDER]


def test_crosses_under_a_name_tell_who_acts() -> None:
    table = add_heads(
        [
            piece("Afspraak", place=(0, 0)),
            piece("Klantmanager", place=(0, 1)),
            piece("Klant", place=(0, 2)),
            piece("Aanmelden", place=(1, 0)),
            piece("x", place=(1, 1)),
            piece("Naar de les", place=(2, 0)),
            piece("x", place=(2, 2)),
            piece("Cv sturen", place=(3, 0)),
            piece("x", place=(3, 1)),
            piece("Bellen", place=(4, 0)),
            piece("x", place=(4, 2)),
        ]
    )
    roles = ["anders", "anders", "anders", *["afspraak", "anders"] * 4]
    plan = build_plan([piece("Werk"), *table], ["subdoel", *roles], ACTORS)
    assert [step.wie for step in plan.subdoelen[0].afspraken] == [
        Wie.KLANTMANAGER, Wie.STATUSHOUDER, Wie.KLANTMANAGER, Wie.STATUSHOUDER,
    ]  # fmt: skip


def test_what_is_missing_is_told() -> None:
    plan = build_plan([piece("Iets")], ["anders"], ACTORS)
    reasons = doubts(plan, 0.2, sure=0.8, uncovered=0.0)
    assert [reason.split(" (")[0] for reason in reasons] == [
        "lezen: geen hoofddoel gevonden",
        "lezen: geen subdoelen gevonden",
        "lezen: onzeker over de opbouw",
    ]
    assert build_plan([], [], ACTORS).subdoelen == ()


def test_a_letter_with_agreements_is_no_plan_and_a_plan_without_hoofddoel_is_one() -> None:
    pieces = [piece("Nieuwe tijden"), piece("De balie gaat later open"), piece("U belt voor een afspraak")]
    roles = ["anders", "subdoel", "afspraak"]
    heading = [True, False, False]
    assert not holds_a_plan(build_plan(pieces, roles, ACTORS), False, pieces, heading)
    headed = [piece("Subdoelen"), pieces[1], piece("Afspraken klantmanager"), pieces[2]]
    plan = build_plan(headed, ["anders", "subdoel", "anders", "afspraak"], ACTORS)
    assert holds_a_plan(plan, False, headed, [True, False, True, False])
