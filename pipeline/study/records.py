"""What the store of a coded folder holds of a file."""

import time
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.study.extract import Outcome
from pipeline.study.places import Place, place

_SETTLED = 3_000_000_000
"""Nanoseconds; some disks tell the time of change in steps of two seconds."""


@dataclass(frozen=True)
class Found:
    """A file as it is on disk now: its hash, or the problem that it cannot be opened.

    ``meting`` is what its folder says of the round of the study it belongs to; ``stamp`` as ``stamp_of``
    gives it, from before its bytes were looked at.
    """

    path: str
    sha256: str
    problem: str = ""
    meting: int | None = None
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A received file; ``number`` counts in the order of receipt.

    ``stamp`` is what it had when its bytes were looked at. ``shown`` stands for its name when names are
    hidden; the path is "" when it is not known then.
    """

    number: int
    path: str
    sha256: str
    problem: str
    meting: int | None
    stamp: str = ""
    shown: str = ""

    @property
    def is_there(self) -> bool:
        return bool(self.path) and place(self.path).exists()


def stamp_of(path: Place) -> str:
    """Size and time of change of the file at ``path``: as long as they stay the same, so do its bytes.

    "" when that cannot be told: no file, or changed so short ago that a next change could have the same time.
    """
    try:
        now = path.stat()
    except (OSError, ValueError):
        return ""
    age = time.time_ns() - max(now.st_mtime_ns, now.st_ctime_ns)
    return f"{now.st_size} {now.st_mtime_ns} {now.st_ctime_ns}" if age > _SETTLED else ""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a file that was read, without its plan: ten thousand of these fit in memory.

    ``tells``: it can stand beside others on its form; ``asks``: reading it beside these may make it better.
    """

    version: str
    outcome: Outcome
    reden: str
    has_plan: bool
    datum: date | None
    persoon: str
    naam_sleutel: str
    inhoud_sleutel: str
    paginas: int
    transient: bool
    opmaak: str
    tells: bool
    asks: bool


def known_from(version: str, outcome: str, reden: str, has_plan: int, datum: str | None, *rest: Any) -> Known:
    """A row of the store as what is known of a file."""
    persoon, naam_sleutel, inhoud_sleutel, paginas, transient, opmaak, tells, asks = rest
    return Known(
        version=version,
        outcome=Outcome(outcome),
        reden=reden,
        has_plan=bool(has_plan),
        datum=date.fromisoformat(datum) if datum else None,
        persoon=persoon,
        naam_sleutel=naam_sleutel,
        inhoud_sleutel=inhoud_sleutel,
        paginas=paginas,
        transient=bool(transient),
        opmaak=opmaak,
        tells=bool(tells),
        asks=bool(asks),
    )
