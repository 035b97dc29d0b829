"""What the store of a coded folder holds of a file."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.study.extract import Outcome


@dataclass(frozen=True)
class Found:
    """A file as it is on disk now: its hash, or the problem that it cannot be opened.

    ``meting`` is what its folder says of the round of the study it belongs to.
    """

    path: str
    sha256: str
    problem: str = ""
    meting: int | None = None


@dataclass(frozen=True)
class StoredFile:
    """A received file; ``number`` counts in the order of receipt.

    ``shown`` stands for its name when names are hidden; the path is "" when it is not known then.
    """

    number: int
    path: str
    sha256: str
    problem: str
    meting: int | None
    shown: str = ""

    @property
    def is_there(self) -> bool:
        return bool(self.path) and Path(self.path).exists()


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a file that was read, without its plan: ten thousand of these fit in memory."""

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


def known_from(version: str, outcome: str, reden: str, has_plan: int, datum: str | None, *rest: Any) -> Known:
    """A row of the store as what is known of a file."""
    persoon, naam_sleutel, inhoud_sleutel, paginas, transient, opmaak = rest
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
    )
