"""ReportLab: blocks to platypus flowables."""

from __future__ import annotations

from functools import singledispatchmethod
from html import escape
from pathlib import Path
from typing import Any

from layouts.blocks import (
    Block,
    Box,
    Columns,
    Document,
    Field,
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
from layouts.programs.acroform import form_field
from layouts.programs.reportlab_fonts import register_font, register_symbols

NAME = "ReportLab"
LATIN = set("•–-*o▪>·.()[]/+abcdefghijklmnopqrstuvwxyz0123456789")
CM = 72 / 2.54


def missing() -> str:
    """Why this program cannot draw here; empty when it can."""
    try:
        import reportlab  # noqa: F401
    except ImportError:
        return "ReportLab is not installed (pip install reportlab)"
    return ""


def draw(documents: dict[Path, Document]) -> None:
    """Write each document to its path; twice, since the first time tells how many pages there are."""
    for path, document in documents.items():
        pages = _write(path, document, 0)
        _write(path, document, pages)


def _write(path: Path, document: Document, pages: int) -> int:
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.platypus import SimpleDocTemplate

    style = document.style
    size = landscape(A4) if style.landscape else A4
    margin = style.margin * CM
    template = SimpleDocTemplate(
        str(path),
        pagesize=size,
        leftMargin=margin,
        rightMargin=margin,
        topMargin=margin,
        bottomMargin=margin,
        title=document.title,
    )
    drawer = Drawer(style, size[0] - 2 * margin - 12)

    def margins(canvas: Any, _: Any) -> None:
        canvas.setFont(drawer.regular, 8)
        canvas.drawString(margin, size[1] - margin / 2, style.header)
        canvas.drawRightString(
            size[0] - margin,
            margin / 2,
            style.footer.replace("{p}", str(canvas.getPageNumber())).replace("{n}", str(pages)),
        )

    template.build(drawer.flowables(document.blocks, drawer.width), onFirstPage=margins, onLaterPages=margins)
    return int(template.page)


class Drawer:
    """Blocks to flowables in one style."""

    def __init__(self, style: Style, width: float) -> None:
        self.style, self.width = style, width
        self.regular, self.bold, self.italic = register_font(style.font)
        self.symbols = register_symbols()

    def flowables(self, blocks: tuple[Block, ...], width: float) -> list[Any]:
        return [flowable for block in blocks for flowable in self._one(block, width)]

    @singledispatchmethod
    def _one(self, block: Block, width: float) -> list[Any]:
        raise NotImplementedError(type(block).__name__)

    @_one.register
    def _(self, block: Heading, _width: float) -> list[Any]:
        return [self._heading(block.text, block.level)]

    @_one.register
    def _(self, block: Para, _width: float) -> list[Any]:
        return [self._paragraph(block.text, indent=block.indent * CM)]

    @_one.register
    def _(self, block: Items, _width: float) -> list[Any]:
        return [*(self._paragraph(text, mark=mark) for mark, text in block.items), _space(3)]

    @_one.register
    def _(self, block: Lead, _width: float) -> list[Any]:
        return [self._paragraph(block.text, mark=block.lead, indent=-4, hang=block.at * CM + 4)]

    @_one.register
    def _(self, block: Table, width: float) -> list[Any]:
        return [self._table(block, width), _space(4)]

    @_one.register
    def _(self, block: Box, width: float) -> list[Any]:
        return [self._box(block.blocks, block.title, width), _space(6)]

    @_one.register
    def _(self, block: Columns, width: float) -> list[Any]:
        return [self._side_by_side(block.parts, width)]

    @_one.register
    def _(self, block: Newspaper, width: float) -> list[Any]:
        from reportlab.platypus import BalancedColumns

        return [BalancedColumns(self.flowables(block.blocks, width / 2 - 18), nCols=2, innerPadding=18)]

    @_one.register
    def _(self, block: Field, width: float) -> list[Any]:
        return [form_field(block, self.style.size, width)]

    @_one.register
    def _(self, _block: Rule, _width: float) -> list[Any]:
        from reportlab.platypus import HRFlowable

        return [HRFlowable(width="100%", thickness=0.6, spaceBefore=4, spaceAfter=4)]

    @_one.register
    def _(self, _block: PageBreak, _width: float) -> list[Any]:
        from reportlab.platypus import PageBreak as NextPage

        return [NextPage()]

    @_one.register
    def _(self, block: Space, _width: float) -> list[Any]:
        return [_space(block.cm * CM)]

    def _markup(self, spans: Inline) -> str:
        parts = []
        for span in spans:
            text = escape(span.text, quote=False)
            font = self.bold if span.bold else self.italic if span.italic else ""
            parts.append(f'<font name="{font}">{text}</font>' if font else text)
        return "".join(parts)

    def _paragraph(self, text: Inline, *, mark: str = "", indent: float = 0, hang: float = 15) -> Any:
        from reportlab.lib.enums import TA_JUSTIFY, TA_LEFT
        from reportlab.lib.styles import ParagraphStyle
        from reportlab.platypus import Paragraph

        size = self.style.size
        dress = ParagraphStyle(
            "text",
            fontName=self.regular,
            fontSize=size,
            leading=size * self.style.leading,
            alignment=TA_JUSTIFY if self.style.justify else TA_LEFT,
            leftIndent=indent + (hang if mark else 0),
            spaceAfter=2 if mark else 5,
            bulletIndent=indent + 4,
            bulletFontName=self.regular if set(mark.lower()) <= LATIN else self.symbols,
            bulletFontSize=size,
        )
        return Paragraph(self._markup(text), dress, bulletText=mark or None)

    def _heading(self, text: Inline, level: int) -> Any:
        from reportlab.lib.styles import ParagraphStyle
        from reportlab.platypus import Paragraph

        kind = self.style.heading if level < 3 else "bold"
        size = self.style.size * (1 if kind == "plain" else (1.6, 1.2, 1.05, 1)[level])
        plain = kind in ("plain", "underline", "size")
        font = self.italic if kind == "italic" else self.regular if plain else self.bold
        dress = ParagraphStyle(
            "h",
            fontName=font,
            fontSize=size,
            leading=size * 1.25,
            spaceBefore=size * 0.8,
            spaceAfter=3,
            keepWithNext=1,
        )
        if kind == "bar":
            dress.backColor, dress.textColor, dress.borderPadding, dress.spaceAfter = (
                self.style.accent,
                "white",
                3,
                7,
            )
        elif kind in ("italic", "size", "rule"):
            dress.textColor = self.style.accent
        if kind == "rule":
            dress.borderWidth, dress.borderColor, dress.borderPadding, dress.spaceAfter = (
                0.6,
                self.style.accent,
                3,
                6,
            )
        if kind == "centre":
            dress.alignment = 1
        markup = self._markup(text)
        return Paragraph(f"<u>{markup}</u>" if kind == "underline" else markup, dress)

    def _table(self, table: Table, width: float) -> Any:
        from reportlab.platypus import Table as Grid

        total = sum(table.widths)
        widths = [width * share / total for share in table.widths]
        rows, commands = self._lay_cells(table, widths)
        grid = Grid(rows, colWidths=widths, repeatRows=table.heads, splitInRow=1)
        grid.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *commands, *_ruling(table)])
        return grid

    def _lay_cells(self, table: Table, widths: list[float]) -> tuple[list[list[Any]], list[Any]]:
        """Every place of the grid: a cell that spans rows is drawn in its first, without lines between."""
        rows: list[list[Any]] = []
        commands: list[Any] = []
        below: dict[int, int] = {}
        for y, row in enumerate(table.rows):
            places, x, cells = [""] * len(widths), 0, iter(row)
            while x < len(widths):
                if below.get(x, 0) > 0:
                    below[x] -= 1
                    x += 1
                    continue
                one = next(cells)
                inside = sum(widths[x : x + one.columns]) - 12
                places[x] = self.flowables(one.blocks, inside)  # type: ignore[call-overload]
                end = x + one.columns - 1
                if one.columns > 1:
                    commands.append(("SPAN", (x, y), (end, y)))
                if one.shaded or (one.head and table.grid != "none"):
                    commands.append(("BACKGROUND", (x, y), (end, y), "#e6e6e6"))
                below[x] = one.rows - 1
                x += one.columns
            rows.append(places)
            commands += _lines_below(table, y, below)
        return rows, commands

    def _box(self, blocks: tuple[Block, ...], title: Inline, width: float) -> Any:
        from reportlab.platypus import Table as Grid

        rows: list[list[Any]] = [[self.flowables(blocks, width - 12)]]
        commands: list[Any] = [("BOX", (0, 0), (-1, -1), 0.8, "#444444")]
        if title:
            rows.insert(0, [[self._heading(title, 3)]])
            commands.append(("BACKGROUND", (0, 0), (-1, 0), "#dddddd"))
        return Grid(rows, colWidths=[width], splitInRow=1, style=commands)

    def _side_by_side(self, parts: tuple[tuple[Block, ...], ...], width: float) -> Any:
        from reportlab.platypus import Table as Grid

        share = width / len(parts)
        return Grid(
            [[self.flowables(part, share - 12) for part in parts]],
            colWidths=[share] * len(parts),
            splitInRow=1,
            style=[("VALIGN", (0, 0), (-1, -1), "TOP")],
        )


def _space(points: float) -> Any:
    from reportlab.platypus import Spacer

    return Spacer(1, points)


def _lines_below(table: Table, y: int, below: dict[int, int]) -> list[Any]:
    """The line under row ``y`` where no cell goes on below it."""
    if table.grid not in ("full", "rows"):
        return []
    return [
        ("LINEBELOW", (x, y), (x, y), 0.6, "#444444") for x in range(len(table.widths)) if not below.get(x, 0)
    ]


def _ruling(table: Table) -> list[Any]:
    if table.grid == "full":
        return [("BOX", (0, 0), (-1, -1), 0.6, "#444444"), ("LINEAFTER", (0, 0), (-1, -1), 0.6, "#444444")]
    if table.grid == "zebra":
        return [("ROWBACKGROUNDS", (0, table.heads), (-1, -1), ["#ffffff", "#eef2f6"])]
    return []
