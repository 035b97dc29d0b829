"""The version of a stage: what its result depends on besides its input."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

PACKAGE = Path(__file__).parent.parent


@cache
def content_version(paths: tuple[Path, ...], packages: tuple[str, ...] = ()) -> str:
    """A short hash over the contents of these files and folders and the versions of these packages.

    A change in a rule, a word list or a line of code thus makes a new version, and nobody has to remember to
    count one up. Where the files stand does not matter.
    """
    digest = hashlib.sha256()
    for path in paths:
        for file in _files(path):
            # Text is compared with plain line ends: git may write others on Windows.
            content = file.read_bytes().replace(b"\r\n", b"\n")
            name = file.relative_to(path.parent).as_posix()
            digest.update(f"{name}\0{len(content)}\0".encode() + content)
    for package in packages:
        digest.update(f"{package}=={version(package)}\0".encode())
    return digest.hexdigest()[:16]


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return sorted(file for file in path.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
