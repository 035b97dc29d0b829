"""Numbers and signs that a text starts with: '3.1 Taal', 'B Werk', 'nr. 2', 'III.1.a', '~a~'."""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from pipeline.reading.affixes import NO_AFFIXES, Affixes
from pipeline.reading.characters import BULLET
from pipeline.reading.headings import number_in

_ENUMERATOR = re.compile(
    r"^(?:\+?\(?(?P<digits>\d{1,2}(?:\.\d{1,2})*)"
    r"(?:[.):°º]+\s*|\s*[-–]\s+|\s+[|»›→]\s+|(?<=\.\d)\s+|\s+(?=[A-ZÀ-Þ\"'“‘(\[•○▪·*☐□✓➢–-]))"
    r"|\(?(?P<letter>[a-zA-Z])[.)]\s+|\(?(?P<roman>[IVX]{1,4}|[ivx]{1,4})[.):]\s+)(?=\S)"
)
BARE_SIGN = re.compile(r"^([A-H]|[IVX]{1,4})\s+(?=\S)")
BARE_DIGIT = re.compile(r"^([1-9])\s+(?=[^\W\d_])")
_NUMBERED = re.compile(r"^(?:(?:[Nn]r|[Nn]o)\.? ?|# ?)(\d{1,2})[.):]?\s+(?=\S)")
_FRAMED = re.compile(r"^([~<\[*_=-]{1,2})(\d{1,2}|[A-Za-z]|[IVX]{1,4})[~>\]*_=-]{1,2}\s+(?=\S)")  # ~a~
# III.1, A1.2, 3.1.a: a part of it is no digit, else it may be a time or a date.
_COMPOUND = re.compile(
    r"^\(?((?:[IVX]{1,4}|[A-H]\d?)(?:\.(?:\d{1,2}|[ivx]{1,4}|[a-z]))+|\d{1,2}(?:\.\d{1,2})*\.(?:[ivx]{2,4}|[a-z]))"
    r"[.):]?\s+(?=\S)"
)
_LETTERED = re.compile(r"^\d{1,2}([a-h])[.):]?\s+(?=[A-ZÀ-Þ\"“'‘])")  # 4a
# SD1, RES-02: capitals and a number, but for the levels of the language.
_CODED = re.compile(r"^(?![ABC][12]\b)[A-Z]{1,4}-?(\d{1,2})[.)]?\s+(?=[A-ZÀ-Þ\"'“‘])")
_NO_NUMBER = re.compile(
    r"[-/.:]?\d|u\b|(?i:uur|januari|februari|maart|april|mei|juni|juli|augustus|sept|okt|nov|dec|minuten|"
    r"(?:dag|avond|middag|ochtend|maand|les|gesprek)(?:en)?|dgn|dagde(?:el|len)|lessen|gesprekken|jaar|keer|"
    r"maal|x|we(?:ek|ken)|mnd|kinderen|bijeenkomsten|woorden|examens)\b"
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_ROMAN_SIGNS = tuple(sign.upper() for sign in _ROMAN)


def split_enumerator(text: str, affixes: Affixes = NO_AFFIXES) -> tuple[int | None, int, str]:
    """Number, depth and the text without the number it starts with: '3.1 Taal' gives (1, 2, 'Taal').

    Where the document enumerates so, a bare sign counts too: 'B Werk' gives (2, 1, 'Werk').
    """
    if odd := _odd_enumerator(text):
        return odd
    if (affixes.signs or text.startswith(("A ", "I "))) and (bare := BARE_SIGN.match(text)):
        sign = bare[1].lower()
        return _ROMAN.get(sign, ord(sign[0]) - ord("a") + 1), 1, text[bare.end() :]
    if affixes.digits and (digit := BARE_DIGIT.match(text)) and not _NO_NUMBER.match(text[digit.end() :]):
        return int(digit[1]), 1, text[digit.end() :]
    match = _ENUMERATOR.match(text)
    if not match:
        return None, 0, text
    rest = text[match.end() :]
    if digits := match["digits"]:
        closed = ")" in match.group() or (match.group().endswith(" ") and "." in match.group())
        if _NO_NUMBER.match(rest) and not closed:
            return None, 0, text
        return int(digits.split(".")[-1]), digits.count(".") + 1, BULLET.sub("", rest, count=1) or rest
    sign = match["roman"] or match["letter"]
    if sign.lower() in _ROMAN and (match["roman"] or sign.isupper()):
        return _ROMAN[sign.lower()], 1, rest
    if match["letter"]:
        return ord(sign.lower()) - ord("a") + 1, 3 if sign.islower() else 1, rest
    return None, 0, text


def _odd_enumerator(text: str) -> tuple[int | None, int, str] | None:
    """Numbers as few forms print them: 'nr. 1', '#1', '4a', 'SD1', '~a~'."""
    if match := _NUMBERED.match(text):
        return int(match[1]), 1, text[match.end() :]
    if match := _FRAMED.match(text):
        return number_in(f"nr {match[2].upper()}"), 1, text[match.end() :]
    if match := _COMPOUND.match(text):
        last = match[1].split(".")[-1]
        number = int(last) if last.isdigit() else _ROMAN.get(last) or ord(last[0]) - ord("a") + 1
        return number, match[1].count(".") + 1, text[match.end() :]
    if match := _CODED.match(text):
        return int(match[1]), 1, text[match.end() :]
    if match := _LETTERED.match(text):
        return ord(match[1]) - ord("a") + 1, 2, text[match.end() :]
    return None


def is_series(numbers: Sequence[int]) -> bool:
    """Whether numbers count up from 1, once or more; each may come several times."""
    steady = all(number in (1, last, last + 1) for last, number in pairwise([0, *numbers]))
    return len(numbers) > 1 and max(numbers) > 1 and steady


def are_signs(signs: Collection[str]) -> bool:
    """Whether two that follow each other are among the bare signs of a document."""
    return any(set(pair) <= set(signs) for pair in [*pairwise("ABCDEFGH"), *pairwise(_ROMAN_SIGNS)])
