"""Words at the start or end of a text that are printed otherwise than the rest, and so may be a label.

Otherwise is in another font, colour or size, or behind a gap as wide as a tab stop.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.reading.blocks import Block
from pipeline.reading.characters import BULLET, join_lines
from pipeline.reading.enumerators import split_enumerator
from pipeline.reading.labels import PARTED
from pipeline.reading.lines import Line
from pipeline.reading.pdf import Word

_LONGEST = 8  # words of a label
_TAB = 1.3  # of the type size
_SIZE = 0.6  # points that make another size
_SMALL = (0.69, 0.76)  # the size of small capitals that a program makes of capitals, of the first letter's
_SIGN = r"(?:[-–—>|»→=:/·~]{1,3})"
_BEFORE = re.compile(rf"^({_SIGN}\s+)(?=\S)")
_AFTER = re.compile(rf"(\s*{_SIGN})$")
_NUMBER = re.compile(r"\W*(?:\d[\d.]*|(?:[A-Za-z]|[ivxIVX]{1,4})(?=\W))\W*")
Placed = tuple[Word, int]  # a word and the number of its line


@dataclass(frozen=True, slots=True)
class SetOff:
    """A text with what is set off before (``lead``) and behind it (``tail``), '' for nothing.

    ``joint`` and ``tail_joint`` are the signs and spaces between.
    """

    text: str
    lead: str = ""
    joint: str = ""
    tail: str = ""
    tail_joint: str = ""


def set_off(block: Block) -> SetOff:
    """The text of a block, without its bullet, apart from what is set off at its start and end."""
    if not is_mixed(block):
        return SetOff(block.text)
    words = placed_words(block)
    while len(words) > 1 and BULLET.fullmatch(words[0][0].text):
        words = words[1:]
    lead, body, tail = _in_three(runs_of(words))
    ends = f"{joined(lead)} {joined(tail)}".strip()
    # Words tell better where a label ends, and numbers come off by themselves.
    if not ends or PARTED.match(split_enumerator(joined(lead))[2]) or _NUMBER.fullmatch(ends):
        return SetOff(block.text)
    before, joint, text = _parted(joined(lead), joined(body)) if lead else ("", "", joined(body))
    text, tail_joint, behind = _parted(text, joined(tail)) if tail else (text, "", "")
    return SetOff(text, before, joint, behind, tail_joint)


def placed_words(block: Block) -> list[Placed]:
    """The words of a block."""
    return [(word, index) for index, line in enumerate(block.lines) for word in line.words]


def is_mixed(block: Block) -> bool:
    """Whether a block holds more than one type, or a tab stop: if not, its words are one run."""
    return any(map(_is_mixed, block.lines)) or len({line.words[0].style for line in block.lines}) > 1


def _is_mixed(line: Line) -> bool:
    """Whether a line holds more than one type, or a tab stop."""
    first = line.words[0]
    return any(
        word.style != first.style or word.size != first.size or word.x0 - before.x1 > _TAB * word.size
        for before, word in pairwise(line.words)
    )


def runs_of(words: Sequence[Placed]) -> list[list[Placed]]:
    """Words that follow each other in one style; a sign or number is of the style before it."""
    runs: list[list[Placed]] = [[]]
    style: Word | None = None
    for index, (word, line) in enumerate(words):
        lettered = any(map(str.isalpha, word.text)) and not (index == 0 and _NUMBER.fullmatch(word.text))
        before, above = words[index - 1]
        tab = index > 0 and line == above and word.x0 - before.x1 > _TAB * word.size
        if tab or (lettered and style is not None and _differs(style, word)):
            runs.append([])
        runs[-1].append((word, line))
        style = word if lettered else style
    return runs


def _differs(one: Word, other: Word) -> bool:
    if one.style != other.style:
        return True
    low, high = sorted((one.size, other.size))
    return high - low > _SIZE and not _SMALL[0] < low / high < _SMALL[1]


def _in_three(runs: list[list[Placed]]) -> tuple[list[Placed], list[Placed], list[Placed]]:
    """Lead, body and tail: the body is the longest, the others are short enough for a label."""
    if len(runs) not in (2, 3):
        return [], [word for run in runs for word in run], []
    body = max(range(len(runs)), key=lambda index: (len(runs[index]), index))
    lead = runs[0] if body == 1 else []
    tail = runs[-1] if body == len(runs) - 2 else []
    if (len(runs) == 3 and body != 1) or max(len(lead), len(tail)) > _LONGEST:
        return [], [word for run in runs for word in run], []
    return lead, runs[body], tail


def _parted(first: str, second: str) -> tuple[str, str, str]:
    """Two texts without the signs that part them, and these between."""
    after, before = _AFTER.search(first), _BEFORE.match(second)
    left = first[: after.start()] if after else first
    right = second[before.end() :] if before else second
    return left.strip(), f"{after[1] if after else ''} {before[1] if before else ''}", right


def joined(words: Sequence[Placed]) -> str:
    """The text of words that stand on several lines."""
    lines: dict[int, list[str]] = {}
    for word, index in words:
        lines.setdefault(index, []).append(word.text)
    whole = ""
    for line in lines.values():
        whole = join_lines(whole, " ".join(line)) if whole else " ".join(line)
    return whole.replace("\u00ad", "-")
