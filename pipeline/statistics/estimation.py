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
PSEUDO = 2.0
"""Plans added to the interval: one in which the model missed the code and one in which it gave it wrongly."""

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
    Symposium 99). Errors may be so rare that a sample holds none: the interval, not the share, counts two
    units more in which people and model differ both ways, as in the matched pairs of A. Agresti and Y. Min,
    Statistics in Medicine 24 (2005); it uses Student's t with plans less strata degrees of freedom.
    Raises ValueError when there are fewer than two plans in the sample.
    """
    weights = 1.0 / np.asarray(chances, dtype=np.float64)
    given = np.asarray(differences, dtype=np.float64)
    mean = float((weights * given).sum() / weights.sum())
    totals, of_plan = _per_cluster((given - mean) * weights / weights.sum(), chances, clusters)
    if len(totals) < 2:
        raise ValueError("an interval needs two plans")
    variance, freedom = _variance(totals, of_plan)
    naive = float(np.mean(model))
    left = _left_to_chance(of_plan)
    low, high = _interval(naive, mean, variance, len(given), freedom, left)
    return Estimate(_share(naive + mean), low, high, float(np.sqrt(variance)), len(given), len(totals))


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


def _interval(
    naive: float, mean: float, variance: float, units: int, freedom: int, left: float
) -> tuple[float, float]:
    from scipy.stats import t

    shrunk = units / (units + PSEUDO) if left > 0 else 1.0
    spread = variance * shrunk**2 + left / (units + PSEUDO) ** 2
    reach = float(t.ppf((1 + CONFIDENCE) / 2, freedom)) * np.sqrt(spread)
    return _share(naive + mean * shrunk - reach), _share(naive + mean * shrunk + reach)


def _share(value: float) -> float:
    return float(min(1.0, max(0.0, value)))
