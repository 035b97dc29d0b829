"""Writing files so that a reader sees the old content or the new, never half of it."""

import os
import secrets
from pathlib import Path

from pipeline.errors import UsageError


def write_atomic(path: Path, content: str | bytes, *, mode: int = 0o666) -> None:
    """Write ``content`` (text as UTF-8 with plain newlines) to ``path``, whole or not at all.

    ``mode``: who may read and write a file of ours, less what the system's own setting takes away.

    Raises UsageError when the folder cannot be written.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        name = f"{path.parent}/.{path.name}.{secrets.token_hex(8)}.tmp"
        # Not mkstemp: that makes files nobody else may read, also where a team shares the folder.
        handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    except OSError as error:
        raise UsageError(
            f"In deze map kan niet worden geschreven ({error.strerror}).",
            waar=str(path.parent),
            doe="Kies een andere map of vraag schrijfrechten.",
        ) from error
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(name).replace(path)
    except OSError as error:
        raise UsageError(
            f"Het bestand kon niet worden geschreven ({error.strerror}).",
            waar=str(path),
            doe="Sluit het bestand als het in een ander programma open staat, en kijk of de schijf vol is.",
        ) from error
    finally:
        Path(name).unlink(missing_ok=True)
