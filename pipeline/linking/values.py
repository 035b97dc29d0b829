"""One cell of the export as a value of its column's type."""

import re
from collections.abc import Callable

from pipeline.linking.columns import ExportColumn, Type

Value = str | int | float | None

_YES_NO = {
    **dict.fromkeys(("ja", "j", "1", "true", "waar"), "ja"),
    **dict.fromkeys(("nee", "n", "0", "false", "onwaar"), "nee"),
}
_DUTCH = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?")
_POINT = re.compile(r"-?\d+\.\d+")
_AMBIGUOUS = re.compile(r"-?\d{1,3}\.\d{3}")


def parse(cell: str, column: ExportColumn, *, decimal_point: bool = False) -> Value:
    """The value of ``cell``; None when it is empty. Raises ValueError that says what is allowed.

    ``decimal_point``: a workbook writes 2.125 for what csv in Dutch habits writes as 2,125.
    """
    if not cell:
        return None
    if column.type is Type.GETAL:
        return _number(cell, decimal_point=decimal_point)
    return _TEXTS[column.type](cell, column)


def _number(cell: str, *, decimal_point: bool) -> int | float:
    if _POINT.fullmatch(cell) and (decimal_point or not _AMBIGUOUS.fullmatch(cell)):
        return float(cell)
    if not decimal_point and _AMBIGUOUS.fullmatch(cell):
        raise ValueError("is dit een duizendtal of een decimaal? Schrijf het als 1234 of als 1,234")
    if not _DUTCH.fullmatch(cell):
        raise ValueError("moet een getal zijn, zoals 12 of 2,5")
    plain = cell.replace(".", "")
    return float(plain.replace(",", ".")) if "," in plain else int(plain)


def _yes_no(cell: str, column: ExportColumn) -> str:  # noqa: ARG001
    if cell.casefold() not in _YES_NO:
        raise ValueError(f"moet een van deze zijn: {', '.join(_YES_NO)}")
    return _YES_NO[cell.casefold()]


def _category(cell: str, column: ExportColumn) -> str:
    known = {value.casefold(): label for value, label in column.values.items()}
    if cell.casefold() not in known:
        raise ValueError(f"moet een van deze zijn: {', '.join(column.values)}")
    return known[cell.casefold()]


def _text(cell: str, column: ExportColumn) -> str:  # noqa: ARG001
    return cell


_TEXTS: dict[Type, Callable[[str, ExportColumn], str]] = {
    Type.TEKST: _text,
    Type.JA_NEE: _yes_no,
    Type.CATEGORIE: _category,
}
