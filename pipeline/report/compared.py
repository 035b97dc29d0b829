"""Figures from elsewhere, such as those of an earlier study, beside those of this report."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from pipeline.errors import UsageError
from pipeline.report.dutch import other, percent, points
from pipeline.report.intervals import Interval, interval_figure
from pipeline.report.section import Chapter, Section
from pipeline.report.tables import Beside, Grid, Kind, Row, Share, Table
from pipeline.validation import Fault, read_yaml, suggestion, validate

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Figure(_Entry):
    """One figure: ``table`` is the id of a section, ``row`` and ``column`` as they are written in it; a
    row under a heading is ``heading / row``.

    One of ``percentage`` (0 to 100) and ``count``; ``column`` may be left out where there is one.
    """

    table: Text = Field(alias="tabel")
    row: Text = Field(alias="rij")
    column: Text | None = Field(alias="kolom", default=None)
    percentage: float | None = Field(alias="percentage", default=None, ge=0, le=100)
    count: int | None = Field(alias="aantal", default=None, ge=0)
    note: str = Field(alias="noot", default="")

    @property
    def value(self) -> float | int:
        """A share from 0 to 1, or a count."""
        return self.percentage / 100 if self.percentage is not None else self.count or 0


class Figures(_Entry):
    """The content of the file of ``--compare``; ``name`` says whose figures they are."""

    name: Text = Field(alias="naam")
    figures: tuple[Figure, ...] = Field(alias="cijfers", min_length=1)


def load_figures(path: Path) -> Figures:
    """Raises UsageError that lists every fault with its line."""
    data, line_of = read_yaml(path, UsageError)
    entries = data.get("cijfers") if isinstance(data, dict) else None
    return validate(Figures, data, line_of, UsageError, [*_faults(entries)])


@dataclass(frozen=True, slots=True)
class _Beside:
    """A figure from elsewhere with ours; ``title`` is that of the table it is in."""

    title: str
    there: Figure
    here: Share


def compared_chapter(chapters: Sequence[Chapter], figures: Figures) -> Chapter:
    """A chapter with each figure beside that of this report. Raises UsageError for one that is not in it."""
    tables = {
        section.id: section.table
        for chapter in chapters
        for section in chapter.sections
        if isinstance(section.table, Table)
    }
    faults = [fault for each in figures.figures if (fault := _missing(each, tables))]
    if faults:
        raise UsageError(
            "Cijfers om naast te leggen die niet in dit rapport staan.",
            waar="--compare",
            faults=tuple(faults),
            doe="Schrijf tabel, rij en kolom zoals in report.xlsx (het blad, de eerste kolom, de kop).",
        )
    titles = {section.id: section.title for chapter in chapters for section in chapter.sections}
    found = [_Beside(titles[each.table], each, _share(each, tables[each.table])) for each in figures.figures]
    return Chapter("vergelijking", f"Naast {figures.name}", (_section(figures.name, found),))


def with_column(chapters: Sequence[Chapter], figures: Figures) -> list[Chapter]:
    """The same chapters with the figures in their tables as well, each in a column beside its own.

    They must be in the report (``compared_chapter`` says so).
    """
    return [
        replace(chapter, sections=tuple(_beside(section, figures) for section in chapter.sections))
        for chapter in chapters
    ]


def _beside(section: Section, figures: Figures) -> Section:
    table = section.table
    if not isinstance(table, Table):
        return section
    rows = {id(row): at for at, row in enumerate(table.rows)}
    found = {
        (rows[id(_rows(table)[each.row])], _column(each, table)): each.value
        for each in figures.figures
        if each.table == section.id
    }
    return replace(section, table=replace(table, beside=Beside(figures.name, found))) if found else section


def _section(name: str, found: Sequence[_Beside]) -> Section:
    rows = tuple(
        (
            each.title,
            each.there.row,
            each.there.column or "",
            None if each.here.hidden else each.here.count,
            each.here.part,
            each.there.count,
            None if each.there.percentage is None else each.there.percentage / 100,
            _points(each.there, each.here),
            each.there.note,
        )
        for each in found
    )
    columns = (
        "Tabel",
        "Rij",
        "Kolom",
        "aantal hier",
        "aandeel hier",
        "aantal daar",
        "aandeel daar",
        "verschil in punten",
        "Noot",
    )
    kinds: tuple[Kind, ...] = ("text", "text", "text", "count", "share", "count", "share", "points", "text")
    lines = _lines(found)
    figure = interval_figure(f"Dit rapport en {name}", lines, "dit rapport", name)
    return Section(
        "naast-elkaar",
        f"De cijfers van dit rapport naast {name}",
        f"Hier: dit rapport. Daar: {name}. Een verschil kan komen van andere plannen, een andere codeur, of "
        "de fouten van het model.",
        Grid(columns, kinds, rows),
        figure if lines else None,
    )


def _lines(found: Sequence[_Beside]) -> list[Interval]:
    """The percentages, under the table and the column they stand in."""
    lines: list[Interval] = []
    title = column = None
    for each in found:
        there = each.there
        if there.percentage is None:
            continue
        if each.title != title:
            title, column = each.title, None
            lines.append(Interval(title))
        if there.column and there.column != column:
            column = there.column
            lines.append(Interval(column))
        elsewhere = there.percentage / 100
        told = f"{_told(each.here)} (daar {other(elsewhere)})"
        lines.append(Interval(there.row, elsewhere, each.here.part, told=told))
    return lines


def _told(share: Share) -> str:
    return percent(share) if share.part is None else points(share.part)


def _points(each: Figure, share: Share) -> float | None:
    if each.percentage is None or share.part is None:
        return None
    return round(100 * share.part - each.percentage, 1)


def _share(each: Figure, table: Table) -> Share:
    return _rows(table)[each.row].shares[_column(each, table)]


def _column(each: Figure, table: Table) -> int:
    return table.columns.index(each.column) if each.column else 0


def _rows(table: Table) -> dict[str, Row]:
    """The rows by name; under a heading as ``heading / name``. Of rows with one name the first."""
    found: dict[str, Row] = {}
    heading = ""
    for row in table.rows:
        if row.heading:
            heading = f"{row.label} / "
        else:
            found.setdefault(heading + row.label, row)
    return found


def _missing(each: Figure, tables: dict[str, Table]) -> str | None:
    """What of a figure is not in the report; None when all is."""
    if each.table not in tables:
        return f"tabel '{each.table}' is er niet{suggestion(each.table, list(tables))}"
    table = tables[each.table]
    labels = list(_rows(table))
    if each.row not in labels:
        return f"tabel '{each.table}' heeft geen rij '{each.row}'{suggestion(each.row, labels)}"
    if each.column is None and len(table.columns) > 1:
        return f"tabel '{each.table}', rij '{each.row}': noem een kolom ({', '.join(table.columns)})"
    if each.column is not None and each.column not in table.columns:
        near = suggestion(each.column, list(table.columns))
        return f"tabel '{each.table}' heeft geen kolom '{each.column}'{near}"
    return None


def _faults(entries: object) -> Iterator[Fault]:
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, dict) and ("percentage" in entry) == ("aantal" in entry):
            yield ("cijfers", index), "noem een van beide: 'percentage' of 'aantal'"
