"""Where sentences begin, in prose and in telegram style.

In telegram style a dot often only ends a word cut short ('Med. geen bijz.'), and lines and bullets do what
dots do elsewhere. So a mark ends a sentence unless a small letter follows; a line break does the same; a
bullet on a new line and a blank line always begin one. A known abbreviation with its dot ends a sentence
only before a capital, and some (dhr.) never do.
"""

from collections.abc import Iterator, Sequence
from enum import Enum, auto

from pipeline.language.abbreviations import abbreviations

_MARKS = frozenset({".", "!", "?", "…", "...", ";", "?!", "!!", "??"})
_CLOSERS = frozenset({'"', "'", "”", "’", "»", ")", "]", "''"})
_BULLETS = frozenset("-–—•*▪◦·")


class _End(Enum):
    """How much of an end lies before the next token, from none to certain."""

    NONE = auto()
    BEFORE_CAPITAL = auto()
    UNLESS_SMALL = auto()
    NEW_LINE = auto()
    CERTAIN = auto()


def sentence_starts(tokens: Sequence[str]) -> Iterator[bool]:
    """For each token (white space included) whether a sentence begins with it."""
    end, first = _End.CERTAIN, 0
    for index, token in enumerate(tokens):
        if token.isspace():
            end = _after_space(token, end)
            yield False
        elif token in _CLOSERS and end is not _End.NONE and index > 0:
            yield False
        else:
            starts = _starts(token, end)
            first = index if starts else first
            numbers_the_sentence = index == first + 1 and tokens[first].isdigit()
            end = _End.NONE if numbers_the_sentence else _after(token)
            yield starts


def _starts(token: str, end: _End) -> bool:
    if end is _End.NEW_LINE and token in _BULLETS:
        return True
    if end in (_End.UNLESS_SMALL, _End.NEW_LINE):
        return not token[0].islower()
    if end is _End.BEFORE_CAPITAL:
        return token[0].isupper() or token[0] == "["
    return end is _End.CERTAIN


def _after(token: str) -> _End:
    if token in _MARKS:
        return _End.UNLESS_SMALL
    abbreviation = token.endswith(".") and abbreviations().expand(token)
    return _End.BEFORE_CAPITAL if abbreviation and not abbreviations().goes_on(token) else _End.NONE


def _after_space(space: str, end: _End) -> _End:
    breaks = space.count("\n")
    if end is _End.CERTAIN or breaks > 1:
        return _End.CERTAIN
    return _End.NEW_LINE if breaks else end
