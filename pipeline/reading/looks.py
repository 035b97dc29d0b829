"""The roles of pieces, decided in looks: what looks alike usually is alike.

The first look, a conditional random field, knows a piece and its surroundings. The second look, boosted
trees, also knows what the first made of the pieces that are printed the same way, stand under the same
heading, or beside the same words, and what has been found before and after. The third does so with what the
second made. So a form that nobody has seen explains itself by its own regularity. Where other plans on the
same form are at hand, one more look knows what was made of these. The rules of a plan then choose the roles
that fit best as a whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.reading.alike import alike
from pipeline.reading.companions import MOST, Imprint, at_odds, told_by
from pipeline.reading.evidence import Looks
from pipeline.reading.features import Features
from pipeline.reading.model import ReadingModel
from pipeline.reading.pieces import Piece
from pipeline.reading.roles import GRAMMAR, Floats, RoleModel
from pipeline.reading.surroundings import own_numbers, sounds_of
from pipeline.reading.trees import Numbers, Trees

_TINY = 1e-7
_HARDLY_EVER = 1e4
_NO_PART = ("invullijn", "kopregel")  # a line to fill in and the head of a column are no part of a plan


@dataclass(frozen=True, slots=True)
class Emissions:
    """How well each role fits each piece after all looks: ``scores``, log chances (pieces, roles).

    ``first``, ``before`` and ``last``: the chances after the first look, the last but one, and the last, of
    the same shape. ``told``: as of ``told_by``, where other plans stand beside it.
    """

    scores: Floats
    first: Floats
    before: Floats
    last: Floats
    features: Features
    told: Numbers | None = None

    def without_names(self) -> "Emissions":
        """Without what no further look asks for, which takes most memory."""
        return replace(self, features=self.features.without_names(_NO_PART))


def emissions(pieces: Sequence[Piece], model: ReadingModel) -> Emissions:
    """All looks at a document by itself, before its roles are decided as a whole."""
    features = Features.of(pieces, model.kinds)
    first = model.first.marginals(model.first.emissions(features.names))
    second = looked_again(features, first, model.second)
    return judged(features, first, second, looked_again(features, second, model.third))


def looked_again(features: Features, before: Floats, trees: Trees) -> Floats:
    """Chances (pieces, roles) after another look; ``before``: those that the last look gave."""
    return trees.chances(numbers(features, before)) if len(before) else before


def looked_beside(found: Emissions, others: Imprint, key: bytes, trees: Trees) -> Emissions:
    """With one more look, beside ``others`` on the same form; ``key``: that of the imprints."""
    if not len(found.last):
        return found
    told = told_by(others, found.features, key)
    chances = trees.chances(numbers_beside(found.features, found.last, told, others.plans))
    return judged(found.features, found.first, found.last, chances, told)


def numbers_beside(features: Features, before: Floats, told: Numbers, plans: int) -> Numbers:
    """All that a look beside so many other plans knows of each piece, (pieces, numbers)."""
    beside = np.full((len(told), 1), min(plans, MOST), np.float32)
    return np.hstack([numbers(features, before), told.reshape(len(told), -1), beside])


def judged(
    features: Features, first: Floats, before: Floats, last: Floats, told: Numbers | None = None
) -> Emissions:
    """What the looks, each (pieces, roles), leave to decide."""
    scores = np.log(last + _TINY)
    outside = [not {*_NO_PART}.isdisjoint(names) for names in features.names]
    scores[outside, 1:] -= _HARDLY_EVER
    return Emissions(scores, first, before, last, features, told)


def numbers(features: Features, before: Floats) -> Numbers:
    """All that another look knows of each piece, (pieces, numbers), from at least one piece."""
    view = features.view
    known = np.hstack([before, sounds_of(view)])
    return np.hstack([own_numbers(view, before), alike(features.signatures, known)]).astype(np.float32)


def decided(found: Emissions, rules: RoleModel = GRAMMAR) -> Looks:
    """The roles that fit best as a whole, by the rules of a plan or of a form."""
    roles, marginals, likelihood = rules.decide_and_weigh(found.scores)
    heading, sounds = tuple(found.features.heading), sounds_of(found.features.view)
    odds = None if found.told is None else at_odds(found.told, roles)
    return Looks(roles, marginals, found.first, found.before, likelihood, heading, sounds, odds)
