"""Signs that the recogniser takes for others, put right where only one reading can be meant.

Only what was seen to go wrong and cannot be a word: a capital i read as l, a language level such as A1 read
as Al, a Roman number, and a lone digit read as a letter with an accent. The rest is left as it was read.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.reading.recognition import Box

_ROMAN = re.compile(r"(.*[-/])([Il]l|lI|Ill|IIl)(\W*)")
_LEVEL = re.compile(r"(\W*[ABC])[lI](\W*)")
_TIMES = re.compile(r"[Il]x(\W*)")
_QUOTES = "\"'“‘„("
_SENTENCE_END = re.compile(r"[.!?:;]\W*$")
_NO_WORD = frozenset(["lets"])  # the dictionary has it, for the people, who have a capital
_NUMBERS = {"ó": "6", "Il": "II", "lI": "II", "Ill": "III", "IIl": "III"}  # no Dutch words


def mended(line: Sequence[Box]) -> list[Box]:
    """The words of a line with such signs put right."""
    texts = [box.text for box in line]
    return [replace(box, text=_mended(texts, index)) for index, box in enumerate(line)]


def _mended(texts: Sequence[str], index: int) -> str:
    text = texts[index]
    if text in _NUMBERS:
        return _NUMBERS[text]
    if roman := _ROMAN.fullmatch(text):  # 'NT2-Il'
        return f"{roman[1]}{roman[2].replace('l', 'I')}{roman[3]}"
    if (level := _LEVEL.fullmatch(text)) and _is_level(texts, index):
        return f"{level[1]}1{level[2]}"
    if repeated := _TIMES.fullmatch(text):
        return f"1x{repeated[1]}"
    word = text.lstrip(_QUOTES)
    if word.startswith("l") and _needs_capital(word):
        return f"{text[: -len(word)]}I{word[1:]}"
    return text


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
