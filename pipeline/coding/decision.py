"""From probabilities to codes, and how certain each is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.coding.doubt import ALLOWED, Promise, expected_errors, promise, wrong_decisions
from pipeline.coding.targets import SINGLE, Target, columns_of, follow_instrument, linked

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.intp]

LIKELY = 0.5  # a code is given from this probability on; limits tuned per code do no better on new writers


@dataclass(frozen=True)
class Decision:
    """From how many expected errors on a person should look, and what that promises."""

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
    given = chosen(probability, possible, targets)
    wrong, made = wrong_decisions(truth, given, possible, targets)
    return Decision(promise(risk(probability, possible, targets), wrong, made, writers, allowed))


def chosen(probability: Floats, possible: Booleans, targets: Sequence[Target]) -> Booleans:
    """Which unit gets which code, shape ``(units, targets)``."""
    given: Booleans = np.logical_and(probability >= LIKELY, possible)
    for variable, columns in columns_of(targets).items():
        if variable in SINGLE:
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


def risk(probability: Floats, possible: Booleans, targets: Sequence[Target]) -> Floats:
    """How many decisions of a unit are expected to be wrong, in the variable that has most; ``(units,)``."""
    most: Floats = _expected(probability, possible, targets).max(axis=1)
    return most


def unsure(
    probability: Floats, possible: Booleans, targets: Sequence[Target], decision: Decision
) -> dict[str, Booleans]:
    """Per variable the units, as ``(units,)``, of which a person should look at the coding."""
    doubtful = _expected(probability, possible, targets) >= decision.promise.limit
    return dict(zip(columns_of(targets), doubtful.T, strict=True))


def _expected(probability: Floats, possible: Booleans, targets: Sequence[Target]) -> Floats:
    given = chosen(probability, possible, targets)
    return expected_errors(probability, given, questions(possible, targets), targets)
