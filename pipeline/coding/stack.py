"""Second stage: from the scores of a unit and its neighbours to a probability for every code."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.coding.structure import KINDS
from pipeline.coding.targets import SINGLE, Target

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.intp]
Booleans = npt.NDArray[np.bool_]

REGULARISATION = 0.03  # scikit-learn's C, on standardised features
NEVER = -12.0  # log odds of a code that is never seen, or that does not go with a kind of unit


@dataclass(frozen=True)
class Stack:
    """Log odds = ``features @ weights[kind] + bias[kind]``.

    ``weights``: ``(kinds, features, targets)``, ``bias``: ``(kinds, targets)``.
    """

    targets: tuple[Target, ...]
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    def probabilities(self, features: Floats, kind: Integers) -> Floats:
        """Shape ``(units, targets)``; a single-choice variable adds up to 1; 0 where a code cannot be."""
        odds = np.zeros((len(features), len(self.targets)))
        for index in range(len(KINDS)):
            rows = np.flatnonzero(kind == index)
            odds[rows] = features[rows] @ self.weights[index] + self.bias[index]
        result = 1 / (1 + np.exp(-odds))
        for columns in single_choices(self.targets):
            powers = np.exp(odds[:, columns] - odds[:, columns].max(axis=1, keepdims=True))
            result[:, columns] = powers / powers.sum(axis=1, keepdims=True)
        possible = np.array([[kind in target.units for target in self.targets] for kind in KINDS])
        return np.where(possible[kind], result, 0.0)


def single_choices(targets: Sequence[Target]) -> list[list[int]]:
    """The columns of each variable of which a unit has exactly one code."""
    columns = [[at for at, target in enumerate(targets) if target.variable == name] for name in SINGLE]
    return [found for found in columns if found]


def fit_stack(features: Floats, kind: Integers, truth: Booleans, targets: tuple[Target, ...]) -> Stack:
    """Logistic regression per kind of unit: for each code, or for all codes of a single-choice variable."""
    weights = np.zeros((len(KINDS), features.shape[1], len(targets)), dtype=np.float32)
    bias = np.full((len(KINDS), len(targets)), NEVER, dtype=np.float32)
    choices = single_choices(targets)
    chosen = {column for columns in choices for column in columns}
    groups = [[column] for column in range(len(targets)) if column not in chosen] + choices
    for index, name in enumerate(KINDS):
        rows = np.flatnonzero(kind == index)
        for columns in groups:
            if len(rows) and name in targets[columns[0]].units:
                labels = truth[rows[:, None], columns]
                found = _fit_one(features[rows], labels)
                weights[index][:, columns], bias[index, columns] = found
    return Stack(targets, weights, bias)


def _fit_one(features: Floats, labels: Booleans) -> tuple[Floats, Floats]:
    """Weights ``(features, codes)`` and bias ``(codes,)`` on the features as they come."""
    from sklearn.linear_model import LogisticRegression

    single = labels.shape[1] > 1
    answer = labels.argmax(axis=1) if single else labels[:, 0].astype(int)
    classes = np.unique(answer)
    weights = np.zeros((features.shape[1], labels.shape[1]))
    bias = np.full(labels.shape[1], NEVER)
    if len(classes) < 2:
        bias[classes if single else 0] = 0.0 if single else NEVER * (1 - 2 * classes[0])
        return weights, bias
    middle, spread = features.mean(axis=0), features.std(axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    model = LogisticRegression(C=REGULARISATION, max_iter=500)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # not fully converged is close enough
        model.fit((features - middle) / spread, answer)
    return _place(model.coef_ / spread, model.intercept_, middle, classes, single, (weights, bias))


def _place(
    coefficients: Floats,
    intercept: Floats,
    middle: Floats,
    classes: Integers,
    single: bool,
    empty: tuple[Floats, Floats],
) -> tuple[Floats, Floats]:
    """Put what scikit-learn found in the columns of its classes; of two classes it gives one row."""
    weights, bias = empty
    if len(classes) == 2 and single:
        coefficients, intercept = (
            np.vstack([-coefficients, coefficients]) / 2,
            np.array([-0.5, 0.5]) * intercept,
        )
    columns = classes if single else np.array([0])
    weights[:, columns] = coefficients.T
    bias[columns] = intercept - coefficients @ middle
    return weights, bias
