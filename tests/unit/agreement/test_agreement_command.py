"""``plancoder agreement`` from files to files."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from agreement_examples import annotation

from pipeline.annotations import Annotation
from pipeline.cli.main import run
from pipeline.domain import Coding
from pipeline.export import unit_row
from pipeline.export.rows import to_jsonl


def save(path: Path, annotations: list[Annotation]) -> Path:
    path.write_text("".join(f"{each.model_dump_json()}\n" for each in annotations), encoding="utf-8")
    return path


def coded_by(codeur: str, *codes: str) -> list[Annotation]:
    """Per plan its hoofddoel, subdoel and afspraak; the afspraak with the code."""
    made = []
    for at, code in enumerate(codes):
        made.append(annotation(f"p{at}", codeur, "werk", eenheid="hoofddoel"))
        made.append(annotation(f"p{at}", codeur, "taal", eenheid="subdoel"))
        made.append(annotation(f"p{at}", codeur, code, tekst="=1+1"))
    return made


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    return [
        save(tmp_path / "anna.jsonl", coded_by("anna", "taal", "werk", "taal", "werk")),
        save(tmp_path / "bart.jsonl", coded_by("bart", "taal", "werk", "werk", "taal")),
    ]


def test_figures_and_differences_are_written(files, tmp_path, capsys) -> None:
    assert run(["agreement", *map(str, files), "--output", str(tmp_path / "uit"), "--draws", "100"]) == 0
    printed = capsys.readouterr().out
    assert "Tussen codeurs: anna, bart" in printed
    assert "Verschillen tussen codeurs: 2." in printed
    figures = json.loads((tmp_path / "uit" / "overeenstemming.json").read_text(encoding="utf-8"))
    rows = list(csv.DictReader((tmp_path / "uit" / "overeenstemming.csv").open(encoding="utf-8")))
    assert len(rows) == len(figures["cijfers"])
    assert figures["codeurs"] == ["anna", "bart"]
    (afspraken,) = (
        row
        for row in rows
        if (row["variabele"], row["code"], row["eenheid"]) == ("thema", "hoofdcode", "afspraak")
    )
    assert (afspraken["eenheden"], afspraken["gelijk"], afspraken["kappa"]) == ("4", "0.5", "0.0")


def test_the_workbook_shows_the_text_in_its_plan(files, tmp_path) -> None:
    assert run(["agreement", *map(str, files), "--output", str(tmp_path / "uit")]) == 0
    book = openpyxl.load_workbook(tmp_path / "uit" / "verschillen.xlsx")
    assert book.sheetnames == ["Onderwerpen", "Verschillen", "Uitleg"]
    assert [cell.value for cell in book["Onderwerpen"][2]][:4] == ["thema", "taal ↔ werk", 2, 2]
    head, first, _ = ([cell.value for cell in row] for row in book["Verschillen"])
    row = dict(zip(head, first, strict=True))
    assert (row["Tekst"], row["Hoofddoel van het plan"]) == ("=1+1", "hoofddoel van p2")
    assert (row["Subdoel erboven"], row["anna"], row["bart"]) == ("subdoel van p2", "taal", "werk")
    assert book["Verschillen"]["F2"].data_type == "s"


def test_a_workbook_with_notes_is_kept(files, tmp_path, capsys) -> None:
    again = ["agreement", *map(str, files), "--output", str(tmp_path / "uit")]
    assert run(again) == run(again) == 0
    assert not list((tmp_path / "uit").glob("*bewerkt*"))
    path = tmp_path / "uit" / "verschillen.xlsx"
    book = openpyxl.load_workbook(path)
    book["Verschillen"]["K2"] = "besluit"
    book.save(path)
    assert run(again) == 0
    assert "verschillen.bewerkt-1.xlsx" in capsys.readouterr().out
    kept = openpyxl.load_workbook(tmp_path / "uit" / "verschillen.bewerkt-1.xlsx")
    assert kept["Verschillen"]["K2"].value == "besluit"


def test_the_model_of_a_coded_folder(files, tmp_path, capsys) -> None:
    rows = [
        unit_row(each.unit, Coding(("taal",)), (), model="m@1", codeboek="ondersteuningsplannen@1")
        for each in coded_by("x", "taal", "taal", "taal", "taal")
    ]
    folder = tmp_path / "gecodeerd"
    folder.mkdir()
    (folder / "eenheden.jsonl").write_text(to_jsonl(rows), encoding="utf-8")
    command = ["agreement", *map(str, files), "--model", str(folder), "--output", str(tmp_path / "uit")]
    assert run(command) == 0
    assert "op dezelfde eenheden" in capsys.readouterr().out
    book = openpyxl.load_workbook(tmp_path / "uit" / "verschillen_model.xlsx")
    subjects = {row[1].value: row[2].value for row in book["Onderwerpen"].iter_rows(min_row=2)}
    assert subjects == {"taal ↔ werk": 7}


def test_another_version_of_the_codebook_is_refused(files, tmp_path, capsys) -> None:
    old = [
        each.model_copy(update={"codeboek": "ondersteuningsplannen@0.9.0"}) for each in coded_by("x", "taal")
    ]
    save(tmp_path / "oud.jsonl", old)
    assert run(["agreement", str(files[0]), str(tmp_path / "oud.jsonl")]) == 2
    told = capsys.readouterr().err
    assert "coderingen zijn gemaakt met codeboek ondersteuningsplannen@0.9.0" in told
    assert "plancoder codebook migrate migraties/NAAM.yaml --annotations" in told
    unit = replace(old[0].unit, plan="niet geannoteerd")
    rows = [unit_row(unit, Coding(("taal",)), (), model="m@1", codeboek="ondersteuningsplannen@0.9.0")]
    (tmp_path / "eenheden.jsonl").write_text(to_jsonl(rows), encoding="utf-8")
    assert run(["agreement", *map(str, files), "--model", str(tmp_path)]) == 2
    assert "Deze map is gecodeerd met codeboek ondersteuningsplannen@0.9.0" in capsys.readouterr().err


def test_nothing_to_compare(files, tmp_path, capsys) -> None:
    assert run(["agreement", str(files[0])]) == 2
    assert "geen eenheid is door twee codeurs gecodeerd" in capsys.readouterr().err
    (tmp_path / "eenheden.jsonl").write_text("", encoding="utf-8")
    assert run(["agreement", *map(str, files), "--model", str(tmp_path)]) == 2
    assert "Geen van de geannoteerde eenheden" in capsys.readouterr().err
    assert run(["agreement", *map(str, files), "--model", str(tmp_path / "weg")]) == 2
    (tmp_path / "eenheden.jsonl").write_text('{"plan": "p1"}\n', encoding="utf-8")
    assert run(["agreement", *map(str, files), "--model", str(tmp_path)]) == 2
    assert "Regel 1" in capsys.readouterr().err


def test_an_unknown_code_is_told_with_its_line(files, capsys) -> None:
    save(files[0], [annotation("p1", "anna", "sport")])
    assert run(["agreement", *map(str, files)]) == 2
    assert "anna.jsonl:1 thema: code 'sport' staat niet in het codeboek" in capsys.readouterr().err
