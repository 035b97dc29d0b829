"""Shares of what a model coded, corrected with a probability sample that people coded.

The model's codes are known of all units, the right codes only of the sample. What the model says of all, plus
the mean difference between people and model in the sample, is the share: the difference estimator of C.-E.
Sarndal, B. Swensson and J. Wretman, Model Assisted Survey Sampling (1992), section 6.3. It is right on
average whatever the errors of the model are; a better model only makes the interval narrower.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.statistics.score import CONFIDENCE, Z95, score_interval

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share with its 95% interval, all from 0 to 1. ``units`` and ``clusters`` were coded by people."""

    share: float
    low: float
    high: float
    error: float
    units: int
    clusters: int


def corrected_share(
    model: Sequence[float],
    differences: Sequence[float],
    chances: Sequence[float],
    clusters: Sequence[Hashable],
) -> Estimate:
    """The share over all units, from what the model gave and what people gave in the sample.

    ``model``: 0 or 1 for every unit. Of each unit in the sample: ``differences``, what people gave less what
    the model gave (-1, 0 or 1); ``chances``, its inclusion probability (0 to 1]; ``clusters``, the plan it is
    of. With ``model`` all 0 and ``differences`` the people's codes it is the estimate from the sample alone.

    The mean difference is weighted by 1 / chance and divided by the sum of weights (Hajek). Plans are the
    sampling units: differences are summed per plan. The variance has the finite-population correction
    1 - chance (W.G. Cochran, Sampling Techniques, 1977, section 2.6), within plans of one chance as within a
    stratum, or, when chances are many, J.-C. Deville's for unequal ones (Proceedings of Statistics Canada
    Symposium 99). Errors are rare, so the interval is not so many standard errors to both sides but a score
    interval (``score_interval``) with the sample size that gives this variance, made smaller for Student's t
    with plans less strata degrees of freedom, as E.L. Korn and B.I. Graubard do for shares (Survey
    Methodology 24, 1998).
    Raises ValueError when there are fewer than two plans in the sample.
    """
    weights = 1.0 / np.asarray(chances, dtype=np.float64)
    weights /= weights.sum()
    given = np.asarray(differences, dtype=np.float64)
    mean = float((weights * given).sum())
    totals, of_plan = _per_cluster((given - mean) * weights, chances, clusters)
    if len(totals) < 2:
        raise ValueError("an interval needs two plans")
    variance, freedom = _variance(totals, of_plan)
    share = float(np.mean(model)) + mean
    apart = _left_to_chance(of_plan) * float((weights**2).sum())
    low, high = _reach(given, weights, variance, apart, freedom)
    return Estimate(
        _cut(share),
        _cut(share + low),
        _cut(share + high),
        float(np.sqrt(variance)),
        len(given),
        len(totals),
    )


def _reach(
    given: Floats, weights: Floats, variance: float, apart: float, freedom: int
) -> tuple[float, float]:
    """How far below and above the mean difference the interval reaches.

    ``apart`` is one over the sample size as it would be if units were drawn apart from each other. The size
    is never taken to be larger: from few errors, mostly in plans with a great chance, it would seem so.
    """
    from scipy.stats import t

    if apart <= 0:
        return 0.0, 0.0
    more, fewer = (float((weights * np.maximum(sign * given, 0)).sum()) for sign in (1, -1))
    mean = more - fewer
    per_draw = apart
    if variance > 0 and (spread := more + fewer - mean**2) > 0:
        per_draw = max(apart, variance / spread)
    size = (Z95 / float(t.ppf((1 + CONFIDENCE) / 2, freedom))) ** 2 / per_draw
    low, high = score_interval(size, size * more, size * fewer)
    return low - mean, high - mean


def _per_cluster(
    values: Floats, chances: Sequence[float], clusters: Sequence[Hashable]
) -> tuple[Floats, Floats]:
    """The sum of ``values`` of each plan, and its chance; units with another chance stand apart."""
    names = {key: at for at, key in enumerate(dict.fromkeys(zip(clusters, chances, strict=True)))}
    index = [names[key] for key in zip(clusters, chances, strict=True)]
    totals = np.zeros(len(names))
    np.add.at(totals, index, values)
    return totals, np.array([chance for _, chance in names])


def _variance(totals: Floats, chances: Floats) -> tuple[float, int]:
    """The variance of the sum of ``totals``, and its degrees of freedom."""
    strata = [np.isclose(chances, chance) for chance in np.unique(chances.round(9))]
    if all(own.sum() > 1 or chances[own].min() >= 1 for own in strata):
        parts = (
            (1 - chances[own].mean()) * own.sum() * totals[own].var(ddof=1) for own in strata if own.sum() > 1
        )
        return float(sum(parts)), max(1, len(totals) - len(strata))
    free = 1 - chances
    if not free.any():
        return 0.0, len(totals) - 1
    centre = (free * totals).sum() / free.sum()
    count = len(totals)
    return float(count / (count - 1) * (free * (totals - centre) ** 2).sum()), count - 1


def _left_to_chance(chances: Floats) -> float:
    """The finite-population correction of the sample as a whole: 0 when every plan was coded by people."""
    return float(np.average(1 - chances, weights=1 / chances))


def _cut(value: float) -> float:
    """No share is under none or over all."""
    return float(min(1.0, max(0.0, value)))
