"""The distance between sets of codes."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

CodeSet = frozenset[str]


def masi_distance(first: CodeSet, second: CodeSet) -> float:
    """From 0 (the same set) to 1 (nothing in common): 1 - J * M (Passonneau 2006).

    J is the Jaccard coefficient. M is 1 for equal sets, 2/3 when one holds the other, 1/3 when they overlap,
    0 when they do not. Two empty sets are equal; an empty set has nothing in common with any other.
    """
    if first == second:
        return 0.0
    common = first & second
    if not common:
        return 1.0
    contained = 2 / 3 if common in (first, second) else 1 / 3
    return 1 - len(common) / len(first | second) * contained


def masi_distances(sets: Sequence[CodeSet]) -> npt.NDArray[np.float64]:
    """All distances between ``sets``; shape ``(sets, sets)``."""
    rows = [[masi_distance(one, other) for other in sets] for one in sets]
    return np.array(rows, dtype=np.float64).reshape(len(sets), len(sets))
