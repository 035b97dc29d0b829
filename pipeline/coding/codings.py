"""Probabilities written out as the coding of each unit, with the reasons to look at it in Dutch."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipeline.coding.decision import Decision, chosen, unsure
from pipeline.coding.targets import EIGEN_INZET, THEMA, Target, columns_of
from pipeline.domain import OWN_COLUMN, Coding

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]

DECIMALS = 4


def codings_from(
    probability: Floats, possible: Booleans, targets: Sequence[Target], decision: Decision
) -> list[Coding]:
    """The coding of every unit; ``probability`` and ``possible``: ``(units, targets)``."""
    given = chosen(probability, possible, targets, decision)
    reasons = _reasons(probability, possible, targets, decision)
    return [
        _coding(probability[row], given[row], possible[row], targets, tuple(reasons[row]))
        for row in range(len(probability))
    ]


def _coding(
    probability: Floats,
    given: Booleans,
    possible: Booleans,
    targets: Sequence[Target],
    nakijken: tuple[str, ...],
) -> Coding:
    """Themes stand in order of probability: the first is the hoofdcode."""
    order = np.argsort(-probability, kind="stable")
    codes: dict[str, list[str]] = {}
    for column in order[given[order]]:
        codes.setdefault(targets[column].variable, []).append(targets[column].code)
    scores = {
        target.name: round(float(probability[column]), DECIMALS)
        for column, target in enumerate(targets)
        if possible[column]
    }
    asked = dict.fromkeys(target.variable for target, can in zip(targets, possible, strict=True) if can)
    return Coding(
        thema=tuple(codes.get(THEMA, ())),
        eigen_inzet=EIGEN_INZET in codes,
        instrument=next(iter(codes.get("instrument", ())), None),
        hoofddoel_type=next(iter(codes.get("hoofddoel_type", ())), None),
        scores=scores,
        nakijken=nakijken,
        andere={
            variable: tuple(codes.get(variable, ()))
            for variable in asked
            if variable not in (*OWN_COLUMN, EIGEN_INZET)
        },
    )


def _reasons(
    probability: Floats, possible: Booleans, targets: Sequence[Target], decision: Decision
) -> list[list[str]]:
    """Per unit the variables of which the coding is uncertain."""
    reasons: list[list[str]] = [[] for _ in probability]
    columns = columns_of(targets)
    for variable, rows in unsure(probability, possible, targets, decision).items():
        for row in np.flatnonzero(rows):
            reasons[row].append(_reason(probability[row], columns[variable], targets, decision))
    return reasons


def _reason(probability: Floats, columns: list[int], targets: Sequence[Target], decision: Decision) -> str:
    """For one variable: between which codes, or which code least surely, with their probabilities."""
    variable = targets[columns[0]].variable
    label = variable.replace("_", " ")
    if targets[columns[0]].single:
        first, second = sorted(columns, key=lambda column: -probability[column])[:2]
        return (
            f"{label} onzeker: {targets[first].code} ({probability[first]:.0%}) "
            f"of {targets[second].code} ({probability[second]:.0%})"
        )
    least = min(columns, key=lambda column: abs(probability[column] - decision.thresholds[column]))
    code = "" if variable == EIGEN_INZET else f": {targets[least].code}"
    return f"{label} onzeker{code} ({probability[least]:.0%})"
