"""Heads of table cells, and tables turned so that one subdoel follows another."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from pipeline.reading.blocks import Block
from pipeline.reading.headings import concepts_of, main_concept, masked, number_in
from pipeline.reading.labels import ACTORS
from pipeline.reading.lines import Cell
from pipeline.reading.pieces import Piece

_TERM = re.compile(
    r"\d{1,2}[-/ ](?:\d|jan|feb|maart|mrt|apr|mei|jun|jul|aug|sep|okt|nov|dec)|20\d\d|week|maand|mnd|\bwk"
    r"|kwartaal|z\.?s\.?m|direct|doorlopend|wekelijks|dagelijks|maandelijks|zomer|najaar|voorjaar|winter",
    re.IGNORECASE,
)
_WIDE = 3  # columns
_LEEWAY = 6.0  # points
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
    alike = len({masked(head) for head in heads}) == 1 and bool(masked(heads[0]))
    is_series = series == list(range(1, len(series) + 1)) and (
        alike or all(main_concept(head.split(":")[0]) == "subdoel" for head in heads)
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
    return [
        replace(block, lines=tuple(line.placed(None, line.right_edge) for line in block.lines))
        for block in blocks
    ]


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    bold: bool


_Cells = dict[tuple[int, int], _Cell]  # by row and column


def add_heads(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with the head of their column and of their row, and what their column holds."""
    tables: dict[int, _Cells] = defaultdict(dict)
    for piece in pieces:
        if piece.cell:
            cells, place = tables[piece.cell.table], (piece.cell.row, piece.cell.column)
            known = cells.get(place, _Cell("", True))
            cells[place] = _Cell(f"{known.text} {piece.text}".strip(), known.bold and piece.bold)
    heads = {table: _head_row(cells) for table, cells in tables.items()}
    kinds = {table: _column_kinds(cells, heads[table]) for table, cells in tables.items()}
    whole = [
        _with_heads(
            piece, piece.cell, tables[piece.cell.table], heads[piece.cell.table], kinds[piece.cell.table]
        )
        if piece.cell
        else piece
        for piece in pieces
    ]
    return _with_lent_heads(whole, {table for table, cells in tables.items() if _is_head_alone(cells)})


def _is_head_alone(cells: _Cells) -> bool:
    """Whether a table is one row that names columns; bands without upright lines part it from the others."""
    names = [main_concept(cell.text, 0.5) for cell in cells.values()]
    short = all(len(cell.text.split()) <= 4 for cell in cells.values())
    one_row = len({row for row, _ in cells}) == 1 and len(cells) >= _WIDE
    return one_row and short and sum(name in _ROLE_HEADS for name in names) >= 2


def _with_lent_heads(pieces: Sequence[Piece], alone: Collection[int]) -> list[Piece]:
    """The pieces of tables under a head that stands ``alone``, with the heads right above them."""
    result: list[Piece] = []
    heads: list[Piece] = []
    for piece in pieces:
        if piece.cell and piece.cell.table in alone:
            heads = [*(head for head in heads if _are_in_one_table(head, piece)), piece]
            piece = replace(piece, in_head_row=True)
        elif piece.cell and not piece.column_head and not piece.in_head_row and heads:
            above = [head.text for head in heads if head.page == piece.page and _is_above(head, piece)]
            piece = replace(piece, column_head=above[0]) if len(above) == 1 else piece
        result.append(piece)
    return _with_kinds(result)


def _are_in_one_table(one: Piece, other: Piece) -> bool:
    return one.cell is not None and other.cell is not None and one.cell.table == other.cell.table


def _is_above(head: Piece, piece: Piece) -> bool:
    """Whether a head stands over a cell: a tick in its middle, a text at its start."""
    if head.cell is None or piece.cell is None:
        return False
    if _is_cross(piece.text):
        return head.cell.left - _LEEWAY <= piece.x0 <= head.cell.right + _LEEWAY
    return abs(head.x0 - piece.x0) <= _LEEWAY


def _with_kinds(pieces: Sequence[Piece]) -> list[Piece]:
    """What a column holds of which its own table did not tell, by all cells under the same words."""
    columns: dict[str, list[str]] = defaultdict(list)
    for piece in pieces:
        if piece.column_head and not piece.column_kind:
            columns[piece.column_head].append(piece.text)
    kinds = {head: _kind(texts) for head, texts in columns.items()}
    return [
        replace(piece, column_kind=kinds[piece.column_head])
        if piece.column_head and not piece.column_kind
        else piece
        for piece in pieces
    ]


def _head_row(cells: _Cells) -> int | None:
    """The row that names what the columns hold: by its words, or bold above plain.

    It is among the first three, or further down a sheet of which the table is the lower part; its words must
    then name more columns.
    """
    rows = sorted({row for row, _ in cells})
    for index, row in enumerate(rows[:-1] if len(rows) > 3 else rows):
        inside = [cell for (r, _), cell in cells.items() if r == row]
        names = [main_concept(cell.text, 0.5) for cell in inside]
        known = sum(name in _ROLE_HEADS for name in names)
        if len(inside) < 2 or any(len(cell.text.split()) > 6 for cell in inside):
            continue
        below = [cell for (r, _), cell in cells.items() if r in rows[index + 1 : index + 3]]
        stands_out = _is_bold(cells, row) and bool(below) and not all(cell.bold for cell in below)
        stands_out = stands_out and not any(_is_bold_again(cells, row, later) for later in rows[index + 1 :])
        if known >= max(2 if index < 3 else 3, 0.6 * len(names)):
            return row
        if index < 3 and stands_out and (known >= 1 or len(inside) >= 3):
            return row
    return None


def _is_bold(cells: _Cells, row: int) -> bool:
    return all(cell.bold for (r, _), cell in cells.items() if r == row)


def _is_bold_again(cells: _Cells, row: int, later: int) -> bool:
    """Whether a later row is bold in the same columns: then each names a subdoel, and none the columns."""
    columns = [{column for r, column in cells if r == each} for each in (row, later)]
    return columns[0] == columns[1] and _is_bold(cells, later)


def _column_kinds(cells: _Cells, head_row: int | None) -> dict[int, str]:
    """What columns of two cells or more hold, by their cells: ``wie``, ``wanneer``, ``kruis`` or unknown."""
    columns: dict[int, list[str]] = defaultdict(list)
    for (row, column), cell in cells.items():
        if head_row is None or row > head_row:
            columns[column].append(cell.text)
    return {column: _kind(texts) for column, texts in columns.items() if len(texts) >= 2}


def _kind(texts: Sequence[str]) -> str:
    for name, test in (("kruis", _is_cross), ("wie", names_only_actors), ("wanneer", _is_term)):
        if sum(map(test, texts)) > 0.6 * len(texts):
            return name
    return ""


def _is_cross(text: str) -> bool:
    return bool(re.fullmatch(r"[xXvV✓✔☒☑●•-]", text))


def names_only_actors(text: str) -> bool:
    """Whether a text names who acts and little else."""
    shares = concepts_of(text)
    return len(text) < 60 and sum(shares.get(name, 0.0) for name in ACTORS | {"organisatie"}) >= 0.8


def _is_term(text: str) -> bool:
    return len(text) < 30 and bool(_TERM.search(text))


def _with_heads(
    piece: Piece, cell: Cell, cells: _Cells, head_row: int | None, kinds: dict[int, str]
) -> Piece:
    under_head = head_row is not None and cell.row > head_row
    column_head = (
        cells.get((head_row, cell.column), _NO_CELL).text if under_head and head_row is not None else ""
    )
    row_head = cells.get((cell.row, 0), _NO_CELL).text if cell.column > 0 else ""
    kind = kinds.get(cell.column, "") if head_row is None or under_head else ""
    return replace(
        piece, column_head=column_head, row_head=row_head, column_kind=kind, in_head_row=cell.row == head_row
    )


_NO_CELL = _Cell("", False)
