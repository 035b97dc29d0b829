"""From probabilities to codes, and to the reasons why a person should look."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.coding.metrics import best_threshold
from pipeline.coding.targets import EIGEN_INZET, SINGLE, THEMA, Target
from pipeline.domain import Coding

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]

DOUBT_SHARE = 0.10  # of the units, the least certain per variable, are for a person to see
THRESHOLD_RANGE = (0.25, 0.60)  # of a rare code the best limit rests on few units: keep it sensible
DECIMALS = 4


@dataclass(frozen=True)
class Decision:
    """``thresholds`` per target; ``doubt``: per variable the certainty below which a person should look."""

    thresholds: Floats
    doubt: dict[str, float]


def fit_decision(
    probability: Floats, truth: Booleans, possible: Booleans, targets: Sequence[Target]
) -> Decision:
    """Learn limits from probabilities of units that the model has not seen; shapes ``(units, targets)``."""
    thresholds = np.full(len(targets), 0.5)
    for column, target in enumerate(targets):
        rows = possible[:, column]
        if target.variable not in SINGLE and rows.any():
            best = best_threshold(truth[rows, column], probability[rows, column])
            thresholds[column] = np.clip(best, *THRESHOLD_RANGE)
    doubt = {}
    for variable, columns in columns_of(targets).items():
        present = np.flatnonzero(np.any(possible[:, columns], axis=1))
        certain = certainty(probability[present][:, columns], thresholds[columns], variable)
        doubt[variable] = float(np.quantile(certain, DOUBT_SHARE)) if len(certain) else 0.0
    return Decision(thresholds, doubt)


def columns_of(targets: Sequence[Target]) -> dict[str, list[int]]:
    """The columns of each variable."""
    columns: dict[str, list[int]] = {}
    for column, target in enumerate(targets):
        columns.setdefault(target.variable, []).append(column)
    return columns


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


def chosen(
    probability: Floats, possible: Booleans, targets: Sequence[Target], decision: Decision
) -> Booleans:
    """Which unit gets which code, shape ``(units, targets)``."""
    given: Booleans = np.logical_and(probability >= decision.thresholds, possible)
    for variable, columns in columns_of(targets).items():
        if variable in SINGLE:
            best = probability[:, columns].argmax(axis=1)
            given[:, columns] = np.eye(len(columns), dtype=bool)[best] & possible[:, columns]
    return given


def codings(
    probability: Floats,
    possible: Booleans,
    targets: Sequence[Target],
    decision: Decision,
) -> list[Coding]:
    """The coding of every unit."""
    given = chosen(probability, possible, targets, decision)
    reasons = _reasons(probability, possible, targets, decision)
    return [
        _coding(probability[row], given[row], possible[row], targets, reasons[row])
        for row in range(len(probability))
    ]


def _coding(
    probability: Floats,
    given: Booleans,
    possible: Booleans,
    targets: Sequence[Target],
    nakijken: tuple[str, ...],
) -> Coding:
    order = np.argsort(-probability, kind="stable")
    codes: dict[str, list[str]] = {}
    for column in order[given[order]]:
        codes.setdefault(targets[column].variable, []).append(targets[column].code)
    scores = {
        target.name: round(float(probability[column]), DECIMALS)
        for column, target in enumerate(targets)
        if possible[column]
    }
    return Coding(
        thema=tuple(codes.get(THEMA, ())),
        eigen_inzet=EIGEN_INZET in codes,
        instrument=next(iter(codes.get("instrument", ())), None),
        hoofddoel_type=next(iter(codes.get("hoofddoel_type", ())), None),
        scores=scores,
        nakijken=nakijken,
    )


def _reasons(
    probability: Floats, possible: Booleans, targets: Sequence[Target], decision: Decision
) -> list[tuple[str, ...]]:
    """Per unit, in Dutch, the variables of which the coding is uncertain."""
    reasons: list[list[str]] = [[] for _ in probability]
    for variable, columns in columns_of(targets).items():
        certain = certainty(probability[:, columns], decision.thresholds[columns], variable)
        for row in np.flatnonzero(possible[:, columns].any(axis=1) & (certain < decision.doubt[variable])):
            reasons[row].append(_reason(probability[row], columns, targets, decision))
    return [tuple(found) for found in reasons]


def _reason(probability: Floats, columns: list[int], targets: Sequence[Target], decision: Decision) -> str:
    variable = targets[columns[0]].variable
    label = variable.replace("_", " ")
    if variable in SINGLE:
        first, second = sorted(columns, key=lambda column: -probability[column])[:2]
        return (
            f"{label} onzeker: {targets[first].code} ({probability[first]:.0%}) "
            f"of {targets[second].code} ({probability[second]:.0%})"
        )
    least = min(columns, key=lambda column: abs(probability[column] - decision.thresholds[column]))
    share = f"({probability[least]:.0%})"
    if variable == EIGEN_INZET:
        return f"{label} onzeker {share}"
    return f"{label} onzeker: {targets[least].code} {share}"
