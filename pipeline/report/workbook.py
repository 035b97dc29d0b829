"""report.xlsx: every table of the report on a sheet of its own, with a sheet of contents in front."""

import io
import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.export.workbook import CREATED, Styles
from pipeline.report.sheets import Sheet
from pipeline.report.tables import Kind, Value

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

CONTENTS = "Inhoud"
TITLE = {"bold": True, "font_size": 14}
NOTICE = {"bold": True, "font_color": "#9D2B1C"}
LEAD = {"font_color": "#5A6872", "valign": "top"}
HEADER = {
    "bold": True,
    "bg_color": "#17636E",
    "font_color": "#FFFFFF",
    "text_wrap": True,
    "valign": "vcenter",
    "border": 1,
    "border_color": "#D9D9D9",
}
CELL = {"valign": "top", "border": 1, "border_color": "#D9D9D9"}
WRAPPED = {"text_wrap": True}
LINK = {"font_color": "#17636E", "underline": 1} | CELL
_FORMATS: Mapping[Kind, Mapping[str, object]] = {
    "text": {"text_wrap": True, "align": "left", "indent": 1},
    "count": {"num_format": "#,##0"},
    "share": {"num_format": "0.0%"},
    "decimal": {"num_format": "0.00"},
    "points": {"num_format": "+0.0;-0.0;0.0"},
    "p": {"num_format": '[<0.001]"<0.001";0.000'},
}
_RIGHT = {"align": "right", "indent": 0}
LONGEST_NAME = 31
TABLE_TOP = 3
TEXT_WIDTH, NUMBER_WIDTH, WIDEST = 44, 11, 60
LINE_HEIGHT = 15


def to_xlsx(sheets: Sequence[Sheet], paragraphs: Sequence[str], notice: str = "") -> bytes:
    """The whole workbook; the same tables give the same bytes. ``paragraphs`` tell the method.

    ``notice`` stands at the head of the first sheet.
    """
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    workbook = Workbook(stream, {"in_memory": True})
    workbook.set_properties({"title": "Ondersteuningsplannen: tabellen", "created": CREATED})
    styles = Styles(workbook)
    names = [sheet.name[:LONGEST_NAME] for sheet in sheets]
    contents = workbook.add_worksheet(CONTENTS)
    _contents(contents, sheets, names, styles)
    if notice:
        contents.write_string(1, 0, notice, styles(NOTICE))
    for sheet, name in zip(sheets, names, strict=True):
        _table(workbook.add_worksheet(name), sheet, styles)
    _method(workbook, paragraphs, styles)
    workbook.close()
    return stream.getvalue()


def _contents(page: "Worksheet", sheets: Sequence[Sheet], names: Sequence[str], styles: Styles) -> None:
    page.write_string(0, 0, "Tabellen van het rapport", styles(TITLE))
    for column, (heading, width) in enumerate((("Hoofdstuk", 28), ("Tabel", 44), ("Blad", 26), ("Wat", 90))):
        page.set_column(column, column, width)
        page.write_string(2, column, heading, styles(HEADER))
    for row, (sheet, name) in enumerate(zip(sheets, names, strict=True), start=TABLE_TOP):
        page.write_string(row, 0, sheet.chapter, styles(CELL))
        page.write_string(row, 1, sheet.title, styles(CELL, _FORMATS["text"]))
        page.write_url(row, 2, f"internal:'{name}'!A1", styles(LINK), name)
        page.write_string(row, 3, sheet.lead, styles(CELL, _FORMATS["text"]))
        page.set_row(row, LINE_HEIGHT * max(_lines(sheet.lead, 90), _lines(sheet.title, 44)))
    page.freeze_panes(TABLE_TOP, 0)
    _for_print(page)


def _table(page: "Worksheet", sheet: Sheet, styles: Styles) -> None:
    page.write_string(0, 0, sheet.title, styles(TITLE))
    _told(page, 1, sheet.lead, sheet, styles)
    for column, heading in enumerate(sheet.columns):
        page.set_column(column, column, _width(sheet, column))
        side = _FORMATS["text"] if sheet.kinds[column] == "text" else _RIGHT
        page.write_string(TABLE_TOP - 1, column, heading, styles(HEADER, side))
    heads = (_lines(heading, _width(sheet, column)) for column, heading in enumerate(sheet.columns))
    page.set_row(TABLE_TOP - 1, LINE_HEIGHT * max(2, *heads))
    for row, values in enumerate(sheet.rows, start=TABLE_TOP):
        for column, (value, kind) in enumerate(zip(values, sheet.kinds, strict=True)):
            _write(page, row, column, value, kind, styles)
        texts = ((str(value), _width(sheet, at)) for at, value in enumerate(values) if isinstance(value, str))
        page.set_row(row, LINE_HEIGHT * max((_lines(text, width) for text, width in texts), default=1))
    for index, remark in enumerate(sheet.remarks):
        _told(page, TABLE_TOP + len(sheet.rows) + 1 + index, remark, sheet, styles)
    page.freeze_panes(TABLE_TOP, 1)
    page.repeat_rows(TABLE_TOP - 1)
    _for_print(page)


def _told(page: "Worksheet", row: int, text: str, sheet: Sheet, styles: Styles) -> None:
    """A sentence over the width of the table: in one cell it would make the print as small as it is long."""
    width = sum(_width(sheet, column) for column in range(len(sheet.columns)))
    look = styles(LEAD, WRAPPED)
    page.merge_range(row, 0, row, max(1, len(sheet.columns) - 1), "", look)
    page.write_string(row, 0, text, look)
    page.set_row(row, LINE_HEIGHT * _lines(text, width))


def _write(page: "Worksheet", row: int, column: int, value: Value, kind: Kind, styles: Styles) -> None:
    """Texts are written as texts: never as formulas, links or numbers."""
    if value is None:
        page.write_blank(row, column, None, styles(CELL))
    elif isinstance(value, str):
        side = {} if kind == "text" else _RIGHT
        page.write_string(row, column, value, styles(CELL, _FORMATS["text"], side))
    else:
        page.write_number(row, column, value, styles(CELL, _FORMATS[kind]))


def _method(workbook: "Workbook", paragraphs: Sequence[str], styles: Styles) -> None:
    page = workbook.add_worksheet("Methode")
    page.set_column(0, 0, 120)
    page.write_string(0, 0, "Methode", styles(TITLE))
    for row, paragraph in enumerate(paragraphs, start=2):
        page.write_string(row, 0, paragraph, styles({"text_wrap": True, "valign": "top"}))
        page.set_row(row, LINE_HEIGHT * _lines(paragraph, 120))
    _for_print(page)


def _width(sheet: Sheet, column: int) -> float:
    if sheet.kinds[column] != "text":
        return NUMBER_WIDTH
    longest = max((len(str(row[column])) for row in sheet.rows), default=0)
    return min(WIDEST, max(NUMBER_WIDTH, min(TEXT_WIDTH, longest) if column else longest + 2))


def _lines(text: str, width: float) -> int:
    """How many lines ``text`` takes: spreadsheets other than Excel do not fit the height by themselves."""
    return max(1, len(textwrap.wrap(text, max(1, int(1.1 * width)))))


def _for_print(page: "Worksheet") -> None:
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
