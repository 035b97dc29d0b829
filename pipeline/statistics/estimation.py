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

CONFIDENCE = 0.95
UNSEEN = 0.5
"""So much of an error is added to the interval: a sample without any does not prove that there are none."""

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
    Symposium 99). Errors may be so rare that a sample holds none: the interval counts half an error
    more, after A. Agresti and Y. Min for matched pairs (Statistics in Medicine 24, 2005), who add one; half
    came out nearest to 95% in simulation (docs/estimates.md). Student's t has plans less strata degrees of
    freedom.
    Raises ValueError when there are fewer than two plans in the sample.
    """
    from scipy.stats import t

    weights = 1.0 / np.asarray(chances, dtype=np.float64)
    given = np.asarray(differences, dtype=np.float64)
    mean = float((weights * given).sum() / weights.sum())
    totals, of_plan = _per_cluster((given - mean) * weights / weights.sum(), chances, clusters)
    if len(totals) < 2:
        raise ValueError("an interval needs two plans")
    variance, freedom = _variance(totals, of_plan)
    naive = float(np.mean(model))
    unseen = _left_to_chance(of_plan) * UNSEEN / (len(given) + 2) ** 2
    reach = float(t.ppf((1 + CONFIDENCE) / 2, freedom)) * float(np.sqrt(variance + unseen))
    share = naive + mean
    error = float(np.sqrt(variance))
    return Estimate(_cut(share), _cut(share - reach), _cut(share + reach), error, len(given), len(totals))


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
