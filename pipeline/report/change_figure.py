"""A figure of changes: to the right of nought what grew, to the left what shrank, in percentage points."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.report.drawing import Bar, Figure, Rule, Text, row_label
from pipeline.report.dutch import signed

WIDTH = 760.0
LABEL_WIDTH = 250.0
LABEL_LENGTH = 40
BAR_HEIGHT = 12.0
PITCH = 15.0
ROW_GAP = 12.0
VALUE_WIDTH = 124.0
SMALLEST_SCALE = 1.0


@dataclass(frozen=True, slots=True)
class Step:
    """One bar: ``points`` is how far, ``name`` what did it ("" when there is but one bar a row)."""

    points: float
    name: str
    style: str


@dataclass(frozen=True, slots=True)
class Line:
    """One share with its bars; without any it is a heading."""

    label: str
    steps: tuple[Step, ...] = ()


def change_figure(title: str, lines: Sequence[Line]) -> Figure:
    """Every bar carries its value and what it stands for, so there is no legend."""
    every = [step.points for line in lines for step in line.steps]
    right, left = max(0.0, *every, 0.0), -min(0.0, *every, 0.0)
    room = WIDTH - LABEL_WIDTH - 2 * VALUE_WIDTH
    scale = room / max(right + left, SMALLEST_SCALE)
    nought = LABEL_WIDTH + VALUE_WIDTH + left * scale
    bars: list[Bar] = []
    texts: list[Text] = []
    top = 0.0
    for line in lines:
        height = PITCH * max(1, len(line.steps)) + ROW_GAP
        middle = top + height / 2
        if line.steps:
            texts.append(row_label(line.label, middle, longest=LABEL_LENGTH))
        else:
            texts.append(Text(0.0, middle + 6, line.label, "head"))
        for index, step in enumerate(line.steps):
            bar, value = _drawn(step, nought, scale, top + ROW_GAP / 2 + PITCH * index)
            bars.append(bar)
            texts.append(value)
        top += height
    rules = (Rule(nought, 0.0, top),)
    described = " ".join(_described(lines))
    return Figure(title, described, WIDTH, top, tuple(bars), tuple(texts), rules, label_width=LABEL_WIDTH)


def _drawn(step: Step, nought: float, scale: float, top: float) -> tuple[Bar, Text]:
    width = abs(step.points) * scale
    start = nought - width if step.points < 0 else nought
    told = f"{signed(step.points)} {step.name}".rstrip()
    base = top + BAR_HEIGHT / 2 + 4.5
    bar = Bar(start, top, width, BAR_HEIGHT, step.style)
    if step.points < 0:
        return bar, Text(start - 6, base, told, "value", "end")
    return bar, Text(start + width + 6, base, told, "value")


def _described(lines: Sequence[Line]) -> Iterator[str]:
    for line in lines:
        steps = ", ".join(f"{step.name or 'verschil'} {signed(step.points)} punten" for step in line.steps)
        yield f"{line.label}: {steps}." if steps else f"{line.label}."
