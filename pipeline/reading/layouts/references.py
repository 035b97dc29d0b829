"""How a form that lists its subdoelen first leads from each afspraak back to its subdoel.

Where no rule for any form gives the taught plan, what stands before or behind its afspraken is tried: the
number of the subdoel, or its words.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from pipeline.reading.goal_codes import after_goals
from pipeline.reading.headings import number_in
from pipeline.reading.layouts.fingerprint import word_number
from pipeline.reading.learning import plain
from pipeline.reading.pieces import Piece

_NUMBER, _WORDS = "nummer", "woorden"
_EACH, _BEFORE, _BEHIND = "elk", "voor", "achter"
_ANY = "*"
_SHORTEST = 8  # letters and digits of a subdoel that is known by its words


def ways(pieces: Sequence[Piece], roles: Sequence[str]) -> Iterator[str]:
    """The ways that may lead back in a plan, the likeliest first: by what, where, behind which word."""
    words = Counter(word_number(pieces[index].text) for index in after_goals(roles))
    steps = roles.count("afspraak")
    by_count = sorted(words, key=lambda word: (abs(words[word] - steps), word))  # one before each
    yield from (f"{_NUMBER} {_EACH} {word}" for word in by_count if words[word] == steps)
    for place in (_BEFORE, _BEHIND):
        yield from (f"{_NUMBER} {place} {word}" for word in by_count if words[word] > 1)
        yield f"{_WORDS} {place} {_ANY}"
        yield f"{_NUMBER} {place} {_ANY}"


def led_back(way: str, pieces: Sequence[Piece], roles: Sequence[str]) -> Mapping[int, int]:
    """By index the number, from 1, of the subdoel that a piece leads back to, or an afspraak itself when what
    leads back stands behind it. ``way``: one of ``ways``.
    """
    kind, place, word = way.split(" ", 2)
    goals = [plain(piece.text) for piece, role in zip(pieces, roles, strict=True) if role == "subdoel"]
    found: dict[int, int] = {}
    for index in after_goals(roles):
        if word not in (_ANY, word_number(pieces[index].text)):
            continue
        number = _meant(kind, pieces[index], goals)
        if number and number <= len(goals):
            found[_step_before(roles, index) if place == _BEHIND else index] = number
    return _one_each(found, roles) if place == _EACH else found


def _one_each(found: Mapping[int, int], roles: Sequence[str]) -> dict[int, int]:
    """The n-th number for the n-th afspraak, wherever in its record it is read; nothing if these differ."""
    steps = [index for index, role in enumerate(roles) if role == "afspraak"]
    return dict(zip(steps, found.values(), strict=True)) if len(steps) == len(found) else {}


def _meant(kind: str, piece: Piece, goals: Sequence[str]) -> int | None:
    if kind == _NUMBER:
        number = number_in(piece.text)
        return piece.number if number is None else number
    text = plain(piece.text)
    named = [number for number, goal in enumerate(goals, start=1) if _says(text, goal)]
    return named[0] if len(named) == 1 else None


def _says(text: str, goal: str) -> bool:
    """Whether a heading says the words of a subdoel, or the first of them."""
    long = min(len(text), len(goal)) >= _SHORTEST
    return long and (goal.startswith(text) or goal in text)


def _step_before(roles: Sequence[str], index: int) -> int:
    return max((at for at in range(index) if roles[at] == "afspraak"), default=index)
