"""Heads of table cells, and tables turned so that one subdoel follows another."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from pipeline.reading.blocks import Block
from pipeline.reading.headings import main_concept, number_in
from pipeline.reading.labels import ACTORS
from pipeline.reading.lines import Cell
from pipeline.reading.pieces import Piece

_ROLE_HEADS = ACTORS | {"afspraak", "subdoel", "hoofddoel", "wie", "wanneer", "evaluatie"}


def turn_tables(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with tables that hold a subdoel per column read column by column.

    Each cell then comes behind a copy of its row's head, as it would stand on a form.
    """
    tables: dict[int, list[Block]] = defaultdict(list)
    for block in blocks:
        if block.cell:
            tables[block.cell.table].append(block)
    turned = {table: _turn(members) for table, members in tables.items() if _is_turned(members)}
    result: list[Block] = []
    for block in blocks:
        table = block.cell.table if block.cell else -1
        if table not in turned:
            result.append(block)
        elif turned[table]:
            result.extend(turned[table])
            turned[table] = []
    return result


def _is_turned(blocks: Sequence[Block]) -> bool:
    """Subdoelen head the columns: the first row is a series of them, or the first column names the actors."""
    head_row = min(block.cell.row for block in blocks if block.cell)
    heads = [
        block.text for block in blocks if block.cell and block.cell.row == head_row and block.cell.column > 0
    ]
    sides = [
        block.text for block in blocks if block.cell and block.cell.row > head_row and block.cell.column == 0
    ]
    if len(heads) < 2 or not sides:
        return False
    series = [number_in(head) for head in heads]
    is_series = series == list(range(1, len(series) + 1)) and all(
        main_concept(h.split(":")[0]) == "subdoel" for h in heads
    )
    named = sum(main_concept(side) in ACTORS for side in sides)
    heads_are_roles = any(main_concept(head) in _ROLE_HEADS - {"subdoel"} for head in heads)
    return (is_series or named >= 2) and not heads_are_roles and len(sides) <= 6


def _turn(blocks: Sequence[Block]) -> list[Block]:
    cells: dict[tuple[int, int], list[Block]] = defaultdict(list)
    for block in blocks:
        if block.cell:
            cells[block.cell.column, block.cell.row].append(block)
    rows = sorted({row for _, row in cells})
    result = list(cells.get((0, rows[0]), ()))
    for column in sorted({column for column, _ in cells} - {0}):
        for row in rows:
            result.extend(_apart(cells.get((0, row), ()) if row != rows[0] else ()))
            result.extend(_apart(cells.get((column, row), ())))
    return result


def _apart(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without their cell: their heads now stand before them."""
    return [replace(block, lines=tuple(replace(line, cell=None) for line in block.lines)) for block in blocks]


def add_heads(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with the head of their column and of their row."""
    texts: dict[int, dict[tuple[int, int], str]] = defaultdict(dict)
    for piece in pieces:
        if piece.cell:
            place = (piece.cell.row, piece.cell.column)
            texts[piece.cell.table][place] = f"{texts[piece.cell.table].get(place, '')} {piece.text}".strip()
    head_rows = {table: _head_row(cells) for table, cells in texts.items()}
    return [_with_heads(piece, texts, head_rows) for piece in pieces]


def _head_row(cells: dict[tuple[int, int], str]) -> int | None:
    """The row whose cells name what the columns hold, among the first three; None if there is none."""
    for row in sorted({row for row, _ in cells})[:3]:
        names = [main_concept(text, 0.5) for (r, _), text in cells.items() if r == row]
        if len(names) >= 2 and sum(name in _ROLE_HEADS for name in names) >= max(2, 0.6 * len(names)):
            return row
    return None


def _with_heads(
    piece: Piece, texts: dict[int, dict[tuple[int, int], str]], head_rows: dict[int, int | None]
) -> Piece:
    cell: Cell | None = piece.cell
    if cell is None:
        return piece
    cells, head_row = texts[cell.table], head_rows[cell.table]
    column_head = (
        cells.get((head_row, cell.column), "") if head_row is not None and cell.row > head_row else ""
    )
    row_head = cells.get((cell.row, 0), "") if cell.column > 0 else ""
    return replace(piece, column_head=column_head, row_head=row_head)
