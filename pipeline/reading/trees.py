"""Boosted decision trees over numbers: how likely each class is. Here they are only read off.

Each class has its own trees, whose leaves add up to a score; the softmax of the scores are the chances
(Friedman 2001, Greedy function approximation: a gradient boosting machine, section 4.6).
"""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int32]
Places = npt.NDArray[np.intp]

ROWS_AT_ONCE = 64
"""So many rows walk down together: enough to be quick, few enough to stay in the cache of a core."""


@dataclass(frozen=True)
class Trees:
    """All nodes of all trees in one row. A node asks whether the number in column ``column`` is at most
    ``limit``, and points to the node ``below`` if so, else to ``above``; a leaf points to itself.

    ``value`` is what a leaf adds; ``roots`` (trees,) the first node of each tree; tree t belongs to class
    t modulo ``classes``; ``depth`` is the longest way from a root to a leaf.
    """

    column: Integers
    limit: Floats
    below: Integers
    above: Integers
    value: Floats
    roots: Integers
    classes: int
    depth: int

    def chances(self, numbers: Numbers) -> Floats:
        """Shape (rows, classes), each row summing to 1; ``numbers`` is (rows, columns)."""
        parts = [numbers[start : start + ROWS_AT_ONCE] for start in range(0, len(numbers), ROWS_AT_ONCE)]
        values = [self._way_down.values(part).reshape(len(part), -1, self.classes) for part in parts]
        scores = np.concatenate([each.sum(axis=1) for each in values] or [np.empty((0, self.classes))])
        exponents = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances: Floats = exponents / exponents.sum(axis=1, keepdims=True)
        return chances

    @cached_property
    def _way_down(self) -> "_WayDown":
        return _way_down(self)


class _WayDown(NamedTuple):
    """The same trees in the order that is walked fastest: all roots, then all that is one step down, and so
    on, the two branches of a node side by side. So ``above`` tells both, and a step needs no choice.

    ``limit`` is rounded down to single precision, which changes no answer about single numbers.
    """

    column: Places
    limit: Numbers
    above: Places
    value: Floats
    asks: npt.NDArray[np.bool_]
    roots: int

    def values(self, numbers: Numbers) -> Floats:
        """What the leaf adds that each row comes to in each tree, (rows, trees); who is there stops."""
        rows, columns = numbers.shape
        flat = np.ascontiguousarray(numbers).ravel()
        ends = np.tile(np.arange(self.roots), rows)
        walking = np.flatnonzero(self.asks.take(ends))
        node, row = ends.take(walking), walking // self.roots * columns
        while len(walking):
            lower = flat.take(self.column.take(node) + row) <= self.limit.take(node)
            node = self.above.take(node) - lower
            ends[walking] = node
            left = np.flatnonzero(self.asks.take(node))
            walking, node, row = walking.take(left), node.take(left), row.take(left)
        return self.value.take(ends).reshape(rows, self.roots)


def _way_down(trees: Trees) -> _WayDown:
    asks = trees.below != np.arange(len(trees.below))
    levels: list[Integers] = [trees.roots]
    while len(parents := levels[-1][asks[levels[-1]]]):
        levels.append(np.stack([trees.below[parents], trees.above[parents]], axis=1).ravel())
    order = np.concatenate(levels)
    place = np.zeros(len(asks), dtype=np.intp)
    place[order] = np.arange(len(order))
    limit = trees.limit[order]
    single = limit.astype(np.float32)
    down = np.where(single > limit, np.nextafter(single, np.float32(-np.inf)), single)
    column, above = trees.column[order].astype(np.intp), place[trees.above[order]]
    return _WayDown(column, down, above, trees.value[order], asks[order], len(trees.roots))
