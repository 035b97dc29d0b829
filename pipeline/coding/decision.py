"""From probabilities to codes, and how certain each is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.coding.metrics import best_threshold
from pipeline.coding.targets import SINGLE, Target, columns_of, follow_instrument, linked

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]

DOUBT_SHARE = 0.06  # of the units of a variable, the least certain are for a person to see
THRESHOLD_RANGE = (0.3, 0.55)  # of a rare code the best limit rests on few units: keep it sensible


@dataclass(frozen=True)
class Decision:
    """``thresholds`` per target; ``doubt``: per variable the certainty below which a person should look."""

    thresholds: Floats
    doubt: dict[str, float]


def fit_decision(
    probability: Floats, truth: Booleans, possible: Booleans, targets: Sequence[Target]
) -> Decision:
    """Learn limits from probabilities of units that the model has not seen; shapes ``(units, targets)``."""
    asked = questions(possible, targets)
    thresholds = np.full(len(targets), 0.5)
    for column, target in enumerate(targets):
        rows = asked[:, column]
        if target.variable not in SINGLE and rows.any():
            best = best_threshold(truth[rows, column], probability[rows, column])
            thresholds[column] = np.clip(best, *THRESHOLD_RANGE)
    doubt = {}
    for variable, columns in columns_of(targets).items():
        rows = np.any(asked[:, columns], axis=1)
        certain = certainty(probability[rows][:, columns], thresholds[columns], variable)
        doubt[variable] = float(np.quantile(certain, DOUBT_SHARE)) if len(certain) else 0.0
    return Decision(thresholds, doubt)


def chosen(
    probability: Floats, possible: Booleans, targets: Sequence[Target], decision: Decision
) -> Booleans:
    """Which unit gets which code, shape ``(units, targets)``."""
    given: Booleans = np.logical_and(probability >= decision.thresholds, possible)
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


def unsure(
    probability: Floats, possible: Booleans, targets: Sequence[Target], decision: Decision
) -> dict[str, Booleans]:
    """Per variable the units, as ``(units,)``, of which a person should look at the coding."""
    asked = questions(possible, targets)
    found = {}
    for variable, columns in columns_of(targets).items():
        certain = certainty(probability[:, columns], decision.thresholds[columns], variable)
        found[variable] = np.any(asked[:, columns], axis=1) & (certain < decision.doubt[variable])
    return found


def certainty(probability: Floats, thresholds: Floats, variable: str) -> Floats:
    """From 0 (could be either) to 1 (sure), per unit, over the codes of one variable; shape ``(units,)``.

    Single choice: how far the best code is ahead of the next. Otherwise: how far the least sure code is
    from its threshold, on the side where it is.
    """
    if variable in SINGLE:
        ranked = np.sort(np.pad(probability, ((0, 0), (1, 0))), axis=1)
        return ranked[:, -1] - ranked[:, -2]
    above = (probability - thresholds) / (1 - thresholds)
    below = (thresholds - probability) / thresholds
    least: Floats = np.where(probability >= thresholds, above, below).min(axis=1)
    return least
