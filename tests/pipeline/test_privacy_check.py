"""``plancoder privacy check``: finds what is left of the plans in all that was written; never shows it."""

import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pdf_factory
import pytest
from plancoder_process import plancoder

from pipeline.study.store import FILE_NAME

NAME = "Yonas Tesfay"
BSN = pdf_factory.bsn(0)


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ontvangen")
    pdf_factory.plan(folder / "een.pdf", name=NAME)
    pdf_factory.plan(folder / "twee.pdf", name="Miriam Haile", person=1)
    pdf_factory.empty(folder / "leeg.pdf")
    return folder


@pytest.fixture(scope="module")
def coded(plans: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("werk") / "uitvoer"
    result = plancoder("code", plans, "--output", folder, "--key", folder.parent / "sleutel")
    assert result.returncode == 1, result.stderr
    return folder


@pytest.fixture
def output(coded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(coded, tmp_path / "uitvoer"))


def test_nothing_is_left_in_what_was_coded(coded: Path) -> None:
    result = plancoder("privacy", "check", coded)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "uit 2 plannen" in result.stdout
    assert "1 ontvangen bestanden" in result.stdout  # the empty one
    assert "Niets gevonden" in result.stdout


def _in_a_table(folder: Path) -> None:
    with (folder / "eenheden.csv").open("a", encoding="utf-8") as stream:
        stream.write("\nde heer tesfay belt\n")


def _in_a_log(folder: Path) -> None:
    (folder / "fout.log").write_text(f"ValueError: {BSN[:3]} {BSN[3:6]} {BSN[6:]}\n", encoding="utf-8")


def _in_tasks(folder: Path) -> None:
    (folder / "taken.json").write_text('[{"data": {"tekst": "Yonas leert."}}]', encoding="utf-8")


def _in_a_row(folder: Path) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME)) as store, store:
        store.execute("UPDATE extracts SET reden = 'Tesfay was ziek' WHERE plan IS NOT NULL")


def _in_a_deleted_row(folder: Path) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME)) as store:
        store.execute("PRAGMA secure_delete = OFF")
        with store:
            store.execute("CREATE TABLE was (tekst TEXT)")
            store.executemany("INSERT INTO was VALUES (?)", [(f"nummer {BSN} van Tesfay " + "x" * 500,)] * 50)
        with store:
            store.execute("DELETE FROM was")


def _in_a_journal(folder: Path) -> None:
    (folder / f"{FILE_NAME}-wal").write_bytes(b"\0\1\2 Tesfay \0\1")


def _in_a_workbook(folder: Path) -> None:
    with zipfile.ZipFile(folder / "eenheden.xlsx", "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet9.xml", '<row r="7"><c t="inlineStr">Yonas</c></row>')


def _in_a_half_written_file(folder: Path) -> None:
    (folder / ".eenheden.csv.0f3a.tmp").write_text("mevrouw\nYonas\n", encoding="utf-8")


def _in_a_name(folder: Path) -> None:
    (folder / "plan_Tesfay.txt").write_text("leeg", encoding="utf-8")


@pytest.mark.parametrize(
    ("leak", "place"),
    [
        (_in_a_table, "eenheden.csv: regel"),
        (_in_a_log, "fout.log: regel 1: BSN"),
        (_in_tasks, "taken.json: regel 1: naam"),
        (_in_a_row, f"{FILE_NAME}: tabel extracts, rij"),
        (_in_a_deleted_row, f"{FILE_NAME}: buiten de rijen (vrije ruimte): BSN"),
        (_in_a_journal, f"{FILE_NAME}-wal: logboek van de opslag: naam"),
        (_in_a_workbook, "eenheden.xlsx: xl/worksheets/sheet9.xml, rij 7: naam"),
        (_in_a_half_written_file, ".eenheden.csv.0f3a.tmp: regel 2: naam"),
        (_in_a_name, "de naam van het bestand: naam"),
    ],
)
def test_a_leak_is_found_and_not_repeated(output: Path, leak: Callable[[Path], None], place: str) -> None:
    leak(output)
    result = plancoder("privacy", "check", output)
    assert result.returncode == 1, result.stdout + result.stderr
    assert place in result.stdout
    said = (result.stdout + result.stderr).lower().replace("plan_tesfay", "")
    assert not [word for word in ("yonas", "tesfay", BSN) if word in said]


def test_a_model_that_knows_a_name_is_found(output: Path, tmp_path: Path) -> None:
    import numpy as np
    import skops.io

    models = tmp_path / "modellen"
    models.mkdir()
    words = np.frombuffer("\n".join(["w=taal", "w=tesfay"]).encode(), dtype=np.uint8)
    pieces = np.frombuffer("\n".join([" yona", "onas ", "tesf"]).encode(), dtype=np.uint8)
    arrays = {"vectoriser.names.0": pieces, "vectoriser.names.1": words}
    (models / "model.skops").write_bytes(skops.io.dumps(arrays))
    result = plancoder("privacy", "check", output, "--models", models)
    assert result.returncode == 1
    assert "model.skops: woordenlijst van het model: naam" in result.stdout
    assert "(2x)" not in result.stdout  # pieces of words are no words


def test_a_damaged_file_is_named_and_the_rest_searched(output: Path) -> None:
    book = output / "eenheden.xlsx"
    content = bytearray(book.read_bytes())
    content[40:400] = bytes(360)
    book.write_bytes(content)
    result = plancoder("privacy", "check", output)
    assert result.returncode == 0, result.stderr
    assert f"kon niet worden doorzocht: {book.resolve()}" in result.stdout
    assert "in wat doorzocht kon worden" in result.stdout
    _in_a_table(output)
    assert plancoder("privacy", "check", output).returncode == 1


def test_the_plans_may_be_elsewhere_now(output: Path, plans: Path, tmp_path: Path) -> None:
    moved = Path(shutil.copytree(plans, tmp_path / "verplaatst"))
    (output / FILE_NAME).unlink()
    assert plancoder("privacy", "check", output).returncode == 2
    _in_a_table(output)
    assert plancoder("privacy", "check", output, "--plans", moved).returncode == 1


def test_wrong_use_is_told(tmp_path: Path) -> None:
    assert "bestaat niet" in plancoder("privacy", "check", tmp_path / "weg").stderr
    pdf_factory.letter(tmp_path / "brief.pdf").unlink()
    pdf_factory.empty(tmp_path / "leeg.pdf")
    result = plancoder("privacy", "check", tmp_path, "--plans", tmp_path / "leeg.pdf")
    assert result.returncode == 2
    assert "niets om naar te zoeken" in result.stderr
