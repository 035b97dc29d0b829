"""The command that runs the server: it tells where, makes accounts while it runs, and stops when asked."""

import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.correction.labelstudio.accounts import read_accounts
from pipeline.correction.labelstudio.server import is_free, running_url

PROJECT = Path(__file__).parents[2]


@pytest.fixture
def place(empty: Path, tmp_path: Path) -> Path:
    """The folder of a server of its own."""
    return shutil.copytree(empty, tmp_path / "server")


@contextmanager
def serving(place: Path, *more: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """``plancoder labelstudio serve``, and what it said when it was ready."""
    command = [sys.executable, "-m", "pipeline", "labelstudio", "serve", "--data-dir", str(place), *more]
    with subprocess.Popen(
        command, cwd=PROJECT, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        try:
            told = ""
            for line in process.stdout or ():
                told += line
                if "Stop met Ctrl-C" in line:
                    break
            yield process, told
        finally:
            process.terminate()
            process.wait(60)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_tells_where_to_log_in_and_stops_cleanly(place: Path, number: signal.Signals) -> None:
    with serving(place) as (process, told):
        url = running_url(place)
        assert url is not None
        assert url in told
        for account in read_accounts(place).values():
            assert account.email in told
            assert account.wachtwoord in told
            assert account.token not in told
        process.send_signal(number)
        rest = process.communicate(timeout=60)[0]
    assert process.returncode == 0
    assert "Al het werk is bewaard" in rest
    assert running_url(place) is None
    assert is_free(int(url.rpartition(":")[2]))


def test_a_busy_port_is_told(place: Path, data: Path) -> None:
    port = str(running_url(data)).rpartition(":")[2]
    with serving(place, "--port", port) as (process, _):
        assert process.wait(60) == 2


def test_a_second_start_adds_accounts_to_the_server_that_runs(data: Path) -> None:
    with serving(data, "--users", "eva") as (process, _):
        assert process.wait(120) == 0
    account = read_accounts(data)["eva"]
    request = urllib.request.Request(
        f"{running_url(data)}/api/current-user/whoami", headers={"Authorization": f"Token {account.token}"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert re.search(r'"email":\s*"eva@plancoder.local"', answer.read().decode())


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_passwords_and_tokens_are_for_the_user_only(data: Path) -> None:
    assert (data / "accounts.json").stat().st_mode & 0o077 == 0
