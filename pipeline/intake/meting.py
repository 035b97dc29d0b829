"""Which round of the study a file belongs to, by the folder it came in."""

import re
from pathlib import Path

_FOLDER = re.compile(r"(?:^|[^a-z])(?:meting|ronde|round|wave|t)[\s_-]*(\d{1,2})(?!\d)", re.IGNORECASE)


def meting_of(path: Path) -> int | None:
    """The number in the nearest folder named like ``meting1`` or ``Ronde 2``; None without one."""
    for folder in reversed(path.parent.parts):
        if match := _FOLDER.search(folder):
            return int(match.group(1))
    return None
