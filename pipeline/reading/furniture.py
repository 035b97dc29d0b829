"""Headers, footers and page numbers, and tables that run on over a page end."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from pipeline.reading.headings import main_concept
from pipeline.reading.lines import Cell, Line
from pipeline.reading.pdf import Page

_BAND = 0.1  # of the page height, at top and bottom
_PAGE_NUMBER = re.compile(
    r"^(?:[-–—\s]*(?:pag(?:ina|\.)?|blad(?:zijde)?|blz\.?|page|p\.)?\s*\d{1,3}(?:\s*(?:van|/|-|of|\|)\s*\d{1,3})?[-–—\s]*)$"
    r"|(?:pagina|bladzijde|blz\.?|page)\s*\d+(?:\s*(?:van|/|of)\s*\d+)?$|^(?:file|https?)://",
    re.IGNORECASE,
)


def without_furniture(pages: Sequence[Page], lines: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Per page the lines of the body: all that are no header or footer."""
    repeated: dict[tuple[str, bool], set[int]] = defaultdict(set)
    for page, on_page in zip(pages, lines, strict=True):
        for line in on_page:
            band = _band(page, line)
            if band is not None:
                repeated[_masked(line.text), band].add(page.number)
    body: list[list[Line]] = []
    for page, on_page in zip(pages, lines, strict=True):
        heights: set[int] = set()
        again: set[int] = set()
        running: set[int] = set()
        for line in on_page:
            band, height = _band(page, line), round(line.baseline / 4)
            if band is None:
                continue
            bare = not any(map(str.isalpha, line.text))
            if _PAGE_NUMBER.search(line.text) and not bare:
                heights.add(height)
            elif (bare and _PAGE_NUMBER.search(line.text)) or (
                len(repeated[_masked(line.text), band]) > 1 and not _counts_goals(line.text, page.number)
            ):
                again.add(height)
            else:
                running.add(height)
        heights |= again - running  # beside a text a number counts that text, and 'klant' is who acts
        body.append(
            [line for line in on_page if _band(page, line) is None or round(line.baseline / 4) not in heights]
        )
    return body


def _counts_goals(text: str, page: int) -> bool:
    """Whether a line at a page's head counts something else than pages: 'Doel 1' on the second page."""
    numbers = re.findall(r"\d+", text)
    if len(numbers) != 1 or len(text.split()) > 6:
        return False
    return int(numbers[0]) < page or main_concept(text) in {"subdoel", "hoofddoel"}


def _band(page: Page, line: Line) -> bool | None:
    """True in the top band, False in the bottom band, None between; a line in a table is body."""
    if line.cell is not None and line.cell.ruled:
        return None
    height = page.bottom - page.top
    if line.baseline < page.top + _BAND * height:
        return True
    return False if line.baseline > page.bottom - _BAND * height else None


def _masked(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def join_tables(pages: Sequence[list[Line]]) -> list[Line]:
    """The body lines of all pages in order; a table that a page end cuts goes on under its own number.

    A repeated head row is dropped. Whether a cut row goes on is left to whoever joins its lines.
    """
    joined: list[Line] = []
    for lines in pages:
        before = joined[-1].cell if joined else None
        first = lines[0].cell if lines else None
        if before and first and _same_columns(joined, lines, before, first):
            lines = _continue_table(joined, lines, before, first)
        joined.extend(lines)
    return joined


def _lefts(lines: Sequence[Line], table: int) -> dict[int, float]:
    return {line.cell.column: line.cell.left for line in lines if line.cell and line.cell.table == table}


def _same_columns(joined: Sequence[Line], lines: Sequence[Line], before: Cell, first: Cell) -> bool:
    one, other = _lefts(joined, before.table), _lefts(lines, first.table)
    shared = one.keys() & other.keys()
    return (
        before.columns == first.columns and bool(shared) and all(abs(one[c] - other[c]) <= 4 for c in shared)
    )


def _row_texts(lines: Sequence[Line], table: int, row: int) -> dict[int, str]:
    texts: dict[int, str] = {}
    for line in lines:
        if line.cell and line.cell.table == table and line.cell.row == row:
            texts[line.cell.column] = f"{texts.get(line.cell.column, '')} {line.text}".strip()
    return texts


def _continue_table(joined: Sequence[Line], lines: list[Line], before: Cell, first: Cell) -> list[Line]:
    head_row = min(line.cell.row for line in joined if line.cell and line.cell.table == before.table)
    head = _row_texts(joined, before.table, head_row)
    repeated = len(head) > 1 and _row_texts(lines, first.table, first.row) == head
    last_row = max(line.cell.row for line in joined if line.cell and line.cell.table == before.table)
    rows = {line.cell.row for line in lines if line.cell and line.cell.table == first.table}
    first_row = min(rows - ({first.row} if repeated else set()), default=first.row)
    moved = []
    for line in lines:
        if line.cell is None or line.cell.table != first.table:
            moved.append(line)
        elif not (repeated and line.cell.row == first.row):
            row = last_row + 1 + line.cell.row - first_row
            moved.append(line.placed(replace(line.cell, table=before.table, row=row), line.right_edge))
    return moved
