"""How a document is set: the distance of its lines, the labels and signs its lines start with."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.reading.characters import BULLET
from pipeline.reading.labels import counted_words, line_labels
from pipeline.reading.lines import Line

ITEM = re.compile(
    r"^(?:\d{1,2}[a-h][.):]?|[Nn]r\.? ?\d{1,2}|[~<\[]\w[~>\]]|\d{1,2}[°º]"
    r"|\d{1,2}(?:\.\d{1,2})+|\(?\d{1,2}(?:\.\d{1,2})*[.):]|\(?[a-zA-Z][.)]|\(?[ivxIVX]{1,4}[.)])\s+\S"
)
_ALIGNED = 4.0  # points
_NEAR = 2.0  # of the type size
_ENOUGH = 3  # lines
_FEW = 3  # words
_SHORT = 8
_WIDE = 1.25  # of the usual distance between lines


@dataclass(frozen=True, slots=True)
class Habits:
    """What holds for the whole document.

    ``pitches``: the usual distance of lines per rounded type size; ``casual``: texts start without a capital;
    ``labels``: what lines start with, ``counted``: that with a number; ``headings``: short lines that stand
    whole in several places, and ``repeats`` whatever their first letter;
    ``signs``: the numbers and letters that lines are enumerated with, each with where it stands;
    ``edges``: by page and right edge, how many lines come near it.
    """

    pitches: dict[int, float]
    casual: bool
    labels: frozenset[str]
    counted: frozenset[str]
    headings: frozenset[str]
    repeats: frozenset[str]
    signs: tuple[tuple[str, float], ...]
    edges: Counter[tuple[int, int]]

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "Habits":
        pitches = _pitches(lines)
        texts = [line.text for line in lines]
        short = (line for line in lines if len(line.words) <= _SHORT)
        masks = [(line, masked_line(line)) for line in short if not line.text.endswith((".", ",", ";"))]
        return cls(
            pitches,
            _starts_small(lines, pitches),
            line_labels(texts),
            counted_words(texts),
            _twice(mask for line, mask in masks if line.text[:1].isupper()),
            _twice(mask for line, mask in masks if _may_be_label(line)),
            tuple((line.words[0].text, line.x0) for line in lines if ITEM.match(line.text)),
            Counter(_edge(line) for line in lines if line.x1 > line.right_edge - _NEAR * line.size),
        )

    def has_edge(self, line: Line) -> bool:
        """Whether it is known how far a line may go: to the ruling of its cell, or as far as others do."""
        return bool(line.cell and line.cell.ruled) or self.edges[_edge(line)] >= _ENOUGH

    def counts_on(self, line: Line) -> bool:
        """Whether a line starts with the sign after one that another line starts with: 'b.' after 'a.'."""
        before = _sign_before(line.words[0].text)
        return any(sign == before and abs(left - line.x0) < _ALIGNED for sign, left in self.signs)


def _may_be_label(line: Line) -> bool:
    """Whether a line has few words, and is not just the last word of a text."""
    return len(line.words) <= _FEW and (len(line.words) > 1 or line.text[:1].isupper())


def _edge(line: Line) -> tuple[int, int]:
    return line.page, round(line.right_edge)


def _sign_before(sign: str) -> str:
    """'a.' for 'b.', '(1)' for '(2)'; '' for the first of a series and for other signs."""
    if match := re.fullmatch(r"(\W*|\d{1,2})(\d{1,2}|[b-hB-H])(\W*)", sign):
        core = match[2]
        return f"{match[1]}{int(core) - 1 if core.isdigit() else chr(ord(core) - 1)}{match[3]}"
    return ""


def masked_line(line: Line) -> str:
    """A line without digits and signs, in lower case."""
    return re.sub(r"[\d\W]+", " ", line.text).strip().lower()


def _twice(masks: Iterable[str]) -> frozenset[str]:
    """What comes twice or more."""
    return frozenset(text for text, count in Counter(masks).items() if count >= 2 and len(text) > 1)


def _pitches(lines: Sequence[Line]) -> dict[int, float]:
    """The usual distance between lines of one text, per rounded type size."""
    seen: dict[int, Counter[float]] = {}
    for before, line in pairwise(lines):
        distance = line.baseline - before.baseline
        if (
            before.cell == line.cell
            and before.page == line.page
            and 0.8 * line.size < distance < 2.2 * line.size
        ):
            seen.setdefault(round(line.size), Counter())[round(distance * 2) / 2] += 1
    return {
        size: min(c.most_common(2), key=lambda item: (item[1] < 2, item[0]))[0] for size, c in seen.items()
    }


def _starts_small(lines: Sequence[Line], pitches: Mapping[int, float]) -> bool:
    """Whether the writer starts texts without a capital, so that a small letter does not tell of a line
    that goes on: seen at lines that certainly start a text, behind a bullet or at the top of a cell, or
    further below the line before than usual.
    """
    items, paragraphs = [], []
    for before, line in pairwise(lines):
        if BULLET.match(line.text) or (line.cell and line.cell != before.cell):
            items.append(BULLET.sub("", line.text))
        elif line.baseline - before.baseline > _WIDE * pitches.get(round(line.size), line.size * 2):
            paragraphs.append(line.text)
    return _are_small(items) or _are_small(paragraphs)


def _are_small(texts: Sequence[str]) -> bool:
    letters = [text for text in texts if text[:1].isalpha() and len(text.split()) > _FEW]
    return sum(text[0].islower() for text in letters) >= max(2, 0.4 * len(letters))
