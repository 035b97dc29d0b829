"""fpdf2: blocks drawn one after the other; cells hold text only."""

from __future__ import annotations

from functools import singledispatchmethod
from pathlib import Path
from typing import Any

from layouts.blocks import (
    Block,
    Box,
    Columns,
    Document,
    Heading,
    Inline,
    Items,
    Lead,
    PageBreak,
    Para,
    Rule,
    Space,
    Table,
)
from layouts.programs.fonts import find_font, symbol_font

NAME = "fpdf2"
POINT = 25.4 / 72  # mm


def missing() -> str:
    """Why this program cannot draw here; empty when it can."""
    try:
        import fpdf  # noqa: F401
    except ImportError:
        return "fpdf2 is not installed (pip install fpdf2)"
    return "" if find_font("sans") else "fpdf2 needs the Liberation fonts (apt install fonts-liberation)"


def draw(documents: dict[Path, Document]) -> None:
    """Write each document to its path."""
    for path, document in documents.items():
        Drawer(document).write(path)


class Drawer:
    """One document on its way down the page."""

    def __init__(self, document: Document) -> None:
        self.document, self.style = document, document.style
        self.pdf = self._open()
        self.line = self.style.size * self.style.leading * POINT

    def write(self, path: Path) -> None:
        for block in self.document.blocks:
            self._one(block)
        self.pdf.output(str(path))

    def _open(self) -> Any:
        import fpdf

        style, margin = self.style, self.style.margin * 10

        class Page(fpdf.FPDF):  # type: ignore[misc,unused-ignore]
            def header(self) -> None:
                self.set_font("text", size=8)
                self.set_xy(margin, margin / 2)
                self.cell(0, 4, style.header)
                self.set_xy(margin, margin)

            def footer(self) -> None:
                self.set_font("text", size=8)
                self.set_y(-margin / 2 - 4)
                self.cell(
                    0, 4, style.footer.replace("{p}", str(self.page_no())).replace("{n}", "{nb}"), align="R"
                )

        pdf = Page(orientation="landscape" if style.landscape else "portrait", format="A4")
        for kind, file in zip(("", "B", "I"), find_font(style.font) or find_font("sans") or (), strict=False):
            pdf.add_font("text", kind, str(file))
        if symbol_font():
            pdf.add_font("symbols", "", str(symbol_font()))
            pdf.set_fallback_fonts(["symbols"], exact_match=False)
        pdf.set_margin(margin)
        pdf.set_auto_page_break(True, margin)
        pdf.set_title(self.document.title)
        pdf.add_page()
        return pdf

    @singledispatchmethod
    def _one(self, block: Block) -> None:
        raise NotImplementedError(f"fpdf2 draws no {type(block).__name__}")

    @_one.register
    def _(self, block: Para) -> None:
        self._flow(block.text, indent=block.indent * 10)
        self.pdf.ln(1.2)

    @_one.register
    def _(self, block: Items) -> None:
        for mark, text in block.items:
            self._flow(text, indent=6, mark=mark)
        self.pdf.ln(1.5)

    @_one.register
    def _(self, block: Lead) -> None:
        self._flow(block.text, indent=block.at * 10, mark=block.lead, hang=block.at * 10)
        self.pdf.ln(1)

    @_one.register
    def _(self, _block: Rule) -> None:
        pdf = self.pdf
        pdf.ln(1.5)
        pdf.line(pdf.l_margin, pdf.y, pdf.w - pdf.r_margin, pdf.y)
        pdf.ln(1.5)

    @_one.register
    def _(self, _block: PageBreak) -> None:
        self.pdf.add_page()

    @_one.register
    def _(self, block: Space) -> None:
        self.pdf.ln(block.cm * 10)

    def _font(self, kind: str, size: float) -> None:
        self.pdf.set_font("text", kind, size)

    def _flow(self, spans: Inline, *, indent: float = 0, mark: str = "", hang: float = 4.5) -> None:
        """Spans one after the other, wrapped at an indent, the mark hanging before it."""
        pdf, size = self.pdf, self.style.size
        left = pdf.l_margin
        if pdf.y + self.line > pdf.page_break_trigger:
            pdf.add_page()
        if mark:
            pdf.set_font("text" if mark.isascii() or mark in "•–" else "symbols", size=size)
            pdf.set_x(left + indent - hang)
            pdf.cell(hang, self.line, mark)
        pdf.set_left_margin(left + indent)
        pdf.set_x(left + indent)
        for span in spans:
            self._font("B" if span.bold else "I" if span.italic else "", size)
            pdf.write(self.line, span.text)
        pdf.set_left_margin(left)
        pdf.ln(self.line)

    @_one.register
    def _(self, block: Heading) -> None:
        text, level = block.text, block.level
        pdf, kind = self.pdf, self.style.heading if level < 3 else "bold"
        size = self.style.size * (1 if kind == "plain" else (1.6, 1.2, 1.05, 1)[level])
        dress = {"plain": "", "size": "", "underline": "U", "italic": "I"}.get(kind, "B")
        pdf.ln(size * 0.25)
        if pdf.will_page_break(size * 1.2):
            pdf.add_page()
        self._font(dress, size)
        if kind == "bar":
            pdf.set_fill_color(self.style.accent)
            pdf.set_text_color(255)
        elif kind in ("italic", "size", "rule"):
            pdf.set_text_color(self.style.accent)
        words = "".join(span.text for span in text)
        pdf.multi_cell(0, size * 1.25 * POINT, words, fill=kind == "bar", border="B" if kind == "rule" else 0,
                       align="C" if kind == "centre" else "L", new_x="LMARGIN", new_y="NEXT")  # fmt: skip
        pdf.set_text_color(0)
        pdf.ln(0.8)

    @_one.register
    def _(self, table: Table) -> None:
        from fpdf.fonts import FontFace

        self._font("", self.style.size * 0.95)
        lines = {"full": "ALL", "rows": "HORIZONTAL_LINES", "none": "NONE", "zebra": "NONE"}[table.grid]
        shade = FontFace(fill_color="#e6e6e6")
        with self.pdf.table(
            col_widths=table.widths,
            borders_layout=lines,
            first_row_as_headings=False,
            num_heading_rows=table.heads,
            markdown=True,
            line_height=self.line,
            text_align="LEFT",
            v_align="TOP",
            padding=1.2,
            cell_fill_mode="EVEN_ROWS" if table.grid == "zebra" else "NONE",
            cell_fill_color="#eef2f6",
        ) as grid:
            for row in table.rows:
                cells = grid.row()
                for one in row:
                    cells.cell(
                        _cell_text(one.blocks),
                        colspan=one.columns,
                        rowspan=one.rows,
                        style=shade if one.shaded or one.head else None,
                    )
        self.pdf.ln(2)

    @_one.register
    def _(self, box: Box) -> None:
        pdf, blocks, title = self.pdf, box.blocks, box.title
        if pdf.will_page_break(30):
            pdf.add_page()
        if title:
            self._font("B", self.style.size)
            pdf.set_fill_color("#dddddd")
            pdf.cell(
                0,
                self.line + 1,
                "".join(span.text for span in title),
                fill=True,
                border=1,
                new_x="LMARGIN",
                new_y="NEXT",
            )
        start, page = pdf.y, pdf.page_no()
        pdf.ln(1)
        pdf.set_left_margin(pdf.l_margin + 2)
        for block in blocks:
            self._one(block)
        pdf.set_left_margin(pdf.l_margin - 2)
        if pdf.page_no() == page:
            pdf.rect(pdf.l_margin, start, pdf.epw, pdf.y - start)
        pdf.ln(3)

    @_one.register
    def _(self, columns: Columns) -> None:
        parts = columns.parts
        pdf, left, right = self.pdf, self.pdf.l_margin, self.pdf.r_margin
        if pdf.will_page_break(60):
            pdf.add_page()
        top, share, ends = pdf.y, pdf.epw / len(parts), []
        for place, part in enumerate(parts):
            pdf.set_left_margin(left + place * share)
            pdf.set_right_margin(pdf.w - left - (place + 1) * share + 4)
            pdf.set_xy(left + place * share, top)
            for block in part:
                self._one(block)
            ends.append(pdf.y)
        pdf.set_left_margin(left)
        pdf.set_right_margin(right)
        pdf.set_xy(left, max(ends))


def _cell_text(blocks: tuple[Block, ...]) -> str:
    """The lines of a cell; bold runs between the marks that fpdf2 reads."""
    lines: list[str] = []
    for block in blocks:
        match block:
            case Para(text):
                lines.append(_marked_text(text))
            case Items(items):
                lines += [f"{mark} {_marked_text(text)}".strip() for mark, text in items]
            case Space(cm):
                lines += [" "] * max(1, round(cm / 0.5))
    return "\n".join(lines)


def _marked_text(spans: Inline) -> str:
    return "".join(
        f"**{span.text.strip()}**{' ' * span.text.endswith(' ')}"
        if span.bold and span.text.strip()
        else span.text
        for span in spans
    )
