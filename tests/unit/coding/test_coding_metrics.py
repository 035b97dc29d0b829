"""Measures against scikit-learn and worked examples, and thresholds against every possible one."""

import numpy as np
import pytest
from sklearn.metrics import brier_score_loss, f1_score, precision_recall_fscore_support

from pipeline.coding.metrics import (
    best_threshold,
    brier,
    count,
    expected_calibration_error,
    f1,
    macro_f1,
    precision,
    recall,
    sums,
)


@pytest.mark.parametrize("seed", range(5))
def test_figures_are_those_of_scikit_learn(seed: int) -> None:
    random = np.random.default_rng(seed)
    wanted, given = random.random((60, 4)) < 0.3, random.random((60, 4)) < 0.4
    counts = count(wanted, given).sum(axis=0)
    expected = precision_recall_fscore_support(wanted, given, average=None)
    for found, other in zip((precision(counts), recall(counts), f1(counts)), expected, strict=False):
        assert found == pytest.approx(other)
    assert macro_f1(counts) == pytest.approx(f1_score(wanted, given, average="macro"))


def test_figures_of_a_worked_example() -> None:
    # 3 given of which 2 right, 4 wanted: precision 2/3, recall 1/2, F1 4/7
    wanted = np.array([1, 1, 1, 1, 0, 0], dtype=bool)
    given = np.array([1, 1, 0, 0, 1, 0], dtype=bool)
    counts = count(wanted, given).sum(axis=0)
    assert counts.tolist() == [2, 3, 4]
    assert (precision(counts), recall(counts), f1(counts)) == pytest.approx((2 / 3, 1 / 2, 4 / 7))


def test_what_does_not_occur_cannot_be_measured() -> None:
    never, once = np.zeros((3, 1), bool), np.array([[True], [False], [False]])
    nothing = count(never, never).sum(axis=0)
    assert np.isnan([precision(nothing), recall(nothing), f1(nothing)]).all()
    only_given = count(never, once).sum(axis=0)
    assert precision(only_given) == 0  # what was given is wrong: that was measured
    assert np.isnan([recall(only_given), f1(only_given)]).all()
    only_wanted = count(once, never).sum(axis=0)
    assert np.isnan(precision(only_wanted)).all()
    assert (recall(only_wanted), f1(only_wanted)) == (0, 0)


def test_macro_f1_is_over_the_codes_that_occur() -> None:
    counts = np.array([[2.0, 2.0, 2.0], [0.0, 1.0, 1.0], [0.0, 3.0, 0.0]])
    assert macro_f1(counts) == pytest.approx(0.5)
    assert np.isnan(macro_f1(counts[2:]))


@pytest.mark.parametrize("seed", range(3))
def test_brier_is_that_of_scikit_learn(seed: int) -> None:
    random = np.random.default_rng(seed)
    wanted, probability = random.random(50) < 0.3, random.random(50)
    assert brier(wanted, probability) == pytest.approx(brier_score_loss(wanted, probability))


def test_calibration_error_of_a_worked_example() -> None:
    # 0.1-0.2: mean 0.15, none true; 0.7-0.8: mean 0.75, half true; weights 2/4 each: (0.15 + 0.25) / 2
    probability = np.array([0.11, 0.19, 0.72, 0.78])
    wanted = np.array([False, False, True, False])
    assert expected_calibration_error(wanted, probability) == pytest.approx(0.2)


def test_calibration_error_is_zero_when_chances_come_true() -> None:
    probability = np.array([0.25] * 4 + [0.75] * 4 + [1.0, 0.0])
    wanted = np.array([True, False, False, False, True, True, True, False, True, False])
    assert expected_calibration_error(wanted, probability) == pytest.approx(0.0)
    assert expected_calibration_error(~wanted, probability) == pytest.approx(0.6)


def test_calibration_of_nothing_cannot_be_measured() -> None:
    assert np.isnan(brier(np.zeros(0, bool), np.zeros(0)))
    assert np.isnan(expected_calibration_error(np.zeros(0, bool), np.zeros(0)))


def test_sums_are_per_owner() -> None:
    values = np.array([[1.0, 0.0], [2.0, 1.0], [4.0, 1.0]])
    assert sums(values, [1, 1, 3], 4).tolist() == [[0, 0], [3, 1], [0, 0], [4, 1]]


@pytest.mark.parametrize("seed", range(8))
def test_no_threshold_does_better(seed: int) -> None:
    random = np.random.default_rng(seed)
    wanted = random.random(40) < 0.3
    probability = np.round(np.clip(wanted * 0.3 + random.random(40) * 0.7, 0, 1), 1)  # with ties
    limit = best_threshold(wanted, probability)
    reached = f1_score(wanted, probability >= limit)
    others = [f1_score(wanted, probability >= other, zero_division=0) for other in np.linspace(0, 1, 101)]
    assert reached == pytest.approx(max(others))


def test_threshold_of_a_code_that_is_never_wanted() -> None:
    assert best_threshold(np.zeros(4, bool), np.array([0.1, 0.2, 0.9, 0.4])) == 0.5


def test_threshold_when_all_probabilities_are_equal() -> None:
    limit = best_threshold(np.array([True, False]), np.array([0.7, 0.7]))
    assert 0.0 <= limit < 0.7
