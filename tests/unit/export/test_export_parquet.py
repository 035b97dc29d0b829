"""eenheden.parquet against the jsonl of the same rows, read back by pyarrow itself."""

import json
import sys
from datetime import date
from pathlib import Path

import pytest
from added_variables import with_added

from pipeline.codebook import load_codebook
from pipeline.domain import Coding, Eenheid, Unit, Wie
from pipeline.errors import UsageError
from pipeline.export import parquet
from pipeline.export.rows import COLUMNS, Row, columns_of, flat, jsonl_line, unit_row
from pipeline.export.write import Formats, write_exports
from pipeline.study.leak_sources import pieces_of
from pipeline.study.store import open_study

CODEBOOK = Path(__file__).resolve().parents[3] / "codebook.yaml"

UNIT = Unit("m1/a.pdf", "p1", "x9", "2024-03-12", Eenheid.AFSPRAAK, 2, 1, Wie.BEIDE, '=Belt, en "oefent".', 3)
CODING = Coding(
    ("taal", "werk"), True, None, None, {"thema.taal": 0.98765, "eigen_inzet": 1}, ("twijfel",), ("x",)
)
BARE = Unit("b.pdf", "p2", "", "", Eenheid.HOOFDDOEL, None, None, None, "Werk", 1)
ROWS = [
    unit_row(UNIT, CODING, (), model="m@1", codeboek="c@1"),
    unit_row(BARE, Coding(hoofddoel_type="betaald_werk"), (), model="m@1", codeboek="c@1"),
]


def write(path: Path, rows: list[Row]) -> None:
    with parquet.parquet_rows(path, load_codebook(CODEBOOK)) as write_row:
        for row in rows:
            write_row(row)


@pytest.fixture
def pyarrow_parquet():
    return pytest.importorskip("pyarrow.parquet")


def test_the_values_are_those_of_the_jsonl_and_have_types(pyarrow_parquet, tmp_path: Path) -> None:
    write(tmp_path / "a.parquet", ROWS)
    table = pyarrow_parquet.read_table(tmp_path / "a.parquet")
    assert tuple(table.column_names) == COLUMNS
    read = table.to_pylist()
    assert [row["datum"] for row in read] == [date(2024, 3, 12), None]
    for row, written in zip(read, ROWS, strict=True):
        told = json.loads(jsonl_line(written))
        row["datum"] = row["datum"].isoformat() if row["datum"] else ""
        row["scores"] = dict(row["scores"])
        assert row == told
    kinds = {field.name: str(field.type) for field in table.schema}
    assert kinds["datum"] == "date32[day]"
    assert (kinds["subdoel_nr"], kinds["eigen_inzet"]) == ("int32", "bool")
    assert kinds["scores"].startswith("map<string, double")


def test_variables_that_a_codebook_adds_have_columns(pyarrow_parquet, tmp_path: Path) -> None:
    book, path = with_added(load_codebook(CODEBOOK)), tmp_path / "a.parquet"
    coding = Coding(andere={"urgentie": ("hoog",), "hinder": ("kind", "reizen")})
    rows = [unit_row(UNIT, each, (), model="m@1", codeboek="c@1") for each in (coding, Coding())]
    with parquet.parquet_rows(path, book) as write_row:
        for row in rows:
            write_row(flat(row, book))
    table = pyarrow_parquet.read_table(path)
    assert table.column("urgentie").to_pylist() == ["hoog", None]
    assert table.column("hinder").to_pylist() == [["kind", "reizen"], []]
    assert tuple(table.column_names) == columns_of(book)


def test_rows_are_written_in_groups_and_none_is_a_table_too(
    pyarrow_parquet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "ROWS_AT_ONCE", 2)
    write(tmp_path / "a.parquet", [*ROWS, *ROWS, ROWS[0]])
    file = pyarrow_parquet.ParquetFile(tmp_path / "a.parquet")
    assert [file.metadata.row_group(number).num_rows for number in range(3)] == [2, 2, 1]
    write(tmp_path / "none.parquet", [])
    assert pyarrow_parquet.read_table(tmp_path / "none.parquet").num_rows == 0


@pytest.mark.usefixtures("pyarrow_parquet")
def test_a_parquet_that_is_not_asked_for_any_more_goes_away(tmp_path: Path) -> None:
    codebook = load_codebook(CODEBOOK)
    file = tmp_path / "eenheden.parquet"
    with open_study(tmp_path, "sleutel") as study:
        for formats in (Formats(parquet=True), Formats()):
            made = write_exports(tmp_path, study, lambda: ROWS, list, codebook, formats=formats)
            assert (file in made.files, file.is_file()) == (formats.parquet, formats.parquet)


@pytest.mark.usefixtures("pyarrow_parquet")
def test_a_search_for_leaks_sees_what_is_packed_in_it(tmp_path: Path) -> None:
    write(tmp_path / "a.parquet", ROWS)
    found = [piece.where(0) for piece in pieces_of(tmp_path / "a.parquet") if "oefent" in piece.text]
    assert found == ["kolom tekst"]


def test_without_pyarrow_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"pyarrow.*\.\[parquet\]"):
        parquet.check_parquet()
