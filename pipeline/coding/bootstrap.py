"""How far a figure could be off by chance: intervals from drawing whole plans again and again.

The method stands in ``statistics.resampling``. An interval tells how another pile of plans by the same
writers could have come out; how much writers differ is told beside it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from pipeline.statistics.resampling import ENDS, times_drawn

Floats = npt.NDArray[np.float64]
Statistic = Callable[[Floats], Floats]  # from counts (..., *shape) to figures (...)

DRAWS = 2000
SEED = 20190601
MIN_PLANS = 10  # with fewer, an interval would promise more than it knows


@dataclass(frozen=True)
class Measured:
    """A figure between the ends of its interval; nan where it cannot be measured."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Resampling:
    """The draws of plans that all figures of one evaluation rest on, so that figures can be compared."""

    plans: int
    draws: int = DRAWS
    seed: int = SEED

    @cached_property
    def times(self) -> Floats:
        """How often each plan is drawn, with replacement, as many plans as there are: ``(draws, plans)``."""
        return times_drawn(self.plans, self.draws, self.seed)

    def measure(self, statistic: Statistic, counts: Floats) -> Measured:
        """``statistic`` of the summed ``counts`` of shape ``(plans, ...)``, which gives one figure.

        The interval is left out when fewer than MIN_PLANS plans have anything to count.
        """
        value = float(statistic(counts.sum(axis=0)))
        if np.count_nonzero(counts.reshape(len(counts), -1).any(axis=1)) < MIN_PLANS or np.isnan(value):
            return Measured(value, float("nan"), float("nan"))
        drawn = statistic(np.tensordot(self.times, counts, axes=1))
        ends = np.nanquantile(drawn, ENDS)
        return Measured(value, float(ends[0]), float(ends[1]))

    def difference(self, statistic: Statistic, first: Floats, second: Floats) -> Measured:
        """How much more ``first`` has than ``second``, both counted over the same plans in the same order.

        Paired: each draw takes the same plans for both, so what is hard for both does not widen the interval.
        """

        def less(counts: Floats) -> Floats:
            return statistic(counts[..., 0]) - statistic(counts[..., 1])

        return self.measure(less, np.stack([first, second], axis=-1))
