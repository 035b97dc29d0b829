"""Columns of a table in which each cell holds running text: what is agreed for a subdoel, as sentences."""

from collections import defaultdict
from collections.abc import Sequence

from pipeline.reading.blocks import Block
from pipeline.reading.lines import Cell
from pipeline.reading.sentences import split_sentences

Column = tuple[int, int, int]  # table, column, and right edge: merged cells hold something else
_LONG = 60  # characters; heads and terms are shorter
_CELLS = 2
_SENTENCES = 2.5  # on average: an afspraak alone may well have two
_IN_BLOCK = 1.5  # and in each paragraph: of a list of afspraken each is one
_SEVERAL = 0.6  # of the cells have more than one


def running_columns(blocks: Sequence[Block]) -> frozenset[Column]:
    """The columns of which nearly every long cell is one paragraph of several sentences."""
    cells: dict[Column, dict[int, list[Block]]] = defaultdict(lambda: defaultdict(list))
    for block in blocks:
        if block.cell is not None:
            cells[column_of(block.cell)][block.cell.row].append(block)
    return frozenset(column for column, rows in cells.items() if _is_running(list(rows.values())))


def column_of(cell: Cell) -> Column:
    return cell.table, cell.column, round(cell.right)


def _is_running(cells: Sequence[Sequence[Block]]) -> bool:
    long = [cell for cell in cells if sum(len(block.text) for block in cell) > _LONG]
    blocks = [block for cell in long for block in cell]
    if len(long) < _CELLS or any(block.bullet for block in blocks):
        return False
    counts = [sum(len(split_sentences(block.text)) for block in cell) for cell in long]
    several = sum(count > 1 for count in counts) >= _SEVERAL * len(long)
    return several and sum(counts) >= max(_SENTENCES * len(long), _IN_BLOCK * len(blocks))
