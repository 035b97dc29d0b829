"""The columns of a drawn table on the picture of a page, as areas to recognise one after the other.

A cell over several rows has its lines at other heights than the cells beside it, and the recogniser, which
goes by lines, then mixes what stands beside each other.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.reading.grid import Grid

Box = tuple[float, float, float, float]  # top, bottom, left, right in points
_ROWS = 2  # rows that a cell goes over


def column_areas(area: Box, grids: Sequence[Grid]) -> Iterator[Box]:
    """An area of a page in parts, in reading order: what stands between tables, and columns of tables."""
    top, bottom, left, right = area
    for grid in sorted(grids, key=lambda grid: grid.ys[0]):
        if (
            grid.ys[0] < top - 1
            or grid.ys[-1] > bottom + 1
            or grid.xs[0] < left - 1
            or grid.xs[-1] > right + 1
        ):
            continue
        for first, last in _bands(grid):
            edges = _edges(grid, first, last)
            if not edges:
                continue
            start, end = grid.ys[first], grid.ys[last]
            if start > top:
                yield top, start, left, right
            for one, other in pairwise([left, *edges, right]):
                yield start, end, one, other
            top = end
    if bottom > top:
        yield top, bottom, left, right


def _bands(grid: Grid) -> Iterator[tuple[int, int]]:
    """The runs of rows that cells over several rows hold together: first row, and the one after the last."""
    start = 0
    for row in range(1, len(grid.ys)):
        if row < len(grid.ys) - 1 and any(
            _root(grid, row, column) == _root(grid, row - 1, column) for column in range(grid.columns)
        ):
            continue
        if row - start >= _ROWS:
            yield start, row
        start = row


def _edges(grid: Grid, first: int, last: int) -> list[float]:
    """Where a ruling goes from the first row to the last between columns that differ in rows."""
    return [
        grid.xs[column]
        for column in range(1, grid.columns)
        if all(_root(grid, row, column) != _root(grid, row, column - 1) for row in range(first, last))
        and _breaks(grid, column - 1, first, last) != _breaks(grid, column, first, last)
    ]


def _breaks(grid: Grid, column: int, first: int, last: int) -> list[bool]:
    """Whether a cell ends before each row but the first."""
    return [_root(grid, row, column) != _root(grid, row - 1, column) for row in range(first + 1, last)]


def _root(grid: Grid, row: int, column: int) -> int:
    return grid.cells[row * grid.columns + column]
