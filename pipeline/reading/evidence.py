"""What a reading looks like, as numbers: from these is judged how likely it is that the whole plan is right.

One unlikely piece spoils a plan, but so do looks that differ, a text left over in the middle of the plan, and
texts that begin or end otherwise than the rest.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipeline.domain import Plan
from pipeline.reading.headings import masked
from pipeline.reading.pieces import Piece
from pipeline.reading.plan_shape import goals_come_first
from pipeline.reading.roles import ROLES, Floats
from pipeline.reading.text_model import KINDS

_TINY = 1e-6
_UNKNOWN = -1.0
_NEAR = 2  # pieces behind the last afspraak
_A_TEXT = 3  # words, at least
_SIDE_COLUMNS = {"wie", "wanneer", "kruis"}
_MOST = 0.6  # of pieces alike, for the rest to be exceptions
EVIDENCE = (
    "least certain", "likelihood", "likelihood per piece", "below .9", "below .97", "below .99 in plan",
    "wrong pieces", "wrong pieces in plan", "least certain three", "least certain at first",
    "least certain before", "overruled at first", "overruled before", "subdoelen", "empty subdoelen",
    "most afspraken", "faults", "hoofddoel", "uncovered", "strangest text", "strange texts", "pieces",
    "joined", "left over", "exceptions", "odd starts", "odd ends", "longest text", "shortest text",
    "plans beside", "clarity", "most at odds", "often at odds", "goals first", "gaps in numbers",
    "passed over",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Looks:
    """The roles given to pieces; the chances (pieces, roles) after the ``first``, the last but one
    (``before``) and the last look (``marginals``); the log likelihood of the whole; whether each piece looks
    like a heading; and what it sounds like (pieces, KINDS). ``odds``, where other plans stood beside it: as
    of ``at_odds``.
    """

    roles: list[str]
    marginals: Floats
    first: Floats
    before: Floats
    likelihood: float
    heading: tuple[bool, ...]
    sounds: Floats
    odds: Floats | None = None


def evidence_of(
    pieces: Sequence[Piece], looks: Looks, plan: Plan, beside: int = 0, clarity: float = 1.0
) -> Floats:
    """The values of EVIDENCE for one reading.

    ``beside``: with how many other plans on the same form; ``clarity``: of its letters, 1 if it is no scan.
    """
    if not looks.roles:
        return np.zeros(len(EVIDENCE))
    sounds = np.sort(_as_taken(looks))
    return np.array(
        [
            *_chances(looks), *_shape(plan), uncovered(pieces, looks.roles), sounds[0], sounds[:5].mean(),
            len(pieces), sum(role.endswith("+") for role in looks.roles), _left_over(pieces, looks),
            _exceptions(pieces, looks.roles), *_texts(plan), beside, clarity, *_odds(looks),
            goals_come_first(looks.roles), _gaps(pieces, looks.roles), _passed_over(pieces, looks.roles),
        ],
        dtype=np.float64,
    )  # fmt: skip


def _chances(looks: Looks) -> list[float]:
    """How sure the looks were, and how far they agree."""
    index = [ROLES.index(role) for role in looks.roles]
    chance, at_first, at_before = (
        known[np.arange(len(index)), index] for known in (looks.marginals, looks.first, looks.before)
    )
    inside = [i for i, role in enumerate(looks.roles) if role.startswith(("subdoel", "afspraak"))]
    return [
        np.log(max(_TINY, 1 - chance.min())), looks.likelihood, looks.likelihood / len(index),
        np.log1p((chance < 0.9).sum()), np.log1p((chance < 0.97).sum()),
        np.log1p((chance[inside] < 0.99).sum()), np.log1p((1 - chance).sum()),
        np.log1p((1 - chance[inside]).sum()), np.sort(chance)[:3].mean(),
        np.log(max(_TINY, 1 - at_first.min())), np.log(max(_TINY, 1 - at_before.min())),
        np.log1p((looks.first.argmax(axis=1) != index).sum()),
        np.log1p((looks.before.argmax(axis=1) != index).sum()),
    ]  # fmt: skip


def _shape(plan: Plan) -> list[float]:
    goals = plan.subdoelen
    return [
        len(goals),
        sum(not goal.afspraken for goal in goals),
        max((len(goal.afspraken) for goal in goals), default=0),
        len(plan.nakijken),
        plan.hoofddoel is not None,
    ]


def _as_taken(looks: Looks) -> Floats:
    """How much each text sounds like the part it is taken for."""
    parts = [KINDS.index(role.rstrip("+")) for role in looks.roles]
    sounds: Floats = looks.sounds[np.arange(len(parts)), parts]
    return sounds


def uncovered(pieces: Sequence[Piece], roles: Sequence[str]) -> float:
    """The share of the running text (pieces of six words or more) that is no part of the plan."""
    lengths = [
        (len(piece.text), role)
        for piece, role in zip(pieces, roles, strict=True)
        if len(piece.text.split()) >= 6
    ]
    total = sum(length for length, _ in lengths)
    return sum(length for length, role in lengths if role == "anders") / total if total else 0.0


def _left_over(pieces: Sequence[Piece], looks: Looks) -> int:
    """How many texts amid subdoelen and afspraken are neither a part nor a heading, label or side column."""
    inside = [i for i, role in enumerate(looks.roles) if role.startswith(("subdoel", "afspraak"))]
    if not inside:
        return 0
    return sum(
        looks.roles[i] == "anders"
        and not looks.heading[i]
        and not pieces[i].is_label
        and pieces[i].column_kind not in _SIDE_COLUMNS
        for i in range(inside[0], inside[-1])
    )


def _exceptions(pieces: Sequence[Piece], roles: Sequence[str]) -> int:
    """How often a piece became something else than most that are printed alike, or follow the same words."""
    words = [masked(piece.text)[:40] for piece in pieces]
    count = Counter(words)
    groups: dict[Hashable, list[str]] = defaultdict(list)
    for index, (piece, role) in enumerate(zip(pieces, roles, strict=True)):
        place = _place(piece)
        part = role.rstrip("+")
        groups["druk", *_print(piece)].append(part)
        if index and words[index - 1] and count[words[index - 1]] > 1:
            groups["na", words[index - 1], place].append(part)
    most = [(len(parts), Counter(parts).most_common(1)[0][1]) for parts in groups.values()]
    return sum(total - top for total, top in most if total >= 3 and top >= _MOST * total)


def _print(piece: Piece) -> tuple[Hashable, ...]:
    """How a piece is printed, and where."""
    return piece.bold, piece.bullet, piece.is_label, round(piece.size), _place(piece)


def _place(piece: Piece) -> Hashable:
    """The column a piece stands in, of its table or on the page."""
    return (piece.cell.column, piece.cell.columns) if piece.cell else round(piece.x0 / 6)


def _odds(looks: Looks) -> list[float]:
    """How far the roles are at odds with other plans on the form: the most, and how often rather so."""
    if looks.odds is None:
        return [_UNKNOWN, _UNKNOWN]
    return [float(looks.odds.max(initial=0.0)), float((looks.odds > 0.5).sum())]


def _gaps(pieces: Sequence[Piece], roles: Sequence[str]) -> int:
    """How often the numbers of subdoelen, or those of afspraken, do not count on."""
    found = 0
    for part in ("subdoel", "afspraak"):
        numbers = [_number(pieces, roles, index) for index, role in enumerate(roles) if role == part]
        counted = [0, *(number for number in numbers if number is not None)]
        found += sum(after not in (1, before, before + 1) for before, after in pairwise(counted))
    return found


def _number(pieces: Sequence[Piece], roles: Sequence[str], index: int) -> int | None:
    """The number of a part, or of the label right before it."""
    before = index - 1
    if pieces[index].number is None and index and roles[before] == "anders" and pieces[before].is_label:
        return pieces[before].number
    return pieces[index].number


def _passed_over(pieces: Sequence[Piece], roles: Sequence[str]) -> int:
    """How many texts are no part, though the last one that is printed alike is an afspraak or a subdoel."""
    inside = [index for index, role in enumerate(roles) if role.startswith(("subdoel", "afspraak"))]
    last: dict[Hashable, str] = {}
    found = 0
    for index in range(min(len(pieces), inside[-1] + 1 + _NEAR) if inside else 0):
        piece = pieces[index]
        alike = (*_print(piece), piece.labelled)
        text = roles[index] == "anders" and not piece.column_kind and len(piece.text.split()) >= _A_TEXT
        found += text and last.get(alike, "").startswith(("subdoel", "afspraak"))
        last[alike] = roles[index]
    return found


def _texts(plan: Plan) -> list[float]:
    """How many texts start or end otherwise than most, and the longest and the shortest in characters."""
    steps = [step.tekst for goal in plan.subdoelen for step in goal.afspraken]
    texts = [*steps, *(goal.tekst for goal in plan.subdoelen)]
    small = sum(text[:1].islower() for text in texts)
    ended = sum(text[-1:] in '.!?"' for text in texts)
    lengths = [len(text) for text in texts] or [0]
    odd = (min(small, len(texts) - small), min(ended, len(texts) - ended))
    return [*np.log1p(odd).tolist(), max(lengths), min(lengths)]
