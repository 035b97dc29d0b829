"""Measures of the codes given against the codes wanted.

A figure that cannot be measured (the recall of a code that nowhere occurs) is nan: neither 0 nor 1.
"""

import warnings
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Booleans = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

RIGHT, GIVEN, WANTED = range(3)  # the last axis of counts
BINS = 10


def count(wanted: Booleans, given: Booleans) -> Floats:
    """Per unit and code: given and right, given, wanted; shape ``(..., 3)`` for inputs of shape ``(...)``.

    Counts of several units are their sum.
    """
    return np.stack([wanted & given, given, wanted], axis=-1).astype(float)


def precision(counts: Floats) -> Floats:
    """Of what was given, the part that is right; nan if nothing was given; from ``(..., 3)`` to ``(...)``."""
    return ratio(counts[..., RIGHT], counts[..., GIVEN])


def recall(counts: Floats) -> Floats:
    """Of what was wanted, the part that was given; nan when nothing was wanted."""
    return ratio(counts[..., RIGHT], counts[..., WANTED])


def f1(counts: Floats) -> Floats:
    """Harmonic mean of precision and recall (van Rijsbergen 1979); nan when nothing was wanted."""
    found = ratio(2 * counts[..., RIGHT], counts[..., GIVEN] + counts[..., WANTED])
    measured: Floats = np.where(counts[..., WANTED] > 0, found, np.nan)
    return measured


def macro_f1(counts: Floats) -> Floats:
    """Mean F1 over the codes that occur, ``(..., codes, 3)`` to ``(...)``; nan when none does."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a mean of nothing is nan, and that is meant
        mean: Floats = np.nanmean(f1(counts), axis=-1)
    return mean


def ratio(part: Floats, whole: Floats) -> Floats:
    """``part / whole``; nan where the whole is 0."""
    share: Floats = np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=np.asarray(whole) > 0)
    return share


def brier(wanted: Booleans, probability: Floats) -> float:
    """Mean squared difference between probability and outcome (Brier 1950): 0 is best; nan without units.

    Both of shape ``(units,)``. Always saying the share of units with the code gives ``share * (1 - share)``.
    """
    return float(np.mean((probability - wanted) ** 2)) if len(wanted) else float("nan")


def expected_calibration_error(wanted: Booleans, probability: Floats, bins: int = BINS) -> float:
    """How far probabilities are from the share that comes true (Naeini et al. 2015); nan without units.

    Units are put in equally wide bins of probability; the result is the mean over bins, weighed by units, of
    the difference between mean probability and share. With few units chance alone makes it larger than 0.
    """
    if not len(wanted):
        return float("nan")
    place = np.minimum((probability * bins).astype(int), bins - 1)
    difference = np.bincount(place, weights=probability - wanted, minlength=bins)
    return float(np.abs(difference).sum() / len(wanted))


def sums(values: Floats, owner: Sequence[int] | npt.NDArray[np.intp], owners: int) -> Floats:
    """``values`` of shape ``(units, ...)`` added up per owner: ``(owners, ...)``."""
    total = np.zeros((owners, *values.shape[1:]))
    np.add.at(total, np.asarray(owner, dtype=np.intp), values)
    return total


def best_threshold(wanted: Booleans, probability: Floats) -> float:
    """The limit on ``probability`` that gives the best F1, halfway between two units; 0.5 if none is wanted.

    Equal probabilities cannot be told apart, so a limit only falls between different ones.
    """
    if not wanted.any():
        return 0.5
    order = np.argsort(-probability, kind="stable")
    ranked = probability[order]
    right = np.cumsum(wanted[order])
    reached = 2 * right / (np.arange(1, len(order) + 1) + wanted.sum())
    below = np.append(ranked[1:], 0.0)
    reached = np.where(ranked > below, reached, -1.0)
    best = int(reached.argmax())
    return float((ranked[best] + below[best]) / 2)
