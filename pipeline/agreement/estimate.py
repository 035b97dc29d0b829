"""A measure with its interval: plans are drawn again and again, because units of one plan go together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.agreement.measures import Floats, Integers, Measure
from pipeline.statistics.resampling import ENDS, times_drawn

DRAWS = 1000
SEED = 1
_LEAST_DEFINED = 0.9  # of the draws; an interval over fewer would leave out the extreme ones
_SAME = 1e-12


@dataclass(frozen=True)
class Estimate:
    """``value``, ``low`` and ``high`` are None when they cannot be determined.

    There is no interval either when no draw differs from another, as when coders agreed on everything: that
    says how the method works, not that there is no doubt.
    """

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Bootstrap:
    """How many draws, and from which seed: the same seed gives the same intervals."""

    draws: int = DRAWS
    seed: int = SEED

    def estimate(self, measure: Measure, tables: Sequence[Integers], plans: Integers) -> Estimate:
        """The mean of ``measure`` over ``tables`` (each ``(units, coders)``), with a percentile interval.

        ``plans``: which plan each unit is of, ``(units,)``; plans are what is drawn (``resampling``). Tables
        without a value are left out of the mean.
        """
        sums = [_by_plan(measure.parts(table), plans) for table in tables]
        values = [measure.value(each.sum(axis=0)) for each in sums]
        defined = [each for each, value in zip(sums, values, strict=True) if not np.isnan(value)]
        if not defined:
            return Estimate(None)
        value = float(np.mean([value for value in values if not np.isnan(value)]))
        weights = times_drawn(len(defined[0]), self.draws, self.seed)
        drawn = np.mean([measure.value(weights @ each) for each in defined], axis=0)
        known = drawn[~np.isnan(drawn)]
        if len(known) < _LEAST_DEFINED * self.draws or np.ptp(known) < _SAME:
            return Estimate(value)
        low, high = np.quantile(known, ENDS)
        return Estimate(value, float(low), float(high))


def _by_plan(parts: Floats, plans: Integers) -> Floats:
    """The parts added up per plan; shape ``(plans, parts)``."""
    _, row = np.unique(plans, return_inverse=True)
    sums = np.zeros((int(row.max(initial=-1)) + 1, parts.shape[1]))
    np.add.at(sums, row, parts)
    return sums
