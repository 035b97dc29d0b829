"""Measures of agreement between the codes given and the codes wanted."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Booleans = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Score:
    """Counts of one code: given and right, given in all, wanted in all."""

    right: int
    given: int
    wanted: int

    @property
    def precision(self) -> float:
        """Of what was given, the part that is right; 0 when nothing was given."""
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        """Of what was wanted, the part that was given; 0 when nothing was wanted."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall (van Rijsbergen 1979); 0 when both are 0."""
        total = self.given + self.wanted
        return 2 * self.right / total if total else 0.0


def score(wanted: Booleans, given: Booleans) -> Score:
    """Count one code over units; both of shape ``(units,)``."""
    return Score(int((wanted & given).sum()), int(given.sum()), int(wanted.sum()))


def best_threshold(wanted: Booleans, probability: Floats) -> float:
    """The limit on ``probability`` that gives the best F1, halfway between two units; 0.5 if none is wanted.

    Equal probabilities cannot be told apart, so a limit only falls between different ones.
    """
    if not wanted.any():
        return 0.5
    order = np.argsort(-probability, kind="stable")
    ranked = probability[order]
    right = np.cumsum(wanted[order])
    f1 = 2 * right / (np.arange(1, len(order) + 1) + wanted.sum())
    below = np.append(ranked[1:], 0.0)
    f1 = np.where(ranked > below, f1, -1.0)
    best = int(f1.argmax())
    return float((ranked[best] + below[best]) / 2)
