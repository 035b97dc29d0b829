"""Tables that people keep: csv as Excel writes it, and xlsx.

Csv may be UTF-8 (with a mark or without) or Windows-1252, parted by semicolons, commas or tabs: the header
tells.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError

_DELIMITERS = (";", ",", "\t")


@dataclass(frozen=True, slots=True)
class Table:
    """``columns`` in their order; ``rows`` with the number of each line or sheet row, the header being 1.

    Values are text without spaces around it; "" is an empty cell.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]


def read_table(path: Path) -> Table:
    """The table in a csv or xlsx file; of a workbook the first sheet. Raises UsageError."""
    try:
        lines = list(_sheet(path) if path.suffix.lower() in (".xlsx", ".xlsm") else _csv(path))
    except FileNotFoundError as error:
        raise UsageError("Dit bestand bestaat niet.", waar=str(path), doe="Controleer het pad.") from error
    except (OSError, ValueError, KeyError, csv.Error) as error:
        raise UsageError(
            f"Dit bestand kan niet als tabel worden gelezen ({type(error).__name__}).",
            waar=str(path),
            doe="Bewaar het in Excel opnieuw, als xlsx of als csv.",
        ) from error
    filled = [(number, values) for number, values in lines if any(values)]
    if not filled:
        raise UsageError("Dit bestand is leeg.", waar=str(path), doe="Kies een bestand met een regel koppen.")
    columns = tuple(filled[0][1])
    rows = tuple(
        (number, dict(zip(columns, [*values, *[""] * len(columns)], strict=False)))
        for number, values in filled[1:]
    )
    return Table(columns, rows)


def _csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    header = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for values in reader:
        yield reader.line_num, [value.strip() for value in values]


def _sheet(path: Path) -> Iterator[tuple[int, list[str]]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except BadZipFile as error:
        raise ValueError("no workbook") from error
    try:
        for number, row in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
            yield number, [_text(value) for value in row]
    finally:
        book.close()


def _text(value: Any) -> str:
    """A cell as text: whole numbers without a dot, dates as ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "date"):
        return str(value.date())
    return str(value).strip()
