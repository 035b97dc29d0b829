"""The file with passwords: what counts as one, and what is refused without showing what it holds."""

from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.reading.passwords import load_passwords


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("een\ntwee\n", ("een", "twee")),
        ("\ufeff een \r\n\r\ntw\u2028ee\r\neinde", (" een ", "tw\u2028ee", "einde")),
        ("één\néén\n", ("één",)),
    ],
)
def test_each_line_is_a_password_with_its_spaces(
    tmp_path: Path, content: str, expected: tuple[str, ...]
) -> None:
    path = tmp_path / "wachtwoorden.txt"
    path.write_bytes(content.encode())
    assert load_passwords(path) == expected


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "bestaat niet"),
        (b"", "geen wachtwoord"),
        (b" \n\n", "geen wachtwoord"),
        (b"gehe\xefm", "geen tekst"),
        ("geheim".encode("utf-16"), "geen tekst"),
        ("geheim".encode("utf-16-be"), "geen tekst"),
    ],
)
def test_what_cannot_be_used_is_refused(tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "wachtwoorden.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match=said) as caught:
        load_passwords(path)
    assert str(path) in caught.value.message
    assert "gehe" not in caught.value.message
    assert caught.value.doe


def test_a_folder_is_no_password_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="kan niet worden gelezen"):
        load_passwords(tmp_path)
