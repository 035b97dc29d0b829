"""Writing files so that a reader sees the old content or the new, never half of it."""

import os
import tempfile
from pathlib import Path

from pipeline.errors import UsageError


def write_atomic(path: Path, content: str | bytes) -> None:
    """Write ``content`` (text as UTF-8 with plain newlines) to ``path``, whole or not at all.

    Raises UsageError when the folder cannot be written.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
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
