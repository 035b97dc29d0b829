"""A change in a share, split into what comes from the plans and what from the ruler they were coded with.

Earlier plans were coded with an old ruler (model and codebook), and again with the new one; later plans only
with the new one. What the old and the new ruler make of the same plans differs by the ruler alone, and what
the new ruler makes of earlier and later plans differs by the plans alone. The two add up to the whole change
(the counterfactual split of E.M. Kitagawa, Journal of the American Statistical Association 50, 1955).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

CONFIDENCE = 0.95
FEWEST_PLANS = 10
"""With fewer plans on a side an interval would promise more than it knows."""
UNSEEN = 0.5
"""So much of a changed unit is added to the interval of the ruler's part: see ``estimation``."""

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
    Survey Sampling, 1992, sections 5.5 to 5.7), and Student's t as in ``estimation``. For the ruler's part,
    with one unit a plan, that is the paired difference of McNemar's table. The intervals say how other plans
    like these could have come out.
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
        plans = _part([(1, late), (-1, new), (1, old), (-1, early)], strata)
        ruler = _part([(1, new), (-1, old)], (sorted(both),), unseen=UNSEEN / (new.units + 2) ** 2)
    return Split(early.ratio, late.ratio, total, plans, ruler)


def _side(counts: Counts) -> _Side:
    units = sum(units for _, units in counts.values())
    hits = sum(hits for hits, _ in counts.values())
    return _Side(counts, units, hits / units if units else 0.0)


def _part(terms: Sequence[_Term], strata: Iterable[list[str]], unseen: float = 0.0) -> Part:
    """The signed sum of the ratios of ``terms``."""
    value = sum(sign * side.ratio for sign, side in terms)
    spread, freedom = unseen, 0
    for plans in strata:
        if not plans:
            continue
        if len(plans) < FEWEST_PLANS:
            return Part(value)
        pull = _pull(terms, plans)
        spread += len(plans) * float(pull.var(ddof=1))
        freedom += len(plans) - 1
    from scipy.stats import t

    reach = float(t.ppf((1 + CONFIDENCE) / 2, freedom)) * float(np.sqrt(spread))
    return Part(value, max(-1.0, value - reach), min(1.0, value + reach))


def _pull(terms: Sequence[_Term], plans: list[str]) -> npt.NDArray[np.float64]:
    """How far each plan pulls the sum away from what it is: zero in all for plans that are the same."""
    pull = np.zeros(len(plans))
    for sign, side in terms:
        own = np.array([side.counts.get(plan, (0, 0)) for plan in plans], dtype=np.float64).reshape(-1, 2)
        pull += sign * (own[:, 0] - side.ratio * own[:, 1]) / side.units
    return pull
