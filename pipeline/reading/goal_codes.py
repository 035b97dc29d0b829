"""Codes that lead an afspraak back to its subdoel: 'OP1-02' is the second under OP1, 'B.3' the third under B.

Forms that list all subdoelen first use them, in an appendix or a table of actions.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from pipeline.reading.pieces import Piece

_CODE = re.compile(r"\W*([A-Za-z]{0,4})[ .-]?(?:(\d{1,2})[-./ ]?(?:\d{1,2}|[a-z])|([A-J])[-./ ]?\d{1,2})\W*")
_OWN = re.compile(r"\W*[A-Za-z]{0,12}[ .-]?(?:\d{1,2}|[A-Z])\W*")  # of a subdoel: 'D1', 'Uitkomst 2', 'C'
_MIXED = re.compile(r"[a-z]+\d+")  # what is both a letter and a number counts nothing else
_WORDS = 4
_SHARE = 0.6  # of the afspraken, at least, stand behind a code


def goal_codes(pieces: Sequence[Piece], roles: Sequence[str]) -> dict[int, int]:
    """By index of each piece that is a code: the number of its subdoel, from 1. Empty where they do not fit.

    They fit where most afspraken have one, from the first subdoel on, and never back; 'week 36' is none of
    them, for it does not.
    """
    if repeated := _repeated_codes(pieces, roles):
        return repeated
    families: dict[str, dict[int, int]] = defaultdict(dict)
    for index, piece in enumerate(pieces[:-1]):
        code = _CODE.fullmatch(piece.text) if roles[index] == "anders" else None
        if code and leads_to_afspraak(roles, index):
            goal = int(code[2]) if code[2] else ord(code[3]) - ord("A") + 1
            families[code[1] or ""][index] = goal
    return next((found for found in families.values() if _fits(list(found.values()), roles)), {})


def _fits(numbers: Sequence[int], roles: Sequence[str]) -> bool:
    return (
        len(numbers) >= _SHARE * roles.count("afspraak")
        and numbers[0] == 1
        and 1 < max(numbers) <= roles.count("subdoel")
        and all(0 <= after - before <= 1 for before, after in pairwise(numbers))
        and len(set(numbers)) < len(numbers)
    )


def _repeated_codes(pieces: Sequence[Piece], roles: Sequence[str]) -> dict[int, int]:
    """The codes before afspraken, or over those of one subdoel, that stand before the subdoelen too."""
    own = _own_codes(pieces, roles)
    again = _own_again(pieces, roles, own)
    found = {index: goal for index, goal in again.items() if leads_to_afspraak(roles, index)}
    goals = list(found.values())
    heads = all(map(_MIXED.fullmatch, own)) and len(goals) >= max(2, _SHARE * len(own))
    heads = heads and all(before < after for before, after in pairwise(goals))
    return found if heads or len(found) >= _SHARE * roles.count("afspraak") else {}


def codes_behind(pieces: Sequence[Piece], roles: Sequence[str]) -> dict[int, int]:
    """By index of an afspraak: its subdoel, where the codes of subdoelen stand behind afspraken in a row.

    A code in another row leads to the next afspraak. Empty where fewer afspraken have a code, or where these
    are numbers that do not rise: those may count anything.
    """
    own = _own_codes(pieces, roles) or _own_numbers(pieces, roles)
    found: dict[int, int] = {}
    behind = 0
    for index, goal in _own_again(pieces, roles, own).items():
        before = max((i for i in range(index) if roles[i] in ("subdoel", "afspraak")), default=index)
        row = pieces[index].row
        is_behind = roles[before] == "afspraak" and row is not None and pieces[before].row == row
        step = before if is_behind else next_part(roles, index)
        if step is not None and roles[step] == "afspraak":
            found.setdefault(step, goal)
            behind += is_behind
    goals = [found[step] for step in sorted(found)]
    sure = not any(code.isdigit() for code in own) or (goals == sorted(goals) and len(set(goals)) > 1)
    return found if behind and sure and len(found) >= _SHARE * roles.count("afspraak") else {}


def _own_codes(pieces: Sequence[Piece], roles: Sequence[str]) -> dict[str, int]:
    """The code right before each subdoel, with the number of the subdoel; empty unless all have their own."""
    own: dict[str, int] = {}
    goals = [index for index, role in enumerate(roles) if role == "subdoel"]
    for number, index in enumerate(goals, start=1):
        if index and roles[index - 1] == "anders" and _OWN.fullmatch(pieces[index - 1].text):
            own[_bare(pieces[index - 1].text)] = number
    return own if len(own) == len(goals) else {}


def _own_numbers(pieces: Sequence[Piece], roles: Sequence[str]) -> dict[str, int]:
    """The numbers that the subdoelen themselves have, if all have their own."""
    numbers = [piece.number for piece, role in zip(pieces, roles, strict=True) if role == "subdoel"]
    all_of_them = range(1, len(numbers) + 1)
    return {str(number): number for number in all_of_them} if numbers == [*all_of_them] else {}


def _own_again(pieces: Sequence[Piece], roles: Sequence[str], own: Mapping[str, int]) -> dict[int, int]:
    """Where the codes of subdoelen come back after the last subdoel, with the number of the subdoel."""
    found = ((index, _code_of(pieces[index].text, own)) for index in after_goals(roles))
    return {index: own[code] for index, code in found if code}


def _code_of(text: str, own: Mapping[str, int]) -> str:
    """The code that a text is, or leads to in a few words, as 'Bij R1'; '' if none."""
    words = text.split()
    if _bare(text) in own or len(words) > _WORDS:
        return _bare(text) if _bare(text) in own else ""
    ends = (_bare("".join(words[-count:])) for count in (1, 2))
    return next((end for end in ends if end in own and _MIXED.fullmatch(end)), "")


def _bare(code: str) -> str:
    return re.sub(r"\W", "", code).lower()


def after_goals(roles: Sequence[str]) -> Iterator[int]:
    """The pieces after the last subdoel that are no part of the plan."""
    goals = [index for index, role in enumerate(roles) if role == "subdoel"]
    if goals:
        yield from (index for index in range(goals[-1] + 1, len(roles)) if roles[index] == "anders")


def next_part(roles: Sequence[str], index: int) -> int | None:
    """The first piece after one that is a part of the plan."""
    return next((later for later in range(index + 1, len(roles)) if roles[later] != "anders"), None)


def leads_to_afspraak(roles: Sequence[str], index: int) -> bool:
    """Whether the next part of the plan begins an afspraak."""
    following = next_part(roles, index)
    return following is not None and roles[following] == "afspraak"
