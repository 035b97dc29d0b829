"""What people decided about received files: ``besluiten.csv`` in the coded folder, kept by hand.

Columns: ``bestand`` (as in ``intake.csv``), ``status`` (empty: as the program has it), ``reden``, ``door``
(who decided) and, if wanted, ``koppeling`` (the pseudonym of the person in the diagnose-export to whom the
plan belongs, as proposed in ``niet_gekoppeld.csv``).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.domain import Status
from pipeline.errors import UsageError
from pipeline.tabular import Table, read_table

FILE_NAME = "besluiten.csv"
COLUMNS = ("bestand", "status", "reden", "door", "koppeling")
_NEEDED = COLUMNS[:-1]


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of ``besluiten.csv``, number ``regel``; ``status`` is None where it only links."""

    bestand: str
    status: Status | None
    reden: str
    door: str
    koppeling: str = ""
    regel: int = 0


def read_decisions(folder: Path) -> tuple[Decision, ...]:
    """The decisions kept in a coded folder, in their order; none without the file.

    Raises UsageError that lists every fault with its line.
    """
    path = folder / FILE_NAME
    if not path.exists():
        return ()
    table = read_table(path)
    if faults := [*_faults(table)]:
        raise UsageError(
            "Dit bestand met besluiten klopt niet.",
            waar=str(path),
            faults=tuple(faults),
            doe=f"Verbeter het; de kolommen zijn {', '.join(COLUMNS)}.",
        )
    return tuple(
        Decision(
            row["bestand"],
            Status(row["status"]) if row["status"] else None,
            row["reden"],
            row["door"],
            row.get("koppeling", ""),
            number,
        )
        for number, row in table.rows
    )


def _faults(table: Table) -> Iterator[str]:
    missing = [name for name in _NEEDED if name not in table.columns]
    unknown = [name for name in table.columns if name and name not in COLUMNS]
    yield from (f"kolom '{name}' ontbreekt" for name in missing)
    yield from (f"kolom '{name}' is onbekend" for name in unknown)
    if missing:
        return
    seen: dict[str, int] = {}
    for number, row in table.rows:
        yield from (f"regel {number}: {fault}" for fault in _row_faults(row))
        first = seen.setdefault(row["bestand"], number)
        if first != number:
            yield f"regel {number}: over {row['bestand']} staat al een besluit op regel {first}"


def _row_faults(row: dict[str, str]) -> Iterator[str]:
    yield from (f"'{name}' is leeg" for name in ("bestand", "reden", "door") if not row[name])
    statuses = [status.value for status in Status]
    if row["status"] and row["status"] not in statuses:
        yield f"status '{row['status']}' bestaat niet; kies uit {', '.join(statuses)}"
    if not row["status"] and not row.get("koppeling"):
        yield "er staat geen status en geen koppeling: het besluit zegt niets"
