"""koppeling.xlsx: the linked plans, those that were not linked, and what the columns mean."""

import io
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.export import Row
from pipeline.export.sheets import Column, as_date
from pipeline.export.uitleg import Line, section, variable_lines
from pipeline.export.workbook import CREATED, Styles, write_lines, write_table
from pipeline.linking.added import AddedColumn, added_columns
from pipeline.linking.columns import ExportColumn, ExportColumns, Type
from pipeline.linking.table import SUBDOEL_COLUMNS, UNLINKED_COLUMNS, linked_columns

if TYPE_CHECKING:
    from pipeline.codebook import Codebook

_DATA = Path(__file__).parent / "data" / "werkblad.yaml"
_WIDTHS = {Type.TEKST: 20, Type.CATEGORIE: 14, Type.GETAL: 14, Type.JA_NEE: 15}


@cache
def _texts() -> dict[str, Any]:
    import yaml

    data: dict[str, Any] = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    return data


def to_xlsx(
    linked: Sequence[Row], unlinked: Sequence[Row], described: ExportColumns, codebook: "Codebook"
) -> bytes:
    """The whole workbook; the same rows give the same bytes."""
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    workbook = Workbook(stream, {"in_memory": True})
    workbook.set_properties({"title": "Gekoppelde ondersteuningsplannen", "created": CREATED})
    styles = Styles(workbook)
    for name, layout, rows in (
        ("Koppeling", linked_layout(described, codebook), linked),
        ("Niet gekoppeld", unlinked_layout(), unlinked),
    ):
        write_table(workbook.add_worksheet(name), layout, [(_cells(row), {}) for row in rows], styles)
    write_lines(workbook.add_worksheet("Uitleg"), list(_explanation(described, codebook)), styles)
    workbook.close()
    return stream.getvalue()


def linked_layout(described: ExportColumns, codebook: "Codebook") -> list[Column]:
    """The columns of the sheet Koppeling, from left to right."""
    added = added_columns(codebook)
    own = {column.key: column for column in (*_own_columns("koppeling"), *_subdoel_columns())}
    own |= {column.name: _export_column(column) for column in described.columns}
    own |= {column.key: _added_column(column) for column in added}
    return [own[name] for name in linked_columns(described.names, tuple(each.key for each in added))]


def unlinked_layout() -> list[Column]:
    """The columns of the sheet Niet gekoppeld."""
    own = {column.key: column for column in _own_columns("niet_gekoppeld")}
    return [own[name] for name in UNLINKED_COLUMNS]


def _own_columns(sheet: str) -> Iterator[Column]:
    for key, entry in _texts()[sheet].items():
        yield Column(key, entry["kop"], entry["breedte"], entry["uitleg"])


def _subdoel_columns() -> Iterator[Column]:
    for key in SUBDOEL_COLUMNS:
        _, number, part = key.split("_", 2)
        entry = _texts()["subdoel"][part]
        heading, explanation = (entry[name].format(nr=number) for name in ("kop", "uitleg"))
        yield Column(key, heading, entry["breedte"], explanation)


def _added_column(column: AddedColumn) -> Column:
    entry = _texts()["toegevoegd"][column.eenheid.value]
    known = {"naam": column.variable.name, "nr": column.number, "code": column.code and column.code.name}
    heading, explanation = (entry[name].format(**known) for name in ("kop", "uitleg"))
    return Column(column.key, heading, entry["breedte"], explanation)


def _export_column(column: ExportColumn) -> Column:
    heading = column.heading or column.name.replace("_", " ").capitalize()
    explanation = f"{column.explanation or ''} Uit de export: {column.source}.".strip()
    return Column(column.name, heading, _WIDTHS[column.type], explanation)


def _cells(row: Row) -> dict[str, object]:
    """A row as people read it."""
    cells: dict[str, object] = {
        key: ", ".join(value) if isinstance(value, list) else value for key, value in row.items()
    }
    return cells | {"datum": as_date(row["datum"])} if "datum" in row else cells


def _explanation(described: ExportColumns, codebook: "Codebook") -> Iterator[Line]:
    yield from section("Zo werkt u met dit werkboek", [(sentence,) for sentence in _texts()["werkwijze"]])
    sheets = (("Koppeling", linked_layout(described, codebook)), ("Niet gekoppeld", unlinked_layout()))
    for sheet, layout in sheets:
        lines = [(column.heading, column.explanation) for column in layout]
        yield from section(f"Kolommen van het blad {sheet}", lines)
    for variable in codebook.variables.values():
        yield from section(*variable_lines(variable))
