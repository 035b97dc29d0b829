"""The version of a stage: what its result depends on besides its input."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

PACKAGE = Path(__file__).parent


@cache
def code_version(parts: tuple[str, ...], packages: tuple[str, ...] = ()) -> str:
    """A short hash over the files of these parts of the program and the versions of these packages.

    A change in a rule, a word list or a line of code thus makes a new version, and nobody has to remember to
    count one up. ``parts`` are names in the package folder: a module (``units.py``) or a folder.
    """
    digest = hashlib.sha256()
    for file in sorted(file for part in parts for file in _files(PACKAGE / part)):
        # Text is compared with plain line ends: git may write others on Windows.
        content = file.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{file.relative_to(PACKAGE).as_posix()}\0{len(content)}\0".encode() + content)
    for package in packages:
        digest.update(f"{package}=={version(package)}\0".encode())
    return digest.hexdigest()[:16]


def _files(part: Path) -> list[Path]:
    if part.is_file():
        return [part]
    return [file for file in part.rglob("*") if file.is_file() and "__pycache__" not in file.parts]
