"""The server's own virtual environment: found, or made on first use."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from pipeline.errors import LabelStudioError
from pipeline.files import write_atomic

VERSION = "1.23.2"  # tested with; its switches and traps differ from version to version
GIGABYTES = 1.0
VENV_VARIABLE = "PLANCODER_LABELSTUDIO_VENV"
_READY = "plancoder-klaar.txt"
_PROGRAMS, _SUFFIX = ("Scripts", ".exe") if os.name == "nt" else ("bin", "")


def program(venv: Path, name: str) -> Path:
    """A program in ``venv``: ``python`` or ``label-studio``."""
    return venv / _PROGRAMS / f"{name}{_SUFFIX}"


def find_venv(data: Path) -> Path | None:
    """The environment that the variable names, or the one made in ``data``; None without a whole one.

    Raises LabelStudioError when the variable names a folder without Label Studio.
    """
    named = os.environ.get(VENV_VARIABLE)
    if named:
        if not program(Path(named), "label-studio").exists():
            raise LabelStudioError(
                f"In de omgeving die {VENV_VARIABLE} noemt, staat geen Label Studio.",
                waar=named,
                doe=f"Geef een omgeving met label-studio=={VERSION}, of laat die variabele weg.",
            )
        return Path(named)
    venv = _place(data)
    return venv if (venv / _READY).exists() else None


def make_venv(data: Path, tell: Callable[[str], None]) -> Path:
    """Make the environment in ``data``; ``tell`` is told what takes so long. Raises LabelStudioError."""
    venv, log = _place(data), data / "installatie.log"
    tell(
        f"Label Studio {VERSION} wordt nu eenmalig geïnstalleerd, in een eigen omgeving: {venv}\n"
        f"Dat kost ongeveer {GIGABYTES:.0f} GB op de schijf en enkele minuten, en vraagt eenmalig internet."
    )
    shutil.rmtree(venv, ignore_errors=True)
    data.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        for command in (
            [sys.executable, "-m", "venv", str(venv)],
            [str(program(venv, "python")), "-m", "pip", "install", "--no-input", f"label-studio=={VERSION}"],
        ):
            if subprocess.run(command, stdout=output, stderr=subprocess.STDOUT, check=False).returncode != 0:
                raise LabelStudioError(
                    "Label Studio kon niet worden geïnstalleerd.",
                    waar=str(log),
                    doe="Lees de laatste regels van dat bestand; meestal is er geen internet of is de schijf "
                    "vol. Geef daarna dezelfde opdracht opnieuw.",
                )
    write_atomic(venv / _READY, f"label-studio=={VERSION}\n")
    return venv


def _place(data: Path) -> Path:
    return data / f"omgeving-{VERSION}"
