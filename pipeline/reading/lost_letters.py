"""Letters that a PDF does not name, mostly ligatures ('ac?e', 'hee?'), found back by the words they stand in.

Printing to PDF again loses the names of some glyphs. A lost sign is the same letters wherever it has the same
code, so the reading that makes most of its words known to the dictionary is taken.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.reading.garbled import is_garbled
from pipeline.reading.page import Page, Word

# What is lost in Dutch text, commonest first: ligatures, and letters with a sign.
_READINGS = (
    "ti",
    "ft",
    "tti",
    "tt",
    "fi",
    "ff",
    "fl",
    "ffi",
    "tf",
    "ffl",
    "st",
    "ij",
    "ë",
    "é",
    "ï",
    "ö",
    "è",
    "ü",
    "’",
)
# TeX's fonts keep these at fixed places (the Cork encoding, and its symbols).
_BY_PLACE = {
    "\x10": "“", "\x11": "”", "\x12": "„", "\x15": "–", "\x16": "—", "\x1b": "ff", "\x1c": "fi", "\x1d": "fl",
    "\x1e": "ffi", "\x1f": "ffl",
}  # fmt: skip
# Control characters, private use, and scripts that Dutch has no use for.
LOST = re.compile(r"[\x01-\x1f\x7f-\x9f\u1100-\u11ff\u2e80-\ud7ff\ue000-\uf8ff\ufffd]")
_ONE_FOR_ALL = "\ufffd"  # stands for any sign that is unknown, so says nothing of other words


def mend_lost_letters(pages: Sequence[Page]) -> list[Page]:
    """The pages with lost letters filled in where that gives a known word, and lost bullets as bullets.

    Pages that are garbled all over are left as they are.
    """
    broken = [page for page in pages if any(map(_is_broken, page.words)) and not is_garbled(page.words)]
    if not broken:
        return list(pages)
    readings = _readings({word.text for page in broken for word in page.words if _is_broken(word)})
    mended = {page.number: replace(page, words=_mended(page.words, readings)) for page in broken}
    return [mended.get(page.number, page) for page in pages]


def _is_broken(word: Word) -> bool:
    return LOST.search(word.text) is not None


def _readings(broken: set[str]) -> dict[str, str]:
    """What each lost sign stands for: what words tell, else what is usual at its place."""
    votes: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for text in broken:
        for sign in set(LOST.findall(text)) - {_ONE_FOR_ALL}:
            for reading in (_BY_PLACE.get(sign, _READINGS[0]), *_READINGS):
                votes[sign][reading] += _is_known(text.replace(sign, reading))
    best = {sign: max(counts, key=lambda reading: counts[reading]) for sign, counts in votes.items()}
    return {sign: reading for sign, reading in best.items() if votes[sign][reading] or sign in _BY_PLACE}


@lru_cache(maxsize=4096)
def _is_known(text: str) -> bool:
    """Whether a word, or each part of it that is whole, is in the dictionary."""
    from simplemma import is_known

    parts = [part for part in re.findall(r"[^\W\d_]+", LOST.sub("0", text)) if len(part) > 2]
    return bool(parts) and all(is_known(part, lang="nl") for part in parts)


def _mended(words: Sequence[Word], readings: dict[str, str]) -> tuple[Word, ...]:
    mended: list[Word] = []
    for word in words:
        if LOST.fullmatch(word.text):
            starts = not mended or abs(mended[-1].baseline - word.baseline) > 2
            word = replace(word, text="•" if starts else "–")
        elif _is_broken(word):
            word = replace(word, text=_filled(word.text, readings))
        mended.append(word)
    return tuple(mended)


def _filled(text: str, readings: dict[str, str]) -> str:
    for sign in LOST.findall(text):
        if sign in readings:
            text = text.replace(sign, readings[sign])
        else:
            known = (reading for reading in _READINGS if _is_known(text.replace(sign, reading, 1)))
            text = text.replace(sign, next(known, sign), 1)
    return text
