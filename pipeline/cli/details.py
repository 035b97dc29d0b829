"""Where an unexpected error came from, kept in a file without any text of a plan."""

import platform
import tempfile
import traceback
from datetime import datetime
from pathlib import Path

import platformdirs

from pipeline import __version__


def save_details(error: BaseException) -> Path:
    """Write kinds and places of ``error`` and its causes, not their messages; returns the file."""
    now = datetime.now()
    lines = [f"plancoder {__version__}, Python {platform.python_version()}, {platform.platform()}", f"{now}"]
    cause: BaseException | None = error
    while cause is not None:
        frames = traceback.extract_tb(cause.__traceback__)
        lines.append(type(cause).__qualname__)
        lines += [f"  {frame.filename} regel {frame.lineno} in {frame.name}" for frame in frames]
        cause = cause.__cause__ or cause.__context__
    name = f"fout-{now:%Y%m%d-%H%M%S}.txt"
    folder = Path(platformdirs.user_log_dir("plancoder", appauthor=False))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError:
        path = Path(tempfile.gettempdir(), name)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
