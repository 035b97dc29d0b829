"""Codes that lead an afspraak back to its subdoel: 'OP1-02' is the second under OP1, 'B.3' the third under B.

Forms that list all subdoelen first use them, in an appendix or a table of actions.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.reading.pieces import Piece

_CODE = re.compile(r"\W*[A-Za-z]{0,4}[ .-]?(?:(\d{1,2})[-./ ]?(?:\d{1,2}|[a-z])|([A-J])[-./ ]?\d{1,2})\W*")
_OWN = re.compile(r"\W*[A-Za-z]{0,4}[ .-]?(?:\d{1,2}|[A-Z])\W*")  # of a subdoel: 'D1', 'SD-2', 'C'
_SHARE = 0.6  # of the afspraken, at least, stand behind a code


def goal_codes(pieces: Sequence[Piece], roles: Sequence[str]) -> dict[int, int]:
    """By index of each piece that is a code: the number of its subdoel, from 1. Empty where they do not fit.

    They fit where most afspraken have one, from the first subdoel on, and never back.
    """
    if repeated := _repeated_codes(pieces, roles):
        return repeated
    found = {}
    for index, piece in enumerate(pieces[:-1]):
        code = _CODE.fullmatch(piece.text) if roles[index] == "anders" else None
        if code and leads_to_afspraak(roles, index):
            found[index] = int(code[1]) if code[1] else ord(code[2]) - ord("A") + 1
    numbers = list(found.values())
    fits = (
        len(numbers) >= _SHARE * roles.count("afspraak")
        and numbers[:1] == [1]
        and 1 < max(numbers) <= roles.count("subdoel")
        and all(0 <= after - before <= 1 for before, after in pairwise(numbers))
        and len(set(numbers)) < len(numbers)
    )
    return found if fits else {}


def _repeated_codes(pieces: Sequence[Piece], roles: Sequence[str]) -> dict[int, int]:
    """The codes before afspraken that were printed before the subdoelen too: 'D1' in both tables."""
    own: dict[str, int] = {}
    goals = [index for index, role in enumerate(roles) if role == "subdoel"]
    for number, index in enumerate(goals, start=1):
        if index and roles[index - 1] == "anders" and _OWN.fullmatch(pieces[index - 1].text):
            own[pieces[index - 1].text.strip()] = number
    if len(own) != len(goals):
        return {}
    found = {
        index: own[text]
        for index in range(goals[-1] + 1, len(pieces) - 1)
        if (text := pieces[index].text.strip()) in own and leads_to_afspraak(roles, index)
    }
    return found if len(found) >= _SHARE * roles.count("afspraak") else {}


def next_part(roles: Sequence[str], index: int) -> int | None:
    """The first piece after one that is a part of the plan."""
    return next((later for later in range(index + 1, len(roles)) if roles[later] != "anders"), None)


def leads_to_afspraak(roles: Sequence[str], index: int) -> bool:
    """Whether the next part of the plan begins an afspraak."""
    following = next_part(roles, index)
    return following is not None and roles[following] == "afspraak"
