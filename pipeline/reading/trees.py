"""Boosted decision trees over numbers: how likely each class is. Here they are only read off.

Each class has its own trees, whose leaves add up to a score; the softmax of the scores are the chances
(Friedman 2001, Greedy function approximation: a gradient boosting machine, section 4.6).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
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
        rows = np.arange(len(numbers))[:, None]
        node = np.broadcast_to(self.roots, (len(numbers), len(self.roots)))
        for _ in range(self.depth):
            lower = numbers[rows, self.column[node]] <= self.limit[node]
            node = np.where(lower, self.below[node], self.above[node])
        scores = self.value[node].reshape(len(numbers), -1, self.classes).sum(axis=1)
        exponents = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances: Floats = exponents / exponents.sum(axis=1, keepdims=True)
        return chances
