"""eenheden.xlsx: the tables as a workbook to work in. The same rows give the same bytes."""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from pipeline.domain import BESLUIT
from pipeline.export.rows import Row
from pipeline.export.sheets import Column, columns, intake_cells, unit_cells
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

LINE_HEIGHT = 15
MOST_LINES = 27
"""A row higher than this is refused by Excel (409 points)."""

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


def to_xlsx(rows: Sequence[Row], intake: Sequence[Mapping[str, Any]], codebook: "Codebook") -> bytes:
    """The whole workbook: the sheets Eenheden, Intake and Uitleg."""
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    workbook = Workbook(stream, {"in_memory": True})
    workbook.set_properties({"title": "Gecodeerde ondersteuningsplannen", "created": CREATED})
    styles = Styles(workbook)
    shown = any(row["subcodes"] for row in rows)
    write_table(
        workbook.add_worksheet("Eenheden"),
        [column for column in columns("eenheden") if column.key != "subcodes" or shown],
        [(unit_cells(row), _unit_style(row)) for row in rows],
        styles,
    )
    write_table(
        workbook.add_worksheet("Intake"),
        columns("intake"),
        [(intake_cells(row), _intake_style(row)) for row in intake],
        styles,
    )
    write_lines(workbook.add_worksheet("Uitleg"), explanation(rows, codebook), styles)
    workbook.close()
    return stream.getvalue()


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
    rows: Sequence[tuple[Mapping[str, object], Mapping[str, object]]],
    styles: Styles,
) -> None:
    """A header that stays in view and filters, then the rows, each with its own style."""
    for index, column in enumerate(layout):
        sheet.set_column(index, index, column.width)
        sheet.write_string(0, index, column.heading, styles(_HEADER))
    for number, (cells, style) in enumerate(rows, start=1):
        for index, column in enumerate(layout):
            own = _COLUMN_STYLE.get(column.key, {})
            _write(sheet, number, index, cells[column.key], styles(_CELL, style, own))
        # Spreadsheets other than Excel do not fit the height of a row to wrapped text by themselves.
        lines = (_lines(str(cells[column.key]), column.width) for column in layout if column.key != "sha256")
        sheet.set_row(number, LINE_HEIGHT * min(max(lines), MOST_LINES))
    sheet.set_row(0, 30)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(rows), len(layout) - 1)
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
    return sum(1 + int(len(part) / (1.1 * width)) for part in text.split("\n"))
