"""A paragraph as its sentences."""

import re
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"
_BREAK = re.compile(r"[.!?][\"'”’)]*(\s+)(?=[A-ZÀ-Þ0-9\"“‘'(])")
_END = re.compile(r"[.!?][\"'”’)]*$")
# As in: naar de cursus 'Ga! Op weg'.
_QUOTE_OPEN = re.compile(r"(?:^|[\s(])(?:'(?!\w\b)[^']*|\"[^\"]*|‘[^’]*|“[^”]*)$")
_LAST_WORD = re.compile(r"(?:^|[\s(\[{])([\w./]+)\.$")


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of a list, one a line."""
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def split_sentences(text: str) -> list[str]:
    """The sentences of ``text`` in order; none ends after an abbreviation, an initial or its first word."""
    parts: list[str] = []
    start = 0
    for match in _BREAK.finditer(text):
        sentence = text[start : match.start(1)]
        whole = len(sentence.split()) > 1 and not _ends_in_abbreviation(sentence)
        if whole and not _QUOTE_OPEN.search(sentence):
            parts.append(sentence)
            start = match.end(1)
    parts.append(text[start:])
    return parts


def ends_sentence(text: str) -> bool:
    """Whether a line ends where a sentence may."""
    return bool(_END.search(text)) and not _ends_in_abbreviation(text) and not _QUOTE_OPEN.search(text)


def must_go_on(text: str) -> bool:
    """Whether a line ends in a word that no text ends with."""
    return text.rpartition(" ")[2].lower() in word_list("geen_einde.txt")


def _ends_in_abbreviation(sentence: str) -> bool:
    match = _LAST_WORD.search(sentence)
    if match is None:
        return False
    word = match[1]
    initial = len(word) == 1 and word.isalpha() and word != "u"
    return initial or word.lower() in word_list("afkortingen.txt")
