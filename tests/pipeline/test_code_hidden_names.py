"""Names of files that hold a name: with the option they stand in no byte of what is made or told."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pdf_factory
import pytest
from plancoder_process import exports, intake, plancoder, units

NAMES = ("Barakat", "Haddad", "barakat", "haddad")


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    """Each kind of reason that names another file, in folders and files that hold a name."""
    folder = tmp_path / "plannen"
    (folder / "dossier Haddad").mkdir(parents=True)
    pdf_factory.plan(folder / "plan_Barakat_2019.pdf", person=0, date="12-03-2019")
    pdf_factory.plan(folder / "plan_Barakat_2020.PDF", person=0, date="12-03-2020")
    pdf_factory.plan(folder / "dossier Haddad" / "plan.pdf", person=0, name="Miriam Haile", date="01-01-2018")
    pdf_factory.copy(folder / "plan_Barakat_2019.pdf", folder / "kopie van plan_Barakat_2019.pdf")
    pdf_factory.empty(folder / "leeg_Barakat.pdf")
    pdf_factory.encrypted(folder / "dicht_Barakat.pdf")
    pdf_factory.letter(folder / "brief aan Haddad.pdf")
    return folder


def code(plans: Path, folder: Path, *more: str | Path):
    return plancoder("code", plans, "--output", folder, "--key", folder.parent / "sleutel", *more)


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    for file in (path for path in folder.rglob("*") if path.is_file()):
        yield file.name, file.name.encode() + file.read_bytes()
        if is_zipfile(file):
            with ZipFile(file) as archive:
                yield from ((f"{file.name}/{name}", archive.read(name)) for name in archive.namelist())


def remains(folder: Path) -> list[str]:
    """Files with a name in any of their bytes."""
    return [name for name, data in contents(folder) if any(each.encode() in data for each in NAMES)]


def test_the_names_are_in_no_byte_and_not_on_the_screen(plans: Path, tmp_path: Path) -> None:
    folder = tmp_path / "uit"
    result = code(plans, folder, "--hide-names")
    assert result.returncode == 1, result.stderr
    assert remains(folder) == []
    assert not any(name in result.stdout + result.stderr for name in NAMES)
    rows = intake(folder)
    assert sorted(rows) == [f"bestand-000{i}.pdf" for i in range(1, 8)]
    assert {unit["bestand"] for unit in units(folder)} <= set(rows)
    named = [row["reden"] for row in rows.values() if "bestand-000" in row["reden"]]
    assert len(named) == 4  # replaced, copied, and the two of one BSN
    (kept,) = tmp_path.glob("sleutel.namen-*.csv")
    assert str(kept) in result.stdout
    text = kept.read_text(encoding="utf-8")
    assert all(str(path) in text for path in plans.rglob("*.[pP]*"))
    if os.name == "posix":
        assert kept.stat().st_mode & 0o777 == 0o600


def test_shown_names_are_the_same_on_every_run_also_for_decisions(plans: Path, tmp_path: Path) -> None:
    folder, settings = tmp_path / "uit", tmp_path / "plancoder.yaml"
    settings.write_text("bestandsnamen: verbergen\n", encoding="utf-8")
    code(plans, folder, "--settings", settings)
    before = exports(folder)
    assert "Niets nieuws" in code(plans, folder).stdout  # hidden stays hidden
    assert exports(folder) == before
    name = next(name for name, row in intake(folder).items() if row["status"] == "vervangen")
    decisions = folder / "besluiten.csv"
    decisions.write_text(f"bestand,status,reden,door\n{name},gecodeerd,Zo is het,Mieke\n", encoding="utf-8")
    code(plans, folder)
    assert intake(folder)[name]["status"] == "gecodeerd"
    assert remains(folder) == []
    decisions.write_text("bestand,status,reden,door\nplan_Barakat_2019.pdf,geen_plan,x,y\n", encoding="utf-8")
    refused = code(plans, folder)
    assert (refused.returncode, "regel 2" in refused.stderr) == (2, True)
    assert "Barakat" not in refused.stdout + refused.stderr


def test_a_folder_that_showed_names_is_cleaned_but_for_what_people_made(plans: Path, tmp_path: Path) -> None:
    folder = tmp_path / "uit"
    code(plans, folder)
    assert "plancoder.sqlite3" in remains(folder)
    shutil.copy(folder / "eenheden.xlsx", folder / "eigen kopie.xlsx")
    result = code(plans, folder, "--hide-names")
    assert "nieuw ontvangen: 0; gelezen: 0" in result.stdout or "Niets nieuws" in result.stdout
    assert "kunnen nog namen bevatten:\n  eigen kopie.xlsx\n" in result.stdout
    (folder / "eigen kopie.xlsx").unlink()
    assert remains(folder) == []


def test_without_the_option_names_are_shown(plans: Path, tmp_path: Path) -> None:
    folder = tmp_path / "uit"
    code(plans, folder)
    assert "plan_Barakat_2019.pdf" in intake(folder)
    assert list(tmp_path.glob("sleutel.namen-*")) == []
