"""The project's own virtual environment, for the scripts that a newcomer runs first.

Standard library only. An old Python can read it up to the version check, and so can say what is wrong.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an older Python must be told, not crash
    sys.exit(
        "plancoder heeft Python 3.11 of nieuwer nodig; dit is Python %d.%d (%s).\n"  # noqa: UP031
        "Installeer een nieuwere Python en geef de opdracht daarmee, bijvoorbeeld: python3.12 %s"
        % (*sys.version_info[:2], sys.executable, sys.argv[0])
    )

import hashlib
import importlib.util
import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "plancoder.json"
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
SUFFIX = ".exe" if os.name == "nt" else ""
PYTHON = PROGRAMS / f"python{SUFFIX}"
PLANCODER = PROGRAMS / f"plancoder{SUFFIX}"
LINES_OF_A_FAILURE = 12

NO_VENV = """Deze Python kan geen virtuele omgeving maken: het onderdeel 'venv' (of 'ensurepip') ontbreekt.
Op Debian en Ubuntu: sudo apt install python3-venv
Elders: installeer Python van de makers; daar zit het bij. Geef daarna dezelfde opdracht opnieuw."""

NO_PACKAGES = """De pakketten konden niet worden geïnstalleerd; hierboven staan de laatste regels van pip.
Meestal is er geen internet, of moet pip over een proxy (zet dan HTTPS_PROXY, of vraag uw beheerder).
Er is niets verloren: geef dezelfde opdracht opnieuw."""


class Stopwatch:
    """Remembers how long each named step took."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        print(f"\n== {name}", flush=True)
        start = time.monotonic()
        try:
            yield
        finally:
            self.seconds[name] = time.monotonic() - start

    def table(self) -> str:
        width = max(map(len, self.seconds), default=0)
        rows = [f"  {name:<{width}}  {duration(took):>10}" for name, took in self.seconds.items()]
        return "\n".join([*rows, f"  {'samen':<{width}}  {duration(sum(self.seconds.values())):>10}"])


def run_main(main: Callable[[], int]) -> None:
    """End the program with what ``main`` gives; Ctrl-C ends it with a sentence instead of a trace."""
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("\nAfgebroken. Dezelfde opdracht gaat verder waar het was.")


def duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"


def megabytes(folder: Path) -> float:
    """Size of all files under ``folder``, in MB of a million bytes."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir()) / 1e6


def prepare(watch: Stopwatch, extra: str = "") -> None:
    """Make ``.venv`` with the project in it, or bring it up to date; ends the program when that fails.

    ``extra`` names an optional group of packages of pyproject.toml. When nothing changed since the last
    time this does nothing.
    """
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    if is_current(extra):
        print(f"De omgeving {VENV} is al klaar.")
        return
    with watch.step("Omgeving maken (.venv)"):
        make_venv()
    with watch.step("Pakketten installeren (de eerste keer enkele minuten)"):
        install(extra)


def fingerprint() -> str:
    """Changes when the environment must be installed anew: other packages, or another place."""
    parts = [
        str(ROOT).encode(),
        *((ROOT / name).read_bytes() for name in ("pyproject.toml", "constraints.txt")),
    ]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def is_current(extra: str) -> bool:
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return stamp.get("fingerprint") == fingerprint() and extra in ("", stamp.get("extra")) and venv_works()


def venv_works() -> bool:
    """Whether the environment's Python starts, has pip, and is new enough."""
    check = "import pip, sys; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([PYTHON, "-c", check], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def make_venv() -> None:
    if venv_works():
        return
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        sys.exit(NO_VENV)
    # --clear: a half-made environment, or one whose Python has gone, is of no use to anyone.
    if run_quietly([sys.executable, "-m", "venv", "--clear", str(VENV)]) != 0:
        sys.exit(NO_VENV)


def install(extra: str) -> None:
    STAMP.unlink(missing_ok=True)
    project = f"{ROOT}[{extra}]" if extra else str(ROOT)
    pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    if run_quietly([*pip, "-e", project, "-c", str(ROOT / "constraints.txt")]) != 0:
        sys.exit(NO_PACKAGES)
    STAMP.write_text(json.dumps({"fingerprint": fingerprint(), "extra": extra}), encoding="utf-8")


def run_quietly(command: list[str]) -> int:
    """Run a command; gives its exit code.

    On a terminal the newest line of its output is shown; when it fails, the last lines are printed.
    """
    lines: list[str] = []
    on_terminal = sys.stdout.isatty()
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            lines.append(line.rstrip())
            if on_terminal:
                print(f"\r{lines[-1][:76]:<76}", end="", flush=True)
    if on_terminal:
        print(f"\r{'':<76}\r", end="")
    if process.returncode != 0:
        print("\n".join(lines[-LINES_OF_A_FAILURE:]))
    return process.returncode
