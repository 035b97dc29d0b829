"""The type of recognised words by the picture: size by the height of letters, bold by their strokes."""

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

import numpy as np

from pipeline.reading.recognition import Box
from pipeline.reading.scan_image import Grey

_TALL = re.compile(r"[A-Zbdfhklt0-9]")
_HANGING = re.compile(r"[gjpqy,;()\[\]Q]")
_CAP_HEIGHT = 0.72  # of the type size
_BOLDER = 1.22  # times the usual stroke of that size
_LIKE = 0.12  # sizes that differ less are one
_FEW = 24  # letters: so few are not measured well
_FAR = 0.3  # from the usual size, to count as another size even so
_COLUMN_GAP = 8  # points
_SURE = 3  # letters: fewer say little of how thick their strokes are
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
    return [_nearest(size, line, usual) for size, line in zip(measured, lines, strict=True)]


def _nearest(size: float, line: Line, usual: Sequence[float]) -> float:
    """The one of the page's sizes that a line has; a short one that of most text unless it differs much."""
    few = sum(len(box.text) for box in line) < _FEW
    if few and abs(size - usual[0]) < _FAR * usual[0]:
        return usual[0]
    return min(usual, key=lambda other: abs(other - size))


def _height(line: Line) -> float:
    """The height of capitals in a line, in pixels."""
    words = [box for box in line if len(box.text) > 1 and any(map(str.isalpha, box.text))]
    standing = [box for box in words if not _HANGING.search(box.text)]
    tall = [float(box.height) for box in standing if _TALL.search(box.text)]
    low = [box.height / 0.72 for box in standing if not _TALL.search(box.text)]
    hanging = [0.76 * box.height for box in words if _TALL.search(box.text)]
    return median(tall or hanging or low or [0.8 * max(box.height for box in line)])


def bold_words(lines: Sequence[Line], sizes: Sequence[float], clean: Grey) -> list[list[bool]]:
    """Whether each word is printed bold."""
    strokes = [[_stroke(clean, box) / size for box in line] for line, size in zip(lines, sizes, strict=True)]
    usual = median([stroke for line in strokes for stroke in line] or [1.0])
    return [
        _agreed(line, [stroke > _BOLDER * usual for stroke in of_line])
        for line, of_line in zip(lines, strokes, strict=True)
    ]


def _agreed(line: Line, bold: Sequence[bool]) -> list[bool]:
    """The verdicts of a line, where a word of few letters follows the next word, or the one before it."""
    sure = [sum(map(str.isalnum, box.text)) >= _SURE for box in line]
    result = list(bold)
    for index in range(len(line)):
        if not sure[index]:
            after = next((k for k in range(index + 1, len(line)) if sure[k]), None)
            before = next((k for k in range(index - 1, -1, -1) if sure[k]), None)
            near = before if index and before is not None else after
            result[index] = bold[near] if near is not None else bold[index]
    for index in range(1, len(line) - 1):  # one word that differs from both sides was measured wrongly
        if result[index - 1] == result[index + 1]:
            result[index] = result[index - 1]
    return result


def _stroke(clean: Grey, box: Box) -> float:
    """The mean thickness of the strokes in a box, in pixels: twice their area by their outline."""
    part = clean[box.top : box.top + box.height, box.left : box.left + box.width]
    dark = part < 128
    edge = (dark[:, 1:] != dark[:, :-1]).sum() + (dark[1:] != dark[:-1]).sum()
    area = (255 - part.astype(np.float32)).sum() / 255
    return float(2 * area / edge) if edge else 0.0
