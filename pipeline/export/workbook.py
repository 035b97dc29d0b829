"""eenheden.xlsx: the tables as a workbook to work in. The same rows give the same bytes."""

import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.domain import BESLUIT
from pipeline.export.rows import Row, Rows, flat
from pipeline.export.sheets import Column, columns, intake_cells, unit_cells, unit_columns
from pipeline.export.uitleg import Line, explanation

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from pipeline.codebook import Codebook

CREATED = datetime(2000, 1, 1)
"""A fixed date, so that the bytes do not depend on the day."""

CELL_LIMIT = 32_000
"""Excel refuses longer texts in a cell; the other files hold them whole."""

MANY = 20_000
"""From so many units on the workbook is written row by row."""

ROWS_OF_A_SHEET = 1_048_575
"""What Excel's sheets hold below the header."""

LINE_HEIGHT = 15
MOST_LINES = 27
"""A row higher than this is refused by Excel (409 points)."""

Cells = tuple[Mapping[str, object], Mapping[str, object]]
"""The values of a row by the keys of the columns, and its style."""

_ANY_WIDTH = 10_000  # of a column that is not wrapped
_EXPLANATION_WIDTHS = (28, 34, 100)
_HEADER = {
    "bold": True,
    "bg_color": "#1F4E78",
    "font_color": "#FFFFFF",
    "text_wrap": True,
    "valign": "vcenter",
}
_CELL = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#D9D9D9"}
_DOUBT = {"bg_color": "#FFF2CC"}
_UNUSED = {"bg_color": "#F2F2F2", "font_color": "#595959"}
_UNREADABLE = {"bg_color": "#F8CBAD"}
_UNIT_STYLE: dict[str, dict[str, object]] = {
    "hoofddoel": {"bold": True, "top": 2, "top_color": "#1F4E78"},
    "subdoel": {"bold": True},
}
_CENTRE = {"align": "center"}
_COLUMN_STYLE: dict[str, Mapping[str, object]] = {
    "datum": {"num_format": "dd-mm-yyyy"} | _CENTRE,
    "zekerheid": {"num_format": "0%"} | _CENTRE,
    "sha256": {"text_wrap": False},
    **dict.fromkeys(("subdoel_nr", "afspraak_nr", "pagina", "eigen_inzet", "meting", "paginas"), _CENTRE),
    **{key: {"bold": False} for key in ("scores", "nakijken", "waarom", "plan", "persoon")},
}
_STATUS_STYLE: dict[str, dict[str, str]] = {
    "gecodeerd": {},
    "dubbel_bsn": _DOUBT,
    "onleesbaar": _UNREADABLE,
    "geen_plan": _UNREADABLE,
}


@dataclass(frozen=True)
class Known:
    """What is known of the units before the workbook is made: their number, who coded them, any subcodes."""

    units: int
    models: Collection[str]
    subcodes: bool


def write_xlsx(path: Path, rows: Rows, intake: Rows, known: Known, codebook: "Codebook") -> None:
    """The whole workbook at ``path``: the sheets Eenheden, Intake and Uitleg.

    From ``MANY`` units on no more than a row is in memory, in Excel's other way of writing texts and without
    the heights of rows; what is too long for a sheet goes on in the next one.
    """
    from xlsxwriter import Workbook

    many = known.units >= MANY
    with (
        tempfile.TemporaryDirectory(dir=path.parent, prefix=path.stem, suffix=path.suffix) as scratch,
        path.open("w+b") as stream,
    ):
        workbook = Workbook(
            stream, {"constant_memory": True, "tmpdir": scratch} if many else {"in_memory": True}
        )
        workbook.set_properties({"title": "Gecodeerde ondersteuningsplannen", "created": CREATED})
        styles = Styles(workbook)
        layout = unit_columns(codebook, subcodes=known.subcodes)
        units = ((unit_cells(flat(row, codebook)), _unit_style(row)) for row in rows())
        received = ((intake_cells(row), _intake_style(row)) for row in intake())
        _write_pages(workbook, "Eenheden", layout, units, styles, heights=not many)
        _write_pages(workbook, "Intake", columns("intake"), received, styles, heights=not many)
        write_lines(workbook.add_worksheet("Uitleg"), explanation(known.models, codebook), styles)
        workbook.close()


def _write_pages(
    workbook: "Workbook",
    name: str,
    layout: Sequence[Column],
    rows: Iterable[Cells],
    styles: "Styles",
    *,
    heights: bool,
) -> None:
    """As many sheets as the rows need: Eenheden, Eenheden 2, and so on."""
    left = iter(rows)
    first = next(left, None)
    number = 1
    while number == 1 or first is not None:
        page = chain([] if first is None else [first], islice(left, ROWS_OF_A_SHEET - 1))
        sheet = workbook.add_worksheet(name if number == 1 else f"{name} {number}")
        write_table(sheet, layout, page, styles, heights=heights)
        first, number = next(left, None), number + 1


class Styles:
    """Each combination of properties as one format of the workbook."""

    def __init__(self, workbook: "Workbook") -> None:
        self._workbook = workbook
        self._formats: dict[str, Format] = {}

    def __call__(self, *properties: Mapping[str, object]) -> "Format":
        merged: dict[str, object] = {}
        for mapping in properties:
            merged |= mapping
        name = repr(sorted(merged.items()))
        if name not in self._formats:
            self._formats[name] = self._workbook.add_format(merged)
        return self._formats[name]


def _unit_style(row: Row) -> dict[str, object]:
    return {**_UNIT_STYLE.get(row["eenheid"], {}), **(_DOUBT if row["nakijken"] else {})}


def _intake_style(row: Mapping[str, Any]) -> Mapping[str, str]:
    """A coded file with a reason is one to look at, unless someone did."""
    if row["reden"].startswith(BESLUIT):
        return {} if row["status"] == "gecodeerd" else _UNUSED
    if row["status"] == "gecodeerd" and row["reden"]:
        return _DOUBT
    return _STATUS_STYLE.get(row["status"], _UNUSED)


def write_table(
    sheet: "Worksheet",
    layout: Sequence[Column],
    rows: Iterable[Cells],
    styles: Styles,
    *,
    heights: bool = True,
) -> None:
    """A header that stays in view and filters, then the rows, each with its own style.

    ``heights``: set the height of each row, which takes memory.
    """
    sheet.set_row(0, 30)
    widths = [_ANY_WIDTH if column.key == "sha256" else column.width for column in layout]
    for index, column in enumerate(layout):
        sheet.set_column(index, index, column.width)
        sheet.write_string(0, index, column.heading, styles(_HEADER))
    number = 0
    of_rows: dict[str, list[Format]] = {}  # few rows have a style of their own
    for number, (cells, style) in enumerate(rows, start=1):
        if (name := repr(style)) not in of_rows:
            own = (_COLUMN_STYLE.get(column.key, {}) for column in layout)
            of_rows[name] = [styles(_CELL, style, each) for each in own]
        values = [cells[column.key] for column in layout]
        for index, (value, form) in enumerate(zip(values, of_rows[name], strict=True)):
            _write(sheet, number, index, value, form)
        if heights:  # spreadsheets other than Excel do not fit a row to wrapped text by themselves
            lines = max(_lines(str(value), width) for value, width in zip(values, widths, strict=True))
            sheet.set_row(number, LINE_HEIGHT * min(lines, MOST_LINES))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, number, len(layout) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write(sheet: "Worksheet", row: int, column: int, value: object, style: "Format") -> None:
    """Texts are written as texts: never as formulas, links or numbers."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, style)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, str(value)[:CELL_LIMIT], style)


def write_lines(sheet: "Worksheet", lines: Sequence[Line], styles: Styles) -> None:
    """A line of fewer than three cells has its last one over the columns that are left."""
    for index, width in enumerate(_EXPLANATION_WIDTHS):
        sheet.set_column(index, index, width)
    plain = styles({"text_wrap": True, "valign": "top"})
    for number, line in enumerate(lines):
        if line.heading:
            sheet.write_string(number, 0, line.cells[0], styles({"bold": True, "font_size": 13}))
            continue
        for index, cell in enumerate(line.cells):
            sheet.write_string(number, index, cell, plain)
        if 0 < len(line.cells) < len(_EXPLANATION_WIDTHS):
            last = len(line.cells) - 1
            sheet.merge_range(number, last, number, len(_EXPLANATION_WIDTHS) - 1, line.cells[-1], plain)
        if line.cells:
            room = sum(_EXPLANATION_WIDTHS[len(line.cells) - 1 :])
            sheet.set_row(number, LINE_HEIGHT * _lines(line.cells[-1], room))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _lines(text: str, width: int) -> int:
    """How many lines ``text`` takes in a cell of ``width`` characters."""
    if len(text) < width and "\n" not in text:
        return 1
    return sum(1 + int(len(part) / (1.1 * width)) for part in text.split("\n"))
