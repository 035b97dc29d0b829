"""Lines to blocks: a paragraph, a heading, a bulleted item, the text of a cell.

A line goes on with the block before it when it stands right under it, in the same cell and type, and
when its first word would not have fitted on the line before: nobody breaks a line without need.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.reading.characters import BULLET, join_lines
from pipeline.reading.habits import ITEM, Habits, masked_line
from pipeline.reading.headings import main_concept
from pipeline.reading.labels import starts_with_label
from pipeline.reading.lines import Cell, Line
from pipeline.reading.sentences import ends_sentence, must_go_on

_SENTENCE_END = re.compile(r"[.!?;:][\"'”’)\]]*$")
_CODE_END = re.compile(r"(?:→|[-=]>)\s?[A-Z]{1,3}(?:\s?[+/&]\s?[A-Z]{1,3})*$")  # '→ SW', who acts
_WIDE = 0.7  # of the distance between two newspaper columns
_ALIGNED = 4.0  # points
_FEW = 3  # words: a code, who acts
_FIRST = re.compile(r"^\W?[1aAiI]\W")  # sign of a list
_INFINITIVE = re.compile(
    r"[A-ZÀ-Þ][a-zà-ÿ]{2,}(?:en|aan|oen|ien)\b"
)  # 'Vragen', as texts in telegram style start
_LABEL = re.compile(r"^[A-ZÀ-Þ]\w*(?: \w+){0,2}:\s")
_MARKER = re.compile(r"\(?(?:\d{1,2}(?:\.\d)*|[A-H])[.):]?")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that are one text; ``cuts`` are the lines with which another text may start after all."""

    lines: tuple[Line, ...]
    text: str
    bullet: bool
    cuts: tuple[int, ...] = ()

    @property
    def page(self) -> int:
        return self.lines[0].page

    @property
    def cell(self) -> Cell | None:
        return self.lines[0].cell

    @property
    def size(self) -> float:
        return self.lines[0].size

    @property
    def x0(self) -> float:
        return self.lines[0].x0

    @property
    def bold(self) -> float:
        return sum(line.bold * len(line.text) for line in self.lines) / sum(
            len(line.text) for line in self.lines
        )

    def parts(self) -> list["Block"]:
        """The block cut where another text may start."""
        if not self.cuts:
            return [self]
        edges = pairwise([0, *self.cuts, len(self.lines)])
        return [block_of(self.lines[start:end]) for start, end in edges]


def make_blocks(lines: Sequence[Line]) -> list[Block]:
    """The blocks of a document in reading order."""
    habits = Habits.of(lines)
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _goes_on(groups[-1], line, habits) and not _is_apart(groups[-1][-1], line, habits):
            groups[-1].append(line)
        else:
            groups.append([line])
    return _mend_broken_rows([block_of(group, habits) for group in groups], habits)


def _is_apart(before: Line, line: Line, habits: Habits) -> bool:
    """Whether one of two lines is a heading; a name that fills a narrow column recurs too."""
    heading = masked_line(line) in habits.headings or masked_line(before) in habits.headings
    return heading and not _is_open(before.text) and not _fills_its_cell(before, line)


def block_of(lines: Sequence[Line], habits: Habits | None = None) -> Block:
    """Lines as one text; by the ``habits`` of its document, also where it may have to be cut after all."""
    text = lines[0].text
    for line in lines[1:]:
        text = join_lines(text, line.text)
    bare = BULLET.sub("", text, count=1)
    bullet = bare != text and bool(bare)
    text = bare if bullet else text
    if bullet:
        bare = BULLET.sub("", text, count=1)  # a list bullet followed by a typed dash
        text = bare or text
    cuts = () if habits is None else _cuts(lines, bullet, habits)
    return Block(tuple(lines), text.replace("\u00ad", "-").strip(), bullet, cuts)


def _cuts(lines: Sequence[Line], bullet: bool, habits: Habits) -> tuple[int, ...]:
    """The lines that may start a text of their own, though they were taken to go on."""
    item_text = _text_start(lines[0]) if bullet else 0.0
    pairs = enumerate(pairwise(lines), start=1)
    return tuple(index for index, (before, line) in pairs if _may_part(before, line, item_text, habits))


def _may_part(before: Line, line: Line, item_text: float, habits: Habits) -> bool:
    """Whether a line starts like a text, under one that had room for its first word or ended like a text.

    How much room there was is not known where no other line goes as far. In an item, of which the text starts
    at ``item_text``, sentences stay together.
    """
    if _is_open(before.text) or before.text.endswith("-") or must_go_on(before.text):
        return False
    small = line.text[:1].islower() and not habits.casual
    sign = ITEM.match(line.text) or line.text.isdigit()
    if sign and not (habits.counts_on(line) or _FIRST.match(line.text)):
        return False  # the rest of a text, as '(19)'
    repeats = [masked_line(one) in habits.repeats for one in (before, line)]  # both: a label on two lines
    if repeats == [False, True] or _LABEL.match(line.text):
        return True
    if not _was_full(before, line):
        return not small or line.x0 < item_text - _ALIGNED
    if not habits.has_edge(before) and line.text[:1].isupper():
        return True
    ended = ends_sentence(before.text) or before.text.endswith((")", "]", "}", ">"))
    return not item_text and bool(ended or _INFINITIVE.match(line.text))


def _is_open(text: str) -> bool:
    """Whether a bracket goes on in the next line."""
    return any(text.count(left) > text.count(right) for left, right in ("()", "[]", "{}"))


def _goes_on(block: Sequence[Line], line: Line, habits: Habits) -> bool:
    before = block[-1]
    if before.cell != line.cell or BULLET.match(line.text) or _CODE_END.search(before.text):
        return False
    pitch = habits.pitches.get(round(line.size), 1.3 * line.size)
    close = before.page == line.page and 0 < line.baseline - before.baseline <= 1.18 * pitch + 0.5
    if close and _is_open(before.text) and any(right in line.text for right in ")]}"):
        return True
    if abs(before.size - line.size) > 0.6:
        return False
    # A heading and the text under it differ in weight; a bold label at the start of a text does not count.
    if (before.bold > 0.9) != (line.bold > 0.9) and not 0 < before.bold < 0.9:
        return False
    if before.page != line.page:
        return _goes_on_over_page(block, line) and not _starts_anew(block, line, habits)
    if _goes_on_in_next_column(before, line):
        return not _starts_anew(block, line, habits)
    return (
        close
        and _is_aligned(block, line)
        and not _starts_anew(block, line, habits)
        and _runs_on(before, line, habits.casual)
        and not (before.style and line.style and before.style != line.style)
    )


def _is_aligned(block: Sequence[Line], line: Line) -> bool:
    starts = (block[0].x0, block[-1].x0, _text_start(block[0]))
    last = block[-1]
    centred = abs(last.x0 + last.x1 - line.x0 - line.x1) < _ALIGNED
    return centred or any(abs(line.x0 - start) < _ALIGNED for start in starts) or _is_set_off(last, line)


def _is_set_off(before: Line, line: Line) -> bool:
    """Whether two lines of a cell are set to the right."""
    if line.cell is None or before.cell != line.cell or abs(line.x0 - before.x0) < 2:
        return False
    return abs(line.x1 - before.x1) < 2


def _starts_anew(block: Sequence[Line], line: Line, habits: Habits) -> bool:
    """Whether a line starts with a label or the next number of a list."""
    before = block[-1]
    if (
        _MARKER.fullmatch(line.text)
        or starts_with_label(line.text, habits.labels, habits.counted)
        or (line.words[0].bold and not before.words[-1].bold)
    ):
        return True
    in_list = ITEM.match(block[0].text) or _SENTENCE_END.search(before.text) or _follows(block, line)
    return bool(ITEM.match(line.text) and (in_list or habits.counts_on(line)))


def _follows(block: Sequence[Line], line: Line) -> bool:
    """Whether a line starts with the sign after one in the block: 'b.' after 'Stappen: a. ...'."""
    sign = line.words[0].text
    before = "".join(chr(ord(letter) - 1) if letter.isalnum() else letter for letter in sign)
    return len(sign) == 2 and any(word.text == before for other in block for word in other.words)


def _fills_its_cell(before: Line, line: Line) -> bool:
    """Whether a text had to break off at the edge of its cell, and goes on in the same type."""
    same = before.cell is not None and before.cell == line.cell and (before.bold > 0.5) == (line.bold > 0.5)
    return same and not before.text.endswith(":") and _was_full(before, line)


def _runs_on(before: Line, line: Line, casual: bool) -> bool:
    """Whether the text of a line goes on from the line right above it."""
    if _is_open(before.text):
        return True
    ended = bool(_SENTENCE_END.search(before.text))
    if ended and len(line.words) <= 6 and main_concept(line.text, 0.8):
        return False
    small = line.text[:1].islower() and not casual
    ended = ended and not (small and before.text.endswith(":"))
    return _was_full(before, line) or (not ended and (small or _nearly_full(before)))


def _text_start(line: Line) -> float:
    """Where the text of an item starts, after its bullet or number."""
    first = line.words[0].text
    if len(line.words) > 1 and (BULLET.fullmatch(first) or ITEM.match(line.text) or _MARKER.fullmatch(first)):
        return line.words[1].x0
    return line.x0


def _was_full(before: Line, line: Line) -> bool:
    """Whether the first word of ``line`` did not fit behind ``before``."""
    first = line.words[0]
    if line.cell and _is_set_off(before, line):
        margin = min(min(one.x0 - line.cell.left, line.cell.right - one.x1) for one in (before, line))
        room = line.cell.right - line.cell.left - 2 * margin - (before.x1 - before.x0)
        return 0.2 * line.size + (first.x1 - first.x0) > room - 1.5
    return before.x1 + 0.2 * line.size + (first.x1 - first.x0) > before.right_edge - 1.5


def _nearly_full(line: Line) -> bool:
    return len(line.words) > 3 and line.x1 - line.x0 > 0.8 * (line.right_edge - line.x0)


def _goes_on_over_page(block: Sequence[Line], line: Line) -> bool:
    before = block[-1]
    if line.cell is not None or line.page != before.page + 1:
        return False  # cells cut by a page end are mended afterwards
    aligned = min(abs(line.x0 - before.x0), abs(line.x0 - _text_start(block[0]))) < 4
    runs_on = line.text[:1].islower() and not _SENTENCE_END.search(before.text)
    return aligned and runs_on and _was_full(before, line) and not main_concept(line.text, 0.4)


def _goes_on_in_next_column(before: Line, line: Line) -> bool:
    """Whether a text breaks off at the foot of a newspaper column, and goes on at the top of the next."""
    if line.cell is not None or line.x0 < before.x1 or before.baseline - line.baseline < 3 * line.size:
        return False
    runs_on = line.text[:1].islower() and not _SENTENCE_END.search(before.text)
    return runs_on and before.x1 - before.x0 > _WIDE * (line.x0 - before.x0)


def _mend_broken_rows(blocks: list[Block], habits: Habits) -> list[Block]:
    """A table row cut by a page end: text that goes on in the same column joins the text it belongs to."""
    mended: list[Block] = []
    new_rows = _new_rows(blocks)
    for block in blocks:
        target = None if (block.page, _row(block)) in new_rows else _cut_block(mended, block, habits)
        if target is None:
            mended.append(block)
        else:
            whole = block_of([*mended[target].lines, *block.lines], habits)
            mended[target] = replace(whole, bullet=mended[target].bullet)
    return mended


def _new_rows(blocks: Sequence[Block]) -> set[tuple[int, tuple[int, int] | None]]:
    """The rows at the head of a page, by page and row, in which a cell tells what one above it told whole."""
    found: set[tuple[int, tuple[int, int] | None]] = set()
    latest: dict[tuple[int, int], Block] = {}  # by table and column
    for block in blocks:
        if block.cell is None:
            continue
        place = (block.cell.table, block.cell.column)
        above = latest.get(place)
        if above is not None and above.page < block.page and _tells_anew(above, block):
            found.add((block.page, _row(block)))
        latest[place] = block
    return found


def _row(block: Block) -> tuple[int, int] | None:
    return (block.cell.table, block.cell.row) if block.cell else None


def _tells_anew(above: Block, block: Block) -> bool:
    """Whether a short text stands under one that had room for it."""
    short = len(block.lines) == 1 and len(block.text.split()) <= _FEW
    return short and not block.text[:1].islower() and not _was_full(above.lines[-1], block.lines[0])


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
        cut = (
            cut and (other.cell is None or other.cell != block.cell) and not _SENTENCE_END.search(other.text)
        )
        full = _was_full(last, block.lines[0])
        cut = cut and (full or (not habits.casual and _nearly_full(last)))
        return index if cut else None
    return None


def _in_one_column(one: Block, other: Block) -> bool:
    """Whether two blocks are in one column of a table, also where a page has lost some of its cells."""
    a, b = one.cell, other.cell
    if a and b and (a.table, a.column, a.columns) == (b.table, b.column, b.columns):
        return True
    return min(abs(start - other.x0) for start in (one.lines[-1].x0, _text_start(one.lines[0]))) < 4
