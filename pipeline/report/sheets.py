"""The tables of the report as plain rows, for the workbook and for csv: numbers as numbers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.report.dutch import HIDDEN
from pipeline.report.section import Chapter, Section
from pipeline.report.tables import Grid, Kind, Row, Table, Value

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
    for name in table.columns:
        columns += [f"{name}: aantal", f"{name}: van", f"{name}: aandeel"]
        kinds += ["count", "count", "share"]
    return Grid(tuple(columns), tuple(kinds), tuple(_rows(table.rows, grouped=grouped)))


def _rows(rows: Sequence[Row], *, grouped: bool) -> Iterator[tuple[Value, ...]]:
    heading = group = ""
    for row in rows:
        if row.heading:
            heading = group = row.label
            continue
        part_of = group if row.member else heading
        group = group if row.member else row.label
        values: list[Value] = [row.label, *([part_of] if grouped else [])]
        for share in row.shares:
            hidden = share.hidden
            values += [HIDDEN if hidden else share.count, HIDDEN if hidden else share.total, share.part]
        yield tuple(values)
