"""Plans drawn again and again, with replacement: how far a figure could be off by chance.

Units of one plan are alike, so plans are drawn and not units (the cluster bootstrap; Davison and Hinkley
1997, section 3.8); an interval runs between percentiles over the draws (Efron and Tibshirani 1993,
chapter 13).
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

LEVEL = 0.95
ENDS = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)  # the percentiles of an interval, as shares


def times_drawn(plans: int, draws: int, seed: int) -> Floats:
    """How often each plan is in each draw, each draw as large as all ``plans``: ``(draws, plans)``."""
    random = np.random.default_rng(seed)
    return random.multinomial(plans, np.full(plans, 1 / max(1, plans)), size=draws).astype(np.float64)
