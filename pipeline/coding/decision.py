"""From probabilities to codes, and how certain each is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.coding.doubt import ALLOWED, Promise, expected_errors, promise, wrong_decisions
from pipeline.coding.metrics import best_threshold
from pipeline.coding.targets import Target, columns_of, follow_instrument, linked, single_variables

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Decision:
    """``thresholds`` per target; ``promise``: from how many expected errors on a person should look."""

    thresholds: Floats
    promise: Promise


def fit_decision(
    probability: Floats,
    truth: Booleans,
    possible: Booleans,
    targets: Sequence[Target],
    writers: Integers,
    allowed: float = ALLOWED,
) -> Decision:
    """Learn from probabilities of units that the model has not seen; shapes ``(units, targets)``.

    ``writers`` tells of each unit whose it is. ``allowed``: see ``doubt.promise``.
    """
    asked = questions(possible, targets)
    thresholds = np.full(len(targets), 0.5)
    for column, target in enumerate(targets):
        rows = asked[:, column]
        if not target.single and rows.any():
            thresholds[column] = fair_threshold(truth[rows, column], probability[rows, column])
    given = _chosen(probability, possible, targets, thresholds)
    risk = risk_of(probability, given, possible, targets)
    wrong, made = wrong_decisions(truth, given, possible, targets)
    return Decision(thresholds, promise(risk, wrong, made, writers, allowed))


def fair_threshold(wanted: Booleans, probability: Floats) -> float:
    """From which probability on a code is given: half of the best F1 that any limit reaches.

    For probabilities that are right that is the limit of the best F1 (Lipton, Elkan and Naryanaswamy 2014,
    theorem 1). The limit that was best on these units itself depends far more on chance. 0.5 when there is
    nothing to learn from.
    """
    if not wanted.any():
        return 0.5
    given = probability >= best_threshold(wanted, probability)
    return float((wanted & given).sum() / (wanted.sum() + given.sum()))


def chosen(
    probability: Floats, possible: Booleans, targets: Sequence[Target], decision: Decision
) -> Booleans:
    """Which unit gets which code, shape ``(units, targets)``."""
    return _chosen(probability, possible, targets, decision.thresholds)


def _chosen(
    probability: Floats, possible: Booleans, targets: Sequence[Target], thresholds: Floats
) -> Booleans:
    given: Booleans = np.logical_and(probability >= thresholds, possible)
    for variable in single_variables(targets):
        columns = columns_of(targets)[variable]
        best = probability[:, columns].argmax(axis=1)
        given[:, columns] = np.eye(len(columns), dtype=bool)[best] & possible[:, columns]
    follow_instrument(given, possible, targets)
    return given


def questions(possible: Booleans, targets: Sequence[Target]) -> Booleans:
    """What is decided for itself: ``possible`` without the eigen_inzet that follows from the instrument."""
    asked = possible.copy()
    pair = linked(targets)
    if pair:
        asked[:, pair[0]] &= ~possible[:, pair[1]]
    return asked


def unsure(
    probability: Floats, possible: Booleans, targets: Sequence[Target], decision: Decision
) -> dict[str, Booleans]:
    """Per variable the units, as ``(units,)``, of which a person should look at the coding."""
    given = chosen(probability, possible, targets, decision)
    expected = expected_errors(probability, given, questions(possible, targets), targets)
    return dict(zip(columns_of(targets), (expected >= decision.promise.limit).T, strict=True))


def risk_of(probability: Floats, given: Booleans, possible: Booleans, targets: Sequence[Target]) -> Floats:
    """How many decisions of a unit are expected to be wrong, in the variable that has most; ``(units,)``."""
    expected = expected_errors(probability, given, questions(possible, targets), targets)
    most: Floats = expected.max(axis=1)
    return most
