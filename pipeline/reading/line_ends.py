"""Where the lines of a text end, and how much room there was left on them."""

import re

from pipeline.reading.characters import BULLET
from pipeline.reading.habits import ITEM
from pipeline.reading.lines import Line

SENTENCE_END = re.compile(r"[.!?;:][\"'”’)\]]*$")
MARKER = re.compile(r"\(?(?:\d{1,2}(?:\.\d)*|[A-H])[.):]?")  # what may count items


def is_set_off(before: Line, line: Line) -> bool:
    """Whether two lines of a cell are set to the right."""
    if line.cell is None or before.cell != line.cell or abs(line.x0 - before.x0) < 2:
        return False
    return abs(line.x1 - before.x1) < 2


def text_start(line: Line) -> float:
    """Where the text of an item starts, after its bullet or number."""
    first = line.words[0].text
    if len(line.words) > 1 and (BULLET.fullmatch(first) or ITEM.match(line.text) or MARKER.fullmatch(first)):
        return line.words[1].x0
    return line.x0


def was_full(before: Line, line: Line) -> bool:
    """Whether the first word of ``line`` did not fit behind ``before``."""
    first = line.words[0]
    if line.cell and is_set_off(before, line):
        margin = min(min(one.x0 - line.cell.left, line.cell.right - one.x1) for one in (before, line))
        room = line.cell.right - line.cell.left - 2 * margin - (before.x1 - before.x0)
        return 0.2 * line.size + (first.x1 - first.x0) > room - 1.5
    return before.x1 + 0.2 * line.size + (first.x1 - first.x0) > before.right_edge - 1.5


def nearly_full(line: Line) -> bool:
    return len(line.words) > 3 and line.x1 - line.x0 > 0.8 * (line.right_edge - line.x0)
