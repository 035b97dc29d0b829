"""The size of recognised words, by the height of their letters on the picture."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

import numpy as np

from pipeline.reading.recognition import Box
from pipeline.reading.scan_image import Grey

_TALL = re.compile(r"[A-Zbdfhkl0-9]")  # as high as capitals; a t is lower
_HALF = re.compile(r"[it]")
_HANGING = re.compile(r"[gjpqy,;()\[\]Q]")
_CAP_HEIGHT = 0.72  # of the type size
_LIKE = 0.09  # sizes that differ less are one
_FEW = 24  # letters: so few are not measured well
_FAR = 0.14  # from the usual size, to count as another size even so
_FAR_DIGITS = 0.32  # the same for numbers, which in some fonts are as low as small letters
_PITCH = 1.8  # of the type size: lines further down are another text
_COLUMN_GAP = 8  # points
_APART = 0.25  # of the height of letters: no dot or accent is further from them
Line = Sequence[Box]


def split_at_gaps(line: Line, dpi: int) -> list[list[Box]]:
    """The parts of a line of the recogniser that stand in columns of their own: each has its own type."""
    parts: list[list[Box]] = []
    for box in line:
        gap = box.left - parts[-1][-1].left - parts[-1][-1].width if parts else 0
        if not parts or gap > _COLUMN_GAP * dpi / 72:
            parts.append([])
        parts[-1].append(box)
    return parts


def picture_of(box: Box, page: Grey) -> Grey:
    """What a box shows of the picture of its page."""
    return page[box.top : box.top + box.height, box.left : box.left + box.width]


def fitted(box: Box, clean: Grey) -> Box:
    """The box of a word drawn close around its letters: in cells and shades it is often taken too high."""
    part = picture_of(box, clean) < 128
    inked = np.concatenate([[0], part.any(axis=1).astype(np.int8), [0]])
    runs = np.flatnonzero(np.diff(inked)).reshape(-1, 2).tolist()
    if not runs or not any(map(str.isalnum, box.text)):
        return box
    top, bottom = max(runs, key=lambda run: run[1] - run[0])  # rulings are thin
    near = _APART * (bottom - top)
    for start, end in reversed(runs):
        top = start if top - near <= end <= top else top
    for start, end in runs:
        bottom = end if bottom <= start <= bottom + near else bottom
    return replace(box, top=box.top + top, height=bottom - top)


def baseline_of(line: Line) -> float:
    """Where the letters of a line stand, in pixels."""
    standing = [box.top + box.height for box in line if not _HANGING.search(box.text)]
    return median(standing or [box.top + box.height for box in line])


def sizes_of(lines: Sequence[Line], dpi: int) -> list[float]:
    """The type size of each line in points; a page has few sizes, so that near ones are taken as one."""
    measured = [max(5.0, _height(line) * 72 / dpi / _CAP_HEIGHT) for line in lines]
    letters: Counter[float] = Counter()
    for size, line in zip(measured, lines, strict=True):
        letters[round(2 * size) / 2] += sum(len(box.text) for box in line)
    usual: list[float] = []
    for size, _ in letters.most_common():
        if all(abs(size - other) > _LIKE * other for other in usual):
            usual.append(size)
    sizes = [_nearest(size, line, usual) for size, line in zip(measured, lines, strict=True)]
    for index, line in enumerate(lines):
        above = _above(lines, index, sizes, dpi)
        if above is not None and line[0].text[:1].islower():
            sizes[index] = sizes[above]  # the text of the line above goes on
    return sizes


def _above(lines: Sequence[Line], index: int, sizes: Sequence[float], dpi: int) -> int | None:
    """The longer line right above one, in about the same size."""
    line, size = lines[index], sizes[index]
    pitch = _PITCH * size * dpi / 72
    for other in range(index - 1, -1, -1):
        before = lines[other]
        down = baseline_of(line) - baseline_of(before)
        beside = min(_end(line), _end(before)) - max(line[0].left, before[0].left)
        if 0 < down < pitch and beside > 0 and _end(before) - before[0].left >= _end(line) - line[0].left:
            return other if abs(sizes[other] - size) < _FAR_DIGITS * sizes[other] else None
    return None


def _end(line: Line) -> int:
    return line[-1].left + line[-1].width


def _nearest(size: float, line: Line, usual: Sequence[float]) -> float:
    """The one of the page's sizes that a line has; a short one that of most text unless it differs much."""
    letters = [letter for box in line for letter in box.text if letter.isalpha()]
    far = _FAR if letters else _FAR_DIGITS
    if sum(len(box.text) for box in line) < _FEW and abs(size - usual[0]) < far * usual[0]:
        return usual[0]
    return min(usual, key=lambda other: abs(other - size))


def _height(line: Line) -> float:
    """The height of capitals in a line, in pixels."""
    words = [box for box in line if len(box.text) > 1 and any(map(str.isalpha, box.text))]
    standing = [box for box in words if not _HANGING.search(box.text)]
    tall = [float(box.height) for box in standing if _TALL.search(box.text)]
    half = [box for box in standing if not _TALL.search(box.text)]
    low = [box.height / (0.9 if _HALF.search(box.text) else 0.72) for box in half]
    hanging = [0.76 * box.height for box in words if _TALL.search(box.text)]
    return median(tall or hanging or low or [0.8 * max(box.height for box in line)])
