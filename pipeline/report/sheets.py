"""The tables of the report as plain rows, for the workbook and for csv: numbers as numbers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.report.dutch import HIDDEN, other
from pipeline.report.section import Chapter, Section
from pipeline.report.tables import Beside, Grid, Kind, Table, Value

PART_OF = "onderdeel van"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. ``name`` is fit for a file and for a sheet; ``rows`` are as long as ``columns``."""

    name: str
    chapter: str
    title: str
    lead: str
    columns: tuple[str, ...]
    kinds: tuple[Kind, ...]
    rows: tuple[tuple[Value, ...], ...]
    remarks: tuple[str, ...] = ()


def sheets_of(chapters: Iterable[Chapter]) -> list[Sheet]:
    """All tables, in the order of the report."""
    return [
        sheet for chapter in chapters for section in chapter.sections for sheet in _sheets(chapter, section)
    ]


def _sheets(chapter: Chapter, section: Section) -> Iterator[Sheet]:
    made = section.table if isinstance(section.table, Grid) else _as_grid(section.table)
    yield _sheet(section.id, chapter.title, section.title, section.lead, made, section.remarks)
    if section.listing:
        listing = section.listing
        yield _sheet(f"{section.id}-lijst", chapter.title, listing.title, listing.lead, listing.grid)


def _sheet(
    name: str, chapter: str, title: str, lead: str, grid: Grid, remarks: tuple[str, ...] = ()
) -> Sheet:
    return Sheet(name, chapter, title, lead, grid.columns, grid.kinds, grid.rows, remarks)


def _as_grid(table: Table) -> Grid:
    """Of each column the count, what it is out of, and the share; and what a row is part of, if anything."""
    grouped = any(row.member or row.heading for row in table.rows)
    columns: list[str] = [table.row_title, *([PART_OF] if grouped else [])]
    kinds: list[Kind] = ["text", *(["text"] if grouped else [])]  # type: ignore[list-item]
    for at, name in enumerate(table.columns):
        columns += [f"{name}: aantal", f"{name}: van", f"{name}: aandeel"]
        kinds += ["count", "count", "share"]
        if table.beside and at in table.beside.columns:
            columns.append(f"{name}: {table.beside.name}")
            kinds.append(_kind(table.beside, at))
    return Grid(tuple(columns), tuple(kinds), tuple(_rows(table, grouped=grouped)))


def _kind(beside: Beside, column: int) -> Kind:
    """What the figures of elsewhere beside a column are; shares and counts together go as text."""
    kinds = {isinstance(figure, int) for (_, at), figure in beside.figures.items() if at == column}
    return "text" if len(kinds) > 1 else "count" if kinds == {True} else "share"


def _other(table: Table, row: int, column: int) -> list[Value]:
    if not table.beside or column not in table.beside.columns:
        return []
    figure = table.beside.figures.get((row, column))
    return [other(figure) if _kind(table.beside, column) == "text" else figure]


def _rows(table: Table, *, grouped: bool) -> Iterator[tuple[Value, ...]]:
    heading = group = ""
    for at, row in enumerate(table.rows):
        if row.heading:
            heading = group = row.label
            continue
        part_of = group if row.member else heading
        group = group if row.member else row.label
        values: list[Value] = [row.label, *([part_of] if grouped else [])]
        for column, share in enumerate(row.shares):
            hidden = share.hidden
            values += [HIDDEN if hidden else share.count, HIDDEN if hidden else share.total, share.part]
            values += _other(table, at, column)
        yield tuple(values)
