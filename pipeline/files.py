"""Writing files so that a reader sees the old content or the new, never half of it."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from pipeline.errors import UsageError


def first_free(name: str, taken: Callable[[str], bool], form: str = "{name}-{number}") -> str:
    """``name``; when it is ``taken`` the first that is not, numbered from 2 as ``form`` says."""
    if not taken(name):
        return name
    return next(each for number in count(2) if not taken(each := form.format(name=name, number=number)))


def write_atomic(path: Path, content: str | bytes, *, mode: int = 0o666) -> None:
    """Write ``content`` (text as UTF-8 with plain newlines) to ``path``, whole or not at all.

    ``mode``: who may read and write a file of ours, less what the system's own setting takes away.

    Raises UsageError when the folder cannot be written.
    """
    with draft(path, mode=mode) as new:
        new.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        new.replace(path)


@contextmanager
def draft(path: Path, *, mode: int = 0o666) -> Iterator[Path]:
    """An empty file beside ``path``, to write piece by piece; who wrote it whole puts it in its place.

    That is ``new.replace(path)``. Otherwise it is gone in the end, and ``path`` is as it was. Raises
    UsageError when the folder or the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        name = f"{path.parent}/.{path.name}.{secrets.token_hex(8)}.tmp"
        # Not mkstemp: that makes files nobody else may read, also where a team shares the folder.
        os.close(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode))
    except OSError as error:
        raise UsageError(
            f"In deze map kan niet worden geschreven ({error.strerror}).",
            waar=str(path.parent),
            doe="Kies een andere map of vraag schrijfrechten.",
        ) from error
    try:
        yield Path(name)
    except OSError as error:
        raise UsageError(
            f"Het bestand kon niet worden geschreven ({error.strerror}).",
            waar=str(path),
            doe="Sluit het bestand als het in een ander programma open staat, en kijk of de schijf vol is.",
        ) from error
    finally:
        Path(name).unlink(missing_ok=True)
