"""Blocks as a sheet (.xlsx): the columns are cut where the tables need it, and cells are merged over them."""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import takewhile
from pathlib import Path
from typing import Any

from layouts.blocks import Document, Inline, Span, Style
from layouts.programs.docx import FONTS
from layouts.programs.fonts import find_font
from layouts.programs.sheetrows import Piece, Row, rows_of

GRAIN = 48  # cuts between columns stand at whole parts of the line
HIGHEST = 400.0  # points; a row cannot be higher than 409
POINTS = 72 / 2.54


def write_xlsx(document: Document, path: Path) -> None:
    """The document as ``path`` (.xlsx)."""
    import openpyxl

    book = openpyxl.Workbook()
    Writer(book.active, document).write()
    book.save(str(path))


class Writer:
    """The rows of one document into one sheet."""

    def __init__(self, sheet: Any, document: Document) -> None:
        self.sheet, self.style = sheet, document.style
        self.rows = rows_of(document.blocks, document.style)
        self.cuts = sorted(
            {cut for row in self.rows for piece in row.pieces for cut in _cuts(piece)} | {0, GRAIN}
        )
        self.page = (29.7 if self.style.landscape else 21.0) - 2 * self.style.margin

    def write(self) -> None:
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.pagebreak import Break

        set_page(self.sheet, self.style)
        for place, (left, right) in enumerate(zip(self.cuts, self.cuts[1:], strict=False), 1):
            pixels = (right - left) / GRAIN * self.page / 2.54 * 96
            self.sheet.column_dimensions[get_column_letter(place)].width = (pixels - 5) / 7
        for number, row in enumerate(self.rows, 1):
            self.sheet.row_dimensions[number].height = self._height(row)
            if row.new_page:
                self.sheet.row_breaks.append(Break(id=number - 1))
            for piece in row.pieces:
                self._put(piece, number)
        self._lengthen()
        head = longest_head(self.rows)
        if head:
            self.sheet.print_title_rows = f"{head}:{head}"
        self.sheet.print_area = f"A1:{get_column_letter(len(self.cuts) - 1)}{len(self.rows)}"

    def _height(self, row: Row) -> float:
        needed = [self._needed(piece) for piece in row.pieces if piece.rows == 1]
        return min(max([row.points, self.style.size * 1.35 if row.pieces else 0, *needed]), HIGHEST)

    def _needed(self, piece: Piece) -> float:
        width = (piece.end - piece.start) * self.page * POINTS - 7 - 9 * piece.indent
        size = self.style.size * piece.scale
        lines = 1 if piece.loose else count_lines(piece.spans, self.style.font, size, width * 0.94 - 1)
        return lines * line_height(self.style.font, size) + 3

    def _lengthen(self) -> None:
        """A cell over several rows may need more than they have; the last of them gets it."""
        sizes = self.sheet.row_dimensions
        for number, row in enumerate(self.rows, 1):
            for piece in row.pieces:
                over = range(number, number + piece.rows)
                short = self._needed(piece) - sum(sizes[one].height for one in over)
                if piece.rows > 1 and short > 0:
                    sizes[over[-1]].height = min(sizes[over[-1]].height + short, HIGHEST)

    def _put(self, piece: Piece, y: int) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        first, last = (self.cuts.index(cut) for cut in _cuts(piece))
        last = first + 1 if piece.loose else last
        target = self.sheet.cell(y, first + 1)
        bold = "bold" in piece.dress
        whole = all(span.bold for span in piece.spans) if piece.spans else False
        font: dict[str, Any] = {"name": FONTS[self.style.font], "size": self.style.size * piece.scale}
        target.value = rich(piece.spans, font, bold=bold or whole)
        if target.value is not None:
            target.data_type = "s"
        target.font = Font(
            **font, bold=bold or whole, italic="italic" in piece.dress, color=piece.colour or None,
            underline="single" if "underline" in piece.dress else None,
        )  # fmt: skip
        target.alignment = Alignment(
            wrap_text=not piece.loose, vertical="top", indent=piece.indent,
            horizontal="center" if "centre" in piece.dress and not piece.loose else "left",
        )  # fmt: skip
        sides: dict[str, Any] = {side: Side(style="thin", color="444444") for side in piece.lines}
        for row in self.sheet.iter_rows(y, y + piece.rows - 1, first + 1, last):
            for one in row:
                one.border = Border(**sides)
                if piece.fill:
                    one.fill = PatternFill("solid", fgColor=piece.fill)
        if last - first > 1 or piece.rows > 1:
            self.sheet.merge_cells(
                start_row=y, end_row=y + piece.rows - 1, start_column=first + 1, end_column=last
            )


def longest_head(rows: list[Row]) -> int:
    """The row of heads (from 1) with the longest table below it; a sheet repeats one at most, 0 for none."""
    best, longest = 0, 4  # a shorter table is no list that somebody would repeat the heads of
    for number, row in enumerate(rows, 1):
        if row.repeat:
            below = takewhile(lambda one: len(one.pieces) > 1 and not one.repeat, rows[number:])
            length = sum(1 for _ in below)
            if length > longest:
                best, longest = number, length
    return best


def set_page(sheet: Any, style: Style) -> None:
    """Paper, margins, what stands above and below each page, whether the sheet's own lines are printed."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if style.landscape else "portrait"
    sheet.sheet_properties.pageSetUpPr = _fit_to_width()
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    inch = style.margin / 2.54
    sheet.page_margins.left = sheet.page_margins.right = inch
    sheet.page_margins.top = sheet.page_margins.bottom = inch
    sheet.page_margins.header = sheet.page_margins.footer = inch / 2
    sheet.print_options.gridLines = style.gridlines
    footer = style.footer.replace("&", "&&").replace("{p}", "&P").replace("{n}", "&N")
    sheet.oddHeader.left.text, sheet.oddFooter.right.text = (
        style.header.replace("&", "&&") or None,
        footer or None,
    )


def _fit_to_width() -> Any:
    from openpyxl.worksheet.properties import PageSetupProperties

    return PageSetupProperties(fitToPage=True)


def _cuts(piece: Piece) -> tuple[int, int]:
    return round(piece.start * GRAIN), round(piece.end * GRAIN)


def rich(spans: Inline, font: dict[str, Any], *, bold: bool) -> Any:
    """The value of a cell: text in one dress, or runs where the dress changes within it."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    kept = [span for span in spans if span.text]
    if bold or not any(span.bold or span.italic for span in kept):
        return "".join(span.text for span in kept) or None
    name, size = font["name"], font["size"]
    runs = [
        TextBlock(InlineFont(rFont=name, sz=size, b=span.bold, i=span.italic), span.text) for span in kept
    ]
    return CellRichText(*runs)


@lru_cache
def _measure(font: str, size: float, *, bold: bool) -> Any:
    from PIL import ImageFont

    files = find_font(font) or find_font("sans")
    if not files:
        return None
    file, plain = str(files[1 if bold else 0]), ImageFont.Layout.BASIC
    return ImageFont.truetype(file, round(size * 10), layout_engine=plain)


def line_height(font: str, size: float) -> float:
    measure = _measure(font, size, bold=False)
    return max(sum(measure.getmetrics()) / 10, size * 1.17) * 1.02 if measure else size * 1.35


def count_lines(spans: Inline, font: str, size: float, width: float) -> int:
    """How many lines the text takes; bold as wide as it is."""
    lines, filled = 1, 0.0
    for span in _words(spans):
        measure = _measure(font, size, bold=span.bold)
        length = measure.getlength(span.text) / 10 if measure else len(span.text) * size * 0.55
        if span.text == "\n":
            lines, filled = lines + 1, 0
        elif filled and filled + length > width:
            lines, filled = lines + max(1, math.ceil(length / width)), length
        else:
            lines, filled = lines + math.floor(length / width), filled + length
    return lines


def _words(spans: Inline) -> list[Span]:
    """Words with the space before them, and the ends of lines."""
    words: list[Span] = []
    for span in spans:
        for number, line in enumerate(span.text.split("\n")):
            words += [Span("\n")] if number else []
            words += [
                Span(f" {word}" if place else word, bold=span.bold)
                for place, word in enumerate(line.split(" "))
            ]
    return words
