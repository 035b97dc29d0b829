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
    what (by number); and where the leaves stand. Below the ones that ask, in pairs, is the next level.
    """

    asking: Places
    question: Places
    leaves: Places


class _WayDown(NamedTuple):
    """The same trees as all rows go down them at once, level by level.

    Many nodes ask the same, so each question is answered once: whether the number in its ``column`` is at
    most its ``limit``, which is rounded down to single precision: no answer about single numbers changes.
    ``in_order`` puts the leaves of all levels in the order of the trees, as those of ``value`` are.
    """

    column: Places
    limit: Numbers
    levels: list[_Level]
    in_order: Places
    value: Floats
    trees: int

    def values(self, numbers: Numbers) -> Floats:
        """What the leaf adds that each row comes to in each tree, (rows, trees), of ROWS_AT_ONCE at most."""
        ends = self._ends(numbers)
        reached = np.flatnonzero(ends)
        comes_to = np.unpackbits(ends[reached].view(np.uint8), bitorder="little").reshape(-1, ROWS_AT_ONCE)
        of_each_row = np.ascontiguousarray(comes_to[:, : len(numbers)].T).view(bool)
        value = self.value[reached]  # a row comes to one leaf of each tree
        return np.array([value.compress(row) for row in of_each_row])

    def _ends(self, numbers: Numbers) -> Rows:
        """Which rows come to each leaf."""
        by_column = np.zeros((numbers.shape[1], ROWS_AT_ONCE), dtype=np.float32)
        by_column[:, : len(numbers)] = numbers.T
        answers = _as_rows(by_column[self.column] <= self.limit[:, None])
        here = np.repeat(_as_rows(np.arange(ROWS_AT_ONCE) < len(numbers)), self.trees)
        ends = []
        for level in self.levels:
            ends.append(here[level.leaves])
            there, answer = here[level.asking], answers[level.question]
            here = np.stack([there & answer, there & ~answer], axis=1).ravel()
        return np.concatenate(ends)[self.in_order]


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
        here = np.stack([trees.below[parents], trees.above[parents]], axis=1).ravel()
        tree = np.repeat(tree[asking], 2)
    in_order = np.concatenate(owners).argsort(kind="stable")
    value = trees.value[np.concatenate(ends)[in_order]]
    return _WayDown(column, limit, levels, in_order, value, len(trees.roots))


def _questions(trees: Trees, asking: Places) -> tuple[Places, Numbers, Places]:
    """Column and limit of each question that nodes ask, and per node which one that is."""
    single = trees.limit.astype(np.float32)
    limit = np.where(single > trees.limit, np.nextafter(single, np.float32(-np.inf)), single)
    asked = np.stack([trees.column.astype(np.float64), limit], axis=1)[asking]
    different, which = np.unique(asked, axis=0, return_inverse=True)
    question = np.zeros(len(limit), dtype=np.intp)
    question[asking] = which.ravel()
    return different[:, 0].astype(np.intp), different[:, 1].astype(np.float32), question
