"""The score interval: a published example, Wilson's as a special case, and how often it holds, exactly."""

from itertools import product

import numpy as np
import pytest
from scipy import stats

from pipeline.statistics.score import CONFIDENCE, Z95, score_interval


def test_level() -> None:
    assert stats.norm.ppf((1 + CONFIDENCE) / 2) == pytest.approx(Z95, abs=1e-12)


def test_airways_before_and_after_a_transplantation() -> None:
    """M.W. Fagerland, S. Lydersen and P. Laake, Statistics in Medicine 33 (2014): one against seven of 21."""
    assert score_interval(21, 1, 7) == pytest.approx((-0.517, -0.026), abs=0.0005)  # as printed


def test_ends_are_where_the_score_is_the_percentile() -> None:
    """The likeliest q sought by trying, not by its root."""
    size, more, fewer = 160, 40, 20
    for end in score_interval(size, more, fewer):
        q = np.linspace(max(0, -end) + 1e-9, (1 - end) / 2 - 1e-9, 200_001)
        likelihood = (
            more * np.log(q + end) + fewer * np.log(q) + (size - more - fewer) * np.log(1 - 2 * q - end)
        )
        best = q[likelihood.argmax()]
        variance = size * (2 * best + end - end**2)
        assert abs(more - fewer - size * end) / np.sqrt(variance) == pytest.approx(Z95, abs=1e-4)


@pytest.mark.parametrize("size", [1, 20, 60, 1000.5])
def test_of_nothing_it_is_wilsons(size: float) -> None:
    end = Z95**2 / (size + Z95**2)
    assert score_interval(size, 0, 0) == pytest.approx((-end, end), abs=1e-12)


def test_turned_round_it_is_the_same_the_other_way() -> None:
    low, high = score_interval(50, 12, 2)
    assert score_interval(50, 2, 12) == pytest.approx((-high, -low), abs=1e-12)


def test_all_different_and_nothing_drawn() -> None:
    assert score_interval(40, 40, 0)[1] == 1
    assert score_interval(40, 40, 0)[0] == pytest.approx((40 - Z95**2) / (40 + Z95**2), abs=1e-9)
    assert score_interval(0, 0, 0) == pytest.approx((-1, 1), abs=1e-9)


def test_it_holds_the_truth_in_over_93_percent_of_all_samples_however_rare() -> None:
    """Every sample that 60 draws can give, with its chance."""
    counts = [(more, fewer) for more, fewer in product(range(32), repeat=2)]
    ends = np.array([score_interval(60, more, fewer) for more, fewer in counts])
    drawn = np.array([(more, fewer, 60 - more - fewer) for more, fewer in counts])
    for p, q in product([0.005, 0.01, 0.02, 0.03, 0.05, 0.08, 0.12], repeat=2):
        chance = stats.multinomial.pmf(drawn, 60, [p, q, 1 - p - q])
        held = chance[(ends[:, 0] <= p - q) & (p - q <= ends[:, 1])].sum()
        assert chance.sum() == pytest.approx(1, abs=1e-6)
        assert held > 0.93
