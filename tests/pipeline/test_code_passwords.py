"""Encrypted files: opened with a password from a file, and the password is nowhere afterwards."""

import os
from pathlib import Path
from zipfile import ZipFile

import pdf_factory
import pytest
from plancoder_process import PROJECT, intake, plancoder, units

AES256 = PROJECT / "tests" / "pipeline" / "data" / "aes256.pdf"  # demo plan P02-018, locked by qpdf
RIGHT = {"rc4.pdf": "Xq7 kobalt ", "aes.pdf": "Zomer 2024 é"}


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    folder = tmp_path / "plannen"
    folder.mkdir()
    pdf_factory.encrypted(folder / "rc4.pdf", RIGHT["rc4.pdf"], person=1)
    pdf_factory.copy(AES256, folder / "aes.pdf")
    pdf_factory.encrypted(folder / "alleen eigenaar.pdf", "", owner="eigenaar", person=2)
    pdf_factory.plan(folder / "open.pdf", person=3)
    return folder


def password_file(folder: Path, content: str | bytes, mode: int = 0o600) -> Path:
    path = folder / "wachtwoorden.txt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    path.chmod(mode)
    return path


def code(plans: Path, *more: str | Path):
    root = plans.parent
    return plancoder("code", plans, "--output", root / "uit", "--key", root / "sleutel", *more)


def statuses(plans: Path) -> dict[str, str]:
    return {name: row["status"] for name, row in intake(plans.parent / "uit").items()}


def all_bytes(folder: Path) -> bytes:
    """All that is in the files of a folder; a workbook is a zip."""
    found = b""
    for file in (path for path in folder.rglob("*") if path.is_file()):
        found += file.read_bytes()
        if file.suffix == ".xlsx":
            with ZipFile(file) as archive:
                found += b"".join(archive.read(name) for name in archive.namelist())
    return found


def test_each_file_opens_with_its_own_password_and_none_is_kept(plans: Path, tmp_path: Path) -> None:
    lines = "\ufeffverkeerd\r\n\r\n" + "\r\n".join(RIGHT.values()) + "\r\n"
    result = code(plans, "--password-file", password_file(tmp_path, lines))
    assert (result.returncode, result.stderr) == (0, "")
    assert set(statuses(plans).values()) == {"gecodeerd"}
    assert {unit["bestand"] for unit in units(tmp_path / "uit")} == set(statuses(plans))
    kept = all_bytes(tmp_path / "uit") + result.stdout.encode()
    assert b"alleen eigenaar.pdf" in kept
    for password in ("verkeerd", *RIGHT.values()):
        for encoding in ("utf-8", "utf-16-le", "latin-1"):
            assert password.strip().encode(encoding) not in kept


def test_a_file_is_read_again_once_its_password_is_given(plans: Path, tmp_path: Path) -> None:
    code(plans)
    assert statuses(plans) == {
        "rc4.pdf": "onleesbaar",
        "aes.pdf": "onleesbaar",
        "alleen eigenaar.pdf": "gecodeerd",
        "open.pdf": "gecodeerd",
    }
    assert "--password-file" in intake(tmp_path / "uit")["aes.pdf"]["reden"]
    assert "Niets nieuws" in code(plans).stdout
    one = code(plans, "--password-file", password_file(tmp_path, RIGHT["aes.pdf"]))
    assert "nieuw ontvangen: 0; gelezen: 2; gecodeerd: 1." in one.stdout
    assert statuses(plans)["rc4.pdf"] == "onleesbaar"
    assert "past" in intake(tmp_path / "uit")["rc4.pdf"]["reden"]
    both = code(plans, "--password-file", password_file(tmp_path, "\n".join(RIGHT.values())))
    assert "nieuw ontvangen: 0; gelezen: 1;" in both.stdout
    assert set(statuses(plans).values()) == {"gecodeerd"}
    assert "Niets nieuws" in code(plans).stdout


def test_a_password_file_that_cannot_be_used_stops_before_anything_is_done(
    plans: Path, tmp_path: Path
) -> None:
    result = code(plans, "--password-file", password_file(tmp_path, b"gehe\xefm"))
    assert result.returncode == 2
    assert "wachtwoorden.txt] Dit bestand met wachtwoorden is geen tekst." in result.stderr
    assert not (tmp_path / "uit").exists()


@pytest.mark.skipif(os.name != "posix", reason="elsewhere rights are told otherwise")
def test_a_password_file_that_others_may_read_gives_a_warning(plans: Path, tmp_path: Path) -> None:
    file = password_file(tmp_path, RIGHT["aes.pdf"], mode=0o640)
    result = plancoder("reading", "show", plans / "aes.pdf", "--password-file", file)
    assert result.returncode == 0
    assert "chmod 600" in result.stderr
    assert RIGHT["aes.pdf"] not in result.stdout + result.stderr


def test_a_locked_plan_is_shown_and_taught(plans: Path, tmp_path: Path) -> None:
    locked = plans / "rc4.pdf"
    given = "--password-file", password_file(tmp_path, RIGHT["rc4.pdf"])
    refused = plancoder("reading", "show", locked)
    assert refused.returncode == 1
    assert "wachtwoord" in refused.stderr
    shown = plancoder(
        "reading", "show", locked, *given,
        "--picture", tmp_path / "plan.png", "--json", tmp_path / "plan.json",
    )  # fmt: skip
    assert (shown.returncode, shown.stderr) == (0, "")
    layouts = tmp_path / "opmaken"
    taught = plancoder(
        "reading", "teach", locked, *given, "--plan", tmp_path / "plan.json", "--layouts", layouts
    )
    assert taught.returncode == 0, taught.stderr
    assert RIGHT["rc4.pdf"].strip().encode() not in all_bytes(layouts)
