"""What is known of a received file when its status is decided."""

from dataclasses import dataclass
from datetime import date

OK = "ok"
GEEN_PLAN = "geen_plan"
ONLEESBAAR = "onleesbaar"
EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@dataclass(frozen=True, slots=True)
class Received:
    """One received file; no identifiers, apart from what the file name may hold.

    ``uitkomst``: ``ok``, ``geen_plan``, or else not readable; ``reden`` says why when it is not ok. ``plan``,
    ``persoon``, ``naam_sleutel`` and ``inhoud_sleutel`` are pseudonyms, "" when not known. ``naam_sleutel``
    holds one pseudonym for each part of the name, parted by spaces.
    """

    bestand: str
    sha256: str
    uitkomst: str
    reden: str = ""
    plan: str = ""
    persoon: str = ""
    naam_sleutel: str = ""
    inhoud_sleutel: str = ""
    datum: date | None = None
    meting: int | None = None
    paginas: int = 0


def may_be_same_name(one: Received, other: Received) -> bool:
    """Whether the names can be one person's: all parts of one are in the other, or one is not known."""
    parts, other_parts = set(one.naam_sleutel.split()), set(other.naam_sleutel.split())
    return parts <= other_parts or other_parts <= parts


def may_be_same_person(one: Received, other: Received) -> bool:
    """Whether nothing tells the two apart: BSN and name are equal, or not known."""
    same_bsn = one.persoon == other.persoon or not one.persoon or not other.persoon
    return same_bsn and may_be_same_name(one, other)
