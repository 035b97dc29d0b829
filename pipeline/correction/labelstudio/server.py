"""The local server: started on this computer only, watched until it answers, and stopped again."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.correction.labelstudio.accounts import Account
from pipeline.correction.labelstudio.environment import program
from pipeline.correction.labelstudio.surroundings import surroundings
from pipeline.errors import LabelStudioError
from pipeline.files import write_atomic

HOST = "127.0.0.1"
DEFAULT_PORT = 8080
STATE = "server.json"
READY_SECONDS = 300.0
_GRACE_SECONDS = 15.0


class Server:
    """A server that runs: its ``url``, and ``process`` to wait for."""

    def __init__(self, process: "subprocess.Popen[bytes]", url: str) -> None:
        self.process = process
        self.url = url


def choose_port(asked: int | None) -> int:
    """The port that was asked for, else 8080 or a free one. Raises LabelStudioError when it is taken.

    Label Studio itself would silently take the next port.
    """
    if asked is None:
        return DEFAULT_PORT if is_free(DEFAULT_PORT) else _free_port()
    if is_free(asked):
        return asked
    raise LabelStudioError(
        "Deze poort is al in gebruik.",
        waar=f"{HOST}:{asked}",
        doe="Kies een andere met --port, of laat --port weg: dan wordt een vrije poort gekozen.",
    )


@contextmanager
def running(venv: Path, data: Path, port: int, check: Account) -> Iterator[Server]:
    """Start the server and give it when it answers; stop it at the end. Raises LabelStudioError.

    ``check``: an account that must exist there, so that it is our server that answers.
    """
    log = data / "server.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [
                *(str(program(venv, "label-studio")), "start", "--no-browser"),
                *("--internal-host", HOST, "--port", str(port), "--log-level", "ERROR"),
            ],
            env=surroundings(data),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C comes to us; we stop the server in our own time
        )
    server = Server(process, f"http://{HOST}:{port}")
    try:
        _wait_until_ready(server, check, log)
        write_atomic(data / STATE, json.dumps({"url": server.url, "pid": process.pid}) + "\n")
        yield server
    finally:
        _stop(process)
        (data / STATE).unlink(missing_ok=True)


def running_url(data: Path) -> str | None:
    """Where the server of ``data`` answers now; None when it does not run."""
    try:
        url = str(json.loads((data / STATE).read_text(encoding="utf-8"))["url"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return url if _answers(url) else None


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(server: Server, check: Account, log: Path) -> None:
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end and server.process.poll() is None:
        if _answers(server.url):
            if _answers(server.url, "/api/current-user/whoami", check.token):
                return
            break
        time.sleep(0.2)
    raise LabelStudioError(
        "Label Studio is niet gestart.",
        waar=str(log),
        doe="Lees de laatste regels van dat bestand. Misschien is de poort net door een ander programma "
        "genomen: geef dezelfde opdracht opnieuw, of kies een poort met --port.",
    )


def _answers(url: str, path: str = "/health/", token: str = "") -> bool:
    headers = {"Authorization": f"Token {token}"} if token else {}
    request = urllib.request.Request(url + path, headers=headers)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=10) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError, ValueError):
        return False


def _stop(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        try:
            process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
