"""Which cells of a table of people to hide, so that nobody is told of in a small group."""

from collections.abc import Collection, Iterator, Sequence

SMALLEST = 5
"""A count from 1 up to this is not shown."""

Cell = tuple[int, int]


def hidden_cells(
    counts: Sequence[Sequence[int]], smallest: int = SMALLEST, keep: Collection[Cell] = ()
) -> set[Cell]:
    """The places ``(row, column)`` to hide in a table whose row and column totals are shown or can be known.

    First every count from 1 to ``smallest`` - 1. Then, as long as a hidden count can be worked out from the
    rest, or the hidden counts of a row or column add up to less than ``smallest``, the smallest other count
    beside it. A hidden count follows from the rest exactly when, of rows and columns joined by hidden cells,
    its own cell is a bridge (D. Gusfield, SIAM Journal on Computing 17, 1988). Cells in ``keep`` are hidden
    beside others only when nothing else is left. Where nothing is left to hide
    beside it (a table of one row, say), its whole line is hidden; the caller then hides the total as well.
    """
    hidden = {place for place, count in _cells(counts) if 0 < count < smallest}
    while weak := next(_weak_lines(counts, hidden, smallest), None):
        others = [place for place in weak if place not in hidden and counts[place[0]][place[1]] > 0]
        others = others or [place for place in weak if place not in hidden]
        hidden.add(min(others, key=lambda place: (place in keep, counts[place[0]][place[1]], place)))
    return hidden


def _cells(counts: Sequence[Sequence[int]]) -> Iterator[tuple[Cell, int]]:
    for row, line in enumerate(counts):
        for column, count in enumerate(line):
            yield (row, column), count


def _weak_lines(counts: Sequence[Sequence[int]], hidden: set[Cell], smallest: int) -> Iterator[list[Cell]]:
    """Rows and columns in which one more cell must and can be hidden; those with one hidden cell first."""
    open_lines = []
    for line in _lines(counts):
        own = [place for place in line if place in hidden]
        if not own or len(own) == len(line):
            continue
        if len(own) == 1 or sum(counts[row][column] for row, column in own) < smallest:
            yield line
        open_lines.append((line, own))
    yield from (line for line, own in open_lines if any(_is_bridge(place, hidden) for place in own))


def _lines(counts: Sequence[Sequence[int]]) -> Iterator[list[Cell]]:
    columns = len(counts[0]) if counts else 0
    yield from ([(row, column) for column in range(columns)] for row in range(len(counts)))
    yield from ([(row, column) for row in range(len(counts))] for column in range(columns))


def _is_bridge(cell: Cell, hidden: set[Cell]) -> bool:
    """Whether no other way over hidden cells leads from the row of ``cell`` to its column."""
    row, column = cell
    reached_rows, reached_columns = {row}, set[int]()
    while True:
        columns = {c for r, c in hidden if r in reached_rows and (r, c) != cell} - reached_columns
        rows = {r for r, c in hidden if c in reached_columns | columns and (r, c) != cell} - reached_rows
        if not columns and not rows:
            return column not in reached_columns
        reached_columns |= columns
        reached_rows |= rows
