"""Why a code got its score: what each word of the unit, and the plan around it, adds to that score.

Both stages are linear, so the score (the log odds) of a code is a sum: a start that is nearly the same for
all units of a kind, something for each word, and something for each part of the plan around the unit.
Nothing is estimated. What the second stage gives for the scores of the unit itself is carried on to its
words.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.coding.context import VIEWS, feature_names
from pipeline.coding.model import Model, Working
from pipeline.coding.pieces import Pieces
from pipeline.coding.stack import Stack, single_choices
from pipeline.coding.structure import NOWHERE, Structure
from pipeline.coding.targets import THEMA

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.intp]

PARENT, HOOFDDOEL, CHILDREN, SIBLINGS, ACTOR, NUMBER, ACTING, TRAJECT = AROUND = (
    "parent",
    "hoofddoel",
    "children",
    "siblings",
    "actor",
    "number",
    "acting",
    "traject",
)
_OUTSTANDING = ("unit: greatest thema", "unit: second thema")


@dataclass(frozen=True)
class Contributions:
    """What makes up the scores of asked codes; ``unit`` and ``target`` say which unit and code each is.

    ``start`` has one value per asked code, ``around`` one per part of AROUND, and ``words`` one per piece of
    the unit: entry ``i`` of ``words`` belongs to asked code ``asked[i]`` and piece ``piece[i]``.
    """

    unit: Integers
    target: Integers
    start: Floats
    around: Floats
    asked: Integers
    piece: Integers
    words: Floats

    def scores(self) -> Floats:
        """The sums: the log odds of the model, those of a choice told against their mean."""
        words = np.bincount(self.asked, weights=self.words, minlength=len(self.unit))
        total: Floats = self.start + self.around.sum(axis=1) + words
        return total


def told_against_mean(stack: Stack) -> tuple[Floats, Floats]:
    """Weights and bias of the second stage; the scores of a choice between codes count against their mean.

    Only how they differ decides such a choice. Told otherwise, a choice between two codes would have all its
    reasons in the second.
    """
    weights, bias = stack.weights.astype(np.float64), stack.bias.astype(np.float64)
    for columns in single_choices(stack.targets):
        weights[:, :, columns] -= weights[:, :, columns].mean(axis=2, keepdims=True)
        bias[:, columns] -= bias[:, columns].mean(axis=1, keepdims=True)
    return weights, bias


def contributions(
    model: Model, working: Working, structure: Structure, pieces: Pieces, unit: Integers, target: Integers
) -> Contributions:
    """What makes up the score of code ``target[i]`` (as learnt) of ``unit[i]``, for every ``i``.

    ``pieces`` are those of the texts that ``working`` is about.
    """
    all_weights, bias = told_against_mean(model.stack)
    kind = structure.kind[unit]
    weights = all_weights[kind, :, target]
    own, start = _own(model, working, structure, unit, weights)
    parts = model.ridge.parts(pieces.features, structure.kind[pieces.text])
    wordless = working.scores.copy()  # the bias of the first stage, and what its single precision rounds off
    np.subtract.at(wordless, pieces.text, parts)
    start += bias[kind, target] + (own * wordless[unit]).sum(axis=1)
    around, fixed = _around(model, working, structure, unit, weights)
    asked, piece = _pairs(pieces, unit)
    words = np.einsum("ij,ij->i", parts[piece], own[asked])
    return Contributions(unit, target, start + fixed, around, asked, piece, words)


def _own(
    model: Model, working: Working, structure: Structure, unit: Integers, weights: Floats
) -> tuple[Floats, Floats]:
    """How much each first-stage score of the unit itself counts, ``(asked, targets)``; and what is left over.

    A unit's greatest thema is one of its scores. A hoofddoel also sees itself as the hoofddoel of its plan.
    """
    count = len(model.stack.targets)
    own = weights[:, :count].copy()
    itself = structure.head[unit] == unit
    own[itself] += weights[itself][:, _view("hoofddoel", count)]
    names = feature_names(model.stack.targets)
    themas = [at for at, each in enumerate(model.stack.targets) if each.variable == THEMA]
    padded = np.pad(
        working.scores[unit][:, themas], ((0, 0), (0, 2)), constant_values=-1.0
    )  # as context does
    order = np.argsort(-padded, axis=1, kind="stable")
    left_over = np.zeros(len(unit))
    for rank, name in enumerate(_OUTSTANDING):
        weight, best = weights[:, names.index(name)], order[:, rank]
        is_score = best < len(themas)
        rows = np.flatnonzero(is_score)
        own[rows, np.array(themas, dtype=np.intp)[best[rows]]] += weight[rows]
        left_over -= np.where(is_score, 0.0, weight)
    return own, left_over


def _around(
    model: Model, working: Working, structure: Structure, unit: Integers, weights: Floats
) -> tuple[Floats, Floats]:
    """What each part of the plan around the unit adds, ``(asked, AROUND)``; and what its kind adds."""
    names = feature_names(model.stack.targets)
    parts = np.array([[_part(name) == part for part in (*AROUND, "kind")] for name in names], dtype=float)
    added: Floats = (working.features[unit] * weights) @ parts
    around, fixed = added[:, :-1], added[:, -1]
    parent, hoofddoel = AROUND.index(PARENT), AROUND.index(HOOFDDOEL)
    head = structure.head[unit]
    above = (structure.parent[unit] == head) & (head != NOWHERE)  # a subdoel stands under the hoofddoel
    around[above, parent] += around[above, hoofddoel]
    around[above | (head == unit), hoofddoel] = 0.0
    return around, fixed


def _view(name: str, count: int) -> slice:
    """The columns of a view in what the second stage sees."""
    start = VIEWS.index(name) * count
    return slice(start, start + count)


def _part(feature: str) -> str:
    """The part of the plan that a feature of the second stage tells of; "" for the unit's own scores."""
    whose, _, what = feature.partition(": ")
    if whose == "unit":
        return {"is": "kind", "acts": ACTOR}.get(what.split()[0], "")
    if whose == "children":
        return {"number": NUMBER, "traject": TRAJECT}.get(what.split()[0], ACTING)
    return whose.split()[0]  # "children mean" and the like


def _pairs(pieces: Pieces, unit: Integers) -> tuple[Integers, Integers]:
    """For each asked code the pieces of its unit, as two equally long rows of numbers."""
    first, last = (np.searchsorted(pieces.text, unit, side=side) for side in ("left", "right"))
    count = last - first
    asked = np.repeat(np.arange(len(unit)), count)
    within = np.arange(len(asked)) - np.repeat(np.cumsum(count) - count, count)
    return asked, first[asked] + within
