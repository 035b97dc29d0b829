"""Blocks as a Word document, with Word's own lists, tables and page fields."""

from __future__ import annotations

import re
from functools import singledispatchmethod
from pathlib import Path
from typing import Any

from layouts.blocks import (
    Block,
    Box,
    Cell,
    Columns,
    Document,
    Heading,
    Inline,
    Items,
    Lead,
    Newspaper,
    PageBreak,
    Para,
    Rule,
    Space,
    Style,
    Table,
)
from layouts.programs.ooxml import (
    add_field,
    add_list,
    put_in_list,
    repeat_row,
    rule_table,
    shade_cell,
    shade_paragraph,
    underline_paragraph,
)

FONTS = {
    "sans": "Liberation Sans",
    "serif": "Liberation Serif",
    "narrow": "Liberation Sans Narrow",
    "mono": "DejaVu Sans Mono",
    "dejavu": "DejaVu Sans",
    "carlito": "Carlito",
    "caladea": "Caladea",
    "lato": "Lato",
    "open": "Open Sans",
    "roboto": "Roboto",
    "garamond": "EB Garamond",
    "comic": "Comic Neue",
}
FIRST_LIST = 90  # above the numbers that Word's own template has


def write_docx(document: Document, path: Path) -> None:
    """The document as ``path`` (.docx)."""
    import docx

    writer = Writer(docx.Document(), document.style)
    writer.set_page(document.style)
    for block in document.blocks:
        writer.add(block, writer.file)
    writer.file.save(str(path))


class Writer:
    """Blocks into the body, a cell or a section of one file."""

    def __init__(self, file: Any, style: Style) -> None:
        self.file, self.style = file, style
        self.lists: dict[str, int] = {}

    def set_page(self, style: Style) -> None:
        from docx.enum.section import WD_ORIENT
        from docx.shared import Cm, Pt

        normal = self.file.styles["Normal"]
        normal.font.name, normal.font.size = FONTS[style.font], Pt(style.size)
        normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(4), style.leading
        section = self.file.sections[0]
        width, height = (29.7, 21.0) if style.landscape else (21.0, 29.7)
        section.page_width, section.page_height = Cm(width), Cm(height)
        section.orientation = WD_ORIENT.LANDSCAPE if style.landscape else WD_ORIENT.PORTRAIT
        section.left_margin = section.right_margin = Cm(style.margin)
        section.top_margin = section.bottom_margin = Cm(style.margin)
        self.width = width - 2 * style.margin
        section.header.paragraphs[0].text = style.header
        self._footer(section.footer.paragraphs[0], style.footer)

    def _footer(self, paragraph: Any, pattern: str) -> None:
        fields = {"{p}": "PAGE", "{n}": "NUMPAGES"}
        for part in re.split(r"(\{[pn]\})", pattern):
            if part in fields:
                add_field(paragraph, fields[part])
            else:
                paragraph.add_run(part)

    @singledispatchmethod
    def add(self, block: Block, place: Any) -> None:
        """Put ``block`` at the end of ``place``: the file's body or a cell."""
        raise NotImplementedError(type(block).__name__)

    @add.register
    def _(self, block: Items, place: Any) -> None:
        for mark, text in block.items:
            self._item(place, mark, text)

    @add.register
    def _(self, block: Box, place: Any) -> None:
        rows = ((Cell((Para(block.title),), shaded=True),),) if block.title else ()
        self.add(Table((*rows, (Cell(block.blocks),)), (1,)), place)

    @add.register
    def _(self, block: Columns, place: Any) -> None:
        self.add(Table((tuple(Cell(part) for part in block.parts),), block.widths, grid="none"), place)

    @add.register
    def _(self, _block: Rule, place: Any) -> None:
        underline_paragraph(place.add_paragraph())

    @add.register
    def _(self, _block: PageBreak, _place: Any) -> None:
        self.file.add_page_break()

    @add.register
    def _(self, block: Space, place: Any) -> None:
        from docx.shared import Cm

        place.add_paragraph().paragraph_format.space_after = Cm(max(block.cm - 0.4, 0))

    def _runs(self, paragraph: Any, spans: Inline, *, bold: bool = False) -> None:
        for span in spans:
            run = paragraph.add_run(span.text)
            run.bold, run.italic = span.bold or bold or None, span.italic or None

    @add.register
    def _(self, para: Para, place: Any) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Cm

        paragraph = place.add_paragraph()
        self._runs(paragraph, para.text)
        if para.indent:
            paragraph.paragraph_format.left_indent = Cm(para.indent)
        if self.style.justify and place is self.file:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY

    @add.register
    def _(self, block: Lead, place: Any) -> None:
        from docx.shared import Cm

        paragraph = place.add_paragraph()
        form = paragraph.paragraph_format
        form.left_indent, form.first_line_indent = Cm(block.at), Cm(-block.at)
        form.tab_stops.add_tab_stop(Cm(block.at))
        paragraph.add_run(f"{block.lead}\t")
        self._runs(paragraph, block.text)

    @add.register
    def _(self, block: Heading, place: Any) -> None:
        from docx.shared import Pt

        kind = self.style.heading if block.level < 3 else "bold"
        paragraph = place.add_paragraph()
        self._runs(paragraph, block.text, bold=kind in ("bold", "bar", "rule", "smallcaps", "centre"))
        form = paragraph.paragraph_format
        form.space_before, form.keep_with_next = Pt(self.style.size * 0.8), True
        form.alignment = 1 if kind == "centre" else None
        size = self.style.size * (1 if kind == "plain" else (1.6, 1.2, 1.08, 1)[block.level])
        for run in paragraph.runs:
            self._dress(run, kind, size)
        if kind == "bar":
            shade_paragraph(paragraph, self.style.accent[1:])
        if kind == "rule":
            underline_paragraph(paragraph)

    def _dress(self, run: Any, kind: str, size: float) -> None:
        """A run of a heading in its size, colour and slant."""
        from docx.shared import Pt, RGBColor

        run.font.size, run.font.small_caps = Pt(size), kind == "smallcaps" or None
        run.underline, run.italic = kind == "underline" or None, kind == "italic" or None
        if kind in ("bar", "italic", "rule", "size"):
            colour = "FFFFFF" if kind == "bar" else self.style.accent[1:]
            run.font.color.rgb = RGBColor.from_string(colour)

    def _item(self, place: Any, mark: str, text: Inline) -> None:
        from docx.shared import Cm

        paragraph = place.add_paragraph()
        self._runs(paragraph, text)
        form = paragraph.paragraph_format
        form.left_indent, form.first_line_indent = Cm(0.8), Cm(-0.5)
        if not mark:
            return
        if mark[-1] in ".)" and len(mark) > 1:  # a typed number, as people type it
            paragraph.runs[0].text = f"{mark} {paragraph.runs[0].text}"
            return
        if mark not in self.lists:
            self.lists[mark] = FIRST_LIST + len(self.lists)
            add_list(self.file, mark, FONTS[self.style.font], self.lists[mark])
        put_in_list(paragraph, self.lists[mark])

    @add.register
    def _(self, paper: Newspaper, place: Any) -> None:
        """A section of two columns between sections of one."""
        from docx.enum.section import WD_SECTION
        from docx.oxml.ns import qn

        section = self.file.add_section(WD_SECTION.CONTINUOUS)
        columns = section._sectPr.xpath("./w:cols")[0]
        columns.set(qn("w:num"), "2")
        for block in paper.blocks:
            self.add(block, place)
        section = self.file.add_section(WD_SECTION.CONTINUOUS)
        section._sectPr.xpath("./w:cols")[0].set(qn("w:num"), "1")

    @add.register
    def _(self, table: Table, place: Any) -> None:
        from docx.shared import Cm

        width = self.width if place is self.file else self.width * 0.9
        arguments = (len(table.rows), len(table.widths))
        grid = self.file.add_table(*arguments) if place is self.file else place.add_table(*arguments)
        grid.autofit = False
        if table.grid in ("full", "rows"):
            rule_table(grid, upright=table.grid == "full")
        total = sum(table.widths)
        for number, share in enumerate(table.widths):
            grid.columns[number].width = Cm(width * share / total)
            for one in grid.columns[number].cells:
                one.width = Cm(width * share / total)
        self._fill(grid, table)
        for row in grid.rows[: table.heads]:
            repeat_row(row)

    def _fill(self, grid: Any, table: Table) -> None:
        taken: set[tuple[int, int]] = set()
        for y, row in enumerate(table.rows):
            x = 0
            for one in row:
                while (y, x) in taken:
                    x += 1
                places = {(y + dy, x + dx) for dy in range(one.rows) for dx in range(one.columns)}
                taken |= places
                target = grid.cell(y, x)
                if len(places) > 1:
                    target = target.merge(grid.cell(y + one.rows - 1, x + one.columns - 1))
                self._fill_cell(target, one, zebra=table.grid == "zebra" and y % 2 == 0 and y >= table.heads)
                x += one.columns

    def _fill_cell(self, target: Any, one: Cell, *, zebra: bool) -> None:
        for block in one.blocks:
            self.add(block, target)
        first = target.paragraphs[0]
        if len(target.paragraphs) > 1 and not isinstance(one.blocks[0], Space):
            first._p.getparent().remove(first._p)  # a cell is born with an empty one
        if one.head or one.shaded or zebra:
            shade_cell(target, "EEF2F6" if zebra else "E3E3E3")
