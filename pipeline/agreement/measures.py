"""Measures of agreement between any number of coders, codings missing or not.

Every measure is a formula over sums: each unit adds its *parts*, and the *value* follows from the sums alone.
A bootstrap over plans is then a product of matrices. Codes are categories ``0 .. K-1``; ``MISSING`` is no
coding. A value is nan where the measure cannot be determined: no unit was coded twice, or (but for
percentages) all codings are the same, so that nothing is known of agreement beyond chance.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.intp]

MISSING = -1


@dataclass(frozen=True)
class Measure:
    """``parts``: from codes ``(units, coders)`` to ``(units, parts)``.

    ``value``: from sums ``(..., parts)`` to ``(...)``.
    """

    name: str
    parts: Callable[[Integers], Floats]
    value: Callable[[Floats], Floats]

    def of(self, codes: Integers) -> float:
        """The measure over all units; nan where it cannot be determined."""
        return float(self.value(self.parts(codes).sum(axis=0)))


def percentage() -> Measure:
    """Share of agreeing pairs of codings, averaged over the units with two codings or more."""
    return Measure("percentage", _agreeing, lambda sums: _ratio(sums[..., 0], sums[..., 1]))


def cohen_kappa(categories: int) -> Measure:
    """Cohen's kappa of two coders, over the units that both coded (Cohen 1960, p. 40)."""

    def parts(codes: Integers) -> Floats:
        both = np.all(codes != MISSING, axis=1)
        first, second = (_one_hot(codes[:, coder], categories) for coder in (0, 1))
        table: Floats = first[:, :, None] * second[:, None, :] * both[:, None, None]
        return table.reshape(len(codes), categories**2)

    def value(sums: Floats) -> Floats:
        table = sums.reshape(*sums.shape[:-1], categories, categories)
        total = table.sum(axis=(-2, -1))
        observed = _ratio(np.trace(table, axis1=-2, axis2=-1), total)
        expected = _ratio((table.sum(axis=-1) * table.sum(axis=-2)).sum(axis=-1), total**2)
        return _beyond(observed, expected)

    return Measure("kappa", parts, value)


def krippendorff_alpha(distance: Floats) -> Measure:
    """Krippendorff's alpha for any metric: ``distance`` between categories, shape ``(K, K)``.

    By coincidences (Krippendorff 2011, "Computing Krippendorff's alpha-reliability", section D): each unit
    adds the pairs of its codings divided by their number less one; 1 - observed / expected disagreement.
    """
    categories = len(distance)

    def parts(codes: Integers) -> Floats:
        counts = _counts(codes, categories)
        given = counts.sum(axis=1)
        pairs: Floats = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(categories)
        pairs /= np.maximum(given - 1, 1)[:, None, None]
        pairs[given < 2] = 0
        return pairs.reshape(len(codes), categories**2)

    def value(sums: Floats) -> Floats:
        table = sums.reshape(*sums.shape[:-1], categories, categories)
        margins = table.sum(axis=-1)
        total = margins.sum(axis=-1)
        observed = (table * distance).sum(axis=(-2, -1))
        expected = np.einsum("...c,ck,...k->...", margins, distance, margins)
        return np.asarray(1 - (total - 1) * _ratio(observed, expected))

    return Measure("alpha", parts, value)


def gwet_ac1(categories: int) -> Measure:
    """Gwet's AC1 (Gwet 2008; with missing codings Gwet 2014, chapter 2).

    ``categories`` is how many there are to choose from, used or not.
    """

    def parts(codes: Integers) -> Floats:
        counts = _counts(codes, categories)
        given = counts.sum(axis=1, keepdims=True)
        shares = counts / np.maximum(given, 1)
        return np.hstack([_agreeing(codes), given > 0, shares])

    def value(sums: Floats) -> Floats:
        observed = _ratio(sums[..., 0], sums[..., 1])
        shares = _ratio(sums[..., 3:], sums[..., 2:3])
        expected = (shares * (1 - shares)).sum(axis=-1) / max(1, categories - 1)
        varied = (sums[..., 3:] > 0).sum(axis=-1) > 1
        return np.where(varied, _beyond(observed, expected), np.nan)

    return Measure("ac1", parts, value)


def nominal(categories: int) -> Floats:
    """The distance between categories that are the same or not."""
    return 1 - np.eye(categories)


def _agreeing(codes: Integers) -> Floats:
    """Per unit the share of its pairs of codings that agree, and whether it has such pairs."""
    counts = _counts(codes, int(codes.max(initial=MISSING)) + 1)
    given = counts.sum(axis=1)
    pairs = given * (given - 1)
    agreeing = (counts * (counts - 1)).sum(axis=1) / np.maximum(pairs, 1)
    return np.stack([agreeing, pairs > 0], axis=1)


def _counts(codes: Integers, categories: int) -> Floats:
    """How many coders gave each category to each unit; shape ``(units, categories)``."""
    counts: Floats = _one_hot(codes, categories).sum(axis=1)
    return counts


def _one_hot(codes: Integers, categories: int) -> Floats:
    hot: Floats = np.equal(codes[..., None], np.arange(categories)).astype(np.float64)
    return hot


def _ratio(part: Floats, whole: Floats) -> Floats:
    """``part / whole``; nan where the whole is 0."""
    divisor = np.where(whole > 0, whole, np.nan)
    return np.asarray(part / divisor)


def _beyond(observed: Floats, expected: Floats) -> Floats:
    """Agreement beyond chance; nan where chance alone gives full agreement."""
    return _ratio(observed - expected, 1 - expected)
