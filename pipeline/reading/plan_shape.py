"""How a form sets out its subdoelen and afspraken, by all of its pieces and their roles."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from pipeline.reading.goal_codes import codes_behind, goal_codes
from pipeline.reading.headings import main_concept, masked
from pipeline.reading.labels import PERSONS
from pipeline.reading.pieces import Piece
from pipeline.reading.sentences import word_list
from pipeline.reading.who_acts import actor_of

_SEVERAL = 3  # afspraken: with fewer a habit is not seen
_FEW_NAMES = 5  # a plan names hardly more who act
_MOST = 0.6  # of those names are known words


@dataclass(frozen=True, slots=True)
class PlanShape:
    """What tells to which subdoel an afspraak belongs.

    ``goals_first``: all subdoelen are listed before the first afspraak; ``upwards``: each subdoel stands
    under its afspraken. ``codes`` and ``by_number``: which subdoel a code before an afspraak, or its
    number, leads back to; of a code behind it, by index of the afspraak.
    ``step_labels`` count the afspraken ('actie 1', 'actie 2'); ``goal_heads``: what stands before a subdoel,
    without its number. ``turned``: the tables in which subdoelen stand beside each other.
    ``names_behind``: pieces that name who acts in the afspraak before them.
    """

    goals_first: bool
    upwards: bool
    codes: Mapping[int, int]
    by_number: bool
    step_labels: frozenset[str]
    goal_heads: frozenset[str]
    turned: frozenset[int]
    names_behind: frozenset[int]

    @classmethod
    def of(cls, pieces: Sequence[Piece], roles: Sequence[str], *, returns: bool = True) -> Self:
        """``returns``: a number, label or code may lead back to a subdoel that was printed before."""
        goals_first = goals_come_first(roles)
        before = (piece for piece, role in zip(pieces, roles[1:], strict=False) if role == "subdoel")
        goal_heads = frozenset(head for piece in before if (head := masked(piece.text)))
        return cls(
            goals_first=goals_first,
            upwards=_goals_come_last(roles),
            codes=(codes_behind(pieces, roles) or goal_codes(pieces, roles))
            if returns and goals_first
            else {},
            by_number=returns and goals_first and _steps_carry_goal_numbers(pieces, roles),
            step_labels=_step_labels(pieces, roles),
            goal_heads=goal_heads,
            turned=_turned(pieces, roles),
            names_behind=_names_behind(pieces, roles, goal_heads),
        )


def without_phantom(pieces: Sequence[Piece], roles: Sequence[str]) -> list[str]:
    """The roles without a label taken for the first subdoel, where subdoelen stand under their afspraken.

    The grammar of a plan wants a subdoel before the first afspraak, and takes what there is.
    """
    first = next((index for index, role in enumerate(roles) if role == "subdoel"), None)
    bare = ["anders" if index == first else role for index, role in enumerate(roles)]
    return bare if first is not None and pieces[first].is_label and _goals_come_last(bare) else list(roles)


def without_names(pieces: Sequence[Piece], roles: Sequence[str]) -> list[str]:
    """The roles without names taken for the start of an afspraak: 'Anja Bos samen met cursist: ...'."""
    bare = list(roles)
    for index, (piece, following) in enumerate(pairwise(pieces)):
        goes_on = roles[index + 1].startswith("afspraak") and bool(following.joint)
        if roles[index] == "afspraak" and goes_on and _is_named(piece.text):
            bare[index : index + 2] = ["anders", "afspraak"]
    return bare


def _is_named(text: str) -> bool:
    """Whether a text is names of people and no more: two or three, or with a word for who acts."""
    parts = word_list("naamdelen.txt")
    words = [word for word in re.findall(r"[\w']+", text) if word.lower() not in parts]
    if not 0 < len(words) <= _FEW_NAMES or not all(word[0].isupper() for word in words):
        return False
    alone = len(words) > 1 and text.endswith(".")
    return alone or any(main_concept(word, 0.8) in PERSONS for word in words)


def _names_behind(
    pieces: Sequence[Piece], roles: Sequence[str], goal_heads: frozenset[str]
) -> frozenset[int]:
    """The pieces that name who acts, where each afspraak has its own behind or under it and none before."""
    parts = [index for index, role in enumerate(roles) if role in ("subdoel", "afspraak")]
    behind: list[tuple[list[int], int | None]] = []
    before: set[str] = set()  # the words under a subdoel
    for index, following in pairwise([*parts, len(roles)]):
        found = [other for other in range(index + 1, following) if roles[other] == "anders"]
        found = [other for other in found if masked(pieces[other].text) not in goal_heads]
        naming = next((place for place, other in enumerate(found) if actor_of(pieces[other].text)), None)
        if roles[index] == "subdoel":
            before |= {masked(pieces[other].text) for other in found}
            if naming is not None:
                return frozenset()
        elif found:
            behind.append((found, naming))
    places = Counter(naming for _, naming in behind if naming is not None)
    usual = places.most_common(1)[0][0] if places else 0
    names = [found[min(usual, len(found) - 1) if naming is None else naming] for found, naming in behind]
    words = {masked(pieces[index].text) for index in names}
    fits = len(names) == roles.count("afspraak") >= _SEVERAL and len(words) <= _FEW_NAMES
    fits = fits and not words & before and places.total() >= _MOST * len(names)
    return frozenset(names) if fits else frozenset()


def goals_come_first(roles: Sequence[str]) -> bool:
    """Whether a form lists all its subdoelen before the first afspraak, and so has to come back to them."""
    goals = [index for index, role in enumerate(roles) if role == "subdoel"]
    return len(goals) > 1 and goals[-1] < roles.index("afspraak") if "afspraak" in roles else False


def _goals_come_last(roles: Sequence[str]) -> bool:
    """Whether each of several subdoelen stands under its afspraken, as what they yield."""
    parts = [role for role in roles if role in ("afspraak", "subdoel")]
    goals = parts.count("subdoel")
    under = sum(pair == ("afspraak", "subdoel") for pair in pairwise(parts))
    return goals > 1 and goals == under and parts[-1] == "subdoel"


def _step_labels(pieces: Sequence[Piece], roles: Sequence[str]) -> frozenset[str]:
    """The labels whose numbers run on beyond the number of subdoelen."""
    goals = sum(role == "subdoel" for role in roles)
    numbers: dict[str, set[int]] = defaultdict(set)
    for piece, role in zip(pieces, roles, strict=True):
        if role == "anders" and piece.is_label and piece.number is not None:
            numbers[masked(piece.text)].add(piece.number)
    return frozenset(label for label, found in numbers.items() if label and set(range(1, goals + 2)) <= found)


def _steps_carry_goal_numbers(pieces: Sequence[Piece], roles: Sequence[str]) -> bool:
    """Whether afspraken listed after all subdoelen are numbered 1, 1, 2, 3, 3 by the subdoel they serve."""
    goals = roles.count("subdoel")
    numbers = [piece.number or 0 for piece, role in zip(pieces, roles, strict=True) if role == "afspraak"]
    if len(numbers) <= goals:
        return False
    rising = all(before <= after for before, after in pairwise(numbers))
    fits = numbers[0] == 1 and 1 < numbers[-1] <= goals
    return rising and fits and len(set(numbers)) < len(numbers)


def _turned(pieces: Sequence[Piece], roles: Sequence[str]) -> frozenset[int]:
    """The tables that hold two subdoelen or more in one row: what stands under each belongs to it."""
    columns: dict[tuple[int, int], set[int]] = defaultdict(set)
    for piece, role in zip(pieces, roles, strict=True):
        if role == "subdoel" and piece.cell:
            columns[piece.cell.table, piece.cell.row].add(piece.cell.column)
    return frozenset(table for (table, _), inside in columns.items() if len(inside) > 1)
