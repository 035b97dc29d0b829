"""Which plan gets which diagnosis, for small studies by hand and for many made at random."""

import random
from collections import Counter
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.bsn import passes_eleven_test
from pipeline.intake.decisions import Decision
from pipeline.linking.diagnoses import Diagnosis
from pipeline.linking.evidence import Evidence
from pipeline.linking.match import CodedPlan, Outcome, Reden, match, people_of
from pipeline.linking.rows import diagnosis_rows, unlinked_rows
from pipeline.linking.slips import slips
from pipeline.privacy import person_id

KEY = bytes(range(32))
ONE, OTHER, THIRD = "123456782", "999460389", "999027591"
WRONG = "123456783"  # ONE with another last digit


def rows(*bsns: str, **values: str) -> list[Diagnosis]:
    return [Diagnosis(row, bsn, {"geslacht": "man", **values}) for row, bsn in enumerate(bsns, start=2)]


def linked(plans: list[str], export: list[Diagnosis], *decisions: Decision) -> Outcome:
    """Plans by their numbers, named a.pdf, b.pdf and so on."""
    coded = [CodedPlan(f"{chr(97 + i)}.pdf", f"plan-{i}", person_id(KEY, bsn)) for i, bsn in enumerate(plans)]
    return match(coded, people_of(export, KEY), decisions, KEY)


def reasons(outcome: Outcome) -> list[Reden]:
    return [each.reden for each in outcome.unlinked]


def test_the_same_number_links() -> None:
    outcome = linked([OTHER, ONE], rows(ONE, OTHER))
    assert [(each.plan.bestand, each.diagnosis.row) for each in outcome.linked] == [
        ("a.pdf", 3),
        ("b.pdf", 2),
    ]
    assert outcome.unlinked == ()


@pytest.mark.parametrize(
    ("plan", "export", "reden"),
    [
        ("", [ONE], Reden.GEEN_BSN),
        (OTHER, [ONE, ""], Reden.NIET_IN_EXPORT),
        (OTHER, [], Reden.NIET_IN_EXPORT),
        (WRONG, [OTHER], Reden.ONJUIST),
        (WRONG, [ONE], Reden.BIJNA),  # the plan's number has a slip
        (ONE, [WRONG], Reden.BIJNA),  # that of the export has
        ("213456782", [ONE], Reden.BIJNA),  # two digits changed places
        (WRONG, [WRONG], Reden.BEIDE_ONJUIST),
        ("111111111", ["111111111"], Reden.BEIDE_ONJUIST),
    ],
)
def test_why_a_plan_is_not_linked(plan: str, export: list[str], reden: Reden) -> None:
    outcome = linked([plan], rows(*export))
    assert reasons(outcome) == [reden]
    proposed = [proposal.person.persoon for proposal in outcome.unlinked[0].proposals]
    is_proposal = reden in (Reden.BIJNA, Reden.BEIDE_ONJUIST)
    assert proposed == ([person_id(KEY, export[0])] if is_proposal else [])


def test_every_number_near_is_proposed() -> None:
    outcome = linked([WRONG], rows(ONE, OTHER, "123456773"))
    near = {proposal.person.persoon for proposal in outcome.unlinked[0].proposals}
    assert near == {person_id(KEY, ONE), person_id(KEY, "123456773")}


def test_two_rows_with_one_number_are_not_guessed_unless_equal() -> None:
    export = [*rows(ONE), Diagnosis(9, ONE, {"geslacht": "vrouw"})]
    outcome = linked([ONE], export)
    assert reasons(outcome) == [Reden.DUBBEL]
    assert outcome.unlinked[0].same == (2, 9)
    assert [row["heeft_plan"] for row in diagnosis_rows(export, outcome, KEY)] == ["nee", "nee"]
    equal = rows(ONE, ONE)
    outcome = linked([ONE], equal)
    assert len(outcome.linked) == 1
    assert [row["heeft_plan"] for row in diagnosis_rows(equal, outcome, KEY)] == ["ja"]


def test_rows_without_a_number_are_people_apart() -> None:
    export = rows("", "")
    assert [row["persoon"] for row in diagnosis_rows(export, linked([], export), KEY)] == ["", ""]


def decision(bestand: str, koppeling: str) -> Decision:
    return Decision(bestand, None, "naam en adres kloppen", "A. Jansen", koppeling)


def test_a_person_decides_and_goes_before_the_number() -> None:
    outcome = linked([WRONG, OTHER], rows(ONE, OTHER), decision("a.pdf", person_id(KEY, ONE)))
    assert [(each.plan.bestand, each.diagnosis.row) for each in outcome.linked] == [
        ("a.pdf", 2),
        ("b.pdf", 3),
    ]
    assert outcome.linked[0].decision and not outcome.linked[1].decision
    outcome = linked([OTHER], rows(ONE, OTHER), decision("a.pdf", person_id(KEY, ONE)))
    assert outcome.linked[0].diagnosis.row == 2


@pytest.mark.parametrize("koppeling", ["p-onzin", person_id(KEY, THIRD), person_id(KEY, OTHER)])
def test_a_decision_that_names_nobody_or_two_links_nothing(koppeling: str) -> None:
    export = [*rows(ONE, OTHER), Diagnosis(9, OTHER, {"geslacht": "vrouw"})]
    assert reasons(linked([ONE], export, decision("a.pdf", koppeling))) == [Reden.BESLUIT]


def test_the_evidence_sets_plan_and_export_side_by_side() -> None:
    outcome = linked([WRONG, ONE, ""], rows(ONE, leeftijd="52"))
    row, empty = unlinked_rows(outcome, lambda _: Evidence("vrouw"))
    assert row["reden"] == Reden.BIJNA.value
    assert row["persoon"] == person_id(KEY, WRONG)
    assert row["bewijs"] == (
        "één cijfer is anders; het BSN in het plan voldoet niet aan de elfproef; "
        "geslacht in het plan vrouw, in de export man; leeftijd in het plan niet bekend, in de export 52; "
        "let op: deze persoon heeft al een plan"
    )
    assert (empty["voorstel"], empty["bewijs"]) == ([], "")


def test_of_a_double_the_rows_are_told() -> None:
    export = [*rows(ONE), Diagnosis(9, ONE, {"geslacht": "vrouw"})]
    (row,) = unlinked_rows(linked([ONE], export), lambda _: Evidence())
    assert row["bewijs"] == "rijen 2, 9 van de export"


@dataclass
class Made:
    """A study made at random, and what must come of it."""

    plans: list[str] = field(default_factory=list)
    export: list[Diagnosis] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)  # a Reden, or "gekoppeld"


def made(seed: int, kinds: list[str]) -> Made:
    """Plans of these kinds, on numbers that differ from each other in more than a slip."""
    chance = random.Random(seed)
    used: set[str] = set()
    study = Made()
    for kind in kinds:
        bsn = _new_number(chance, used)
        slip = chance.choice([number for number, _ in slips(bsn)])
        plan, export, expected = {
            "gekoppeld": (bsn, [bsn], "gekoppeld"),
            "geen bsn": ("", [bsn], Reden.GEEN_BSN),
            "niet in export": (bsn, [], Reden.NIET_IN_EXPORT),
            "plan mis": (slip, [bsn], Reden.BIJNA),
            "export mis": (bsn, [slip], Reden.BIJNA),
            "plan onjuist": (slip, [], Reden.ONJUIST),
            "beide onjuist": (slip, [slip], Reden.BEIDE_ONJUIST),
            "dubbel": (bsn, [bsn, bsn], Reden.DUBBEL),
            "geen plan": (None, [bsn], None),
        }[kind]
        if plan is not None:
            study.plans.append(plan)
            study.expected.append(expected)
        study.export += [
            Diagnosis(len(study.export) + 2 + i, each, {"i": i}) for i, each in enumerate(export)
        ]
    chance.shuffle(study.export)
    return study


def _new_number(chance: random.Random, used: set[str]) -> str:
    """A right number that no slip, nor a slip of a slip, makes one of those before."""
    while True:
        bsn = f"{chance.randrange(10**9):09d}"
        if not passes_eleven_test(bsn):
            continue
        ring = {bsn, *(number for number, _ in slips(bsn))}
        wide = {number for near in ring for number, _ in slips(near)} | ring
        if not wide & used:
            used |= ring
            return bsn


KINDS = (
    "gekoppeld",
    "geen bsn",
    "niet in export",
    "plan mis",
    "export mis",
    "plan onjuist",
    "beide onjuist",
    "dubbel",
    "geen plan",
)


@given(st.integers(0, 10**9), st.lists(st.sampled_from(KINDS), max_size=12))
def test_any_study_comes_out_right(seed: int, kinds: list[str]) -> None:
    study = made(seed, kinds)
    outcome = linked(study.plans, study.export)
    by_file = {each.plan.bestand: "gekoppeld" for each in outcome.linked}
    by_file |= {each.plan.bestand: each.reden for each in outcome.unlinked}
    assert [by_file[f"{chr(97 + i)}.pdf"] for i in range(len(study.plans))] == study.expected
    people = diagnosis_rows(study.export, outcome, KEY)
    assert len(people) == len(study.export)
    assert Counter(row["heeft_plan"] for row in people)["ja"] == len(outcome.linked)
    assert not any(each.bsn and each.bsn in str((people, outcome)) for each in study.export)
