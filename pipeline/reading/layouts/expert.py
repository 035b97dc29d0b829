"""What was learnt of one form: a conditional random field that corrects the general model.

The general model's scores, tempered, are where the expert starts from; it learns only what the form adds, as
weights of form features and of the moves from role to role (maximum a posteriori with a normal prior, by
L-BFGS; see Lafferty, McCallum & Pereira 2001 for the likelihood and its gradient).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.reading.roles import ROLES, Floats, RoleModel, log_sum

_TEMPER = 0.5  # how much of the general model's certainty counts: chosen on layouts it had not seen
_WEIGHT_SPREAD, _MOVE_SPREAD = 5.0, 0.3  # variances of the prior
_STEPS = 40
_NEVER = -1e3  # moves below this are against the grammar of a plan, whatever the form
_SMALL = 0.005  # weights below this say nothing
_START = np.array([_NEVER if role.endswith("+") else 0.0 for role in ROLES])


@dataclass(frozen=True, slots=True)
class Lesson:
    """One document to learn from: per piece its features, its role and the general model's scores."""

    features: list[list[str]]
    roles: list[str]
    scores: Floats


@dataclass(frozen=True, slots=True)
class Expert:
    """``weights``: per form feature its weight per role; ``moves``: (roles, roles), added to the general."""

    weights: Mapping[str, Floats]
    moves: Floats

    def scores(self, general: Floats, features: Sequence[Sequence[str]]) -> Floats:
        """The general model's scores (pieces, roles) and what the form adds to them."""
        return _TEMPER * general + RoleModel(ROLES, self.weights, self.moves).emissions(features)

    def model(self, general: RoleModel, *, afspraken_first: bool = False) -> RoleModel:
        """What decides on these scores as a whole."""
        moves = _tempered_moves(general) + self.moves
        return RoleModel(ROLES, {}, moves, afspraken_first=afspraken_first)


def _tempered_moves(general: RoleModel) -> Floats:
    moves = general.transitions
    tempered: Floats = np.where(moves <= _NEVER, moves, _TEMPER * moves)
    return tempered


def learn(lessons: Sequence[Lesson], general: RoleModel) -> Expert:
    """The expert of one form. Takes seconds."""
    from scipy.optimize import minimize

    names = {name: n for n, name in enumerate(sorted({n for le in lessons for f in le.features for n in f}))}
    problem = _Problem(lessons, names, general)
    start = np.zeros((len(names) + len(ROLES)) * len(ROLES))
    result = minimize(problem.loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _STEPS})
    weights, moves = problem.unpack(result.x)
    kept = {name: weights[row] for name, row in names.items() if np.abs(weights[row]).max() > _SMALL}
    return Expert(kept, moves)


class _Problem:
    """The penalised likelihood of lessons, and its gradient."""

    def __init__(self, lessons: Sequence[Lesson], names: Mapping[str, int], general: RoleModel) -> None:
        self._rows = len(names)
        self._moves = _tempered_moves(general)
        self._documents = [
            (_matrix(lesson, names), [ROLES.index(role) for role in lesson.roles], _TEMPER * lesson.scores)
            for lesson in lessons
            if lesson.roles
        ]

    def unpack(self, values: Floats) -> tuple[Floats, Floats]:
        """Weights (features, roles) and moves (roles, roles)."""
        cut = self._rows * len(ROLES)
        return values[:cut].reshape(-1, len(ROLES)), values[cut:].reshape(len(ROLES), len(ROLES))

    def loss(self, values: Floats) -> tuple[float, Floats]:
        weights, moves = self.unpack(values)
        loss = float((weights**2).sum() / (2 * _WEIGHT_SPREAD) + (moves**2).sum() / (2 * _MOVE_SPREAD))
        by_weight, by_move = weights / _WEIGHT_SPREAD, moves / _MOVE_SPREAD
        for matrix, path, scores in self._documents:
            here = matrix @ weights + scores
            here[0] += _START
            likelihood, marginals, pairs = _expected(here, self._moves + moves, path)
            loss -= likelihood
            marginals[np.arange(len(path)), path] -= 1
            by_weight = by_weight + matrix.T @ marginals
            np.add.at(pairs, (path[:-1], path[1:]), -1)
            by_move = by_move + pairs
        return loss, np.concatenate([by_weight.ravel(), by_move.ravel()])


def _expected(scores: Floats, moves: Floats, path: Sequence[int]) -> tuple[float, Floats, Floats]:
    """The log likelihood of ``path``, the marginals (pieces, roles), and expected moves (roles, roles)."""
    forward, backward = scores.copy(), np.zeros(scores.shape)
    for i in range(1, len(scores)):
        forward[i] += log_sum(forward[i - 1][:, None] + moves, 0)
    for i in range(len(scores) - 2, -1, -1):
        backward[i] = log_sum(moves + (scores[i + 1] + backward[i + 1])[None, :], 1)
    total = log_sum(forward[-1], 0)
    ahead = (scores[1:] + backward[1:])[:, None, :]
    pairs: Floats = np.exp(forward[:-1, :, None] + moves + ahead - total).sum(axis=0)
    right = scores[np.arange(len(path)), path].sum() + moves[path[:-1], path[1:]].sum()
    marginals: Floats = np.exp(forward + backward - total)
    return float(right - total), marginals, pairs


def _matrix(lesson: Lesson, names: Mapping[str, int]) -> Any:
    from scipy.sparse import csr_matrix

    rows = [row for row, features in enumerate(lesson.features) for _ in features]
    columns = [names[name] for features in lesson.features for name in features]
    return csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(lesson.features), len(names)))
