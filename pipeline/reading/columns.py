"""Columns that no ruling separates: tables without lines, label and value pairs, two-column pages.

Word processors and browsers write a table cell by cell and a page column by column. So the order of the
words in the file tells what belongs together, and their places tell rows from columns:

1. Segments that follow each other downwards are a chain: a paragraph, or the text of a cell.
2. A chain that starts right of the one before it, at the same height, is the next cell of its row.
3. Rows under each other with the same columns are a table.

A file written line by line across the columns gives rows of one line; those are joined by their distance.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from pipeline.reading.headings import masked
from pipeline.reading.lines import Cell, Line

Block = tuple[float, list[Line]]
Chain = list[Line]
Row = list[Chain]
_PARTED = 3  # words between two texts, for them to be no row
_SIGNS = (":", "=", "|")
_TALL = 6  # lines
_ALIGNED = 6.0  # points within which the starts of a column's cells line up


def arrange_columns(segments: Sequence[Line], table: int) -> list[Block]:
    """Segments of a page as blocks (place in the file, lines).

    Those in columns get cells of tables numbered from ``table`` on.
    """
    rows = _rows(_chains(sorted(segments, key=lambda segment: segment.order)))
    blocks: list[Block] = []
    for part in _tables(rows):
        if max(len(row) for row in part) < 2:
            blocks.extend((chain[0].order, chain) for row in part for chain in row)
        else:
            blocks.append((part[0][0][0].order, _table_lines(part, table)))
            table += 1
    return blocks


def _chains(segments: Sequence[Line]) -> list[Chain]:
    chains: list[Chain] = []
    beside = _have_beside(segments)
    for index, segment in enumerate(segments):
        if chains and _is_under(chains[-1][-1], segment) and not _starts_row(segments, beside, index):
            chains[-1].append(segment)
        else:
            chains.append([segment])
    return chains


def _have_beside(segments: Sequence[Line]) -> list[bool]:
    """Whether what follows a line and those that go on under it stands level with it, further right."""
    found: list[bool] = []
    following: Line | None = None  # behind the lines that go on under each other
    right, below = 0.0, None
    for line in reversed(segments):
        if below is not None and _is_under(line, below):
            right = max(right, line.x1)
        else:
            following, right = below, line.x1
        level = following is not None and abs(following.baseline - line.baseline) < 2
        found.append(level and following is not None and following.x0 > right)
        below = line
    return found[::-1]


def _starts_row(segments: Sequence[Line], beside: Sequence[bool], index: int) -> bool:
    """Whether a row of a table starts under a text that stood alone: in other type, or further down."""
    if index == 0 or not beside[index] or beside[index - 1]:
        return False
    before, line = segments[index - 1], segments[index]
    return (before.bold > 0.5) != (line.bold > 0.5) or line.baseline - before.baseline > 1.7 * line.size


def _is_under(above: Line, line: Line) -> bool:
    distance = line.baseline - above.baseline
    return (
        0.5 * line.size < distance < 2.3 * max(line.size, above.size)
        and line.x0 < above.x1
        and above.x0 < line.x1
    )


def _rows(chains: Sequence[Chain]) -> list[Row]:
    rows: list[Row] = []
    for chain in chains:
        if rows and _is_beside(rows[-1], chain) and not _is_next_column(rows, chain):
            rows[-1].append(chain)
        else:
            rows.append([chain])
    return rows


def _is_beside(row: Row, chain: Chain) -> bool:
    """Whether a chain stands right of a row's last cell and overlaps the row in height.

    What the file holds between the two stands in a drawn table: then each is a head over cells of its own.
    """
    last = row[-1][-1]
    between = chain[0].order - last.order - len(last.words)
    if chain[0].x0 < max(line.x1 for line in row[-1]) or between > _PARTED:
        return False
    top, bottom = min(cell[0].baseline for cell in row), max(cell[-1].baseline for cell in row)
    slack = 0.6 * chain[0].size
    return chain[0].baseline <= bottom + slack and chain[-1].baseline >= top - slack


def _is_next_column(rows: Sequence[Row], chain: Chain) -> bool:
    """Whether a tall text is the next column of a page that is set in columns as a newspaper.

    It then stands beside more than the text before it in the file; or both go on under heads of their own.
    """
    if len(chain) < _TALL:
        return False
    left = takewhile(
        lambda line: line.x1 < chain[0].x0, (line for row in rows[-2::-1] for line in row[-1][::-1])
    )
    beside = [line for line in left if line.baseline > chain[0].baseline]
    return len(beside) > 1 or min(_heads_within(chain), _heads_within(rows[-1][-1])) > 1


def _heads_within(chain: Chain) -> int:
    """How many lines stand out in type over the line under them."""
    return sum(
        above.size > line.size + 0.6 or (above.bold > 0.9 and line.bold < 0.1)
        for above, line in pairwise(chain)
    )


def _tables(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows grouped: each table, and each row that stands alone."""
    parts: list[list[Row]] = []
    for index, row in enumerate(rows):
        following = rows[index + 1] if index + 1 < len(rows) else []
        if parts and _continues(parts[-1], row, following):
            parts[-1].append(row)
        else:
            parts.append([row])
    return parts


def _starts(part: Sequence[Row]) -> list[float]:
    """Where the columns of a table start: the starts of its widest row."""
    return [min(line.x0 for line in cell) for cell in max(part, key=len)]


def _fits(row: Row, starts: Sequence[float]) -> bool:
    return all(any(abs(cell[0].x0 - start) <= _ALIGNED for start in starts) for cell in row)


def _continues(part: Sequence[Row], row: Row, following: Row) -> bool:
    widest = max(part, key=len)
    starts = _starts(part)
    if len(widest) < 2 or row[0][0].page != widest[0][0].page:
        return False
    # Cells may be set in the middle of their row: the tallest tells where it starts.
    top, bottom = min(cell[0].baseline for cell in row), max(cell[-1].baseline for cell in part[-1])
    if not 0 < top - bottom < 5 * row[0][0].size:
        return False
    if len(row) >= 2:
        shared = sum(any(abs(cell[0].x0 - start) <= _ALIGNED for start in starts) for cell in row)
        return shared >= 2 or _fits(row, starts)
    # A row of one cell belongs to the table when it keeps to a column and the table goes on after it, or
    # when it stands in a later column.
    inside = _fits(row, starts) and max(line.x1 for line in row[0]) < _column_end(row[0], starts)
    late = row[0][0].x0 > starts[0] + _ALIGNED
    return inside and (late or (len(following) >= 2 and _fits(following, starts)))


def _column_end(cell: Chain, starts: Sequence[float]) -> float:
    return min((start for start in starts if start > cell[0].x0 + _ALIGNED), default=float("inf"))


def _table_lines(rows: Sequence[Row], table: int) -> list[Line]:
    starts = sorted({round(min(line.x0 for line in cell), 1) for row in rows for cell in row})
    columns: list[float] = []
    for start in starts:
        if not columns or start - columns[-1] > 2 * _ALIGNED:
            columns.append(start)
    numbers = _row_numbers(rows)
    placed = [
        (number, sum(start <= cell[0].x0 + _ALIGNED for start in columns) - 1, line)
        for number, row in zip(numbers, rows, strict=True)
        for cell in row
        for line in cell
    ]
    edges = {column: max(line.x1 for _, c, line in placed if c == column) for _, column, _ in placed}
    lines = [
        line.placed(
            Cell(table, number, column, len(columns), False, columns[column], edges[column]), edges[column]
        )
        for number, column, line in placed
    ]
    lines.sort(
        key=lambda line: (line.cell.row, line.cell.column, line.baseline) if line.cell else (0, 0, 0.0)
    )
    return _rejoined(lines)


def _rejoined(lines: Sequence[Line]) -> list[Line]:
    """Lines of one cell that were cut where justified text happens to have a gap, as one again."""
    joined: list[Line] = []
    for line in lines:
        before = joined[-1] if joined else None
        if (
            before
            and before.cell == line.cell
            and abs(before.baseline - line.baseline) < 2
            and 0 <= line.x0 - before.x1 < line.size
        ):
            joined[-1] = replace(before, words=before.words + line.words)
        else:
            joined.append(line)
    return joined


def _row_numbers(rows: Sequence[Row]) -> list[int]:
    """A number per row; rows of single lines that run on tightly are one row written line by line."""
    if len(rows) < 3 or any(len(cell) > 1 for row in rows for cell in row) or _name_fields(rows):
        return list(range(len(rows)))
    tops = [row[0][0].baseline for row in rows]
    gaps = [after - before for before, after in pairwise(tops)]
    pitch = min(gaps)
    if max(gaps) <= 1.25 * pitch:
        return list(range(len(rows)))
    heads = [masked(row[0][0].text) for row in rows]
    numbers = [0]
    for gap, (before, head) in zip(gaps, pairwise(heads), strict=True):
        numbered = before == head != ""  # 'doel 1', 'doel 2'
        numbers.append(numbers[-1] + (gap > 1.25 * pitch or numbered))
    return numbers


def _name_fields(rows: Sequence[Row]) -> bool:
    """Whether most first cells end in a sign for what stands behind them."""
    return sum(row[0][0].text.endswith(_SIGNS) for row in rows) > 0.6 * len(rows)


def is_in_reading_order(lines: Sequence[Line]) -> bool:
    """Whether the file's order can be trusted: it rarely jumps up to text above in the same column."""
    ordered = sorted(lines, key=lambda line: line.order)
    up = sum(
        after.baseline < before.baseline - before.size and after.x0 < before.x1 and before.x0 < after.x1
        for before, after in pairwise(ordered)
    )
    return up <= max(3, 0.05 * len(ordered))
