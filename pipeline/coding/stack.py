"""Second stage: from the scores of a unit and its neighbours to a probability for every code."""

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.coding.structure import KINDS
from pipeline.coding.targets import (
    Target,
    applies,
    columns_of,
    follow_instrument,
    linked,
    single_variables,
)

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.intp]
Booleans = npt.NDArray[np.bool_]

REGULARISATION = 0.2  # scikit-learn's C, on standardised features
LEAST_SPREAD = 1e-4  # what varies less is the same for all but for rounding; stretched out, it would be noise
NEVER = -12.0  # log odds of a code that is never seen, or that does not go with a kind of unit


@dataclass(frozen=True)
class Stack:
    """Log odds = ``features @ weights[kind] + bias[kind]``.

    ``weights``: ``(kinds, features, targets)``, ``bias``: ``(kinds, targets)``.
    """

    targets: tuple[Target, ...]
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    def log_odds(self, features: Floats, kind: Integers) -> Floats:
        """The score of every code for every unit, shape ``(units, targets)``."""
        odds = np.zeros((len(features), len(self.targets)))
        for index in range(len(KINDS)):
            rows = np.flatnonzero(kind == index)
            odds[rows] = features[rows] @ self.weights[index] + self.bias[index]
        return odds

    def probabilities(self, features: Floats, kind: Integers) -> Floats:
        """Shape ``(units, targets)``; a single-choice variable adds up to 1; 0 where a code cannot be."""
        odds = self.log_odds(features, kind)
        result = 1 / (1 + np.exp(-odds))
        for columns in single_choices(self.targets):
            powers = np.exp(odds[:, columns] - odds[:, columns].max(axis=1, keepdims=True))
            result[:, columns] = powers / powers.sum(axis=1, keepdims=True)
        if pair := linked(self.targets):
            others = _others(pair[1], self.targets)
            result[:, others] *= 1 - result[:, [pair[1]]]
        possible = applies(KINDS, self.targets)[kind]
        follow_instrument(result, possible, self.targets)
        return np.where(possible, result, 0.0)


def single_choices(targets: Sequence[Target]) -> list[list[int]]:
    """The columns between which is chosen, per variable of which a unit has exactly one code.

    Whether the instrument is eigen inzet is a question that goes before: it turns on who acts, the others on
    what it is about.
    """
    own = linked(targets)
    choices = [columns_of(targets)[variable] for variable in single_variables(targets)]
    return [[column for column in columns if own is None or column != own[1]] for columns in choices]


def _others(column: int, targets: Sequence[Target]) -> list[int]:
    """The other columns of the same variable."""
    return [at for at in columns_of(targets)[targets[column].variable] if at != column]


def fit_stack(
    features: Floats,
    kind: Integers,
    truth: Booleans,
    targets: tuple[Target, ...],
    seen_by: Callable[[str], list[int]],
    asked: Booleans | None = None,
) -> Stack:
    """Logistic regression per kind of unit: for each code, or for all codes of a single-choice variable.

    ``seen_by``: from a variable to the columns of ``features`` that it is learnt from. ``asked``, of the
    shape of ``truth``: where people coded the variable; by default everywhere.
    """
    weights = np.zeros((len(KINDS), features.shape[1], len(targets)), dtype=np.float32)
    bias = np.full((len(KINDS), len(targets)), NEVER, dtype=np.float32)
    for columns in _questions(targets):
        first = targets[columns[0]]
        seen = np.array(seen_by(first.variable))
        for index in (KINDS.index(name) for name in first.units):
            rows = np.flatnonzero((kind == index) & (True if asked is None else asked[:, columns[0]]))
            learnt = _fit_choice if len(columns) > 1 else _fit_yes_or_no
            found, start = learnt(features[rows[:, None], seen], truth[rows[:, None], columns])
            weights[index, seen[:, None], columns] = found
            bias[index, columns] = start
    if pair := linked(targets):
        weights[:, :, pair[1]], bias[:, pair[1]] = weights[:, :, pair[0]], bias[:, pair[0]]
    return Stack(targets, weights, bias)


def _questions(targets: Sequence[Target]) -> list[list[int]]:
    """The columns that are learnt together: those of a single choice, and each other one by itself.

    The instrument eigen inzet is not among them: it is the code of that name.
    """
    choices = single_choices(targets)
    pair = linked(targets)
    chosen = {column for columns in choices for column in columns} | set(pair[1:] if pair else ())
    return [[column] for column in range(len(targets)) if column not in chosen] + choices


def _fit_yes_or_no(features: Floats, labels: Booleans) -> tuple[Floats, Floats]:
    """Weights ``(features, 1)`` and bias ``(1,)`` of the log odds of one code."""
    answers = np.unique(labels)
    if len(answers) < 2:
        start = -NEVER if answers.any() else NEVER
        return np.zeros((features.shape[1], 1)), np.array([start])
    return _logistic(features, labels[:, 0].astype(int))


def _fit_choice(features: Floats, labels: Booleans) -> tuple[Floats, Floats]:
    """Weights ``(features, codes)`` and bias ``(codes,)`` of a choice between codes.

    Units without any of them are left out; a code that is never chosen stays impossible.
    """
    coded = labels.any(axis=1)
    answer = labels[coded].argmax(axis=1)
    codes = np.unique(answer)
    weights = np.zeros((features.shape[1], labels.shape[1]))
    bias = np.full(labels.shape[1], NEVER)
    bias[codes] = 0.0
    if len(codes) == 2:  # then one row tells the second from the first
        codes = codes[1:]
    if len(np.unique(answer)) > 1:
        weights[:, codes], bias[codes] = _logistic(features[coded], answer)
    return weights, bias


def _logistic(features: Floats, answer: Integers) -> tuple[Floats, Floats]:
    """Logistic regression on standardised features, told in the features as they come."""
    from sklearn.linear_model import LogisticRegression

    middle, spread = features.mean(axis=0), features.std(axis=0)
    spread = np.where(spread > LEAST_SPREAD, spread, np.inf)
    solver = "newton-cholesky" if answer.max() < 2 else "lbfgs"  # the former is fast with few weights
    model = LogisticRegression(C=REGULARISATION, max_iter=500, solver=solver)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # not fully converged is close enough
        model.fit((features - middle) / spread, answer)
    weights = (model.coef_ / spread).T
    return weights, model.intercept_ - middle @ weights
