"""Lines to blocks: a paragraph, a heading, a bulleted item, the text of a cell.

A line goes on with the block before it when it stands right under it, in the same cell and type, and
when its first word would not have fitted on the line before: nobody breaks a line without need.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.reading.characters import BULLET, join_lines
from pipeline.reading.habits import ITEM, Habits, masked_line
from pipeline.reading.headings import main_concept
from pipeline.reading.labels import starts_with_label
from pipeline.reading.line_ends import (
    MARKER,
    SENTENCE_END,
    is_set_off,
    nearly_full,
    text_start,
    was_full,
)
from pipeline.reading.lines import Cell, Line
from pipeline.reading.sentences import ends_sentence, must_go_on

_CODE_END = re.compile(r"(?:→|[-=]>)\s?[A-Z]{1,3}(?:\s?[+/&]\s?[A-Z]{1,3})*$")  # '→ SW', who acts
_WIDE = 0.7  # of the distance between two newspaper columns
_ALIGNED = 4.0  # points
_FIRST = re.compile(r"^\W?[1aAiI]\W")  # sign of a list
_INFINITIVE = re.compile(
    r"[A-ZÀ-Þ][a-zà-ÿ]{2,}(?:en|aan|oen|ien)\b"
)  # 'Vragen', as texts in telegram style start
_LABEL = re.compile(r"^[A-ZÀ-Þ]\w*(?: \w+){0,2}:\s")


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


def make_blocks(lines: Sequence[Line], habits: Habits) -> list[Block]:
    """The blocks of a document in reading order, by the ``habits`` of its lines."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _goes_on(groups[-1], line, habits) and not _is_apart(groups[-1][-1], line, habits):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [block_of(group, habits) for group in groups]


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
    item_text = text_start(lines[0]) if bullet else 0.0
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
    if not was_full(before, line):
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
    starts = (block[0].x0, block[-1].x0, text_start(block[0]))
    last = block[-1]
    centred = abs(last.x0 + last.x1 - line.x0 - line.x1) < _ALIGNED
    return centred or any(abs(line.x0 - start) < _ALIGNED for start in starts) or is_set_off(last, line)


def _starts_anew(block: Sequence[Line], line: Line, habits: Habits) -> bool:
    """Whether a line starts with a label or the next number of a list."""
    before = block[-1]
    if (
        MARKER.fullmatch(line.text)
        or starts_with_label(line.text, habits.labels, habits.counted)
        or (line.words[0].bold and not before.words[-1].bold)
    ):
        return True
    in_list = ITEM.match(block[0].text) or SENTENCE_END.search(before.text) or _follows(block, line)
    return bool(ITEM.match(line.text) and (in_list or habits.counts_on(line)))


def _follows(block: Sequence[Line], line: Line) -> bool:
    """Whether a line starts with the sign after one in the block: 'b.' after 'Stappen: a. ...'."""
    sign = line.words[0].text
    before = "".join(chr(ord(letter) - 1) if letter.isalnum() else letter for letter in sign)
    return len(sign) == 2 and any(word.text == before for other in block for word in other.words)


def _fills_its_cell(before: Line, line: Line) -> bool:
    """Whether a text had to break off at the edge of its cell, and goes on in the same type."""
    same = before.cell is not None and before.cell == line.cell and (before.bold > 0.5) == (line.bold > 0.5)
    return same and not before.text.endswith(":") and was_full(before, line)


def _runs_on(before: Line, line: Line, casual: bool) -> bool:
    """Whether the text of a line goes on from the line right above it."""
    if _is_open(before.text):
        return True
    ended = bool(SENTENCE_END.search(before.text))
    if ended and len(line.words) <= 6 and main_concept(line.text, 0.8):
        return False
    small = line.text[:1].islower() and not casual
    ended = ended and not (small and before.text.endswith(":"))
    return was_full(before, line) or (not ended and (small or nearly_full(before)))


def _goes_on_over_page(block: Sequence[Line], line: Line) -> bool:
    before = block[-1]
    if line.cell is not None or line.page != before.page + 1:
        return False  # cells cut by a page end are mended afterwards
    aligned = min(abs(line.x0 - before.x0), abs(line.x0 - text_start(block[0]))) < 4
    return (
        aligned and _breaks_off(before, line) and was_full(before, line) and not main_concept(line.text, 0.4)
    )


def _breaks_off(before: Line, line: Line) -> bool:
    """Whether a sentence goes on from one line to another, wherever that stands."""
    return line.text[:1].islower() and not SENTENCE_END.search(before.text)


def _goes_on_in_next_column(before: Line, line: Line) -> bool:
    """Whether a text breaks off at the foot of a newspaper column, and goes on at the top of the next."""
    if line.cell is not None or line.x0 < before.x1 or before.baseline - line.baseline < 3 * line.size:
        return False
    return _breaks_off(before, line) and before.x1 - before.x0 > _WIDE * (line.x0 - before.x0)
