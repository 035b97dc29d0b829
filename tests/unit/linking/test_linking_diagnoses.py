"""The export as people keep it; its BSN is never shown, and neither are the other cells of a faulty row."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from pipeline.errors import DiagnosesError, UsageError
from pipeline.linking.columns import ExportColumns
from pipeline.linking.diagnoses import number_of, read_diagnoses

BSN = "123456782"
COLUMNS = ExportColumns.model_validate(
    {
        "bsn": "BSN",
        "kolommen": [
            {
                "kolom": "Sekse",
                "naam": "geslacht",
                "type": "categorie",
                "waarden": {"M": "man", "V": "vrouw"},
            },
            {"kolom": "Jaren", "naam": "jaren", "type": "getal"},
            {"kolom": "Schulden", "naam": "schulden", "type": "ja_nee"},
            {"kolom": "Land", "naam": "land", "type": "tekst"},
        ],
    }
)
HEAD = "BSN;Sekse;Jaren;Schulden;Land\n"


def written(path: Path, text: str, encoding: str = "utf-8-sig") -> Path:
    path.write_bytes(text.replace("\n", "\r\n").encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1252"])
def test_csv_in_dutch_habits(tmp_path: Path, encoding: str) -> None:
    text = HEAD + f"{BSN};v;2,1;Ja;Syrië\n12345672;M;1.204,5;n;\n;;;;Irak\n"
    read = read_diagnoses(written(tmp_path / "export.csv", text, encoding), COLUMNS)
    assert [(row.row, row.bsn, row.values) for row in read.rows] == [
        (2, BSN, {"geslacht": "vrouw", "jaren": 2.1, "schulden": "ja", "land": "Syrië"}),
        (3, "012345672", {"geslacht": "man", "jaren": 1204.5, "schulden": "nee", "land": None}),
        (4, "", {"geslacht": None, "jaren": None, "schulden": None, "land": "Irak"}),
    ]


def test_a_workbook_with_numbers_as_numbers(tmp_path: Path) -> None:
    book = Workbook()
    rows: list[list[Any]] = [
        ["bsn ", "SEKSE", "JAREN", "Schulden", "Land"],
        [int(BSN), "M", 2.125, True, "Syrië"],
        [float("12345672"), "V", 3, False, None],
    ]
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "export.xlsx")
    read = read_diagnoses(tmp_path / "export.xlsx", COLUMNS)
    assert [(row.bsn, *row.values.values()) for row in read.rows] == [
        (BSN, "man", 2.125, "ja", "Syrië"),
        ("012345672", "vrouw", 3, "nee", None),
    ]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("123456782", BSN),
        ("123.456.782", BSN),
        ("1234.56.782", BSN),
        (" 123 456 782", BSN),
        ("1234\u00a056\u00a0782", BSN),
        ("123456782,00", BSN),
        ("123456782.0", BSN),
        ("12345672", "012345672"),
        ("12345672.0", "012345672"),
        ("12.345.672", "012345672"),
        ("1,23456782E+08", ""),
        ("onbekend", ""),
        ("1234567", ""),
        ("00000000", ""),
        ("1234567820", ""),
        ("", ""),
    ],
)
def test_a_bsn_as_people_and_spreadsheets_write_it(cell: str, number: str) -> None:
    assert number_of(cell) == number


@given(st.text())
def test_a_number_is_nine_digits_or_none(cell: str) -> None:
    number = number_of(cell)
    assert number == "" or (len(number) == 9 and number.isascii() and number.isdigit())


def refusal(path: Path) -> DiagnosesError:
    with pytest.raises(DiagnosesError) as caught:
        read_diagnoses(path, COLUMNS)
    assert caught.value.exit_code == 2
    return caught.value


def test_missing_columns_are_told_with_what_was_found_and_expected(tmp_path: Path) -> None:
    text = f"BSN;Sekse;Jaaren;Land;Land;Postcode\n{BSN};M;1;Syrië;;3841\n"
    error = refusal(written(tmp_path / "export.csv", text))
    assert error.faults == (
        "kolom 'Jaren' ontbreekt (bedoelt u 'jaaren'?)",
        "kolom 'Schulden' ontbreekt",
        "kolom 'Land' staat er meer dan eens",
        "gevonden: BSN, Sekse, Jaaren, Land, Postcode",
        "verwacht: BSN, Sekse, Jaren, Schulden, Land",
    )


def test_other_columns_are_left_out_and_named(tmp_path: Path) -> None:
    text = HEAD.replace("\n", ";Naam;;Postcode\n") + f"{BSN};M;1;ja;Irak;Piet;x;3841 AB\n"
    read = read_diagnoses(written(tmp_path / "export.csv", text), COLUMNS)
    assert read.ignored == ("Naam", "Postcode")
    assert "Piet" not in str(read.rows[0].values)


def test_a_first_row_with_a_person_in_it_is_not_shown(tmp_path: Path) -> None:
    error = refusal(written(tmp_path / "export.csv", f"123.456.782;Jansen;M;1;ja\n{BSN};Pieters;V;2;nee\n"))
    assert "geen rij met koppen" in error.message
    assert "Jansen" not in error.message
    assert "456" not in error.message


def test_every_value_that_does_not_fit_is_told_and_nothing_else(tmp_path: Path) -> None:
    text = HEAD + f"{BSN};X;1.234;ja;Syrië\n{BSN};M;veel;soms;Eritrea\n{BSN};M;1;ja;Irak\n"
    error = refusal(written(tmp_path / "export.csv", text))
    assert error.faults == (
        "rij 2, kolom 'Sekse': moet een van deze zijn: M, V",
        "rij 2, kolom 'Jaren': is dit een duizendtal of een decimaal? Schrijf het als 1234 of als 1,234",
        "rij 3, kolom 'Jaren': moet een getal zijn, zoals 12 of 2,5",
        "rij 3, kolom 'Schulden': moet een van deze zijn: ja, j, 1, true, waar, nee, n, 0, false, onwaar",
    )
    assert not any(secret in error.message for secret in (BSN, "Syrië", "Eritrea", "soms"))


def test_of_many_faults_the_first_are_shown(tmp_path: Path) -> None:
    text = HEAD + f"{BSN};X;1;ja;Syrië\n" * 40
    faults = refusal(written(tmp_path / "export.csv", text)).faults
    assert len(faults) == 26
    assert faults[-1] == "en nog 15"


@pytest.mark.parametrize("land", [BSN, "123.456.782", "dossier 123456782", "12345672", "bsn 999460389"])
def test_a_bsn_in_another_column_is_refused_and_not_shown(tmp_path: Path, land: str) -> None:
    own = "012345672" if land == "12345672" else BSN
    error = refusal(written(tmp_path / "export.csv", HEAD + f"{own};M;1;ja;{land}\n"))
    assert error.faults == (
        "rij 2, kolom 'Land': hier staat een BSN, dat niet bewaard wordt; "
        "maak de cel leeg of laat de kolom weg",
    )
    assert "345" not in error.message


def test_a_row_shows_nothing_of_a_person_when_printed(tmp_path: Path) -> None:
    read = read_diagnoses(written(tmp_path / "export.csv", HEAD + f"{BSN};M;1;ja;Syrië\n"), COLUMNS)
    assert BSN not in repr(read)
    assert "Syrië" not in repr(read)


def test_no_file_and_no_table(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="bestaat niet"):
        read_diagnoses(tmp_path / "weg.csv", COLUMNS)
    with pytest.raises(UsageError, match="kan niet als tabel"):  # a quote that is never closed
        read_diagnoses(written(tmp_path / "export.csv", HEAD + '1;"' + "a;b\n" * 50_000), COLUMNS)
    (tmp_path / "export.xlsx").write_bytes(b"geen werkboek")
    with pytest.raises(UsageError, match="kan niet als tabel"):
        read_diagnoses(tmp_path / "export.xlsx", COLUMNS)
