"""The command plancoder as a process of its own, as a user starts it, and what it left behind."""

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
EXPORTS = ("eenheden.jsonl", "eenheden.csv", "eenheden.xlsx", "intake.csv", "report.html")


def start(*arguments: str | Path) -> "subprocess.Popen[str]":
    """Start plancoder with these arguments, at the head of a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline", *map(str, arguments)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        start_new_session=True,
        preexec_fn=_heed_ctrl_c if os.name == "posix" else None,
    )


def _heed_ctrl_c() -> None:
    """As in a terminal: who runs the tests in the background may have left Ctrl-C ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def finish(process: "subprocess.Popen[str]") -> "subprocess.CompletedProcess[str]":
    """Wait for its end."""
    out, err = process.communicate(timeout=300)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def plancoder(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    """Run plancoder to its end."""
    return finish(start(*arguments))


def intake(folder: Path) -> dict[str, dict[str, str]]:
    """The rows of intake.csv by file; names are unique."""
    with (folder / "intake.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len({row["bestand"] for row in rows}) == len(rows)
    return {row["bestand"]: row for row in rows}


def units(folder: Path) -> list[dict[str, object]]:
    """The lines of eenheden.jsonl."""
    text = (folder / "eenheden.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def exports(folder: Path) -> dict[str, bytes]:
    """The bytes of every exported file."""
    return {name: (folder / name).read_bytes() for name in EXPORTS}


def workers_of(process: "subprocess.Popen[str]") -> dict[int, float]:
    """The worker processes of ``process`` and the seconds each has computed; Linux only."""
    found = {}
    for folder in Path("/proc").iterdir():
        try:
            parent, *times = _stat(folder)
            command = (folder / "cmdline").read_bytes()
        except (OSError, ValueError):
            continue
        if parent == process.pid and b"spawn_main" in command:
            found[int(folder.name)] = sum(times) / os.sysconf("SC_CLK_TCK")
    return found


def is_running(process_id: int) -> bool:
    """Whether this process still runs; one that ended and was not yet collected has no command line."""
    try:
        return Path(f"/proc/{process_id}/cmdline").read_bytes() != b""
    except OSError:
        return False


def _stat(folder: Path) -> tuple[int, int, int]:
    fields = (folder / "stat").read_text(encoding="ascii", errors="replace").rsplit(")", 1)[1].split()
    return int(fields[1]), int(fields[11]), int(fields[12])
