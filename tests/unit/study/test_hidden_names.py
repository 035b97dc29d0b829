"""Hidden names: the store knows shown names only, the paths are kept beside the key."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.study.names import HiddenNames, check_shown, shown_name
from pipeline.study.records import Found
from pipeline.study.store import open_study

SECRET = "/plannen/plan_Barakat.pdf"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "uit").mkdir()
    return tmp_path / "uit"


def remains(folder: Path) -> bool:
    return any(b"Barakat" in file.read_bytes() for file in folder.iterdir())


def shown(folder: Path, key: Path, *found: Found, hide: bool = True) -> list[tuple[str, str]]:
    with open_study(folder, "sleutel", key, hide=hide) as study:
        study.receive(found, None)
        return [(file.shown, file.path) for file in study.files()]


def test_the_store_never_holds_a_hidden_name(folder: Path) -> None:
    key = folder.parent / "sleutel"
    assert shown(folder, key, Found(SECRET, "a")) == [("bestand-0001.pdf", SECRET)]
    assert not remains(folder)
    (kept,) = folder.parent.glob("sleutel.namen-*.csv")
    assert kept.read_text(encoding="utf-8") == f"bestand,pad\nbestand-0001.pdf,{SECRET}\n"
    if os.name == "posix":
        assert kept.stat().st_mode & 0o777 == 0o600


def test_names_stay_hidden_and_the_same(folder: Path) -> None:
    key = folder.parent / "sleutel"
    first = shown(folder, key, Found(SECRET, "a"))
    again = shown(folder, key, Found("/a.pdf", "b"), Found(SECRET, "a"), hide=False)
    assert again == [*first, ("bestand-0002.pdf", "/a.pdf")]
    assert not remains(folder)


def test_names_are_found_beside_a_key_that_was_renamed(folder: Path) -> None:
    first = shown(folder, folder.parent / "sleutel", Found(SECRET, "a"))
    assert shown(folder, folder.parent / "sleutel.2026-11-27", Found(SECRET, "a")) == first
    assert len(list(folder.parent.glob("*.namen-*.csv"))) == 1


def test_a_folder_that_showed_names_is_cleaned(folder: Path) -> None:
    key = folder.parent / "sleutel"
    many = [Found(f"/plannen/plan_Barakat_{i}.pdf", f"{i}") for i in range(500)]
    assert shown(folder, key, *many, hide=False)[0] == ("", "/plannen/plan_Barakat_0.pdf")
    assert remains(folder)
    with open_study(folder, "sleutel", key, hide=True) as study:
        assert study.hid
        assert study.files()[499].path == "/plannen/plan_Barakat_499.pdf"
    assert not remains(folder)
    with open_study(folder, "sleutel", key, hide=True) as study:
        assert not study.hid


def test_a_hidden_file_that_moved_keeps_its_shown_name(folder: Path) -> None:
    key = folder.parent / "sleutel"
    shown(folder, key, Found("/een.pdf", "a"), Found("/twee.pdf", "b"))
    assert shown(folder, key, Found("/verhuisd/twee.pdf", "b")) == [
        ("bestand-0001.pdf", "/een.pdf"),
        ("bestand-0002.pdf", "/verhuisd/twee.pdf"),
    ]


def test_without_the_names_files_are_known_by_their_content(folder: Path) -> None:
    key = folder.parent / "sleutel"
    shown(folder, key, Found("/een.pdf", "a"), Found("/twee.pdf", "b"))
    (kept,) = folder.parent.glob("sleutel.namen-*.csv")
    kept.unlink()
    with open_study(folder, "sleutel", key) as study:
        assert [file.is_there for file in study.files()] == [False, False]
    assert shown(folder, key, Found("/twee.pdf", "b"), Found("/drie.pdf", "c")) == [
        ("bestand-0001.pdf", ""),
        ("bestand-0002.pdf", "/twee.pdf"),
        ("bestand-0003.pdf", "/drie.pdf"),
    ]


def test_names_that_cannot_be_kept_enter_nothing(folder: Path) -> None:
    key = folder.parent / "sleutel"
    shown(folder, key, Found("/een.pdf", "a"))
    with open_study(folder, "sleutel", key) as study:
        assert study.names is not None
        study.names.file = folder / "geen map" / "\0"
        with pytest.raises((UsageError, ValueError)):
            study.receive([Found(SECRET, "b")], None)
    with closing(sqlite3.connect(folder / "plancoder.sqlite3")) as connection:
        assert connection.execute("SELECT path FROM files").fetchall() == [("bestand-0001.pdf",)]


def test_of_a_name_only_the_ending_of_a_pdf_is_shown() -> None:
    assert shown_name(7, "/x/jansen.PDF") == "bestand-0007.pdf"
    assert shown_name(12345, "/x/verslag.jansen") == "bestand-12345"


def test_other_names_in_a_hidden_folder_are_refused_without_being_told() -> None:
    check_shown([(2, "bestand-0001.pdf"), (3, "bestand-12345")], "besluiten.csv")
    with pytest.raises(UsageError) as caught:
        check_shown([(2, "bestand-0001.pdf"), (3, "plan_Barakat.pdf"), (5, "x")], "besluiten.csv")
    assert "regel 3, 5" in caught.value.message
    assert "Barakat" not in caught.value.message


def test_names_that_are_no_table_are_told(tmp_path: Path) -> None:
    file = tmp_path / "namen.csv"
    file.write_text("iets,anders\n1,2\n", encoding="utf-8")
    with pytest.raises(UsageError, match="niet te lezen"):
        HiddenNames(file)
