"""Signs that the recogniser takes for others, put right where only one reading can be meant.

Only what was seen to go wrong and cannot be a word: a capital i read as l, a language level such as A1 read
as Al, and a lone digit read as a letter with an accent. The rest is left as it was read.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.reading.recognition import Box

_LEVEL = re.compile(r"(\W*[ABC])[lI](\W*)")
_SENTENCE_END = re.compile(r"[.!?:;]\W*$")
_NO_WORD = frozenset(["lets"])  # the dictionary has it, for the people, who have a capital
_DIGITS = {"ó": "6"}  # lone letters that are no Dutch word


def mended(line: Sequence[Box]) -> list[Box]:
    """The words of a line with such signs put right."""
    texts = [box.text for box in line]
    return [replace(box, text=_mended(texts, index)) for index, box in enumerate(line)]


def _mended(texts: Sequence[str], index: int) -> str:
    text = texts[index]
    if text in _DIGITS:
        return _DIGITS[text]
    if (level := _LEVEL.fullmatch(text)) and _is_level(texts, index):
        return f"{level[1]}1{level[2]}"
    return "I" + text[1:] if text.startswith("l") and _needs_capital(text) else text


def _is_level(texts: Sequence[str], index: int) -> bool:
    """Whether 'Al' is A1: inside a sentence 'al' has no capital, unless it is part of a name."""
    if not re.search("Al", texts[index]):
        return True
    before, after = texts[index - 1] if index else "", texts[index + 1] if index + 1 < len(texts) else ""
    return before[:1].islower() and not _SENTENCE_END.search(before) and not after[:1].isupper()


@lru_cache(maxsize=4096)
def _needs_capital(text: str) -> bool:
    """Whether a word with l in front is none, and one with i is."""
    from simplemma import is_known

    word = re.sub(r"\W+$", "", text)
    unknown = word in _NO_WORD or not is_known(word, lang="nl")
    return word[1:].isalpha() and unknown and is_known("i" + word[1:], lang="nl")
