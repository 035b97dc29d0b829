"""The printed lines of a page, each in its table cell or column, in the order a person reads them."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.reading.columns import arrange_columns, is_in_reading_order
from pipeline.reading.grid import Grid, find_grids
from pipeline.reading.lines import Cell, Line, group_lines
from pipeline.reading.page import Page, Word
from pipeline.reading.paint_order import with_floats_in_place

_ROWS = 3  # of a table in a frame
_BADGE = 3  # words


def page_lines(page: Page, first_table: int) -> list[Line]:
    """The lines of a page in reading order; tables are numbered from ``first_table``."""
    words, as_printed = _in_order(page)
    grids = find_grids(page.rulings)
    in_cells: dict[tuple[int, int, int], list[Word]] = defaultdict(list)
    free: list[Word] = []
    for word in words:
        place = _place(word, grids)
        if place is None:
            free.append(word)
        else:
            in_cells[place].append(word)
    free += _out_of_badges(grids, in_cells)
    drawn = {
        number: _grid_lines(page.number, grid, first_table + number, number, in_cells)
        for number, grid in enumerate(grids)
    }
    beyond = first_table + len(grids)  # the first number that no drawn table has
    for number, grid in enumerate(grids):
        if grid.columns == 1:
            drawn[number] = _with_columns(drawn[number], beyond)
            beyond = max([beyond, *(line.cell.table + 1 for line in drawn[number] if line.cell)])
    blocks: list[tuple[float, list[Line]]] = [
        (min(line.order for line in lines), lines) for lines in _nested(drawn, grids) if lines
    ]
    # Without tables the lines are those that were looked at already.
    segments = as_printed if free == list(words) else group_lines(page.number, free, split=True)
    blocks.extend(arrange_columns(segments, beyond))
    blocks.sort(key=lambda block: block[0])
    return [line for _, lines in blocks for line in lines]


def _in_order(page: Page) -> tuple[Sequence[Word], list[Line]]:
    """The words, numbered as they are read, and the lines of them cut at wide gaps."""
    as_printed = group_lines(page.number, page.words, split=True)
    if page.has_form or not is_in_reading_order(as_printed):
        placed = _ordered_by_place(page.words)
    else:
        placed = with_floats_in_place(as_printed)
    return (placed, group_lines(page.number, placed, split=True)) if placed else (page.words, as_printed)


def _ordered_by_place(words: Sequence[Word]) -> list[Word]:
    """The words numbered line by line, for a file whose own order says nothing (form values come last)."""
    lines = group_lines(0, words)
    return [replace(word, order=order) for order, word in enumerate(w for line in lines for w in line.words)]


def _place(word: Word, grids: Sequence[Grid]) -> tuple[int, int, int] | None:
    x, y = (word.x0 + word.x1) / 2, word.baseline - 0.3 * word.size
    for number, grid in enumerate(grids):
        cell = grid.cell_at(x, y)
        if cell is not None:
            return (number, *cell)
    return None


def _out_of_badges(grids: Sequence[Grid], in_cells: dict[tuple[int, int, int], list[Word]]) -> Iterator[Word]:
    """The words in boxes right around them, as 'KM' before a text, taken from cells that are none."""
    cells = Counter(number for number, _, _ in in_cells)
    for place, words in list(in_cells.items()):
        number, row, column = place
        if cells[number] == 1 and len(words) <= _BADGE and _is_badge(grids[number], row, column, words):
            yield from in_cells.pop(place)


def _is_badge(grid: Grid, row: int, column: int, words: Sequence[Word]) -> bool:
    """Whether a cell is little larger than its words."""
    size = words[0].size
    text = max(word.x1 for word in words) - min(word.x0 for word in words)
    high, wide = grid.ys[row + 1] - grid.ys[row], grid.xs[column + 1] - grid.xs[column]
    return high < 2.6 * size and wide < text + 2.5 * size


def _grid_lines(
    page: int, grid: Grid, table: int, number: int, in_cells: dict[tuple[int, int, int], list[Word]]
) -> list[Line]:
    lines: list[Line] = []
    for (owner, row, column), words in sorted(in_cells.items()):
        if owner != number:
            continue
        right = max(
            grid.xs[k % grid.columns + 1]
            for k, root in enumerate(grid.cells)
            if divmod(root, grid.columns) == (row, column)
        )
        for part, left, edge in _split_at_missing_rulings(grid, column, right, words):
            cell = Cell(table, row, part, grid.columns, True, left, edge)
            here = [word for word in words if left <= (word.x0 + word.x1) / 2 < edge or grid.columns == 1]
            padding = max(0.0, min((word.x0 for word in here), default=left) - left)  # as wide right as left
            lines.extend(line.placed(cell, max(edge - padding, line.x1)) for line in group_lines(page, here))
    return lines


def _with_columns(lines: list[Line], table: int) -> list[Line]:
    """The lines of a frame; a table without upright rulings in it gets cells, numbered from ``table`` on."""
    from pipeline.reading.columns import arrange_columns

    result: list[Line] = []
    for _, inside in groupby(lines, key=lambda line: line.cell):
        frame = list(inside)
        words = [word for line in frame for word in line.words]
        found = arrange_columns(group_lines(frame[0].page, words, split=True), table)
        cells = {line.cell for _, part in found for line in part if line.cell}
        rows = {(cell.table, cell.row) for cell in cells}
        if len(rows) < _ROWS or len({cell.column for cell in cells}) < 2:
            result += frame
            continue
        table += len({cell.table for cell in cells})
        ordered = [line for _, part in sorted(found, key=lambda block: block[0]) for line in part]
        result += [line if line.cell else line.placed(frame[0].cell, line.right_edge) for line in ordered]
    return result


def _nested(drawn: dict[int, list[Line]], grids: Sequence[Grid]) -> list[list[Line]]:
    """The lines of each grid, those of a table in a cell among the lines of the table around it."""
    lines_of = dict(drawn)
    for number, grid in enumerate(grids):  # smallest first
        x, y = (grid.xs[0] + grid.xs[-1]) / 2, (grid.ys[0] + grid.ys[-1]) / 2
        around = next(
            (n for n in range(number + 1, len(grids)) if lines_of[n] and grids[n].cell_at(x, y)), None
        )
        if around is None or not lines_of[number]:
            continue
        inside, outer = lines_of[number], lines_of[around]
        place = grids[around].cell_at(x, y)
        tables = {line.cell.table for line in drawn[around] if line.cell}
        before = [
            index
            for index, line in enumerate(outer)
            if line.cell
            and line.cell.table in tables
            and place
            and ((line.cell.row, line.cell.column), line.baseline) < (place, inside[0].baseline)
        ]
        at = before[-1] + 1 if before else 0
        while at < len(outer) and before and outer[at].cell and outer[at].cell.table not in tables:  # type: ignore[union-attr]
            at += 1  # behind a table that was put there before
        lines_of[around] = [*outer[:at], *inside, *outer[at:]]
        lines_of[number] = []
    return list(lines_of.values())


def _split_at_missing_rulings(
    grid: Grid, column: int, right: float, words: Sequence[Word]
) -> list[tuple[int, float, float]]:
    """A cell over several columns, cut at the column edges that no word crosses (an undrawn ruling)."""
    left = grid.xs[column]
    parts, start, edge_left = [], column, left
    for k in range(column + 1, len(grid.xs) - 1):
        x = grid.xs[k]
        if x >= right - 1:
            break
        crossed = any(word.x0 < x - 1 and word.x1 > x + 1 for word in words)
        before = any(edge_left <= (word.x0 + word.x1) / 2 < x for word in words)
        after = any((word.x0 + word.x1) / 2 >= x for word in words)
        starts_there = any(0 <= word.x0 - x < 12 for word in words)
        if not crossed and before and after and starts_there and not _is_running_text(words, x):
            parts.append((start, edge_left, x))
            start, edge_left = k, x
    parts.append((start, edge_left, right + 1))
    return parts


def _is_running_text(words: Sequence[Word], x: float) -> bool:
    """Whether the words on both sides of ``x`` follow each other at word distance on some line."""
    for word in words:
        if word.x1 <= x + 1:
            for other in words:
                if (
                    abs(other.baseline - word.baseline) < 2
                    and other.x0 >= x - 1
                    and other.x0 - word.x1 < 0.9 * word.size
                ):
                    return True
    return False
