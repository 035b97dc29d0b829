"""Which codes of which units are worth explaining: the chosen ones, and those that nearly were."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.coding.decision import Decision, chosen, questions, unsure
from pipeline.coding.targets import THEMA, Target, columns_of, single_variables

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Asked:
    """Pairs of a unit and a code, unit after unit; ``given`` says whether the unit got the code."""

    unit: Integers
    target: Integers
    given: Booleans


def asked_codes(
    probability: Floats, possible: Booleans, targets: Sequence[Target], decision: Decision
) -> Asked:
    """Chosen codes first, most probable first within a variable; shapes ``(units, targets)``.

    Of an uncertain variable also the code next to the chosen one, and of a unit without a thema also the
    thema that came nearest. The eigen_inzet that follows from the instrument is explained as the instrument.
    """
    given = chosen(probability, possible, targets, decision)
    nearly = np.zeros_like(given)
    doubtful = unsure(probability, possible, targets, decision)
    single = single_variables(targets)
    for variable, columns in columns_of(targets).items():
        rows = doubtful[variable]
        if variable == THEMA:
            rows = rows | ~given[:, columns].any(axis=1)
        found = np.flatnonzero(rows)
        near = _runner_up(probability[found][:, columns], decision.thresholds[columns], variable in single)
        nearly[found, np.array(columns, dtype=np.intp)[near]] = True
    decided = questions(possible, targets)
    unit, target = np.nonzero((given | nearly) & decided)
    variables = list(columns_of(targets))
    variable_of = np.array([variables.index(each.variable) for each in targets], dtype=np.intp)
    order = np.lexsort((-probability[unit, target], variable_of[target], ~given[unit, target], unit))
    return Asked(unit[order], target[order], given[unit, target][order])


def _runner_up(probability: Floats, thresholds: Floats, single: bool) -> Integers:
    """Of a choice the second best code; else the one nearest to its threshold, as ``nakijken`` names."""
    if single and probability.shape[1] > 1:
        second: Integers = np.argsort(-probability, axis=1, kind="stable")[:, 1]
        return second
    nearest: Integers = np.abs(probability - thresholds).argmin(axis=1)
    return nearest
