"""A figure of shares with their uncertainty: what the model counted, and what it becomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from pipeline.report.drawing import ROW_HEIGHT, Bar, Figure, Rule, Text, row_label
from pipeline.report.dutch import points
from pipeline.report.matrix import WIDE

LABEL_WIDTH = 300.0
LABEL_LENGTH = 48
VALUE_WIDTH = 175.0
HEAD = 30.0
COUNTED, CORRECTED = "geteld", "gecorrigeerd"
QUARTERS = 4


@dataclass(frozen=True, slots=True)
class Interval:
    """One line: ``naive`` is its stroke, ``share`` its square; without ``naive`` it is a heading.

    ``low`` and ``high`` are None when there is no interval, ``told`` replaces what stands at the end.
    """

    label: str
    naive: float | None = None
    share: float | None = None
    low: float | None = None
    high: float | None = None
    told: str = ""


def interval_figure(
    title: str, intervals: Sequence[Interval], square: str = CORRECTED, stroke: str = COUNTED
) -> Figure:
    """Each share as a square on its interval, and a stroke beside it; ``square`` and ``stroke`` name them."""
    room = WIDE - LABEL_WIDTH - VALUE_WIDTH
    height = HEAD + ROW_HEIGHT * len(intervals)
    highest = max(
        (max(each.naive or 0.0, each.share or 0.0, each.high or 0.0) for each in intervals), default=0
    )
    quarters = max(1, ceil(QUARTERS * highest - 1e-9))
    scale = room * QUARTERS / quarters
    ticks = [tick / QUARTERS for tick in range(quarters + 1)]
    bars: list[Bar] = []
    reach = ", balk: 95%-interval" if any(each.low is not None for each in intervals) else ""
    texts = [Text(0.0, 10, f"vierkant: {square}{reach},\nstreep: {stroke}", "note")]
    texts += [Text(LABEL_WIDTH + tick * scale, 16, f"{100 * tick:.0f}%", "note", "middle") for tick in ticks]
    for index, each in enumerate(intervals):
        middle = HEAD + ROW_HEIGHT * (index + 0.5)
        if each.naive is None:
            texts.append(Text(0.0, middle + 6, each.label, "head"))
            continue
        texts += [
            row_label(each.label, middle, longest=LABEL_LENGTH),
            Text(LABEL_WIDTH + room + 14, middle + 4.5, _told(each), "value"),
        ]
        if each.low is not None and each.high is not None:
            left, width = LABEL_WIDTH + each.low * scale, (each.high - each.low) * scale
            bars.append(Bar(left, middle - 3, max(width, 1.0), 6, "reach"))
        bars.append(Bar(LABEL_WIDTH + each.naive * scale - 1.5, middle - 10, 3, 20, "naive"))
        if each.share is not None:
            bars.append(Bar(LABEL_WIDTH + each.share * scale - 4.5, middle - 4.5, 9, 9, "mark"))
    rules = tuple(Rule(LABEL_WIDTH + tick * scale, HEAD - 6, height) for tick in ticks)
    described = _described(intervals, square, stroke)
    return Figure(title, described, WIDE, height, tuple(bars), tuple(texts), rules, label_width=LABEL_WIDTH)


def _told(each: Interval) -> str:
    if each.told:
        return each.told
    if each.share is None:
        return "te weinig"
    if each.low is None or each.high is None:
        return points(each.share)
    return f"{points(each.share)} ({100 * each.low:.0f}–{100 * each.high:.0f}%)"


def _described(intervals: Sequence[Interval], square: str, stroke: str) -> str:
    return " ".join(
        f"{each.label}: {stroke} {points(each.naive)}, {square} {_told(each)}."
        if each.naive is not None
        else f"{each.label}."
        for each in intervals
    )
