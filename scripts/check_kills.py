"""Kill the main job at random moments, let it go on, and see whether the outcome is the same every time.

    python scripts/check_kills.py [FOLDER] [--kills 50] [--workers 2] [--seed 1]

FOLDER holds plans (default: demo/plannen). First a run that nobody disturbs; then for each kill a new output
folder, a run that is killed (kill -9, the main process only), and the same command again, to its end. One
kill in ten falls before there is a store, the others at a moment drawn evenly from the time after; how slow
the machine is just then is told by the time it took to come to the store. Every file but the store must be
the same to the byte. Prints how far each killed run was; exit code 1 when an outcome differs.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
STORE = "plancoder.sqlite3"
WHOLE = "heel"
EARLY = 0.1  # of the kills fall before there is a store


class Usual(NamedTuple):
    """Seconds of an undisturbed run before there is a store, and after."""

    before: float
    after: float


def main() -> int:
    options = _arguments()
    rng = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        usual = _undisturbed(options, place)
        whole = _outcome(place / WHOLE)
        print(f"undisturbed: {usual.before + usual.after:.1f} s, {len(whole)} files beside the store")
        states: Counter[str] = Counter()
        differ = 0
        for number in range(options.kills):
            name = f"gestoord {number}"
            states[_killed(options, place / name, usual, rng)] += 1
            _finish(_start(options, place / name))
            wrong = _differences(whole, _outcome(place / name))
            differ += bool(wrong)
            if wrong:
                print(f"kill {number}: other bytes in {', '.join(wrong)}")
        for state, count in sorted(states.items()):
            print(f"{count:4} killed {state}")
        print(f"{options.kills - differ} of {options.kills} ended with the same bytes")
    return min(differ, 1)


def _undisturbed(options: argparse.Namespace, place: Path) -> Usual:
    start = time.monotonic()
    process = _start(options, place / WHOLE)
    _wait_for_store(process, place / WHOLE)
    middle = time.monotonic()
    _finish(process)
    return Usual(middle - start, time.monotonic() - middle)


def _start(options: argparse.Namespace, output: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pipeline", "code", str(options.folder), "--output", str(output)]
    return subprocess.Popen(
        [*command, "--key", str(output.with_name("sleutel")), "--workers", str(options.workers)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _wait_for_store(process: subprocess.Popen[bytes], output: Path) -> None:
    while process.poll() is None and not (output / STORE).exists():
        time.sleep(0.01)


def _finish(process: subprocess.Popen[bytes]) -> None:
    if process.wait() not in (0, 1):
        raise SystemExit(f"plancoder code ended with {process.returncode}")


def _killed(options: argparse.Namespace, output: Path, usual: Usual, rng: random.Random) -> str:
    """Start a run, kill it at a random moment, and tell how far it was."""
    start = time.monotonic()
    process = _start(options, output)
    if rng.random() < EARLY:
        moment = rng.uniform(0, usual.before)
    else:
        _wait_for_store(process, output)
        moment = rng.uniform(0, usual.after) * (time.monotonic() - start) / usual.before
    try:
        process.wait(moment)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    else:
        return "after its end"
    return _state(output)


def _state(folder: Path) -> str:
    if not (folder / STORE).exists():
        return "before there was a store"
    with closing(sqlite3.connect(folder / STORE, timeout=60)) as store:
        try:
            files, extracts, codings, exports = (
                store.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                for table in ("files", "extracts", "codings", "exports")
            )
        except sqlite3.OperationalError:
            return "before there was a store"
    if exports:
        return "while tables or report were written"
    if codings:
        return "while plans were coded"
    return "while plans were read" if extracts or files else "before files were received"


def _outcome(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(STORE))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def _differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one | other if one.get(name) != other.get(name))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "demo" / "plannen")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
