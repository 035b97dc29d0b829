"""A maintainer adds whole variables to the codebook, without a line of code, and everything follows."""

import csv
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipeline.annotations import read_annotations
from pipeline.cli.main import run
from pipeline.codebook import load_codebook
from pipeline.correction.labelstudio.answers import from_result, to_result
from pipeline.correction.labelstudio.page import make_page, questions
from pipeline.correction.worklist import Codes
from pipeline.domain import Eenheid

PROJECT = Path(__file__).parents[2]
MIGRATION = """\
van: 1.0.0
naar: 1.1.0
reden: De gemeente wil weten wat voorgaat en wat er in de weg staat.
door: M. de Boer
stappen:
  - soort: nieuw
    variabele: urgentie
    kijk_bij: [overig]
    nieuwe_variabele:
      naam: Urgentie
      omschrijving: Hoe snel er iets moet gebeuren.
      eenheden: [subdoel]
      meervoudig: false
      codes:
        - id: hoog
          naam: Hoge urgentie
          definitie: Er moet meteen iets gebeuren.
          gebruik_wanneer: [De tekst zegt dat het haast heeft.]
          voorbeelden: [Met spoed naar de huisarts.]
          termen: [spoed, meteen]
        - id: laag
          naam: Lage urgentie
          definitie: Het kan wachten.
          gebruik_wanneer: [De tekst noemt een termijn, of niets.]
          voorbeelden: [Op termijn een opleiding.]
          termen: [termijn]
  - soort: nieuw
    variabele: belemmering
    nieuwe_variabele:
      naam: Belemmering
      omschrijving: Wat er in de weg staat.
      eenheden: [hoofddoel, subdoel]
      meervoudig: true
      codes:
        - id: kind
          naam: Geen opvang
          definitie: Er is geen opvang voor de kinderen.
          gebruik_wanneer: [De tekst noemt opvang.]
          voorbeelden: [Eerst kinderopvang regelen.]
          termen: [opvang]
        - id: reizen
          naam: Reizen
          definitie: Het is te ver.
          gebruik_wanneer: [De tekst noemt reizen.]
          voorbeelden: [De bus gaat niet.]
          termen: [reistijd]
"""
LATER = """\
van: 1.1.0
naar: 1.2.0
reden: Over urgentie werden de codeurs het niet eens.
door: M. de Boer
stappen:
  - {soort: variabele_vervallen, variabele: urgentie}
  - {soort: variabele_hernoemen, variabele: belemmering, wordt: hinder, naam: Hinder}
"""
GOALS = (
    ("Met spoed Nederlands leren in de taalles", "taal", "taalles", "hoog", ("geen",)),
    ("Op termijn betaald werk zoeken via de werkbemiddelaar", "werk", "bemiddeling", "laag", ("geen",)),
    ("Met spoed opvang en dan naar de taalles Nederlands", "taal", "taalles", "hoog", ("kind",)),
    ("Op termijn werk met opvang en minder reistijd", "werk", "bemiddeling", "laag", ("kind", "reizen")),
)


def lines(coder: str) -> Iterator[str]:
    """Eight plans by each of four writers, as ``coder`` coded them with the first version."""
    for writer in ("Anna", "Bert", "Cees", "Dora"):
        for number in range(8):
            text, theme, instrument, *_ = GOALS[number % 4]
            unit = {"bestand": f"{writer}{number}.pdf", "plan": f"{writer}{number}", "schrijver": writer}
            codes = {"thema": [theme], "codeur": coder, "codeboek": "ondersteuningsplannen@1"}
            more = {"herkomst": "import", "tekst": text, **unit, **codes}
            yield json.dumps({**more, "eenheid": "hoofddoel", "hoofddoel_type": "anders"})
            yield json.dumps({**more, "eenheid": "subdoel", "subdoel_nr": 1, "instrument": instrument})


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A study that two people coded, with two plans still to code."""
    folder = tmp_path / "studie"
    for name in ("annotations", "migraties", "plannen"):
        (folder / name).mkdir(parents=True)
    shutil.copy(PROJECT / "codebook.yaml", folder)
    shutil.copytree(PROJECT / "models" / "lezen", folder / "models" / "lezen")
    (folder / "migraties" / "1.1.0.yaml").write_text(MIGRATION, encoding="utf-8")
    for coder in ("anna", "bart"):
        (folder / "annotations" / f"{coder}.jsonl").write_text("\n".join(lines(coder)), encoding="utf-8")
    for pdf in sorted((PROJECT / "demo" / "plannen").glob("P0[13]-*.pdf"))[:2]:
        shutil.copy(pdf, folder / "plannen")
    monkeypatch.chdir(folder)
    return folder


def fill_in(workbook: Path, to: Path, urgency: Callable[[int, str], str]) -> Path:
    """Code every row of the workbook; ``urgency`` says the code of the new choice by row and text."""
    book = openpyxl.load_workbook(workbook)
    sheet = book.worksheets[0]
    headings = [str(cell.value) for cell in sheet[1]]
    for number, row in enumerate(sheet.iter_rows(min_row=2)):
        cells = dict(zip(headings, row, strict=True))
        goal = next(goal for goal in GOALS if goal[0] == cells["Tekst"].value)
        _, theme, instrument, urgent, hindered = goal
        cells["Thema"].value = theme
        for heading, value in zip(("Belemmering", "Belemmering 2"), hindered, strict=False):
            cells[heading].value = value
        if cells["Eenheid"].value == "subdoel":
            cells["Instrument"].value = instrument
            cells["Urgentie"].value = urgency(number, urgent)
        else:
            cells["Type hoofddoel"].value = "anders"
    book.save(to)
    return to


@pytest.mark.slow
def test_new_variables_are_followed_everywhere(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = shutil.copy("codebook.yaml", "oud.yaml")
    start = {path: path.read_bytes() for path in study.rglob("*") if path.is_file()}
    assert run(["codebook", "migrate", "migraties/1.1.0.yaml", "--yes"]) == 0
    told = capsys.readouterr().out
    assert "nieuwe variabele 'urgentie' met 'hoog', 'laag'" in told
    assert "32 x nieuwe variabele 'urgentie': welke code past?" in told
    assert run(["codebook", "migrate", "--undo"]) == 0
    assert {path: path.read_bytes() for path in start} == start
    assert run(["codebook", "migrate", "migraties/1.1.0.yaml", "--yes"]) == 0
    assert "# " in Path("codebook.yaml").read_text("utf-8")  # comments stay
    capsys.readouterr()
    assert run(["codebook", "diff", str(old), "codebook.yaml"]) == 0
    assert "een nieuwe variabele" in capsys.readouterr().out

    check_page(load_codebook(study / "codebook.yaml"))
    check_refusals(study, capsys)
    workbook = study / "nakijken-1.1.0" / "steekproeven" / "migratie-1-1-0.xlsx"
    says: dict[str, Callable[[int, str], str]] = {
        "anna": lambda _row, code: code,
        "bart": lambda row, code: "laag" if row == 1 else code,
    }
    for coder, urgency in says.items():
        own = fill_in(workbook, study / f"{coder}.xlsx", urgency)
        taken = ["annotate", "import", str(own), "--coder", coder, "--annotations", "annotations"]
        assert run([*taken, "--folder", "nakijken-1.1.0"]) == 0
    coded = read_annotations(study / "annotations", load_codebook(study / "codebook.yaml"))
    assert {each.andere["belemmering"] for each in coded if each.andere} == {
        (),
        ("kind",),
        ("kind", "reizen"),
    }

    capsys.readouterr()
    assert run(["agreement", "annotations", "--output", "overeenstemming"]) == 0
    assert "urgentie" in capsys.readouterr().out
    assert run(["train", "--no-evaluate", "--name", "nieuw"]) == 0
    assert run(["evaluate", "nieuw"]) == 0
    assert "urgentie" in capsys.readouterr().out
    coding = ["code", "plannen", "--output", "uitkomst", "--key", "sleutel", "--workers", "1"]
    assert run(coding) == 0
    check_tables(study / "uitkomst")
    check_retired(study, coding, capsys)


def check_page(codebook: Any) -> None:
    """The page asks the new variables of the units that have them, and gives back what was answered."""
    page, asked = make_page(codebook), questions(codebook)
    assert "Hoge urgentie" in page
    assert "Geen opvang" in page
    codes = Codes(
        thema=("taal",), instrument="taalles", andere={"urgentie": ("hoog",), "belemmering": ("kind",)}
    )
    assert from_result(to_result(Eenheid.SUBDOEL, codes, asked), Eenheid.SUBDOEL, asked).codes == codes
    none = codes.model_copy(update={"andere": {"urgentie": ("laag",), "belemmering": ()}})
    assert from_result(to_result(Eenheid.SUBDOEL, none, asked), Eenheid.SUBDOEL, asked).codes == none
    without = codes.model_copy(update={"andere": {}})
    answers = from_result(to_result(Eenheid.SUBDOEL, without, asked), Eenheid.SUBDOEL, asked)
    assert answers.missing == ("urgentie", "belemmering")


def check_refusals(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A code that the new variable does not have is told with its row."""
    workbook = study / "nakijken-1.1.0" / "steekproeven" / "migratie-1-1-0.xlsx"
    wrong = fill_in(workbook, study / "fout.xlsx", lambda row, code: "middel" if row == 1 else code)
    taken = ["annotate", "import", str(wrong), "--coder", "anna", "--folder", "nakijken-1.1.0"]
    assert run([*taken, "--annotations", "annotations"]) == 2
    assert "Urgentie: 'middel' kan hier niet; kies uit hoog, laag" in capsys.readouterr().err


def check_tables(folder: Path) -> None:
    """Every table of units, and the report, has the new variables."""
    units = [json.loads(line) for line in (folder / "eenheden.jsonl").read_text("utf-8").splitlines()]
    subdoelen = [unit for unit in units if unit["eenheid"] == "subdoel"]
    assert {*subdoelen[0]["andere"]} == {"urgentie", "belemmering"}
    assert "urgentie.hoog" in subdoelen[0]["scores"]
    assert all("andere" not in unit for unit in units if unit["eenheid"] == "afspraak")
    with (folder / "eenheden.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["eenheid"] == "subdoel"]
    assert [row["urgentie"] for row in rows] == [unit["andere"]["urgentie"][0] for unit in subdoelen]
    sheet = openpyxl.load_workbook(folder / "eenheden.xlsx").worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    assert "Urgentie" in headings
    assert "Belemmering" in headings
    with (folder / "tabellen" / "variabele-urgentie.csv").open(encoding="utf-8-sig", newline="") as stream:
        counted = {row["Urgentie"]: row for row in csv.DictReader(stream)}
    assert {"Hoge urgentie", "Lage urgentie"} <= counted.keys()
    report = (folder / "report.html").read_text("utf-8")
    assert "Wat dit codeboek verder vraagt" in report
    assert "Urgentie bij subdoel" in report  # among the shares that are worth correcting


def check_retired(study: Path, coding: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A variable that is no longer asked, and one with another name, are followed everywhere, and back."""
    (study / "migraties" / "1.2.0.yaml").write_text(LATER, encoding="utf-8")
    old = shutil.copy("codebook.yaml", "oud.yaml")
    start = {path: path.read_bytes() for path in study.rglob("*") if path.is_file()}
    migration = ["codebook", "migrate", "migraties/1.2.0.yaml", "--coded", "uitkomst"]
    capsys.readouterr()
    assert run(migration) == 0
    told = capsys.readouterr().out
    assert "de variabele 'urgentie' vervalt, met al haar codes: 64 coderingen veranderen, 0 opnieuw" in told
    assert "de variabele 'belemmering' heet voortaan 'hinder': 96 coderingen veranderen, 0 opnieuw" in told
    assert "Antwoorden op een vervallen variabele: 64." in told
    assert "Model: nieuw gaat mee als nieuw-1.2.0" in told
    assert {path: path.read_bytes() for path in start} == start
    assert run([*migration, "--yes"]) == 0
    assert run(["codebook", "migrate", "--undo"]) == 0
    changed = {path for path in start if path.read_bytes() != start[path]}
    assert {path.name for path in changed} == {"geschiedenis.jsonl"}
    assert run([*migration, "--yes"]) == 0
    capsys.readouterr()
    assert run(["codebook", "diff", str(old), "codebook.yaml"]) == 0
    assert "een vervallen variabele (urgentie): zij worden niet meer gevraagd" in capsys.readouterr().out

    record = study / "migraties" / "toegepast" / "1.2.0"
    with (record / "vervallen.csv").open(encoding="utf-8", newline="") as stream:
        kept = [(row["variabele"], row["codes"]) for row in csv.DictReader(stream)]
    assert (len(kept), {*kept}) == (64, {("urgentie", "hoog"), ("urgentie", "laag")})
    book = load_codebook(study / "codebook.yaml")
    coded = read_annotations(study / "annotations", book)
    assert {name for each in coded for name in each.andere} == {"hinder"}
    assert "Urgentie" not in make_page(book)
    assert run(["agreement", "annotations"]) == 0
    told = capsys.readouterr().out
    assert "urgentie" not in told
    assert "hinder" in told

    assert run(coding) == 0  # with the model that went along
    units = [
        json.loads(line) for line in (study / "uitkomst" / "eenheden.jsonl").read_text("utf-8").splitlines()
    ]
    assert all({*unit.get("andere", {})} <= {"hinder"} for unit in units)
    assert not any("urgentie" in score for unit in units for score in unit["scores"])
    tables = {path.name for path in (study / "uitkomst" / "tabellen").iterdir()}
    assert "variabele-hinder.csv" in tables
    assert "variabele-urgentie.csv" not in tables
    report = (study / "uitkomst" / "report.html").read_text("utf-8")
    assert "Wat er veranderde" in report
    assert "Urgentie" not in report
