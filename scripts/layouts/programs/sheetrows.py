"""Blocks as the rows of a sheet: every piece of text has its share of the line and its dress."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from layouts.blocks import (
    Block,
    Box,
    Cell,
    Columns,
    Heading,
    Inline,
    Items,
    Lead,
    PageBreak,
    Para,
    Rule,
    Space,
    Span,
    Style,
    Table,
)

LINE = 17.0  # cm, the line on which the place of a tab stop is a share
SHADE, HEAD, STRIPE = "E3E3E3", "D6DCE4", "EEF2F6"


@dataclass(frozen=True)
class Piece:
    """Text from ``start`` to ``end``, shares of the line; ``lines``: which sides of it are ruled."""

    spans: Inline
    start: float = 0
    end: float = 1
    lines: frozenset[str] = frozenset()
    fill: str = ""
    colour: str = ""
    scale: float = 1
    dress: frozenset[str] = frozenset()  # bold, italic, underline, centre
    rows: int = 1
    indent: int = 0
    loose: bool = False  # runs on over its neighbours instead of being wrapped


@dataclass
class Row:
    """One row; ``points`` is its least height, ``repeat`` prints it at the top of each page."""

    pieces: list[Piece] = field(default_factory=list)
    points: float = 0
    repeat: bool = False
    new_page: bool = False


def rows_of(blocks: Sequence[Block], style: Style) -> list[Row]:
    """The rows of a whole document."""
    rows: list[Row] = []
    fresh = False
    for block in blocks:
        if isinstance(block, PageBreak):
            fresh = True
            continue
        made = list(_rows(block, style))
        if made and fresh:
            made[0].new_page, fresh = True, False
        rows += made
    return rows


def _rows(block: Block, style: Style) -> Iterator[Row]:
    match block:
        case Heading():
            yield Row(points=style.size * 0.5)
            yield Row([_heading(block, style)])
        case Para(text, indent):
            yield Row([Piece(text, indent=round(indent * 3))])
        case Items(items):
            yield from (Row([Piece(_with_mark(mark, text), indent=1)]) for mark, text in items)
        case Lead(lead, text, at):
            yield Row([Piece((Span(lead),), 0, at / LINE), Piece(text, at / LINE)])
        case Rule():
            yield Row([Piece((), lines=frozenset(["bottom"]))], points=6)
        case Space(cm):
            yield Row(points=cm * 28)
        case Table():
            yield from _table(block)
        case Box(blocks, title):
            title_rows = ((Cell((Para(title),), shaded=True),),) if title else ()
            yield from _table(Table((*title_rows, (Cell(blocks),)), (1,)))
        case Columns(parts, widths):
            yield from _table(Table((tuple(Cell(part) for part in parts),), widths, grid="none"))
        case _:
            raise NotImplementedError(f"a sheet has no {type(block).__name__}")


def _heading(block: Heading, style: Style) -> Piece:
    kind = style.heading if block.level < 3 else "bold"
    scale = 1.0 if kind == "plain" else (1.5, 1.2, 1.05, 1.0)[block.level]
    dress = {"underline": "underline", "italic": "italic", "plain": "", "size": ""}.get(kind, "bold")
    piece = Piece(
        block.text, scale=scale, dress=frozenset({dress, kind} & {"bold", "italic", "underline", "centre"})
    )
    if kind == "bar":
        return replace(piece, fill=style.accent[1:], colour="FFFFFF")
    if kind == "rule":
        return replace(piece, colour=style.accent[1:], lines=frozenset(["bottom"]))
    colour = style.accent[1:] if kind in ("italic", "size") else ""
    return replace(piece, colour=colour, loose=len("".join(span.text for span in block.text)) < 40)


def _table(table: Table) -> Iterator[Row]:
    """A row of the sheet for each row of the table; what spans rows keeps its place free below."""
    total, taken = sum(table.widths), set[tuple[int, int]]()
    cuts = [sum(table.widths[:place]) / total for place in range(len(table.widths) + 1)]
    for y, cells in enumerate(table.rows):
        row, x = Row(repeat=y < table.heads), 0
        for one in cells:
            while (y, x) in taken:
                x += 1
            taken |= {(y + down, x + right) for down in range(one.rows) for right in range(one.columns)}
            stripe = table.grid == "zebra" and y % 2 == 0 and y >= table.heads
            row.pieces.append(_cell(one, table.grid, (cuts[x], cuts[x + one.columns]), stripe=stripe))
            x += one.columns
        yield row


def _cell(one: Cell, grid: str, place: tuple[float, float], *, stripe: bool) -> Piece:
    sides = {"full": ("left", "right", "top", "bottom"), "rows": ("top", "bottom")}.get(grid, ())
    fill = HEAD if one.head and grid != "none" else SHADE if one.shaded else STRIPE if stripe else ""
    return Piece(_lines(one.blocks), *place, lines=frozenset(sides), fill=fill, rows=one.rows)


def _lines(blocks: Sequence[Block]) -> Inline:
    """What stands in a cell, with the ends of its lines."""
    lines: list[Inline] = []
    for block in blocks:
        match block:
            case Para(text):
                lines.append(text)
            case Heading(text):
                lines.append(tuple(replace(span, bold=True) for span in text))
            case Items(items):
                lines += [_with_mark(mark, text) for mark, text in items]
            case Lead(lead, text):
                lines.append((Span(f"{lead} "), *text))
            case Space():
                lines.append((Span(" "),))
            case Box(inside, title):
                lines += [tuple(replace(span, bold=True) for span in title)] if title else []
                lines.append(_lines(inside))
            case Rule():
                lines.append((Span("____________"),))
            case _:
                raise NotImplementedError(f"a cell of a sheet has no {type(block).__name__}")
    ends = [(*line, Span("\n")) for line in lines[:-1]] + lines[-1:]
    return tuple(span for line in ends for span in line)


def _with_mark(mark: str, text: Inline) -> Inline:
    return (Span(f"{mark} "), *text) if mark else text
