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

from pipeline.statistics.intervals import Known, difference_interval, effective_size

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share with its 95% interval, all from 0 to 1. ``units`` and ``clusters`` were coded by people."""

    share: float
    low: float
    high: float
    error: float
    units: int
    clusters: int


@dataclass(frozen=True, slots=True)
class Plans:
    """Of each plan: its chance to be drawn, its units, and in how many of these people gave the code and the
    model not (``more``), or the other way round (``fewer``). All of shape ``(plans,)``.
    """

    chances: Floats
    units: Floats
    more: Floats
    fewer: Floats


@dataclass(frozen=True, slots=True)
class Estimates:
    """What ``Estimate`` holds, of many samples: each of shape ``(samples,)``."""

    share: Floats
    low: Floats
    high: Floats
    error: Floats


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
    For how, see ``corrected_shares``. Raises ValueError when there are fewer than two plans in the sample.
    """
    plans = _per_plan(np.asarray(differences, np.float64), chances, clusters)
    count = len(plans.units)
    if count < 2:
        raise ValueError("an interval needs two plans")
    found = corrected_shares(sum(model), len(model), plans, np.ones((1, count), np.bool_))
    share, low, high, error = (float(each[0]) for each in (found.share, found.low, found.high, found.error))
    return Estimate(share, low, high, error, len(differences), count)


def corrected_shares(given: float, total: int, plans: Plans, drawn: Booleans) -> Estimates:
    """The share over all units, as each of many samples has it.

    ``given``: to how many of the ``total`` units the model gave the code, ``drawn``: which plans are in each
    sample, of shape ``(samples, plans)``. Of plans that are not drawn nothing is used.

    The mean difference is weighted by 1 / chance and divided by the sum of weights (Hajek). Plans are the
    sampling units: differences are summed per plan. The variance has the finite-population correction
    1 - chance (W.G. Cochran, Sampling Techniques, 1977, section 2.6), within plans of one chance as within a
    stratum, or, when chances are many, J.-C. Deville's for unequal ones (Proceedings of Statistics Canada
    Symposium 99). Errors are rare, so the interval is not so many standard errors to both sides but
    ``difference_interval`` for the effective size of the sample, within what is sure: there are no fewer
    errors than were found, and no more codes wrongly given, or not given, than the model gave or did not.
    """
    drawn = drawn & (plans.units > 0)
    weights = drawn / plans.chances
    in_all = weights @ plans.units
    more, fewer = (weights @ each / in_all for each in (plans.more, plans.fewer))
    mean = more - fewer
    off = plans.more - plans.fewer - mean[:, np.newaxis] * plans.units
    variance, freedom = _variance(off * weights / in_all[:, np.newaxis], plans.chances, drawn)
    left = _left_to_chance(weights, plans.chances)
    apart = np.where(left > 0, left, 1.0) * ((weights**2) @ plans.units) / in_all**2
    known = Known(
        drawn @ plans.more / total, 1 - given / total, drawn @ plans.fewer / total, given / total, 1 - left
    )
    low, high = difference_interval(effective_size(more, fewer, variance, apart, freedom), more, fewer, known)
    share, low, high = (
        np.clip(given / total + np.where(left > 0, end, mean), 0.0, 1.0) for end in (mean, low, high)
    )
    return Estimates(share, low, high, np.sqrt(variance))


def _per_plan(differences: Floats, chances: Sequence[float], clusters: Sequence[Hashable]) -> Plans:
    """The sums of each plan; its units with another chance stand apart."""
    keys = list(zip(clusters, chances, strict=True))
    names = {key: at for at, key in enumerate(dict.fromkeys(keys))}
    index = np.array([names[key] for key in keys], np.intp)
    units, more, fewer = (
        np.bincount(index, weights=each, minlength=len(names)).astype(np.float64)
        for each in (np.ones(len(keys)), np.maximum(differences, 0), np.maximum(-differences, 0))
    )
    return Plans(np.array([chance for _, chance in names], np.float64), units, more, fewer)


def _variance(totals: Floats, chances: Floats, drawn: Booleans) -> tuple[Floats, Floats]:
    """The variance of the sum of ``totals`` over what was drawn, and its degrees of freedom."""
    _, first, stratum_of = np.unique(chances.round(9), return_index=True, return_inverse=True)
    chance_of = chances[first]
    member = np.eye(len(first))[stratum_of.reshape(-1)]
    counts = drawn @ member
    in_strata = ((counts != 1) | (chance_of >= 1)).all(axis=1)
    sums, squares = totals @ member, totals**2 @ member
    within = (1 - chance_of) * (counts * squares - sums**2) / np.maximum(counts - 1, 1)
    count = counts.sum(axis=1)
    freedom = np.where(in_strata, np.maximum(1, count - (counts > 0).sum(axis=1)), count - 1)
    unequal = _unequal(totals, drawn * (1 - chances), count)
    return np.where(in_strata, np.maximum(within, 0).sum(axis=1), unequal), freedom


def _unequal(totals: Floats, free: Floats, count: Floats) -> Floats:
    """Deville's variance of the sum of ``totals``; ``free`` is what is left to chance of each plan."""
    in_all = free.sum(axis=1)
    centre = (free * totals).sum(axis=1) / np.where(in_all > 0, in_all, 1.0)
    around = (free * (totals - centre[:, np.newaxis]) ** 2).sum(axis=1)
    return np.asarray(count / np.maximum(1, count - 1) * around)


def _left_to_chance(weights: Floats, chances: Floats) -> Floats:
    """The finite-population correction of each sample as a whole: 0 when every plan was coded by people."""
    return np.asarray(weights @ (1 - chances) / weights.sum(axis=1))
