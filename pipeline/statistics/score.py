"""An interval for a mean of -1, 0 and 1 that holds when few of them are not 0."""

from math import sqrt

CONFIDENCE = 0.95
Z95 = 1.959963984540054
"""The 97.5th percentile of the normal distribution, for intervals of ``CONFIDENCE``."""
HALVINGS = 50


def score_interval(size: float, more: float, fewer: float) -> tuple[float, float]:
    """The 95% interval of p - q, after ``more`` times 1 and ``fewer`` times -1 in ``size`` draws.

    p and q are the chances of 1 and of -1. Those differences are kept at which what was drawn lies within
    1.96 standard errors, with the standard error as it would be at that difference: T. Tango's score interval
    for paired proportions (Statistics in Medicine 17, 1998). Counts need not be whole: ``size`` may be an
    effective size. Never without width as long as ``size`` is finite; from -1 to 1 when it is 0.
    """
    seen = (more - fewer) / size if size > 0 else 0.0
    return _end(size, more, fewer, seen, -1.0), _end(size, more, fewer, seen, 1.0)


def _end(size: float, more: float, fewer: float, inside: float, outside: float) -> float:
    """Between ``inside``, which is kept, and ``outside``, where the kept differences end."""
    for _ in range(HALVINGS):
        middle = (inside + outside) / 2
        if _is_kept(size, more, fewer, middle):
            inside = middle
        else:
            outside = middle
    return inside


def _is_kept(size: float, more: float, fewer: float, difference: float) -> bool:
    """Whether what was drawn is likely enough when p - q is ``difference``."""
    # q is the likeliest at this difference: the root of 2 n q^2 + b q + c = 0
    b = (2 * size - more + fewer) * difference - more - fewer
    c = -fewer * difference * (1 - difference)
    q = (sqrt(max(0.0, b * b - 8 * size * c)) - b) / (4 * size) if size > 0 else 0.0
    variance = size * (2 * q + difference * (1 - difference))
    return abs(more - fewer - size * difference) <= Z95 * sqrt(max(0.0, variance))
