"""Counts and thresholds against scikit-learn, and against every possible threshold."""

import numpy as np
import pytest
from sklearn.metrics import f1_score, precision_score, recall_score

from pipeline.coding.metrics import Score, best_threshold, score


@pytest.mark.parametrize("seed", range(5))
def test_score_is_that_of_scikit_learn(seed: int) -> None:
    random = np.random.default_rng(seed)
    wanted, given = random.random(60) < 0.3, random.random(60) < 0.4
    found = score(wanted, given)
    assert found.precision == pytest.approx(precision_score(wanted, given))
    assert found.recall == pytest.approx(recall_score(wanted, given))
    assert found.f1 == pytest.approx(f1_score(wanted, given))


def test_score_of_a_worked_example() -> None:
    # 3 given of which 2 right, 4 wanted: precision 2/3, recall 1/2, F1 4/7
    found = Score(right=2, given=3, wanted=4)
    assert (found.precision, found.recall) == (2 / 3, 1 / 2)
    assert found.f1 == pytest.approx(4 / 7)


def test_score_of_nothing_is_zero() -> None:
    empty = score(np.zeros(0, bool), np.zeros(0, bool))
    assert (empty.precision, empty.recall, empty.f1) == (0.0, 0.0, 0.0)


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
