"""Tests of independence, beside scipy, worked examples and full enumeration."""

from itertools import product

import numpy as np
import pytest
from scipy import stats

from pipeline.statistics.association import (
    CHI_SQUARE,
    FISHER,
    FREEMAN_HALTON,
    associate,
    holm,
)


@pytest.mark.parametrize("seed", range(5))
def test_chi_square_and_cramers_v_are_those_of_scipy(seed: int) -> None:
    table = np.random.default_rng(seed).integers(8, 60, size=(2 + seed % 3, 3))
    found = associate(table.tolist())
    wanted = stats.chi2_contingency(table, correction=False)
    assert found is not None
    assert found.method == CHI_SQUARE
    assert found.statistic == pytest.approx(wanted.statistic, abs=1e-9)
    assert found.p == pytest.approx(wanted.pvalue, abs=1e-9)
    assert found.freedom == wanted.dof
    assert found.cramers_v == pytest.approx(stats.contingency.association(table, method="cramer"), abs=1e-9)


def test_the_lady_tasting_tea() -> None:
    """R.A. Fisher, The Design of Experiments (1935): three of four cups right, 34/70 on both sides."""
    found = associate([[3, 1], [1, 3]])
    assert found is not None
    assert found.method == FISHER
    assert found.p == pytest.approx(34 / 70, abs=1e-9)


def test_freeman_halton_comes_near_the_enumerated_chance() -> None:
    table = [[3, 0, 1], [0, 4, 2]]
    found = associate(table)
    assert found is not None
    assert found.method == FREEMAN_HALTON
    assert found.p == pytest.approx(enumerated(table), abs=0.01)
    assert associate(table) == found  # seeded


def enumerated(table: list[list[int]]) -> float:
    """The chance of all tables with these margins that are no more likely than this one, for two rows."""
    first, columns = sum(table[0]), [sum(column) for column in zip(*table, strict=True)]
    chance = stats.multivariate_hypergeom(columns, first)
    own = chance.pmf(table[0])
    rows = (row for row in product(*(range(count + 1) for count in columns)) if sum(row) == first)
    return float(sum(pmf for row in rows if (pmf := chance.pmf(row)) <= own * (1 + 1e-9)))


def test_whole_association_is_one_and_none_is_zero() -> None:
    whole, none = associate([[20, 0], [0, 20]]), associate([[20, 20], [10, 10]])
    assert whole is not None and none is not None
    assert (whole.cramers_v, none.cramers_v) == pytest.approx((1, 0))
    assert none.p == pytest.approx(1)


@pytest.mark.parametrize("table", [[], [[]], [[3, 4]], [[3], [4]], [[3, 4], [0, 0]], [[0, 0], [0, 0]]])
def test_nothing_to_compare_is_no_test(table: list[list[int]]) -> None:
    assert associate(table) is None


def test_empty_rows_and_columns_do_not_count() -> None:
    assert associate([[20, 5, 0], [0, 0, 0], [10, 30, 0]]) == associate([[20, 5], [10, 30]])


def test_holm_by_a_worked_example() -> None:
    """The four p-values of the article on the method in Wikipedia, worked out there by hand."""
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02], abs=1e-12)
    assert holm([]) == []
    assert holm([0.7, 0.9]) == [1.0, 1.0]
