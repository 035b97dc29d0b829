"""A change in a share, split into what comes from the plans and what from the ruler they were coded with.

Earlier plans were coded with an old ruler (model and codebook), and again with the new one; later plans only
with the new one. What the old and the new ruler make of the same plans differs by the ruler alone, and what
the new ruler makes of earlier and later plans differs by the plans alone. The two add up to the whole change
(the counterfactual split of E.M. Kitagawa, Journal of the American Statistical Association 50, 1955).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import hypot

import numpy as np
import numpy.typing as npt

from pipeline.statistics.intervals import CONFIDENCE, difference_interval, effective_size, share_interval

FEWEST_PLANS = 10
"""With fewer plans on a side an interval would promise more than it knows."""

Counts = Mapping[str, tuple[int, int]]
"""Of each plan: how many of its units have the code, and how many units it has."""


@dataclass(frozen=True, slots=True)
class _Side:
    """Counts with what they come to: ``ratio``, the share over all ``units``."""

    counts: Counts
    units: int
    ratio: float


_Term = tuple[int, _Side]


@dataclass(frozen=True, slots=True)
class Part:
    """A difference between shares with its 95% interval; the ends are None when plans are too few."""

    value: float
    low: float | None = None
    high: float | None = None

    @property
    def is_shown(self) -> bool:
        """Whether the interval leaves out nought."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


@dataclass(frozen=True, slots=True)
class Split:
    """From ``before`` to ``after`` (shares from 0 to 1); ``plans`` and ``ruler`` add up to ``total``.

    They are None when no plan was coded with both rulers: the change then cannot be split.
    """

    before: float
    after: float
    total: Part
    plans: Part | None
    ruler: Part | None


def split_change(before: Counts, again: Counts, after: Counts) -> Split | None:
    """``before``: earlier plans by the old ruler; ``again``: by the new one; ``after``: later plans by it.

    Plans may be in ``before`` and ``after`` alike, as when nothing but the ruler changed. Plans that are in
    ``before`` and not in ``again`` (they were withdrawn) count as a change of the plans. None when there are
    no units on one of the sides.

    Each part is a sum of ratios; its variance is that of the linearised sum, with plans as what was drawn,
    those of before and those only of after apart (C.-E. Sarndal, B. Swensson and J. Wretman, Model Assisted
    Survey Sampling, 1992, sections 5.5 to 5.7). The ruler's part is a paired difference, so its interval is
    that of the corrected shares (``difference_interval``); where two shares of different plans are compared
    theirs are put together in the same way. So none is without width because no unit changed, or none has the
    code. Only where plans are withdrawn or came back is it so many standard errors, with Student's t. The
    intervals say how other plans like these could have come out.
    """
    early, late = _side(before), _side(after)
    if not early.units or not late.units:
        return None
    both = before.keys() & again.keys()
    old, new = (_side({plan: counts[plan] for plan in both}) for counts in (before, again))
    strata = ([*before], [plan for plan in after if plan not in before])
    total = _part([(1, late), (-1, early)], strata)
    plans = ruler = None
    if old.units and new.units:
        gone = [] if both == before.keys() else [(1, old), (-1, early)]
        plans = _part([(1, late), (-1, new), *gone], strata)
        ruler = _ruler(old, new)
    return Split(early.ratio, late.ratio, total, plans, ruler)


def _side(counts: Counts) -> _Side:
    units = sum(units for _, units in counts.values())
    hits = sum(hits for hits, _ in counts.values())
    return _Side(counts, units, hits / units if units else 0.0)


def _part(terms: Sequence[_Term], strata: Iterable[list[str]]) -> Part:
    """The signed sum of the ratios of ``terms``."""
    value = sum(sign * side.ratio for sign, side in terms)
    below = above = 0.0
    for plans in strata:
        if not plans:
            continue
        if len(plans) < FEWEST_PLANS:
            return Part(value)
        down, up = _reach(terms, plans)
        below, above = hypot(below, down), hypot(above, up)
    return Part(value, max(-1.0, value - below), min(1.0, value + above))


def _reach(terms: Sequence[_Term], plans: list[str]) -> tuple[float, float]:
    """How far down and up these plans could pull the sum."""
    variance, freedom = _variance(terms, plans)
    here = [(sign, side) for sign, side in terms if not side.counts.keys().isdisjoint(plans)]
    if len(here) == 1 and here[0][1].counts.keys() <= set(plans):
        sign, side = here[0]
        size = effective_size(side.ratio, 0.0, variance, 1 / side.units, freedom)
        low, high = (float(end) for end in share_interval(size, side.ratio))
        ends = side.ratio - low, high - side.ratio
        return ends if sign > 0 else ends[::-1]
    from scipy.stats import t

    reach = float(t.ppf((1 + CONFIDENCE) / 2, freedom)) * variance**0.5
    return reach, reach


def _ruler(old: _Side, new: _Side) -> Part:
    """From the old to the new codes of the same plans."""
    value = new.ratio - old.ratio
    plans = sorted(new.counts)
    if len(plans) < FEWEST_PLANS:
        return Part(value)
    gains = [new.counts[plan][0] - old.counts[plan][0] for plan in plans]
    more, fewer = (sum(max(0, sign * gain) for gain in gains) / new.units for sign in (1, -1))
    variance, freedom = _variance([(1, new), (-1, old)], plans)
    size = effective_size(more, fewer, variance, 1 / new.units, freedom)
    ends = difference_interval(size, more, fewer)
    return Part(value, *(float(np.clip(end + value - (more - fewer), -1, 1)) for end in ends))


def _variance(terms: Sequence[_Term], plans: list[str]) -> tuple[float, int]:
    """The variance of the sum over these plans, and its degrees of freedom."""
    return len(plans) * float(_pull(terms, plans).var(ddof=1)), len(plans) - 1


def _pull(terms: Sequence[_Term], plans: list[str]) -> npt.NDArray[np.float64]:
    """How far each plan pulls the sum away from what it is: zero in all for plans that are the same."""
    pull = np.zeros(len(plans))
    for sign, side in terms:
        own = np.array([side.counts.get(plan, (0, 0)) for plan in plans], dtype=np.float64).reshape(-1, 2)
        pull += sign * (own[:, 0] - side.ratio * own[:, 1]) / side.units
    return pull
