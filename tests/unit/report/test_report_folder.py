"""Reading a coded folder: what adds up is read, what does not is refused in words."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import StudyError
from pipeline.report.coded_folder import read_coded_folder

CODED = {"status": "gecodeerd", "plan": "p1"}
GOAL = {"eenheid": "hoofddoel"}
WriteFolder = Callable[[list[dict[str, Any]], list[dict[str, Any]]], Path]


def test_reads_files_and_units(small_study: Path) -> None:
    folder = read_coded_folder(small_study)
    assert len(folder.files) == 8
    assert [file.plan for file in folder.usable] == ["p1", "p2", "p3", "p4"]
    assert (len(folder.hoofddoelen), len(folder.subdoelen), len(folder.afspraken)) == (4, 8, 2)
    assert [unit.plan for unit in folder.subdoelen_numbered(2)] == ["p1", "p2", "p4"]


def test_subcode_counts_as_its_hoofdcode(small_study: Path) -> None:
    first = read_coded_folder(small_study).subdoelen_numbered(1)
    assert [unit.hoofdcode for unit in first] == ["taal", "taal", "gezondheid", "taal"]


def test_no_files_at_all(write_folder: WriteFolder) -> None:
    folder = read_coded_folder(write_folder([], []))
    assert (folder.files, [*folder.units]) == ((), [])


def test_byte_order_mark_and_blank_line_do_no_harm(write_folder: WriteFolder) -> None:
    folder = write_folder([CODED], [GOAL])
    intake, units = folder / "intake.csv", folder / "eenheden.jsonl"
    intake.write_text("\ufeff" + intake.read_text(encoding="utf-8"), encoding="utf-8")
    units.write_text(units.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert len(read_coded_folder(folder).units) == 1


@pytest.mark.parametrize(
    ("files", "units", "told"),
    [
        ([CODED, {"status": ""}, {"status": "zoek"}], [], "tellen niet op.* 2 hebben geen bekende status"),
        ([CODED, CODED], [], "1 gecodeerde plannen hebben geen eigen nummer"),
        ([{"status": "gecodeerd"}], [], "1 gecodeerde plannen hebben geen eigen nummer"),
        (
            [CODED | {"bestand": "a"}, {"bestand": "a", "status": "vervangen"}],
            [],
            "1 bestanden staan er meer dan eens",
        ),
        ([CODED], [GOAL, GOAL | {"plan": "p2"}], "1 plannen die niet als gecodeerd"),
        ([{"status": "vervangen", "plan": "p1"}], [GOAL], "1 plannen die niet als gecodeerd"),
        ([CODED], [GOAL, GOAL], "1 hoofddoelen of subdoelen staan er meer dan eens in"),
        ([CODED], [{"subdoel_nr": 1}, {"subdoel_nr": 2}, {"subdoel_nr": 2}], "1 hoofddoelen of subdoelen"),
    ],
)
def test_what_does_not_add_up_is_refused(
    write_folder: WriteFolder, files: list[dict[str, Any]], units: list[dict[str, Any]], told: str
) -> None:
    with pytest.raises(StudyError, match=told):
        read_coded_folder(write_folder(files, units))


@pytest.mark.parametrize("name", ["intake.csv", "eenheden.jsonl"])
def test_missing_file_is_named(write_folder: WriteFolder, name: str) -> None:
    folder = write_folder([CODED], [GOAL])
    (folder / name).unlink()
    with pytest.raises(StudyError, match=f"{name}.*ontbreekt.*plancoder code"):
        read_coded_folder(folder)


def test_missing_columns_are_named(write_folder: WriteFolder) -> None:
    folder = write_folder([CODED], [GOAL])
    (folder / "intake.csv").write_text("bestand,status,reden,plan\n", encoding="utf-8")
    with pytest.raises(StudyError, match="datum, meting, persoon"):
        read_coded_folder(folder)


@pytest.mark.parametrize(
    ("unit", "told"),
    [({"thema": "Geheim Persoon"}, "Regel 2: de velden thema"), ({"eenheid": "Geheim"}, "de velden eenheid")],
)
def test_wrong_unit_is_told_by_line_and_field_without_its_text(
    write_folder: WriteFolder, unit: dict[str, Any], told: str
) -> None:
    with pytest.raises(StudyError, match=told) as caught:
        read_coded_folder(write_folder([CODED], [GOAL, unit]))
    assert "Geheim" not in str(caught.value)


def test_broken_line_and_wrong_encoding_are_told(write_folder: WriteFolder) -> None:
    folder = write_folder([CODED], [GOAL])
    (folder / "eenheden.jsonl").write_text('{"plan": "Geheim', encoding="utf-8")
    with pytest.raises(StudyError, match="Regel 1: dit is geen regel JSON") as caught:
        read_coded_folder(folder)
    assert "Geheim" not in str(caught.value)
    (folder / "eenheden.jsonl").write_bytes(b'{"plan": "\xff"}\n')
    with pytest.raises(StudyError, match="niet te lezen"):
        read_coded_folder(folder)
