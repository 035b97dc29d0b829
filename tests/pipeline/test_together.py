"""Coding, deciding, hiding names, linking and checking in one folder: each goes on from what others left."""

import csv
from pathlib import Path

import pdf_factory
import pytest
from plancoder_process import intake, plancoder

DECISIONS = "bestand,status,reden,door,koppeling\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Three plans with a name in the names of their files, and an export with a slip in the last number."""
    (tmp_path / "plannen").mkdir()
    for person in range(3):
        pdf_factory.plan(
            tmp_path / "plannen" / f"plan_Barakat_{person}.pdf", person=person, hours=20 + person
        )
    last = pdf_factory.bsn(2)
    numbers = [pdf_factory.bsn(0), pdf_factory.bsn(1), f"{last[:-1]}{(int(last[-1]) + 1) % 10}"]
    (tmp_path / "export.csv").write_text("\n".join(["bsn;geslacht", *(f"{each};man" for each in numbers)]))
    (tmp_path / "kolommen.yaml").write_text(
        "bsn: bsn\nkolommen:\n  - {kolom: geslacht, naam: geslacht, type: tekst}\n", encoding="utf-8"
    )
    return tmp_path


def code(root: Path, *more: str):
    return plancoder("code", root / "plannen", "--output", root / "uit", "--key", root / "sleutel", *more)


def link(root: Path):
    given = ("--diagnoses", root / "export.csv", "--columns", root / "kolommen.yaml")
    return plancoder("link", root / "uit", *given, "--key", root / "sleutel")


def decide(root: Path, *lines: str) -> None:
    (root / "uit" / "besluiten.csv").write_text("\n".join((DECISIONS.strip(), *lines)), encoding="utf-8")


def proposals(root: Path) -> dict[str, str]:
    with (root / "uit" / "niet_gekoppeld.csv").open(encoding="utf-8", newline="") as stream:
        return {row["bestand"]: row["voorstel"] for row in csv.DictReader(stream)}


def test_a_link_is_made_anew_after_decisions_changed_which_plans_count(root: Path) -> None:
    code(root)
    link(root)
    decide(root, "plan_Barakat_0.pdf,geen_plan,Dit is een brief,Mieke,")
    coded = code(root)
    assert coded.stdout.count("plancoder link") == 1
    assert "Het rapport is zonder koppeling gemaakt" in coded.stdout
    again = link(root)
    assert "     2  gecodeerde plannen, waarvan\n     1  gekoppeld\n" in again.stdout, again.stderr
    assert plancoder("report", root / "uit").returncode == 0


def test_an_accepted_proposal_holds_when_its_file_gets_a_longer_name(root: Path) -> None:
    code(root)
    link(root)
    ((name, proposal),) = proposals(root).items()
    decide(root, f"{name},,Zelfde straat,Mieke,{proposal}")
    (root / "plannen" / "later").mkdir()
    pdf_factory.plan(root / "plannen" / "later" / name, person=0, hours=20, date="01-01-2018")
    code(root)
    assert name not in intake(root / "uit")
    refused = link(root)
    assert f"bestand '{name}' staat meer dan eens in intake.csv" in refused.stderr
    decide(root, f"plannen/{name},,Zelfde straat,Mieke,{proposal}")
    assert "     3  gekoppeld, waarvan 1 door een besluit" in link(root).stdout
    plancoder("report", root / "uit")
    assert "Op besluit van een mens gekoppeld: 1 plan;" in (root / "uit" / "report.html").read_text("utf-8")


def test_hidden_names_stay_hidden_in_link_and_decisions_and_the_check_finds_the_plans(root: Path) -> None:
    folder = root / "uit"
    assert "kunnen nog namen bevatten" not in code(root, "--hide-names").stdout  # a new folder holds none
    said = link(root).stdout
    ((name, proposal),) = proposals(root).items()
    assert name.startswith("bestand-000")
    decide(root, f"{name},,Zelfde straat,Mieke,{proposal}")
    said += link(root).stdout + code(root).stdout
    assert "     3  gekoppeld, waarvan 1 door een besluit" in said
    assert not [each for each in folder.rglob("*") if each.is_file() and b"Barakat" in each.read_bytes()]
    decide(root, f"plan_Barakat_2.pdf,,Zelfde straat,Mieke,{proposal}")
    refused = link(root)
    assert (refused.returncode, "regel 2" in refused.stderr) == (2, True)
    (folder / "besluiten.csv").unlink()

    checked = plancoder("privacy", "check", folder, "--key", root / "sleutel")
    assert (checked.returncode, "uit 3 plannen" in checked.stdout) == (0, True), checked.stdout
    other = plancoder("privacy", "check", folder, "--key", root / "elders" / "sleutel")
    assert (other.returncode, "Geef met --key de sleutel" in other.stderr) == (2, True)
    said += refused.stderr + checked.stdout + other.stderr
    assert "Barakat" not in said
