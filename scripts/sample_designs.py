"""Ways to draw plans from those of several writers, for simulations: each with the chance of every plan."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Booleans = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Writers = npt.NDArray[np.intp]
"""Of each plan who wrote it, counted from 0."""


@dataclass(frozen=True)
class Design:
    """A way to draw plans, given who wrote each; gives the chance of each plan, and draws."""

    name: str
    chances: Callable[[Writers], Floats]
    draw: Callable[[np.random.Generator, Writers, Floats], Booleans]


def designs() -> Iterator[Design]:
    for size in (40, 60, 100):
        yield Design(f"{size} plans at random", _equal(size), _at_random)
    yield Design("60 plans, strata by writer (small ones drawn more)", _by_writer(60), _in_strata)
    yield Design("60 plans, unequal chances", _unequal(60), _in_order)


def _equal(size: int) -> Callable[[Writers], Floats]:
    return lambda writers: np.full(len(writers), size / len(writers))


def _at_random(chance: np.random.Generator, writers: Writers, chances: Floats) -> Booleans:
    drawn = np.zeros(len(writers), dtype=np.bool_)
    drawn[chance.choice(len(writers), round(chances.sum()), replace=False)] = True
    return drawn


def _by_writer(size: int) -> Callable[[Writers], Floats]:
    """As many plans of every writer, however many each wrote."""

    def chances(writers: Writers) -> Floats:
        plans = np.bincount(writers)
        return (max(2, round(size / len(plans))) / plans)[writers]

    return chances


def _in_strata(chance: np.random.Generator, writers: Writers, chances: Floats) -> Booleans:
    drawn = np.zeros(len(writers), dtype=np.bool_)
    for writer in np.unique(writers):
        own = np.flatnonzero(writers == writer)
        drawn[chance.choice(own, round(chances[own].sum()), replace=False)] = True
    return drawn


def _unequal(size: int) -> Callable[[Writers], Floats]:
    """Chances that differ threefold."""

    def chances(writers: Writers) -> Floats:
        measure = 0.5 + (np.arange(len(writers)) * 0.618) % 1
        return np.asarray(size * measure / measure.sum())

    return chances


def _in_order(chance: np.random.Generator, writers: Writers, chances: Floats) -> Booleans:
    """Systematic sampling in random order."""
    order = chance.permutation(len(writers))
    ends = np.cumsum(chances[order]) + chance.random()
    drawn = np.zeros(len(writers), dtype=np.bool_)
    drawn[order[np.floor(ends) > np.floor(ends - chances[order])]] = True
    return drawn
