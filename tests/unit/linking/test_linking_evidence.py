import pytest

from pipeline.domain import Passage, Plan, Subdoel
from pipeline.linking.evidence import Evidence, evidence_of


def told(*situatie: str, goal: str = "Nederlands leren.") -> Evidence:
    passages = tuple(Passage(text, 1) for text in situatie)
    return evidence_of(Plan(None, passages, None, (Subdoel(goal, 1),)))


@pytest.mark.parametrize(
    ("text", "geslacht", "leeftijd"),
    [
        ("Mevrouw [NAAM-1] is 29 jaar, moeder van [NAAM-2] (7 jaar).", "vrouw", 29),
        ("Dhr [NAAM-1], 33 jr, Syrië. Elektricien, 9 jr erv.", "man", 33),
        ("[NAAM-1], 43 jaar, Afghanistan", "", 43),
        ("Ik ben [NAAM-1], 32 jaar", "", 32),
        ("Geachte mevrouw [NAAM-1], u woont in Harderwijk.", "vrouw", None),
        ("dhr is 40, vrouw en 5 kinderen", "man", 40),
        ("Een 51-jarige heer.", "man", 51),
        ("Mevrouw werkte 20 jaar als docent.", "vrouw", None),
        ("Mevrouw [KLANTMANAGER] sprak met [NAAM-1].", "", None),
        ("Mw. [NAAM-2] van school belt. Meneer is tevreden.", "man", None),
        ("Mevrouw en meneer wonen samen.", "", None),
        ("Zoon [NAAM-2], 12 jaar.", "", None),
        ("", "", None),
    ],
)
def test_what_a_plan_tells_of_its_person(text: str, geslacht: str, leeftijd: int | None) -> None:
    assert told(text) == Evidence(geslacht, leeftijd)


def test_gender_is_told_by_goals_too_and_age_is_not() -> None:
    assert told("Woont hier.", goal="Mevrouw [NAAM-1], 30 jaar, leert.") == Evidence("vrouw", None)
