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
Rows = npt.NDArray[np.uint64]  # a bit for each row

ROWS_AT_ONCE = 64
"""So many rows go down together: of each node a number of 64 bits says which of them come there."""


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


class _Level(NamedTuple):
    """Nodes of all trees that are equally far from their roots: where among them those stand that ask, and
    what (by number); and where the leaves stand. The next level is what is below all that ask, and then
    what is above.
    """

    asking: Places
    question: Places
    leaves: Places


class _WayDown(NamedTuple):
    """The same trees as all rows go down them at once, level by level.

    Many nodes ask the same, so each question is answered once: whether the number in its ``column`` is at
    most its ``limit``, which is rounded down to single precision: no answer about single numbers changes.
    ``in_order`` puts the leaves of all levels in the order of the trees, as those of ``value`` are; ``first``
    is that of each tree. ``bits`` (bits, leaves) has no or all bits of each leaf set, by a bit of its number
    in its tree.
    """

    column: Places
    limit: Numbers
    levels: list[_Level]
    in_order: Places
    value: Floats
    first: Places
    bits: Rows

    def values(self, numbers: Numbers) -> Floats:
        """What the leaf adds that each row comes to in each tree, (rows, trees), of ROWS_AT_ONCE at most."""
        # A row comes to one leaf of each tree, so the bits of its number are those that any leaf has set.
        number = np.bitwise_or.reduceat(self._ends(numbers) & self.bits, self.first, axis=1)
        of_rows = np.unpackbits(number.view(np.uint8), bitorder="little")
        leaf = np.zeros((len(self.first), ROWS_AT_ONCE), dtype=np.uint16)
        for place, bit in enumerate(of_rows.reshape(-1, *leaf.shape)):
            leaf |= np.left_shift(bit, place, dtype=np.uint16)
        return self.value.take(np.ascontiguousarray(leaf.T[: len(numbers)]) + self.first)

    def _ends(self, numbers: Numbers) -> Rows:
        """Which rows come to each leaf."""
        by_column = np.zeros((numbers.shape[1], ROWS_AT_ONCE), dtype=np.float32)
        by_column[:, : len(numbers)] = numbers.T
        answers = _as_rows(by_column.take(self.column, axis=0) <= self.limit[:, None])
        here = np.repeat(_as_rows(np.arange(ROWS_AT_ONCE) < len(numbers)), len(self.first))
        ends = []
        for level in self.levels:
            ends.append(here.take(level.leaves))
            there = here.take(level.asking)
            below = there & answers.take(level.question)
            here = np.concatenate([below, there ^ below])
        return np.concatenate(ends).take(self.in_order)


def _as_rows(true: npt.NDArray[np.bool_]) -> Rows:
    """Numbers with a bit for each row, from what is true of each, (..., ROWS_AT_ONCE)."""
    return np.packbits(true, bitorder="little").view(np.uint64)


def _way_down(trees: Trees) -> _WayDown:
    asks = trees.below != np.arange(len(trees.below))
    column, limit, question = _questions(trees, np.flatnonzero(asks))
    levels, ends, owners = [], [], []
    here, tree = trees.roots, np.arange(len(trees.roots))
    while len(here):
        asking, leaves = np.flatnonzero(asks[here]), np.flatnonzero(~asks[here])
        parents = here[asking]
        levels.append(_Level(asking, question[parents], leaves))
        ends.append(here[leaves])
        owners.append(tree[leaves])
        here = np.concatenate([trees.below[parents], trees.above[parents]])
        tree = np.tile(tree[asking], 2)
    owner = np.concatenate(owners)
    in_order = owner.argsort(kind="stable")
    value = trees.value[np.concatenate(ends)[in_order]]
    leaves = np.bincount(owner)
    first = np.cumsum(leaves) - leaves
    return _WayDown(column, limit, levels, in_order, value, first, _bits(first, leaves))


def _bits(first: Places, leaves: Places) -> Rows:
    """``first``: of each tree its first leaf; ``leaves``: how many it has, 65,536 at most."""
    number = np.arange(leaves.sum()) - np.repeat(first, leaves)
    is_set = number >> np.arange(max(1, int(leaves.max() - 1).bit_length()))[:, None] & 1
    return (-is_set).astype(np.int64).view(np.uint64)


def _questions(trees: Trees, asking: Places) -> tuple[Places, Numbers, Places]:
    """Column and limit of each question that nodes ask, and per node which one that is."""
    single = trees.limit.astype(np.float32)
    limit = np.where(single > trees.limit, np.nextafter(single, np.float32(-np.inf)), single)
    asked = np.stack([trees.column.astype(np.float64), limit], axis=1)[asking]
    different, which = np.unique(asked, axis=0, return_inverse=True)
    question = np.zeros(len(limit), dtype=np.intp)
    question[asking] = which.ravel()
    return different[:, 0].astype(np.intp), different[:, 1].astype(np.float32), question
