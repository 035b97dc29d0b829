"""Rulings to grids: which words share a cell of a drawn table or box.

1. Rulings on one line are merged. 2. Rulings that touch form one grid. 3. The grid's smallest
rectangles are joined where no ruling separates them, so that merged cells come out whole.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.reading.pdf import Ruling

_TOUCH = 3.0  # points within which two rulings meet
_NO_CELL = -1
_COVERED = 0.6  # share of a side that must be drawn for it to separate


@dataclass(frozen=True, slots=True)
class Grid:
    """A drawn table: column edges ``xs``, row edges ``ys`` and, per rectangle, the cell it belongs to
    (its first rectangle; -1 for none).
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[int, ...]

    @property
    def columns(self) -> int:
        return len(self.xs) - 1

    @property
    def area(self) -> float:
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column of the cell (its first rectangle) at a point, or None outside the grid."""
        if not (self.xs[0] - 1 <= x <= self.xs[-1] + 1 and self.ys[0] - 1 <= y <= self.ys[-1] + 1):
            return None
        column = min(max(bisect_right(self.xs, x) - 1, 0), self.columns - 1)
        row = min(max(bisect_right(self.ys, y) - 1, 0), len(self.ys) - 2)
        cell = self.cells[row * self.columns + column]
        return None if cell == _NO_CELL else divmod(cell, self.columns)


def find_grids(rulings: Sequence[Ruling]) -> list[Grid]:
    """The grids drawn on a page, smallest first, so that a table in a box is found before the box."""
    flat = _merge([ruling for ruling in rulings if ruling.horizontal])
    upright = _merge([ruling for ruling in rulings if not ruling.horizontal])
    groups = _Groups(len(flat) + len(upright))
    for i, h in enumerate(flat):
        for j, v in enumerate(upright):
            if h.start - _TOUCH <= v.at <= h.end + _TOUCH and v.start - _TOUCH <= h.at <= v.end + _TOUCH:
                groups.join(i, len(flat) + j)
    members: dict[int, tuple[list[Ruling], list[Ruling]]] = defaultdict(lambda: ([], []))
    for i, ruling in enumerate(flat + upright):
        members[groups.root(i)][0 if ruling.horizontal else 1].append(ruling)
    grids = [_grid(h, v) for h, v in members.values() if len(h) >= 2 and v]
    return sorted((grid for grid in grids if grid), key=lambda grid: grid.area)


def _merge(rulings: Sequence[Ruling]) -> list[Ruling]:
    """Rulings that lie on one line and touch, as one; sides are often drawn cell by cell."""
    merged: list[Ruling] = []
    line: list[Ruling] = []

    def flush() -> None:
        if not line:
            return
        at = sum(ruling.at for ruling in line) / len(line)
        line.sort(key=lambda ruling: ruling.start)
        start, end = line[0].start, line[0].end
        for ruling in line[1:]:
            if ruling.start <= end + 4:
                end = max(end, ruling.end)
            else:
                merged.append(Ruling(line[0].horizontal, start, end, at))
                start, end = ruling.start, ruling.end
        merged.append(Ruling(line[0].horizontal, start, end, at))
        line.clear()

    for ruling in sorted(rulings, key=lambda ruling: ruling.at):
        if line and ruling.at - line[-1].at > 2.5:
            flush()
        line.append(ruling)
    flush()
    return merged


def _grid(flat: Sequence[Ruling], upright: Sequence[Ruling]) -> Grid | None:
    ends = [min(h.start for h in flat), max(h.end for h in flat)]
    xs = _distinct([v.at for v in upright] + ends)
    ys = _distinct([h.at for h in flat] + _open_ends(upright))
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 1 or rows < 1:
        return None
    groups = _Groups(columns * rows)
    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            if column + 1 < columns and not _separates(upright, xs[column + 1], ys[row], ys[row + 1]):
                groups.join(here, here + 1)
            if row + 1 < rows and not _separates(flat, ys[row + 1], xs[column], xs[column + 1]):
                groups.join(here, here + columns)
    cells = [groups.root(i) for i in range(columns * rows)]
    loose = {cells[i] for i in _open_corners(flat, upright, xs, ys)}
    return Grid(tuple(xs), tuple(ys), tuple(_NO_CELL if cell in loose else cell for cell in cells))


def _open_corners(
    flat: Sequence[Ruling], upright: Sequence[Ruling], xs: Sequence[float], ys: Sequence[float]
) -> list[int]:
    """The rectangles at a corner with no ruling on either side, where something smaller has its edge.

    So a small box on a line makes no cell of the text beside it.
    """
    columns, rows = len(xs) - 1, len(ys) - 1
    found = []
    for row, y in ((0, ys[0]), (rows - 1, ys[-1])):
        if not any(abs(ruling.at - y) < _TOUCH for ruling in flat):
            continue
        for column, x in ((0, xs[0]), (columns - 1, xs[-1])):
            level = _separates(flat, y, xs[column], xs[column + 1])
            if not level and not _separates(upright, x, ys[row], ys[row + 1]):
                found.append(row * columns + column)
    return found


def _open_ends(upright: Sequence[Ruling]) -> list[float]:
    """Heights at which several upright rulings end: a row cut by the page end has no ruling there."""
    ends = sorted(end for v in upright for end in (v.start, v.end))
    return [end for before, end in pairwise(ends) if end - before < _TOUCH]


def _separates(rulings: Iterable[Ruling], at: float, start: float, end: float) -> bool:
    drawn = sum(
        max(0.0, min(ruling.end, end) - max(ruling.start, start))
        for ruling in rulings
        if abs(ruling.at - at) < _TOUCH
    )
    return drawn >= _COVERED * (end - start)


def _distinct(values: Iterable[float]) -> list[float]:
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > _TOUCH:
            kept.append(value)
    return kept


class _Groups:
    """Disjoint sets of the numbers 0..n-1; a set is known by its smallest member."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def root(self, item: int) -> int:
        while self._parent[item] != item:
            self._parent[item] = self._parent[self._parent[item]]
            item = self._parent[item]
        return item

    def join(self, one: int, other: int) -> None:
        low, high = sorted((self.root(one), self.root(other)))
        self._parent[high] = low
