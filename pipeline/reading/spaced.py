"""Words printed letter by letter: spaced headings, and files whose letters are narrower than they say."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from pipeline.reading.page import Word

_FEWEST = 4  # letters in a row
_WIDEST = 0.6  # of the type size between letters: wider apart they are marks in columns
_SPACE = 0.15  # of the type size: so much wider than between letters is a space between words


def join_spaced(words: Sequence[Word]) -> list[Word]:
    """The words, with rows of single letters as the words that their distances make."""
    joined: list[Word] = []
    run: list[Word] = []
    for word in words:
        if run and not (len(word.text) == 1 and _follows(run[-1], word)):
            joined.extend(_joined(run))
            run = []
        if len(word.text) == 1:
            run.append(word)
        else:
            joined.append(word)
    joined.extend(_joined(run))
    if len(joined) == len(words):
        return list(words)
    return [replace(word, order=order) for order, word in enumerate(joined)]


def _follows(before: Word, word: Word) -> bool:
    return abs(word.baseline - before.baseline) < 1 and -1 < word.x0 - before.x1 < 2 * word.size


def _joined(run: Sequence[Word]) -> list[Word]:
    if len(run) < _FEWEST or sum(word.text.isalpha() for word in run) <= len(run) / 2:
        return list(run)
    gaps = [word.x0 - before.x1 for before, word in pairwise(run)]
    usual = median(gaps)
    if usual > _WIDEST * run[0].size:
        return list(run)
    parts = [run[0]]
    for gap, word in zip(gaps, run[1:], strict=True):
        if gap > usual + _SPACE * word.size:
            parts.append(word)
        else:
            parts[-1] = replace(parts[-1], text=parts[-1].text + word.text, x1=word.x1)
    return parts
