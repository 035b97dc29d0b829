import os
from importlib.util import find_spec
from pathlib import Path

import pytest

from pipeline.cli.main import run
from pipeline.correction.labelstudio.access import TOKEN_VARIABLE, own_access
from pipeline.correction.labelstudio.accounts import coder_names
from pipeline.correction.labelstudio.client import LabelStudio
from pipeline.correction.labelstudio.server import choose_port, is_free
from pipeline.errors import LabelStudioError, UsageError

SECRET = "geheim0123456789"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_a_token_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text(SECRET, encoding="utf-8")
    path.chmod(0o644)
    with pytest.raises(UsageError, match="chmod 600") as caught:
        own_access("http://localhost:1", path)
    assert SECRET not in caught.value.message
    path.chmod(0o600)
    assert SECRET not in repr(own_access("http://localhost:1", path))


@pytest.mark.parametrize("token", ["", "  \n", f"{SECRET} {SECRET}", f"{SECRET}\n{SECRET}", f"{SECRET}é"])
def test_an_unusable_token_is_told_and_not_shown(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TOKEN_VARIABLE, token)
    with pytest.raises(UsageError, match=TOKEN_VARIABLE) as caught:
        own_access("http://localhost:1", None)
    assert SECRET not in caught.value.message


def test_a_token_with_an_end_of_line_is_fine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TOKEN_VARIABLE, f"{SECRET}\n")
    assert own_access("http://localhost:1/", None).url == "http://localhost:1"


@pytest.mark.parametrize(
    "url", ["localhost:8080", "ftp://a", "http://", f"http://anna:{SECRET}@a", "http://[a"]
)
def test_an_address_that_is_none_is_told_without_what_it_holds(url: str) -> None:
    with pytest.raises(UsageError, match="geen adres") as caught:
        own_access(url, None)
    assert SECRET not in caught.value.message


def test_names_of_coders() -> None:
    assert coder_names(" Anna, bart,anna,") == ("anna", "bart")
    for wrong in ("", ",", "anna de boer", "../anna", "a" * 50):
        with pytest.raises(UsageError, match="namen"):
            coder_names(wrong)


def test_a_busy_port_is_told_or_passed_over() -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not is_free(port)
        with pytest.raises(LabelStudioError, match="in gebruik"):
            choose_port(port)
    assert is_free(choose_port(None))


def test_without_a_server_the_command_says_how_to_start_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["labelstudio", "status", str(tmp_path), "--data-dir", str(tmp_path / "geen")]) == 2
    assert "plancoder labelstudio serve" in capsys.readouterr().err


@pytest.mark.skipif(find_spec("label_studio_sdk") is not None, reason="the SDK is installed here")
def test_without_the_sdk_it_is_told_what_to_install() -> None:
    with pytest.raises(LabelStudioError, match="label-studio-sdk"):
        LabelStudio("http://127.0.0.1:9", SECRET)
