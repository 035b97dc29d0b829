"""What cannot work is refused before anything is read: exit code 2, and a message that says what to do."""

import re
import shutil
import sys
from pathlib import Path

import pdf_factory
import pytest
from plancoder_process import PROJECT, plancoder


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    folder = tmp_path / "plannen"
    folder.mkdir()
    pdf_factory.plan(folder / "a.pdf")
    return folder


def refused(*arguments: str | Path) -> str:
    result = plancoder("code", *arguments)
    assert result.returncode == 2, result.stdout + result.stderr
    assert result.stdout == ""
    assert result.stderr.startswith("Fout: ")
    assert "Traceback" not in result.stderr
    return result.stderr


def test_a_folder_without_pdfs(tmp_path: Path) -> None:
    (tmp_path / "leeg").mkdir()
    (tmp_path / "leeg" / "notitie.txt").touch()
    message = refused(tmp_path / "leeg", "--output", tmp_path / "uit", "--key", tmp_path / "sleutel")
    assert "Geen pdf-bestanden gevonden" in message
    assert str(tmp_path / "leeg") in message
    assert not (tmp_path / "uit").exists()
    assert not (tmp_path / "sleutel").exists()


def test_an_output_folder_that_is_a_file(plans: Path, tmp_path: Path) -> None:
    (tmp_path / "uit").touch()
    message = refused(plans, "--output", tmp_path / "uit", "--key", tmp_path / "sleutel")
    assert "kan niet worden geschreven" in message


@pytest.mark.skipif(sys.platform != "linux", reason="/proc refuses new folders, also to an administrator")
def test_an_output_folder_that_cannot_be_written(plans: Path, tmp_path: Path) -> None:
    assert "kan niet worden geschreven" in refused(
        plans, "--output", "/proc/uit", "--key", tmp_path / "sleutel"
    )


def test_a_key_in_the_output_folder(plans: Path, tmp_path: Path) -> None:
    message = refused(plans, "--output", tmp_path / "uit", "--key", tmp_path / "uit" / "sleutel")
    assert "sleutelbestand ligt in de uitvoermap" in message
    assert not (tmp_path / "uit").exists()


def test_a_wrong_codebook(plans: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "codeboek.yaml"
    text = (PROJECT / "codebook.yaml").read_text(encoding="utf-8")
    wrong.write_text(text.replace("versie:", "vresie:", 1), encoding="utf-8")
    message = refused(plans, "--output", tmp_path / "uit", "--codebook", wrong)
    assert "codeboek.yaml regel" in message
    assert "vresie" in message


def test_a_codebook_that_the_model_was_not_trained_with(plans: Path, tmp_path: Path) -> None:
    other = tmp_path / "codeboek.yaml"
    text = (PROJECT / "codebook.yaml").read_text(encoding="utf-8")
    other.write_text(re.sub(r"(?m)^versie: .*$", "versie: 99.0.0", text), encoding="utf-8")
    message = refused(plans, "--output", tmp_path / "uit", "--codebook", other)
    assert "getraind met codeboek" in message
    assert "plancoder train" in message


def test_no_model(plans: Path, tmp_path: Path) -> None:
    (tmp_path / "modellen").mkdir()
    message = refused(plans, "--output", tmp_path / "uit", "--models", tmp_path / "modellen")
    assert "geen model in gebruik" in message
    assert "plancoder train" in message


def test_a_damaged_model(plans: Path, tmp_path: Path) -> None:
    models = Path(shutil.copytree(PROJECT / "models", tmp_path / "modellen"))
    name = (models / "in_use.txt").read_text(encoding="utf-8").strip()
    archive = models / name / "model.skops"
    archive.write_bytes(archive.read_bytes()[:-100])
    assert "beschadigd" in refused(plans, "--output", tmp_path / "uit", "--models", models)


def test_settings_that_do_not_hold(plans: Path, tmp_path: Path) -> None:
    settings = tmp_path / "plancoder.yaml"
    settings.write_text("werkers: nul\nmodelen: x\n", encoding="utf-8")
    message = refused(plans, "--output", tmp_path / "uit", "--settings", settings)
    assert "regel 1" in message
    assert "regel 2" in message


def test_a_folder_made_with_another_key_or_whose_key_is_gone(plans: Path, tmp_path: Path) -> None:
    key, other, folder = tmp_path / "sleutel", tmp_path / "andere", tmp_path / "uit"
    assert plancoder("code", plans, "--output", folder, "--key", key).returncode == 0
    before = (folder / "plancoder.sqlite3").read_bytes()
    other.write_bytes(bytes(32))
    assert "andere sleutel" in refused(plans, "--output", folder, "--key", other)
    key.rename(tmp_path / "elders")
    assert "is er niet" in refused(plans, "--output", folder, "--key", key)
    assert not key.exists()
    assert (folder / "plancoder.sqlite3").read_bytes() == before
