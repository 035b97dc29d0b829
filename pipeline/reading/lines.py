"""Words to printed lines, and the table cell or column that a line stands in."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from pipeline.reading.characters import BULLET
from pipeline.reading.pdf import Word

_NEAR = 3  # lines: so many, not much further above or below, are a column of text
_FAR = 4  # of the type size: no item stands as far from its bullet
_GAP = 1.3  # of the type size: a wider gap in a line separates columns
_CROSSES = frozenset("xXvV")
_ENUMERATOR = re.compile(r"^\(?(?:[0-9]{1,2}(?:\.[0-9]{1,2})*|[a-zA-Z]|[ivxIVX]{1,4})[.):]?$")


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in a table of the document; ``columns`` is the table's width, ``right`` the cell's edge."""

    table: int
    row: int
    column: int
    columns: int
    ruled: bool
    left: float
    right: float


@dataclass(frozen=True)
class Line:
    """Words that stand on one line of one cell or column. What it works out of its words it keeps."""

    page: int
    words: tuple[Word, ...]
    cell: Cell | None = None
    right_edge: float = 0.0

    def placed(self, cell: Cell | None, right_edge: float) -> "Line":
        """The same words in a cell or column, with all that was worked out of them."""
        line = Line(self.page, self.words)
        line.__dict__.update(self.__dict__, cell=cell, right_edge=right_edge)
        return line

    @cached_property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @cached_property
    def x0(self) -> float:
        return self.words[0].x0

    @cached_property
    def x1(self) -> float:
        return max(word.x1 for word in self.words)

    @cached_property
    def baseline(self) -> float:
        return self.words[0].baseline

    @cached_property
    def size(self) -> float:
        return max(self.words, key=lambda word: len(word.text)).size

    @cached_property
    def style(self) -> str:
        """The style of all its words with a letter or digit, '' if they differ."""
        styles = {word.style for word in self.words if any(map(str.isalnum, word.text))}
        return styles.pop() if len(styles) == 1 else ""

    @cached_property
    def order(self) -> int:
        return min(word.order for word in self.words)

    @cached_property
    def bold(self) -> float:
        """The share of the line's characters that is bold."""
        return sum(len(word.text) for word in self.words if word.bold) / sum(
            len(word.text) for word in self.words
        )


def group_lines(page: int, words: Iterable[Word], split: bool = False) -> list[Line]:
    """Words on one baseline as lines, top to bottom; with ``split`` cut at gaps as wide as a column's."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.baseline, word.x0)):
        if rows and word.baseline - rows[-1][0].baseline <= 0.35 * min(word.size, rows[-1][0].size) + 0.5:
            rows[-1].append(word)
        else:
            rows.append([word])
    for row in rows:
        row.sort(key=lambda word: word.x0)
    pieces = _split_rows(rows) if split else rows
    lines = [Line(page, tuple(piece)) for piece in pieces]
    edges = _right_edges(lines)
    return [line.placed(None, edge) for line, edge in zip(lines, edges, strict=True)]


def _right_edges(lines: Sequence[Line]) -> list[float]:
    """Where the text of each line's column ends: at most where a column of text beside it starts.

    A line that follows, in the file, what stands left of it is the value behind a label, not such a column.
    """
    follows = {line.order + len(line.words): line.baseline for line in lines}
    columns = [
        (line.x0, line.baseline)
        for line in lines
        if abs(follows.get(line.order, float("inf")) - line.baseline) > 2
    ]
    ends = [line.x1 for line in lines]
    furthest = max(ends, default=0.0)
    edges = []
    for line, end in zip(lines, ends, strict=True):
        near = 2 * _NEAR * line.size
        beside = [x0 for x0, baseline in columns if x0 > end and abs(baseline - line.baseline) < near]
        is_column = len(beside) >= _NEAR
        edges.append(max(other for other in ends if other <= min(beside)) if is_column else furthest)
    return edges


def _split_rows(rows: Sequence[Sequence[Word]]) -> list[list[Word]]:
    """Rows cut at wide gaps, and at narrower ones where other rows have a column start."""
    wide = [_split_at_gaps(row, frozenset()) for row in rows]
    starts = Counter(round(piece[0].x0) for pieces in wide for piece in pieces[1:])
    columns = frozenset(
        x for start, count in starts.items() if count >= 2 for x in (start - 1, start, start + 1)
    )
    return [piece for row in rows for piece in _split_at_gaps(row, columns)]


def _split_at_gaps(row: Sequence[Word], columns: frozenset[int]) -> list[list[Word]]:
    pieces = [[row[0]]]
    for before, word in pairwise(row):
        gap = word.x0 - before.x1
        next_cell = gap > 2 * word.size and BULLET.fullmatch(word.text)
        jumped = word.order != before.order + 1 and gap > 0.15 * word.size
        # What the file holds much later is no item of a number, but a cell that stands level with it.
        elsewhere = jumped and word.order != before.order and gap > _GAP * word.size
        crossed = _is_ticked(before.text, gap / word.size)
        apart = next_cell or elsewhere or crossed
        alone = len(pieces[-1]) == 1 and _is_marker(before.text) and not apart
        at_column = gap > 0.45 * word.size and round(word.x0) in columns
        if not alone and (gap > _GAP * word.size or jumped or at_column):
            pieces.append([word])
        else:
            pieces[-1].append(word)
    return pieces


def _is_ticked(text: str, gap: float) -> bool:
    """Whether a sign ticks a cell and belongs to no text so far, in type sizes, to the right of it."""
    return gap > (_GAP if text in _CROSSES else _FAR) and bool(text in _CROSSES or BULLET.fullmatch(text))


def _is_marker(text: str) -> bool:
    """Whether a first word is a bullet or a number, which its item follows at any distance."""
    return bool(BULLET.fullmatch(text) or _ENUMERATOR.match(text))
