"""``plancoder key``: what it shows, and what it asks before a new key."""

import os
from pathlib import Path

import pytest

from pipeline.cli.main import run
from pipeline.privacy import load_or_make_key
from pipeline.study.folder import key_fingerprint
from pipeline.study.store import FILE_NAME


def test_the_place_and_fingerprint_are_shown_and_never_the_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "sleutel"
    key = load_or_make_key(path)
    assert run(["key", "--key", str(path)]) == 0
    out = capsys.readouterr().out
    assert str(path) in out
    assert key_fingerprint(key) in out
    assert key.hex() not in out
    assert "niet te koppelen" in out


def test_no_key_is_made_by_looking(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "sleutel"
    assert run(["key", "--key", str(path)]) == 0
    assert "nog geen" in capsys.readouterr().out
    assert not path.exists()


@pytest.mark.skipif(os.name != "posix", reason="file modes are of POSIX")
def test_open_rights_are_told_and_mended(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "sleutel"
    load_or_make_key(path)
    path.chmod(0o644)
    assert run(["key", "--key", str(path)]) == 0
    assert "open voor anderen" in capsys.readouterr().out
    assert run(["key", "--key", str(path)]) == 0
    assert "goed" in capsys.readouterr().out


@pytest.mark.parametrize("answer", ["nee", "", "j"])
def test_without_yes_nothing_changes(
    tmp_path: Path, answer: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "sleutel"
    old = load_or_make_key(path)
    monkeypatch.setattr("click.prompt", lambda *_, **__: answer)
    assert run(["key", "--key", str(path), "--new"]) == 2
    said = capsys.readouterr()
    assert "andere nummers" in said.out
    assert "verloren" in said.out
    assert "niets veranderd" in said.err
    assert path.read_bytes() == old
    assert len(list(tmp_path.iterdir())) == 1


def test_with_yes_the_old_one_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "sleutel"
    old = load_or_make_key(path)
    assert run(["key", "--key", str(path), "--new", "--yes"]) == 0
    assert path.read_bytes() != old
    (kept,) = [each for each in tmp_path.iterdir() if each != path]
    assert kept.read_bytes() == old
    assert str(kept) in capsys.readouterr().out


@pytest.mark.parametrize("place", ["sleutel", "diep/sleutel"])
@pytest.mark.parametrize("new", [[], ["--new", "--yes"]])
def test_a_place_in_a_coded_folder_is_refused(
    tmp_path: Path, place: str, new: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / FILE_NAME).touch()
    assert run(["key", "--key", str(tmp_path / place), *new]) == 2
    assert "uitvoermap" in capsys.readouterr().err
    assert not (tmp_path / place).exists()
