"""Rows of a table that a page end cuts: what goes on at the head of the next page joins its beginning."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.reading.blocks import Block, block_of
from pipeline.reading.habits import ITEM, Habits, masked_line
from pipeline.reading.line_ends import SENTENCE_END, nearly_full, text_start, was_full

_FEW = 3  # words: a code, who acts
Row = tuple[int, int] | None  # table and row


def mend_broken_rows(blocks: Sequence[Block], habits: Habits) -> list[Block]:
    """The blocks, with text that goes on in the same column over a page end joined to what it belongs to."""
    mended: list[Block] = []
    ended = _ended_rows(blocks)
    for block in blocks:
        target = _cut_block(mended, block, habits)
        if target is None or _tells_left_of(block, ended.get((_row(mended[target]), _row(block)))):
            mended.append(block)
        else:
            whole = block_of([*mended[target].lines, *block.lines], habits)
            mended[target] = replace(whole, bullet=mended[target].bullet)
    return mended


def _tells_left_of(block: Block, column: int | None) -> bool:
    """Whether a cell left of a block tells anew: those to its right may do so beside a merged one."""
    return column is not None and block.cell is not None and column < block.cell.column


def _ended_rows(blocks: Sequence[Block]) -> dict[tuple[Row, Row], int]:
    """The rows at the foot of a page with the row under it, and the first column that tells anew there."""
    found: dict[tuple[Row, Row], int] = {}
    latest: dict[tuple[int, int], Block] = {}  # by table and column
    for block in blocks:
        if block.cell is None:
            continue
        place = (block.cell.table, block.cell.column)
        above = latest.get(place)
        if above is not None and above.page < block.page and _tells_anew(above, block):
            rows = (_row(above), _row(block))
            found[rows] = min(block.cell.column, found.get(rows, block.cell.column))
        latest[place] = block
    return found


def _row(block: Block) -> Row:
    return (block.cell.table, block.cell.row) if block.cell else None


def _tells_anew(above: Block, block: Block) -> bool:
    """Whether a short text stands under one that had room for it."""
    short = len(block.lines) == 1 and len(block.text.split()) <= _FEW
    return short and not block.text[:1].islower() and not was_full(above.lines[-1], block.lines[0])


def _cut_block(blocks: Sequence[Block], block: Block, habits: Habits) -> int | None:
    """Which of the ``blocks`` before it a block goes on with over a page end, if it is the rest of one."""
    if block.bullet or not block.text[:1].islower() or ITEM.match(block.text):
        return None
    if len(block.lines) == 1 and masked_line(block.lines[0]) in habits.repeats:
        return None  # 'doel 3', in a column of these
    for index in range(len(blocks) - 1, -1, -1):
        other = blocks[index]
        over_page = other.page < block.page
        if not _in_one_column(other, block) or (not over_page and other.bold > 0.5 > block.bold):
            continue  # the head of the table is printed again on the new page
        last = other.lines[-1]
        in_table = other.cell is not None or block.cell is not None
        cut = over_page and last.page >= block.page - 1 and in_table and abs(last.size - block.size) < 0.6
        cut = cut and (other.cell is None or other.cell != block.cell) and not SENTENCE_END.search(other.text)
        full = was_full(last, block.lines[0])
        cut = cut and (full or (not habits.casual and nearly_full(last)))
        return index if cut else None
    return None


def _in_one_column(one: Block, other: Block) -> bool:
    """Whether two blocks are in one column of a table, also where a page has lost some of its cells."""
    a, b = one.cell, other.cell
    if a and b and (a.table, a.column, a.columns) == (b.table, b.column, b.columns):
        return True
    return min(abs(start - other.x0) for start in (one.lines[-1].x0, text_start(one.lines[0]))) < 4
