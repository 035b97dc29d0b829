"""The columns of running text on the picture of a page, as areas to recognise one after the other.

Two columns rarely stand on the same lines, and the recogniser then mixes what stands beside each other.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

import numpy as np

from pipeline.reading.grid import find_grids
from pipeline.reading.pdf import Ruling
from pipeline.reading.scan_cells import column_areas
from pipeline.reading.scan_image import Ink

Area = tuple[int, int, int, int]  # top, bottom, left, right in pixels
_CELL = 1  # point: gutters are sought on a coarse picture
_SPECK = 2  # pixels in a cell; fewer are no letter
_GUTTER = 10  # cells
_LOWEST = 100  # cells that a pair of columns is high
_LINE = 14  # cells, higher than a line of text
_LINES = 6  # in each column
_FULL = 0.28  # share of the lines that reach the end of their column
_ALIKE = 3  # paragraphs that start side by side: these are the rows of a table


def reading_areas(ink: Ink, rulings: Sequence[Ruling], dpi: int) -> list[Area]:
    """The areas of a page in reading order: the whole page, or what its columns divide it in."""
    side = _CELL * dpi / 72
    rows, columns = int(ink.shape[0] / side) + 1, int(ink.shape[1] / side) + 1
    ys, xs = np.nonzero(ink)
    cells = (ys / side).astype(int) * columns + (xs / side).astype(int)
    coarse = np.bincount(cells, minlength=rows * columns).reshape(rows, columns) >= _SPECK
    grids = find_grids(rulings)
    for grid in grids:  # the columns of a drawn table are no columns of the page
        if grid.columns > 1:
            coarse[int(grid.ys[0] / _CELL) : int(grid.ys[-1] / _CELL) + 1] = True
    ends = np.array([ink.shape[0], ink.shape[0], ink.shape[1], ink.shape[1]])
    found = (part for area in _divided(coarse, (0, rows, 0, columns)) for part in column_areas(area, grids))
    areas = (np.minimum(np.round(np.array(area) * side), ends) for area in found)
    return [(int(top), int(bottom), int(left), int(right)) for top, bottom, left, right in areas]


def _divided(ink: Ink, area: Area) -> Iterator[Area]:
    top, bottom, left, right = area
    found = _gutter(ink[top:bottom, left:right])
    if found is None:
        yield area
        return
    start, end, x = found
    if start:
        yield top, top + start, left, right
    yield from _divided(ink, (top + start, top + end, left, left + x))
    yield from _divided(ink, (top + start, top + end, left + x, right))
    if top + end < bottom:
        yield from _divided(ink, (top + end, bottom, left, right))


def _gutter(ink: Ink) -> tuple[int, int, int] | None:
    """First row, last row and middle of the highest strip of paper between two columns of running text."""
    used = np.nonzero(ink.any(axis=0))[0]
    if not len(used):
        return None
    first, last = int(used[0]), int(used[-1]) + 1
    best: tuple[int, int, int] | None = None
    for x in range(first + (last - first) // 4, last - (last - first) // 4 - _GUTTER):
        start, end = _longest(np.logical_not(np.any(ink[:, x : x + _GUTTER], axis=1)))
        if end - start >= _LOWEST and (best is None or end - start > best[1] - best[0]):
            best = start, end, x + _GUTTER // 2
    if best is None:
        return None
    start, end, x = best
    start, end = _between_lines(ink, start, 1), _between_lines(ink, end, -1)
    return (start, end, x) if _are_columns(ink[start:end, first:x], ink[start:end, x:last]) else None


def _between_lines(ink: Ink, row: int, step: int) -> int:
    """The row, or the next without ink: a line that is as wide as the page is not cut through."""
    near = (row + step * count for count in range(_LINE))
    return next((r for r in near if not 0 < r < len(ink) or not ink[r].any()), row)


def _longest(free: Ink) -> tuple[int, int]:
    """The longest run of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], free.astype(np.int8), [0]])))
    runs = edges.reshape(-1, 2).tolist()
    start, end = max(runs, key=lambda run: run[1] - run[0], default=(0, 0))
    return int(start), int(end)


def _are_columns(left: Ink, right: Ink) -> bool:
    """Whether both sides are running text, whose paragraphs do not start side by side as cells do."""
    lines = _lines(left), _lines(right)
    if min(map(len, lines)) < _LINES or not (_is_running(left, lines[0]) and _is_running(right, lines[1])):
        return False
    starts = _paragraphs(lines[0]), _paragraphs(lines[1])
    beside = sum(any(abs(one - other) <= 3 for other in starts[1]) for one in starts[0])
    return not (beside >= _ALIKE and beside >= 0.5 * min(map(len, starts)))


def _lines(ink: Ink) -> list[tuple[int, int]]:
    """The rows of ink, as (first, last)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], ink.any(axis=1).astype(np.int8), [0]])))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]


def _is_running(ink: Ink, lines: Sequence[tuple[int, int]]) -> bool:
    ends = [int(np.nonzero(ink[start:end].any(axis=0))[0][-1]) for start, end in lines]
    return float(np.mean([end > 0.85 * max(ends) for end in ends])) >= _FULL


def _paragraphs(lines: Sequence[tuple[int, int]]) -> list[int]:
    """Where a text starts after more paper than between its lines."""
    gaps = [below[0] - above[1] for above, below in pairwise(lines)]
    usual = median(gaps)
    return [line[0] for gap, line in zip(gaps, lines[1:], strict=True) if gap > 1.3 * usual + 1]
