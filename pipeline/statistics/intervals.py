"""Intervals for shares, and for differences of shares, that hold when little was seen."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

CONFIDENCE = 0.95
Z95 = 1.959963984540054
"""The 97.5th percentile of the normal distribution."""
TINY = 1e-12

Floats = npt.NDArray[np.float64]
Numbers = float | Floats


def share_interval(size: Numbers, share: Numbers, drawn: Numbers = 0.0) -> tuple[Floats, Floats]:
    """The 95% interval of a share that was found in ``size`` draws (numbers, or arrays of one shape).

    Jeffreys': the percentiles of the beta distribution with half a draw added on both sides, from 0 when none
    was found and to 1 when all were (L.D. Brown, T.T. Cai and A. DasGupta, Statistical Science 16, 2001).
    ``size`` need not be whole: it may be an effective size. From 0 to 1 when it is 0.

    ``drawn``: the part of all there are that was drawn, when ``size`` reckons with it as 1 / (1 - drawn). For
    the variance that is right; but that none of k is among those drawn has a chance of (1 - drawn)^k, more
    than it would give. So of few found the upper end takes less of it: 1 / (1 - drawn / 2) of none, which
    differs from that chance by the third power of ``drawn``, and nearly all of many.
    """
    from scipy.special import betaincinv

    found = size * (1 - drawn) * share
    fewer = size * (1 - drawn) / (1 - drawn * (found + 0.5) / (found + 1))
    low = betaincinv(size * share + 0.5, size * (1 - share) + 0.5, (1 - CONFIDENCE) / 2)
    high = betaincinv(fewer * share + 0.5, fewer * (1 - share) + 0.5, (1 + CONFIDENCE) / 2)
    return np.where(size * share <= 0, 0.0, low), np.where(fewer * (1 - share) <= 0, 1.0, high)


@dataclass(frozen=True, slots=True)
class Known:
    """What is sure of the two parts of a difference, whatever was not drawn: how small and large they can be.

    ``drawn`` is the part of all there are that was drawn (see ``share_interval``).
    """

    least_more: Numbers = 0.0
    most_more: Numbers = 1.0
    least_fewer: Numbers = 0.0
    most_fewer: Numbers = 1.0
    drawn: Numbers = 0.0


def difference_interval(
    size: Numbers, more: Numbers, fewer: Numbers, known: Known | None = None
) -> tuple[Floats, Floats]:
    """The 95% interval of p - q, when parts ``more`` and ``fewer`` of ``size`` draws were 1 and -1.

    p and q are the chances of 1 and of -1. The intervals of p and of q are put together as G.Y. Zou and
    A. Donner do (Statistics in Medicine 27, 2008): each end is as far from what was found as the two ends
    that lead there are together, as with standard errors; with Jeffreys' intervals as P.J. Laud has it
    (Pharmaceutical Statistics 16, 2017), and with the correlation of parts of one sample. Never without width
    as long as ``size`` is finite, unless what is ``known`` leaves none.
    """
    known = known or Known()
    p_low, p_high = share_interval(size, more, known.drawn)
    q_low, q_high = share_interval(size, fewer, known.drawn)
    p_low, p_high = (np.clip(each, known.least_more, known.most_more) for each in (p_low, p_high))
    q_low, q_high = (np.clip(each, known.least_fewer, known.most_fewer) for each in (q_low, q_high))
    rest = (1.0 - more) * (1.0 - fewer)
    together = np.sqrt(more * fewer / np.maximum(rest, TINY)) * (rest > TINY)
    low = more - fewer - _hypotenuse(more - p_low, q_high - fewer, together)
    high = more - fewer + _hypotenuse(p_high - more, fewer - q_low, together)
    return np.maximum(low, -1.0), np.minimum(high, 1.0)


def effective_size(
    more: Numbers, fewer: Numbers, variance: Numbers, apart: Numbers, freedom: Numbers
) -> Floats:
    """How many draws apart from each other would say as much as a sample with this variance.

    ``apart`` is one over the size as it would be if units had been drawn apart. The size is never taken to be
    larger: from few errors, mostly in plans with a great chance, it would seem so. Made smaller for Student's
    t with ``freedom`` degrees, as E.L. Korn and B.I. Graubard do for shares (Survey Methodology 24, 1998).
    ``apart`` is not 0.
    """
    from scipy.special import stdtrit

    spread = np.asarray(more + fewer - (more - fewer) ** 2, np.float64)
    per_draw = np.maximum(apart, variance / np.where(spread > 0, spread, np.inf))
    return np.asarray((Z95 / stdtrit(freedom, (1 + CONFIDENCE) / 2)) ** 2 / per_draw)


def _hypotenuse(one: Floats, other: Floats, together: Numbers) -> Floats:
    """The root of the sum of squares, with twice ``together`` times the product; of less than none, none."""
    one, other = np.maximum(one, 0.0), np.maximum(other, 0.0)
    return np.asarray(np.sqrt(one**2 + other**2 + 2 * together * one * other))
