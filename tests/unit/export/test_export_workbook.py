import io
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from pipeline.codebook import Codebook, load_codebook
from pipeline.domain import Coding, Eenheid, Unit, Wie
from pipeline.errors import UsageError
from pipeline.export import Formats, write_exports
from pipeline.export import workbook as workbook_module
from pipeline.export import write as write_module
from pipeline.export.rows import INTAKE_COLUMNS, Row, unit_row
from pipeline.export.sheets import chosen_scores
from pipeline.export.workbook import Known, write_xlsx
from pipeline.study.store import Study, open_study

CODEBOOK = Path(__file__).resolve().parents[3] / "codebook.yaml"


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load_codebook(CODEBOOK)


def row(eenheid: Eenheid, coding: Coding, tekst: str = "tekst") -> Row:
    numbers = {"hoofddoel": (None, None), "subdoel": (1, None), "afspraak": (1, 1)}[eenheid]
    wie = Wie.DERDE if eenheid is Eenheid.AFSPRAAK else None
    unit = Unit("a.pdf", "p1", "x", "2024-03-12", eenheid, *numbers, wie, tekst, 2)
    return unit_row(unit, coding, (), model="m@1", codeboek="c@1")


ROWS = [
    row(Eenheid.HOOFDDOEL, Coding(("werk",), hoofddoel_type="betaald_werk", scores={"thema.werk": 0.9})),
    row(
        Eenheid.SUBDOEL,
        Coding(
            ("taal.taal", "werk"),
            True,
            "taalles",
            None,
            {"eigen_inzet": 0.7},
            ("kans dicht bij de grens",),
            ('taal: "les" (+)', "werk: het hoofddoel is taal (–)"),
        ),
    ),
    row(Eenheid.AFSPRAAK, Coding(scores={"thema.taal": 0.2, "thema.werk": 0.4, "eigen_inzet": 0.1}), "=1+1"),
]
INTAKE = [
    dict.fromkeys(INTAKE_COLUMNS, "")
    | {"bestand": "a.pdf", "status": "gecodeerd", "datum": "2024-03-12", "meting": 1},
    dict.fromkeys(INTAKE_COLUMNS, "") | {"bestand": "b.pdf", "status": "onleesbaar", "meting": None},
]


def to_xlsx(rows: list[Row], intake: list[Row], codebook: Codebook) -> bytes:
    known = Known(len(rows), {row["model"] for row in rows}, any(row["subcodes"] for row in rows))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "eenheden.xlsx"
        write_xlsx(path, lambda: rows, lambda: intake, known, codebook)
        return path.read_bytes()


def exported(
    folder: Path, study: Study, rows: list[Row], codebook: Codebook, *, workbook: bool = False
) -> tuple[list[Path], Path | None]:
    formats = Formats(workbook=workbook)
    made = write_exports(folder, study, lambda: rows, lambda: INTAKE, codebook, formats=formats)
    return made.files, made.kept


def table(content: bytes, sheet: str) -> list[dict[str, object]]:
    head, *rows = openpyxl.load_workbook(io.BytesIO(content))[sheet].iter_rows(values_only=True)
    return [dict(zip(head, cells, strict=True)) for cells in rows]


def test_subcodes_have_a_column_only_when_asked_for(codebook: Codebook) -> None:
    assert "Subcodes" not in table(to_xlsx(ROWS, INTAKE, codebook), "Eenheden")[0]
    finer = row(Eenheid.SUBDOEL, Coding(("taal", "werk"), subcodes=("taal.inburgering", "werk.stage")))
    cells = table(to_xlsx([*ROWS, finer], INTAKE, codebook), "Eenheden")[-1]
    assert cells["Subcodes"] == "taal.inburgering, werk.stage"


def test_the_same_rows_give_the_same_bytes(codebook: Codebook) -> None:
    assert to_xlsx(ROWS, INTAKE, codebook) == to_xlsx(ROWS, INTAKE, codebook)


def test_units_read_as_people_read_them(codebook: Codebook) -> None:
    first, second, third = table(to_xlsx(ROWS, INTAKE, codebook), "Eenheden")
    assert first["Datum"] == datetime(2024, 3, 12)
    assert (first["Hoofdthema"], first["Eigen inzet"], first["Zekerheid"]) == ("werk", None, 0.9)
    assert (second["Hoofdthema"], second["Alle thema's"]) == ("taal", "taal.taal, werk")
    assert (second["Eigen inzet"], second["Nakijken"]) == ("ja", "kans dicht bij de grens")
    assert (first["Waarom"], second["Waarom"]) == (None, 'taal: "les" (+)\nwerk: het hoofddoel is taal (–)')
    assert (third["Hoofdthema"], third["Eigen inzet"], third["Wie"]) == ("overig", "nee", "derde")
    assert third["Tekst"] == "=1+1"


def test_doubtful_rows_are_coloured_and_the_header_stays(codebook: Codebook) -> None:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(ROWS, INTAKE, codebook)))
    sheet = book["Eenheden"]
    assert sheet["A3"].fill.fgColor.rgb == "FFFFF2CC"
    assert sheet["A2"].fill.fill_type is None
    assert sheet["G4"].data_type == "s"  # a text, not a formula
    for name in ("Eenheden", "Intake"):
        assert book[name].freeze_panes == "B2"
        assert book[name].auto_filter.ref.startswith("A1:")


def test_the_intake_is_on_its_own_sheet(codebook: Codebook) -> None:
    rows = table(to_xlsx(ROWS, INTAKE, codebook), "Intake")
    assert [(entry["Bestand"], entry["Status"], entry["Meting"]) for entry in rows] == [
        ("a.pdf", "gecodeerd", 1),
        ("b.pdf", "onleesbaar", None),
    ]


def test_every_column_status_and_code_is_explained(codebook: Codebook) -> None:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(ROWS, INTAKE, codebook)))
    explained = {cells[0] for cells in book["Uitleg"].iter_rows(values_only=True)}
    headings = {cell.value for name in ("Eenheden", "Intake") for cell in book[name][1]}
    codes = {code.id for variable in codebook.variables.values() for code in variable.codes}
    statuses = {"gecodeerd", "dubbel_bestand", "dubbel_bsn", "vervangen", "geen_plan", "onleesbaar"}
    assert headings | codes | statuses <= explained


def test_no_units_is_still_a_workbook(codebook: Codebook) -> None:
    assert table(to_xlsx([], INTAKE, codebook), "Eenheden") == []


def test_a_text_longer_than_a_cell_can_hold_is_cut(codebook: Codebook) -> None:
    long = row(Eenheid.HOOFDDOEL, Coding(), "woord " * 10_000)
    (cells,) = table(to_xlsx([long], INTAKE, codebook), "Eenheden")
    assert len(str(cells["Tekst"])) == 32_000


def test_the_score_of_what_was_not_chosen_counts_for_overig() -> None:
    assert dict(chosen_scores(ROWS[2])) == {"overig": 0.6, "geen eigen inzet": 0.9}


def test_a_workbook_that_a_person_changed_is_kept(tmp_path: Path, codebook: Codebook) -> None:
    with open_study(tmp_path, "sleutel") as study:
        files, kept = exported(tmp_path, study, ROWS, codebook)
        assert kept is None
        workbook = tmp_path / "eenheden.xlsx"
        assert {file.name for file in files} == {
            "eenheden.xlsx",
            "eenheden.csv",
            "eenheden.jsonl",
            "intake.csv",
        }
        ours = workbook.read_bytes()
        assert exported(tmp_path, study, ROWS[:1], codebook)[1] is None  # ours: may be replaced
        workbook.write_bytes(b"veranderd")
        assert exported(tmp_path, study, ROWS, codebook)[1] == tmp_path / "eenheden.bewerkt-1.xlsx"
        assert (tmp_path / "eenheden.bewerkt-1.xlsx").read_bytes() == b"veranderd"
        assert workbook.read_bytes() == ours
        workbook.write_bytes(b"nog eens")
        assert exported(tmp_path, study, ROWS, codebook)[1] == tmp_path / "eenheden.bewerkt-2.xlsx"


def test_what_a_killed_run_left_half_written_goes_away(tmp_path: Path, codebook: Codebook) -> None:
    (tmp_path / ".eenheden.csv.abc.tmp").touch()
    (tmp_path / ".van iemand anders.tmp").touch()
    (tmp_path / ".eenheden.xlsx.abcdef.tmp").mkdir()
    (tmp_path / ".eenheden.xlsx.abcdef.tmp" / "blad").touch()
    with open_study(tmp_path, "sleutel") as study:
        exported(tmp_path, study, ROWS, codebook)
    assert [file.name for file in tmp_path.glob(".*")] == [".van iemand anders.tmp"]


def test_a_file_that_cannot_be_replaced_is_an_error(tmp_path: Path, codebook: Codebook) -> None:
    (tmp_path / "eenheden.csv").mkdir()
    with open_study(tmp_path, "sleutel") as study, pytest.raises(UsageError, match=r"eenheden\.csv"):
        exported(tmp_path, study, ROWS, codebook)


def test_a_workbook_written_row_by_row_says_the_same(
    monkeypatch: pytest.MonkeyPatch, codebook: Codebook
) -> None:
    whole = to_xlsx(ROWS, INTAKE, codebook)
    monkeypatch.setattr(workbook_module, "MANY", 1)
    by_row = to_xlsx(ROWS, INTAKE, codebook)
    assert by_row != whole
    for sheet in ("Eenheden", "Intake"):
        assert table(by_row, sheet) == table(whole, sheet)
    book = openpyxl.load_workbook(io.BytesIO(by_row))
    assert book["Eenheden"]["A3"].fill.fgColor.rgb == "FFFFF2CC"
    assert book["Eenheden"].auto_filter.ref == f"A1:{book['Eenheden'].dimensions.split(':')[1]}"
    assert book["Uitleg"]["A1"].value == "Zo werkt u met dit werkboek"


@pytest.mark.parametrize(
    ("rows", "sheets"), [(0, ["Eenheden"]), (2, ["Eenheden"]), (3, ["Eenheden", "Eenheden 2"])]
)
def test_what_is_too_long_for_a_sheet_goes_on_in_the_next(
    rows: int, sheets: list[str], monkeypatch: pytest.MonkeyPatch, codebook: Codebook
) -> None:
    monkeypatch.setattr(workbook_module, "ROWS_OF_A_SHEET", 2)
    content = to_xlsx(ROWS[:rows], INTAKE, codebook)
    assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames == [*sheets, "Intake", "Uitleg"]
    texts = [cells["Tekst"] for sheet in sheets for cells in table(content, sheet)]
    assert texts == [each["tekst"] for each in ROWS[:rows]]


def test_very_many_units_have_a_workbook_only_when_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, codebook: Codebook
) -> None:
    monkeypatch.setattr(write_module, "MOST_IN_WORKBOOK", 2)
    workbook = tmp_path / "eenheden.xlsx"
    with open_study(tmp_path, "sleutel") as study:
        assert workbook in exported(tmp_path, study, ROWS[:2], codebook)[0]
        files, _ = exported(tmp_path, study, ROWS, codebook)
        assert workbook not in files
        assert not workbook.exists()  # that of before would say something else than the tables
        assert workbook in exported(tmp_path, study, ROWS, codebook, workbook=True)[0]
        workbook.write_bytes(b"veranderd")
        kept = exported(tmp_path, study, ROWS, codebook)[1]
        assert kept is not None and kept.read_bytes() == b"veranderd"


def test_rows_that_end_in_an_error_leave_the_tables_as_they_were(tmp_path: Path, codebook: Codebook) -> None:
    def broken() -> Iterator[Row]:
        yield ROWS[0]
        raise KeyError("plan")

    with open_study(tmp_path, "sleutel") as study:
        exported(tmp_path, study, ROWS, codebook)
        before = {path.name: path.read_bytes() for path in tmp_path.glob("eenheden.*")}
        with pytest.raises(KeyError):
            write_exports(tmp_path, study, broken, lambda: INTAKE, codebook)
        assert {path.name: path.read_bytes() for path in tmp_path.glob("eenheden.*")} == before
        assert list(tmp_path.glob(".*")) == []
