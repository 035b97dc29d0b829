"""Figures as shapes with a place: all arithmetic of drawing, nothing of SVG's spelling.

A figure is as wide as its place on the page, so that all letters come out equal, and as high as its rows
need. Bars carry their value beside them, so there is no axis to read and no legend to look up.
"""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pipeline.report.dutch import number, percent
from pipeline.report.tables import Row, Share, Table

WIDTH = 620.0
WIDTH_BESIDE_WIDE_TABLE = 550.0
COLUMNS_OF_WIDE_TABLE = 3
LABEL_WIDTH = 206.0
LABEL_LENGTH = 33
MOST_LINES = 2
MEMBER_INDENT = 14.0
ROW_HEIGHT = 27.0
LEADING = 12.5
"""From one line of a text to the next."""
LETTER_MIDDLE = 4.5
"""From the base line of letters up to their middle."""
HEAD_HEIGHT = 42.0
PANEL_GAP = 18.0
VALUE_WIDTH = 44.0
SMALLEST_SCALE = 0.1


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle; ``style`` is one of ``look.BARS``."""

    x: float
    y: float
    width: float
    height: float
    style: str


@dataclass(frozen=True, slots=True)
class Text:
    """``y`` is the base line, ``anchor`` what of the text is at ``x``, ``style`` one of ``look.LETTERS``.

    ``content`` may be of more than one line; ``y`` is that of the first.
    """

    x: float
    y: float
    content: str
    style: str
    anchor: Literal["start", "middle", "end"] = "start"

    @property
    def lines(self) -> list[tuple[float, str]]:
        """Each line with its base line."""
        return [(self.y + LEADING * at, line) for at, line in enumerate(self.content.split("\n"))]

    @property
    def middle(self) -> float:
        """Half-way its height."""
        return (self.y + self.lines[-1][0]) / 2 - LETTER_MIDDLE


@dataclass(frozen=True, slots=True)
class Rule:
    """A vertical line."""

    x: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Figure:
    """``title`` and ``description`` say in words what is drawn, for who cannot see it.

    The names of the rows stand left of ``label_width``. ``elastic``: what is right of it may be drawn in
    less width.
    """

    title: str
    description: str
    width: float
    height: float
    bars: tuple[Bar, ...]
    texts: tuple[Text, ...]
    rules: tuple[Rule, ...]
    label_width: float = 0.0
    elastic: bool = True


def bar_panels(title: str, table: Table) -> Figure:
    """A panel of horizontal bars for each column of the table, all on one scale."""
    head = HEAD_HEIGHT if table.totals else 0.0
    height = head + ROW_HEIGHT * len(table.rows)
    count = len(table.columns)
    width = WIDTH if count < COLUMNS_OF_WIDE_TABLE else WIDTH_BESIDE_WIDE_TABLE
    panel_width = (width - LABEL_WIDTH - PANEL_GAP * (count - 1)) / count
    longest = max((share.part or 0.0 for row in table.rows for share in row.shares), default=0.0)
    scale = (panel_width - VALUE_WIDTH) / max(longest, SMALLEST_SCALE)

    bars: list[Bar] = []
    texts = [_row_text(row, _middle(head, index)) for index, row in enumerate(table.rows)]
    rules: list[Rule] = []
    for column, name in enumerate(table.columns):
        left = LABEL_WIDTH + column * (panel_width + PANEL_GAP)
        rules.append(Rule(left, head, height))
        if table.totals:
            texts += _head(left, name, table.totals[column])
        for index, row in enumerate(table.rows):
            if row.heading:
                continue
            bar = _bar(row, row.shares[column], left, _middle(head, index), scale)
            bars.append(bar)
            texts.append(_value(bar, percent(row.shares[column]), _middle(head, index)))
    described = _describe_panels(table)
    return Figure(
        title, described, width, height, tuple(bars), tuple(texts), tuple(rules), label_width=LABEL_WIDTH
    )


def funnel(title: str, table: Table) -> Figure:
    """What is left after each stage; the members under it are what falls off, from right to left."""
    height = ROW_HEIGHT * len(table.rows)
    received = table.rows[0].shares[0].count
    scale = (WIDTH - LABEL_WIDTH - VALUE_WIDTH) / max(received, 1)
    bars: list[Bar] = []
    texts: list[Text] = []
    left_over = received
    for index, row in enumerate(table.rows):
        count = row.shares[0].count
        loss = row.member
        left_over = left_over - count if loss else count
        start = LABEL_WIDTH + (left_over * scale if loss else 0.0)
        middle = _middle(0.0, index)
        bar = Bar(start, middle - 8, count * scale, 16, "loss" if loss else "whole")
        bars.append(bar)
        sign = "−" if loss and count else ""
        texts += [row_label(row.label, middle, member=row.member), _value(bar, sign + number(count), middle)]
    described = "; ".join(f"{row.label}: {number(row.shares[0].count)}" for row in table.rows)
    rules = (Rule(LABEL_WIDTH, 0.0, height),)
    return Figure(
        title, f"{described}.", WIDTH, height, tuple(bars), tuple(texts), rules, label_width=LABEL_WIDTH
    )


def _middle(head: float, index: int) -> float:
    return head + ROW_HEIGHT * (index + 0.5)


def _row_text(row: Row, middle: float) -> Text:
    if row.heading:
        return Text(0.0, middle + 6, row.label, "head")
    return row_label(row.label, middle, member=row.member)


def row_label(label: str, middle: float, *, member: bool = False, longest: int = LABEL_LENGTH) -> Text:
    """The name of a row, left of its bars; in two lines when it is long, cut when it is too long for that."""
    lines = textwrap.wrap(label, longest, max_lines=MOST_LINES, placeholder=" …") or [""]
    first = middle + LETTER_MIDDLE - LEADING * (len(lines) - 1) / 2
    left = MEMBER_INDENT if member else 0.0
    return Text(left, first, "\n".join(lines), "member" if member else "label")


def _head(left: float, name: str, total: int) -> Iterator[Text]:
    yield Text(left, 14, name, "head")
    yield Text(left, 30, f"n = {number(total)}", "note")


def _bar(row: Row, share: Share, left: float, middle: float, scale: float) -> Bar:
    style = "rest" if row.rest else "member" if row.member else "whole"
    thickness = 9.0 if row.member else 16.0
    return Bar(left, middle - thickness / 2, (share.part or 0.0) * scale, thickness, style)


def _value(bar: Bar, content: str, middle: float) -> Text:
    return Text(bar.x + bar.width + 6, middle + 4.5, content, "value")


def _describe_panels(table: Table) -> str:
    def panel(column: int, name: str) -> str:
        total = f" (n = {number(table.totals[column])})" if table.totals else ""
        values = ", ".join(
            f"{row.label} {percent(row.shares[column])}" for row in table.rows if not row.heading
        )
        return f"{name}{total}: {values}."

    return " ".join(panel(column, name) for column, name in enumerate(table.columns))
