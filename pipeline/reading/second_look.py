"""The roles of pieces, decided in two looks: what looks alike within one document usually is alike.

The first look knows a piece and its surroundings. The second look also knows what the first made of the
pieces that are printed the same way, stand under the same heading, or in the same column, and what has
been found before and after. So a form that nobody has seen explains itself by its own regularity.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.reading.certainty import Looks
from pipeline.reading.features import Features
from pipeline.reading.headings import masked
from pipeline.reading.model import ReadingModel
from pipeline.reading.pieces import Piece
from pipeline.reading.roles import ROLES, Floats, RoleModel

Signature = Mapping[str, Hashable]
_INDEX = {role: number for number, role in enumerate(ROLES)}
_MANY = 4  # more pieces alike say no more


@dataclass(frozen=True, slots=True)
class Emissions:
    """How well each role fits each piece after both looks: ``scores``, shape (pieces, roles).

    ``first``: the marginals of the first look, of the same shape.
    """

    scores: Floats
    first: Floats
    features: Features


def emissions(pieces: Sequence[Piece], model: ReadingModel) -> Emissions:
    """Both looks at a document, before its roles are decided as a whole."""
    features = Features.of(pieces, model.kinds)
    first = model.first.marginals(model.first.emissions(features.names))
    scores = model.second.emissions(with_second_features(pieces, features, first))
    return Emissions(scores, first, features)


def decided(model: RoleModel, found: Emissions) -> Looks:
    """The roles that fit best as a whole."""
    roles, marginals = model.decide(found.scores)
    likelihood = model.likelihood(found.scores, roles)
    return Looks(roles, marginals, found.first, likelihood, tuple(found.features.heading))


def with_second_features(pieces: Sequence[Piece], features: Features, first: Floats) -> list[list[str]]:
    """Per piece its own features and those that the first look's marginals, (pieces, roles), add."""
    more = second_features(pieces, features, first)
    return [own + added for own, added in zip(features.names, more, strict=True)]


def second_features(pieces: Sequence[Piece], features: Features, first: Floats) -> list[list[str]]:
    """Per piece the features that the marginals of the first look, (pieces, roles), add to its own."""
    alike = _Alike(_signatures(pieces, features.heading), first)
    top = [ROLES[index] for index in first.argmax(axis=1)] if len(first) else []
    parts = [role.rstrip("+") for role in top]
    return [
        [
            *_spread("eerst", first[index]),
            *alike.features(index, role),
            *_neighbours(index, top),
            *_between(index, parts, role),
            *_counted(index, first, role),
        ]
        for index, role in enumerate(top)
    ]


def _signatures(pieces: Sequence[Piece], heading: Sequence[bool]) -> list[Signature]:
    """Per piece what it may share with others: its print, its heading, its column, its words."""
    found: list[Signature] = []
    head = ""
    for index, piece in enumerate(pieces):
        cell, is_head = piece.cell, heading[index]
        behind = piece.labelled or (bool(piece.joint) and index > 0 and pieces[index - 1].proposed)
        kind = (piece.is_label, piece.proposed, behind, piece.bullet, piece.sentence > 0)
        place: tuple[Hashable, ...] = (
            (cell.column, cell.columns, masked(piece.column_head)[:30]) if cell else (round(piece.x0 / 6),)
        )
        numbered = (piece.number is not None, piece.depth)
        signature: dict[str, Hashable] = {
            "druk": (kind, place, numbered, piece.bold, round(piece.size), is_head)
        }
        own = masked(piece.text)
        if is_head or piece.is_label:
            if own and len(piece.text) < 70:
                signature["zelf"] = own
        else:
            label = masked(pieces[index - 1].text) if behind and index else ""
            signature["onder"] = (head, label, kind, cell is None)
        if cell:
            signature["plek"] = (place, piece.bullet, piece.is_label, is_head, piece.bold)
        found.append(signature)
        if is_head and not piece.column_head:
            head = own
    return found


class _Alike:
    """What the first look made, on average, of the other pieces with a signature in common."""

    def __init__(self, signatures: Sequence[Signature], first: Floats) -> None:
        self._signatures = signatures
        self._first = first
        self._sums: dict[tuple[str, Hashable], Floats] = defaultdict(lambda: np.zeros(len(ROLES)))
        self._counts: dict[tuple[str, Hashable], int] = defaultdict(int)
        for signature, marginal in zip(signatures, first, strict=True):
            for item in signature.items():
                self._sums[item] += marginal
                self._counts[item] += 1

    def features(self, index: int, role: str) -> list[str]:
        """Of one piece; ``role``: the most likely one after the first look."""
        found: list[str] = []
        for item in self._signatures[index].items():
            name, others = item[0], self._counts[item] - 1
            if not others:
                found.append(f"{name}:alleen")
                continue
            mean = (self._sums[item] - self._first[index]) / others
            found += _spread(name, mean)
            found.append(f"{name}={ROLES[int(mean.argmax())]}|eerst={role}|{min(others + 1, _MANY)}")
        return found


def _spread(name: str, chances: Floats) -> list[str]:
    """A distribution over roles as features: the likeliest, and each that counts in five steps."""
    steps = [
        f"{name}:{role}={min(4, int(chance * 5))}"
        for role, chance in zip(ROLES, chances, strict=True)
        if chance >= 0.05
    ]
    return [f"{name}={ROLES[int(chances.argmax())]}", *steps]


def _neighbours(index: int, top: Sequence[str]) -> list[str]:
    def at(place: int) -> str:
        return top[place] if 0 <= place < len(top) else "rand"

    near = [f"eerst{step}={at(index + step)}" for step in (-2, -1, 1, 2)]
    return [*near, f"eerst-1={at(index - 1)}|{top[index]}|{at(index + 1)}"]


def _between(index: int, parts: Sequence[str], role: str) -> list[str]:
    """The parts of the plan that come before and after, whatever stands between."""
    before = next((part for part in reversed(parts[:index]) if part != "anders"), "rand")
    after = next((part for part in parts[index + 1 :] if part != "anders"), "rand")
    return [f"tussen={before}|{after}", f"tussen={before}|{role}|{after}"]


def _counted(index: int, first: Floats, role: str) -> list[str]:
    """How many of each part are expected before and after; a plan has one hoofddoel."""
    found = []
    before, after = first[:index].sum(axis=0), first[index + 1 :].sum(axis=0)
    for part in ("hoofddoel", "subdoel", "afspraak"):
        column = _INDEX[part]
        found.append(f"{part}_voor={min(3, round(before[column]))}|{role}")
        found.append(f"{part}_na={min(3, round(after[column]))}|{role}")
    goals = f"{min(2, round(before[_INDEX['hoofddoel']]))}|{min(2, round(before[_INDEX['subdoel']]))}"
    return [*found, f"doelen_voor={goals}|{role}"]
