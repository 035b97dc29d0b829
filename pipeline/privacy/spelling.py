"""How a name may be spelled: one folded form for spellings of the same sound, and small slips."""

import re
import unicodedata
from functools import lru_cache

# Transcriptions of one sound from Arabic, Tigrinya, Persian, Cyrillic and Turkish, in order.
_FOLDS = (
    ("tsj", "ch"), ("sj", "sh"), ("sch", "sh"), ("dj", "j"), ("ph", "f"), ("kh", "k"), ("gh", "g"),
    ("dh", "d"), ("th", "t"), ("ck", "k"), ("q", "k"), ("x", "ks"), ("w", "v"), ("ou", "u"), ("oe", "u"),
    ("oo", "u"), ("ee", "i"), ("ie", "i"), ("ij", "i"), ("y", "i"), ("c", "k"), ("kh", "ch"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")
_NO_LETTER = re.compile(r"[\W\d_]+")


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """One form for the spellings of a name: 'Yousef', 'Youssef' and 'Yusef' become 'iusif'-like equals.

    Accents, case, apostrophes and hyphens go; a doubled letter becomes one; a final h is silent.
    """
    text = word.casefold().replace("ı", "i").replace("ø", "o").replace("æ", "ae")
    text = unicodedata.normalize("NFKD", text)
    text = _NO_LETTER.sub("", "".join(c for c in text if not unicodedata.combining(c)))
    for old, new in _FOLDS:
        text = text.replace(old, new)
    text = _DOUBLED.sub(r"\1", text)
    return text[:-1] if len(text) > 3 and text.endswith("h") else text


def within_one(one: str, other: str) -> bool:
    """Whether one letter put in, left out, replaced, or two neighbours swapped make the words equal."""
    if abs(len(one) - len(other)) > 1:
        return False
    start, shortest = 0, min(len(one), len(other))
    while start < shortest and one[start] == other[start]:
        start += 1
    rest, rest_other = one[start:], other[start:]
    if rest[1:] == rest_other[1:] or rest[1:] == rest_other or rest == rest_other[1:]:
        return True
    swapped = rest[1::-1] + rest[2:]
    return len(rest) > 1 and swapped == rest_other


def same_name(one: str, other: str) -> bool:
    """Whether two folded name parts are the same name, small misspellings (from 5 letters) allowed."""
    if one == other:
        return True
    if min(len(one), len(other)) < 5:
        return False
    return one[0] == other[0] and within_one(one, other)
