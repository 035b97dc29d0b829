"""The diagnose-export from file to checked rows. The BSN stays in memory: not even an error shows it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.bsn import normalise_bsn
from pipeline.errors import DiagnosesError
from pipeline.linking.columns import ExportColumn, ExportColumns, folded
from pipeline.linking.values import Value, parse
from pipeline.privacy.forms import find_bsns
from pipeline.tabular import Table, read_table
from pipeline.validation import suggestion

MOST_FAULTS = 25
SHORTEST = 8
"""So many digits has a BSN without its leading zero."""
NO_NUMBER = "000000000"
WORKBOOKS = (".xlsx", ".xlsm")
_NUMBER = re.compile(r"[\d.\s-]+")
_AS_DECIMAL = re.compile(r"(\d{8,9})[.,]0+")
_LONG_NUMBER = re.compile(r"\d{6,}")


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One row of the export; ``bsn`` is nine digits, or '' when the cell holds no such number."""

    row: int
    bsn: str = field(repr=False)
    values: dict[str, Value] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Diagnoses:
    """The rows of the export by our names; ``ignored`` are the columns that are not described."""

    rows: tuple[Diagnosis, ...]
    ignored: tuple[str, ...]


def read_diagnoses(path: Path, columns: ExportColumns) -> Diagnoses:
    """The export at ``path``. Raises UsageError when it is no table, DiagnosesError for all that is wrong."""
    table = read_table(path)
    found = _found_columns(table, path, columns)
    decimal_point = path.suffix.lower() in WORKBOOKS
    faults: list[str] = []
    rows = []
    for number, cells in table.rows:
        bsn = number_of(cells[found[columns.bsn]])
        values: dict[str, Value] = {}
        for column in columns.columns:
            try:
                cell = cells[found[column.source]]
                values[column.name] = _checked(cell, bsn, column, decimal_point=decimal_point)
            except ValueError as error:
                faults.append(f"rij {number}, kolom '{column.source}': {error}")
        rows.append(Diagnosis(number, bsn, values))
    if faults:
        raise _refusal(path, faults)
    described = set(found.values())
    return Diagnoses(tuple(rows), tuple(name for name in table.columns if name and name not in described))


def number_of(cell: str) -> str:
    """The nine digits of a BSN as people and spreadsheets write it, or ''. '1,23E+08' has lost digits."""
    if whole := _AS_DECIMAL.fullmatch(cell):
        cell = whole.group(1)
    bsn = normalise_bsn(cell) if _NUMBER.fullmatch(cell) else ""
    return "" if bsn == NO_NUMBER else bsn


def _checked(cell: str, bsn: str, column: ExportColumn, *, decimal_point: bool) -> Value:
    """The value of ``cell``; raises ValueError (what is allowed) when it does not fit its column."""
    digits = re.sub(r"\D", "", cell)
    own = bsn and bsn.removeprefix("0") in digits
    if own or (len(digits) >= SHORTEST and find_bsns(cell)):
        raise ValueError("hier staat een BSN, dat niet bewaard wordt; maak de cel leeg of laat de kolom weg")
    return parse(cell, column, decimal_point=decimal_point)


def _found_columns(table: Table, path: Path, columns: ExportColumns) -> dict[str, str]:
    """By its name in the description: each column as the export writes it."""
    if any(_LONG_NUMBER.search(re.sub(r"[.\s-]", "", name)) for name in table.columns):
        raise DiagnosesError(
            "De eerste rij lijkt geen rij met koppen: er staat een lang getal in.",
            waar=str(path),
            doe="Zet de namen van de kolommen in de eerste rij.",
        )
    written = {folded(name): name for name in table.columns if name}
    wanted = {folded(name): name for name in (columns.bsn, *(each.source for each in columns.columns))}
    faults = [*_column_faults(table.columns, wanted, written)]
    if faults:
        raise DiagnosesError(
            "De kolommen van dit bestand zijn anders dan verwacht.",
            waar=str(path),
            faults=(
                *faults,
                f"gevonden: {', '.join(written.values())}",
                f"verwacht: {', '.join(wanted.values())}",
            ),
            doe="Verbeter de koppen, of beschrijf de kolommen in een eigen bestand (--columns).",
        )
    return {shown: written[name] for name, shown in wanted.items()}


def _column_faults(columns: Sequence[str], wanted: dict[str, str], written: dict[str, str]) -> Iterator[str]:
    names = [folded(name) for name in columns]
    extra = [name for name in written if name not in wanted]
    for name, shown in wanted.items():
        if name not in written:
            yield f"kolom '{shown}' ontbreekt{suggestion(name, extra)}"
        elif names.count(name) > 1:
            yield f"kolom '{shown}' staat er meer dan eens"


def _refusal(path: Path, faults: list[str]) -> DiagnosesError:
    shown = faults[:MOST_FAULTS]
    if left := len(faults) - len(shown):
        shown.append(f"en nog {left}")
    return DiagnosesError(
        "In dit bestand staan waarden die niet bij hun kolom passen.",
        waar=str(path),
        faults=tuple(shown),
        doe="Verbeter de cellen, of pas de beschrijving van de kolommen aan en geef die met --columns.",
    )
