"""Two plans in one file are not coded as one; one plan that repeats itself is not taken for two."""

from pathlib import Path

import pdf_factory
import pytest
from pdf_factory import DEMO, LETTER, NEW_PAGE, bsn, plan_lines
from plancoder_process import intake, plancoder, units

from pipeline.errors import UnreadableFile
from pipeline.outline import outline
from pipeline.reading import read_plan
from pipeline.reading.shown import look_at

PERHAPS = "begint misschien een tweede plan"


def pages(name: str) -> Path:
    return DEMO / f"{name}.pdf"


@pytest.mark.parametrize(
    ("first", "second", "page"),
    [
        ("P01-001", "P01-007", 3),  # one form
        ("P02-001", "P02-004", 2),
        ("P03-015", "P03-017", 2),
        ("P05-013", "P05-014", 3),
        ("P08-003", "P08-006", 2),
        ("P01-001", "P07-004", 3),  # two forms
        ("P05-013", "P02-018", 3),
        ("P03-015", "P05-018", 2),
        ("P03-015", "P03-015", 2),  # twice the same
    ],
)
def test_a_second_plan_is_refused_with_its_page(tmp_path: Path, first: str, second: str, page: int) -> None:
    path = pdf_factory.joined(tmp_path / "samen.pdf", pages(first), pages(second))
    with pytest.raises(UnreadableFile, match=f"het tweede begint op bladzijde {page}"):
        read_plan(path)


def test_the_file_is_unreadable_and_the_others_are_coded(tmp_path: Path) -> None:
    folder, output = tmp_path / "plannen", tmp_path / "uit"
    folder.mkdir()
    older = pdf_factory.plan(tmp_path / "ouder.pdf", date="12-03-2023")
    newer = pdf_factory.plan(tmp_path / "nieuwer.pdf", date="14-05-2024", hours=32)
    pdf_factory.joined(folder / "een persoon.pdf", older, newer)
    pdf_factory.joined(folder / "drie plannen.pdf", older, pages("P01-001"), newer)
    pdf_factory.plan(folder / "goed.pdf", person=2)
    result = plancoder("code", folder, "--output", output, "--key", tmp_path / "sleutel")
    assert result.returncode == 1, result.stderr
    rows = intake(output)
    assert {name: row["status"] for name, row in rows.items()} == {
        "een persoon.pdf": "onleesbaar",
        "drie plannen.pdf": "onleesbaar",
        "goed.pdf": "gecodeerd",
    }
    for name in ("een persoon.pdf", "drie plannen.pdf"):
        assert "het tweede begint op bladzijde 2" in rows[name]["reden"]
        assert "eigen pdf" in rows[name]["reden"]
    assert {unit["bestand"] for unit in units(output)} == {"goed.pdf"}


def test_a_file_with_two_plans_can_be_shown(tmp_path: Path) -> None:
    path = pdf_factory.joined(tmp_path / "samen.pdf", pages("P02-001"), pages("P02-004"))
    assert "lezen: op bladzijde 2 begint een tweede plan" in outline(look_at(path).reading)


def test_two_letters_are_no_plans(tmp_path: Path) -> None:
    letter = pdf_factory.letter(tmp_path / "brief.pdf")
    numbered = pdf_factory.text(tmp_path / "ander.pdf", ["Plan van aanpak", f"BSN: {bsn(3)}", *LETTER])
    other = pdf_factory.text(tmp_path / "nog een.pdf", ["Plan van aanpak", f"BSN: {bsn(4)}", *LETTER])
    assert read_plan(pdf_factory.joined(tmp_path / "samen.pdf", numbered, other, letter)).plan is None


HEAD = plan_lines()[:5]
GOALS = (
    ("Subdoel 1: Meneer leert Nederlands tot niveau B1.", "Meneer oefent elke dag een half uur thuis."),
    ("Subdoel 2: Meneer doet werkervaring op in een werkplaats.", "Meneer gaat langs bij drie garages."),
    ("Subdoel 3: Meneer heeft zijn schulden onder controle.", "Meneer gaat naar het spreekuur geldzaken."),
)
EVALUATION = [
    "Evaluatie ondersteuningsplan", *HEAD[1:4], "", "Hoofddoel", plan_lines()[10], "",
    GOALS[0][0], "Behaald.", GOALS[1][0], "Nog niet behaald.", "",
]  # fmt: skip
MAIN = ["", *plan_lines()[6:11]]


def goal_sheets(with_main: bool) -> list[str]:
    """A sheet for each subdoel, under the same head."""
    lines = []
    for number, (goal, step) in enumerate(GOALS):
        main = MAIN if with_main or number == 0 else []
        lines += [*HEAD, *main, "", goal, "Afspraken statushouder", f"- {step}", NEW_PAGE]
    return lines[:-1]


ONE_PLAN = {
    "doelbladen": goal_sheets(with_main=False),
    "doelbladen met het hoofddoel": goal_sheets(with_main=True),
    "evaluatie": [*plan_lines(), NEW_PAGE, *EVALUATION, "Er is aan gewerkt, en het gaat de goede kant op."],
    "partner op een eigen bladzijde": [
        *HEAD, NEW_PAGE, "Partner", "Naam: Selam Tesfay", f"BSN: {bsn(7)}", *MAIN, *plan_lines()[11:],
    ],
    "partner en kind in de situatie": [
        *HEAD, "", "Situatie",
        f"Meneer woont samen met zijn vrouw Selam (BSN {bsn(7)}) en hun zoon", f"Yonas (BSN {bsn(8)}).",
        *plan_lines()[8:],
    ],
    "gezin achteraan": [
        *plan_lines(), NEW_PAGE, "Partner", "Naam: Selam Tesfay", f"BSN: {bsn(7)}", "",
        "Mevrouw volgt zelf een opleiding en heeft een eigen klantmanager.",
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", ONE_PLAN)
def test_one_plan_is_not_taken_for_two(tmp_path: Path, name: str) -> None:
    plan = read_plan(pdf_factory.text(tmp_path / "plan.pdf", ONE_PLAN[name])).plan
    assert plan is not None
    assert plan.hoofddoel is not None
    assert plan.hoofddoel.tekst == plan_lines()[10]
    assert not [reason for reason in plan.nakijken if PERHAPS in reason]


PERHAPS_TWO = {
    "halverwege een bladzijde": ["- Meneer belt de school.", *plan_lines(date="14-05-2024", hours=32)[6:]],
    "evaluatie met een nieuw hoofddoel": [
        *EVALUATION[:6], "Meneer vindt een woning voor zijn gezin in een andere stad.", *EVALUATION[7:],
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", PERHAPS_TWO)
def test_what_may_be_a_second_plan_is_for_a_person_to_look_at(tmp_path: Path, name: str) -> None:
    lines = [*plan_lines()[:-2], NEW_PAGE, *PERHAPS_TWO[name]]
    plan = read_plan(pdf_factory.text(tmp_path / "plan.pdf", lines)).plan
    assert plan is not None
    assert [reason for reason in plan.nakijken if PERHAPS in reason] == [f"lezen: op bladzijde 2 {PERHAPS}"]
