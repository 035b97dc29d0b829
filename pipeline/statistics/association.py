"""Whether two ways of dividing people go together, and how strongly."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

DRAWS = 20_000
SEED = 1
SMALLEST_EXPECTED = 5.0
SHARE_OF_SMALL = 0.2

CHI_SQUARE = "chi-kwadraat"
FISHER = "Fisher exact"
FREEMAN_HALTON = "Fisher-Freeman-Halton"


@dataclass(frozen=True, slots=True)
class Association:
    """One test of independence.

    ``p`` is two-sided; ``cramers_v`` runs from 0 (none) to 1 (whole); ``statistic`` and ``freedom`` are those
    of chi-square, whichever test gave ``p``; ``n`` is the number of people in the table.
    """

    method: str
    statistic: float
    freedom: int
    p: float
    cramers_v: float
    n: int


def associate(counts: Sequence[Sequence[int]]) -> Association | None:
    """Test a table of counts; None when it has not two rows and two columns with anyone in them.

    Pearson's chi-square without continuity correction where Cochran's rule allows (no more than a fifth of
    the expected counts under 5, none under 1: W.G. Cochran, Biometrics 10, 1954). Else Fisher's exact test
    for two by two, and for larger tables that of Freeman and Halton (Biometrika 38, 1951): the chance of a
    table as unlikely as this one or more so, by 20,000 seeded draws with the same margins. Cramer's V is that
    of H. Cramer, Mathematical Methods of Statistics (1946).
    """
    table = np.asarray(counts, dtype=np.int64)
    if table.ndim != 2:
        return None
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    if min(table.shape, default=0) < 2:
        return None
    n = int(table.sum())
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / n
    statistic = float(((table - expected) ** 2 / expected).sum())
    rows, columns = table.shape
    freedom = (rows - 1) * (columns - 1)
    strength = float(np.sqrt(statistic / (n * (min(rows, columns) - 1))))
    method, p = _p_value(table, expected, statistic, freedom)
    return Association(method, statistic, freedom, p, strength, n)


def holm(p_values: Sequence[float]) -> list[float]:
    """Each p-value corrected for all of them together, in the order given.

    The step-down procedure of S. Holm, Scandinavian Journal of Statistics 6 (1979): the chance of even one
    false finding stays under the level, however the tests depend on each other.
    """
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    corrected = [0.0] * len(p_values)
    highest = 0.0
    for rank, index in enumerate(order):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[index]))
        corrected[index] = highest
    return corrected


def _p_value(
    table: npt.NDArray[np.int64], expected: npt.NDArray[np.float64], statistic: float, freedom: int
) -> tuple[str, float]:
    from scipy import stats

    small = (expected < SMALLEST_EXPECTED).mean()
    if expected.min() >= 1 and small <= SHARE_OF_SMALL:
        return CHI_SQUARE, float(stats.chi2.sf(statistic, freedom))
    if table.shape == (2, 2):
        return FISHER, float(stats.fisher_exact(table).pvalue)
    return FREEMAN_HALTON, _freeman_halton(table)


def _freeman_halton(table: npt.NDArray[np.int64]) -> float:
    """By draws; the table itself counts as one of them, so that p is never 0."""
    from scipy.special import gammaln
    from scipy.stats import random_table

    drawn = random_table(table.sum(axis=1), table.sum(axis=0)).rvs(
        size=DRAWS, random_state=np.random.default_rng(SEED)
    )
    # With the margins fixed, a table is the less likely the larger the factorials of its counts.
    unlikely = gammaln(drawn + 1.0).sum(axis=(1, 2))
    own = float(gammaln(table + 1.0).sum())
    return float((1 + (unlikely >= own - 1e-9).sum()) / (1 + DRAWS))
