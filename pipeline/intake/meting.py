"""Which round of the study a file belongs to: by the folder it came in, or else by the date of the plan."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from typing import Protocol


class InFolders(Protocol):
    """A path, or an address like one."""

    @property
    def parts(self) -> tuple[str, ...]: ...


_FOLDER = re.compile(r"(?:^|[^a-z])(?:meting|ronde|round|wave|t)[\s_-]*(\d{1,2})(?!\d)", re.IGNORECASE)


def meting_of(path: InFolders) -> int | None:
    """The number in the nearest folder named like ``meting1`` or ``Ronde 2``; None without one."""
    for folder in reversed(path.parts[:-1]):
        if match := _FOLDER.search(folder):
            return int(match.group(1))
    return None


def meting_on(day: date | None, starts: Sequence[date]) -> int | None:
    """The number of the round that ``day`` falls in; each begins on its date in ``starts``, in that order.

    None before the first, without a date, or without starts.
    """
    return (bisect_right(starts, day) or None) if day else None
