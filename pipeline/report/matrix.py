"""A figure of squares: rows against columns, darker where there is more, each with its number in it."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.report.drawing import LABEL_WIDTH, ROW_HEIGHT, WIDTH, Bar, Figure, Rule, Text, row_label
from pipeline.report.dutch import number, percent
from pipeline.report.look import DARK, shade
from pipeline.report.tables import Row, Table

WIDE = 900.0
COLUMNS_OF_WIDE = 4
"""From so many on the table stands under the figure, which then has the whole width."""
WIDEST_CELL = 104.0
LETTER_WIDTH = 6.2
HEAD_LINE = 14.0
MOST_HEAD_LINES = 4
GAP = 2.0


@dataclass(frozen=True, slots=True)
class Square:
    """``part`` from 0 to 1 gives the shade, None leaves it white; ``text`` stands in it."""

    part: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row of squares; a line without any is a heading."""

    label: str
    squares: tuple[Square, ...]


def share_matrix(title: str, table: Table) -> Figure:
    """The shares of a table, each column under its name with its total when it has one."""
    notes = tuple(f"n = {number(total)}" for total in table.totals) if table.totals else ()
    lines = [Line(row.label, () if row.heading else _squares(row)) for row in table.rows if not row.member]
    return matrix(title, table.columns, lines, notes)


def matrix(title: str, columns: Sequence[str], lines: Sequence[Line], notes: Sequence[str] = ()) -> Figure:
    """``notes`` stand under the names of the columns."""
    full = WIDTH if len(columns) < COLUMNS_OF_WIDE else WIDE
    cell = min(WIDEST_CELL, (full - LABEL_WIDTH) / max(1, len(columns)))
    names = [_wrapped(name, cell) for name in columns]
    top = HEAD_LINE * (max(map(len, names), default=0) + bool(notes)) + 8
    bars: list[Bar] = []
    texts: list[Text] = []
    for column, name in enumerate(names):
        texts += _head(LABEL_WIDTH + cell * (column + 0.5), name, notes[column] if notes else "", top)
    highest = max((square.part or 0.0 for line in lines for square in line.squares), default=0.0)
    for index, line in enumerate(lines):
        middle = top + ROW_HEIGHT * (index + 0.5)
        texts.append(_line_label(line, middle))
        for column, square in enumerate(line.squares):
            left = LABEL_WIDTH + cell * column
            darkness = shade(square.part, highest) if square.part is not None else None
            if darkness is not None:
                style = f"shade-{darkness}"
                bars.append(Bar(left, middle - ROW_HEIGHT / 2 + GAP / 2, cell - GAP, ROW_HEIGHT - GAP, style))
            light = darkness is not None and darkness >= DARK
            letters = "value-light" if light else "value"
            texts.append(Text(left + (cell - GAP) / 2, middle + 4.5, square.text, letters, "middle"))
    height = top + ROW_HEIGHT * len(lines)
    width = LABEL_WIDTH + cell * len(columns)
    rules: tuple[Rule, ...] = ()
    described = _described(columns, lines)
    shapes = (tuple(bars), tuple(texts), rules)
    return Figure(title, described, width, height, *shapes, label_width=LABEL_WIDTH, elastic=False)


def _squares(row: Row) -> tuple[Square, ...]:
    return tuple(Square(share.part, percent(share)) for share in row.shares)


def _wrapped(name: str, cell: float) -> list[str]:
    """The name of a column in lines that fit above its squares; too long a word is cut."""
    letters = max(3, int((cell - GAP) / LETTER_WIDTH))
    lines = textwrap.wrap(name, letters, break_long_words=False, max_lines=MOST_HEAD_LINES, placeholder="…")
    return [line if len(line) <= letters else f"{line[: letters - 1]}…" for line in lines]


def _head(middle: float, lines: list[str], note: str, top: float) -> list[Text]:
    """Lines stand on the squares, the note under them."""
    last = top - 8 - (HEAD_LINE if note else 0)
    texts = [
        Text(middle, last - HEAD_LINE * (len(lines) - 1 - index), line, "column", "middle")
        for index, line in enumerate(lines)
    ]
    return [*texts, Text(middle, top - 8, note, "note", "middle")] if note else texts


def _line_label(line: Line, middle: float) -> Text:
    if not line.squares:
        return Text(0.0, middle + 8, line.label, "head")
    return row_label(line.label, middle)


def _described(columns: Sequence[str], lines: Sequence[Line]) -> str:
    def told(line: Line) -> str:
        values = zip(columns, line.squares, strict=True)
        return f"{line.label}: {', '.join(f'{name} {square.text}' for name, square in values)}."

    return " ".join(told(line) if line.squares else f"{line.label}." for line in lines)
