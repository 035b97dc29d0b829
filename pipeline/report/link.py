"""How many coded plans were linked with the diagnose-export, read from what ``plancoder link`` left."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import OutdatedLink
from pipeline.tabular import read_table

LINKED_FILE = "koppeling.csv"
NOT_LINKED_FILE = "niet_gekoppeld.csv"
BY_BSN = "BSN"
AGAIN = "Geef 'plancoder link' opnieuw voor deze map, of haal koppeling.csv weg."


@dataclass(frozen=True, slots=True)
class Link:
    """``by_decision``: those that a person linked; ``reasons`` counts why others were not linked."""

    linked: int
    reasons: Counter[str]
    by_decision: int = 0


def read_link(folder: Path, coded: Sequence[str]) -> Link | None:
    """The link of the plans in these coded files; None when there is none.

    Raises OutdatedLink unless each of them is there once: linked, or not linked with a reason.
    """
    if not (folder / LINKED_FILE).exists():
        return None
    rows = _rows(folder / LINKED_FILE, "bestand")
    linked = [row["bestand"] for row in rows]
    others = _rows(folder / NOT_LINKED_FILE, "bestand", "reden") if _has_others(folder) else []
    if Counter(linked) + Counter(row["bestand"] for row in others) != Counter(coded):
        raise OutdatedLink(
            f"De koppeling past niet bij de plannen: {len(coded)} gecodeerd, {len(linked)} gekoppeld en "
            f"{len(others)} niet gekoppeld, en elk plan hoort er één keer bij.",
            waar=LINKED_FILE,
            doe=AGAIN,
        )
    by_decision = sum(1 for row in rows if row.get("koppeling", BY_BSN) != BY_BSN)
    return Link(len(linked), Counter(row["reden"] for row in others), by_decision)


def _has_others(folder: Path) -> bool:
    return (folder / NOT_LINKED_FILE).exists()


def _rows(path: Path, *needed: str) -> list[dict[str, str]]:
    table = read_table(path)
    if missing := [name for name in needed if name not in table.columns]:
        raise OutdatedLink(f"Kolommen ontbreken: {', '.join(missing)}.", waar=str(path), doe=AGAIN)
    return [row for _, row in table.rows]
