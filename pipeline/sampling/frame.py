"""The plans that can be drawn: the usable plans of a coded folder, and what they can be parted by."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.coded_units import CodedUnit, read_coded_units
from pipeline.errors import UsageError
from pipeline.report.coded_folder import read_coded_folder
from pipeline.tabular import read_table

UNKNOWN = "onbekend"
MEASUREMENT, WRITER = "meting", "schrijver"
_LINKED = "koppeling.csv"
_GROUP_COLUMNS = ("bestand", "groep")


@dataclass(frozen=True)
class FramePlan:
    """One plan that can be drawn, with its units in the order of the document."""

    plan: str
    bestand: str
    meting: str
    units: tuple[CodedUnit, ...]

    @property
    def text(self) -> str:
        """All that its units say."""
        return "\n".join(each.unit.tekst for each in self.units)


def read_frame(folder: Path, drawn: Collection[str] = ()) -> list[FramePlan]:
    """The coded plans in ``folder`` but for those in ``drawn``, by their pseudonym.

    Ordered by pseudonym, so that a draw does not depend on the order of receipt. A plan without any unit
    cannot be coded and is left out. Raises StudyError when the folder does not hold.
    """
    units: dict[str, list[CodedUnit]] = {}
    for each in read_coded_units(folder):
        units.setdefault(each.unit.plan, []).append(each)
    usable = read_coded_folder(folder, with_link=False).usable
    plans = [
        FramePlan(file.plan, file.bestand, file.meting, tuple(units[file.plan]))
        for file in usable
        if file.plan in units and file.plan not in drawn
    ]
    return sorted(plans, key=lambda each: each.plan)


def strata_of(plans: Sequence[FramePlan], field: str, folder: Path, groups: Path | None = None) -> list[str]:
    """The stratum of each plan: its meting, its group in the file ``groups``, or a column of koppeling.csv.

    A plan of which it is not known is in the stratum UNKNOWN. Raises UsageError when the field is nowhere.
    """
    if field == MEASUREMENT:
        return [each.meting or UNKNOWN for each in plans]
    if groups:
        of_file = groups_of(groups)
    elif field == WRITER:
        raise UsageError(
            "De schrijver staat niet in de plannen.",
            doe="Geef met --groups een csv met de kolommen bestand en groep.",
        )
    elif (folder / _LINKED).is_file():
        of_file = _column(folder / _LINKED, "bestand", field)
    else:
        raise UsageError(
            f"'{field}' is niet bekend van de plannen.",
            waar=str(folder),
            doe=f"Kies {MEASUREMENT}, geef een csv met --groups, of koppel eerst met 'plancoder link'.",
        )
    return [of_file.get(each.bestand) or UNKNOWN for each in plans]


def groups_of(path: Path) -> dict[str, str]:
    """The group of each file in a table with the columns ``bestand`` and ``groep``. Raises UsageError."""
    return _column(path, *_GROUP_COLUMNS)


def _column(path: Path, key: str, value: str) -> dict[str, str]:
    table = read_table(path)
    missing = {key, value} - set(table.columns)
    if missing:
        raise UsageError(
            f"Deze kolommen ontbreken: {', '.join(sorted(missing))}.",
            waar=str(path),
            doe=f"Wat er wel is: {', '.join(table.columns)}.",
        )
    return {row[key]: row[value] for _, row in table.rows}
