"""Intervals against known ones, and what is said when there is too little to know."""

import numpy as np
import pytest
from scipy.stats import bootstrap, norm

from pipeline.coding.bootstrap import MIN_PLANS, Resampling
from pipeline.coding.metrics import macro_f1, ratio


def share(counts: np.ndarray) -> np.ndarray:
    return ratio(counts[..., 0], counts[..., 1])


def plans(count: int, seed: int = 0, of: float = 0.3) -> np.ndarray:
    """Per plan some units, and how many of them are right."""
    random = np.random.default_rng(seed)
    units = random.integers(5, 20, size=count)
    return np.stack([random.binomial(units, of), units], axis=1).astype(float)


def test_interval_of_a_mean_is_that_of_the_central_limit_theorem() -> None:
    counts = np.stack([np.random.default_rng(1).random(400) < 0.3, np.ones(400)], axis=1).astype(float)
    found = Resampling(400, draws=20_000).measure(share, counts)
    half = norm.ppf(0.975) * np.sqrt(found.value * (1 - found.value) / 400)
    assert found.low == pytest.approx(found.value - half, abs=0.004)
    assert found.high == pytest.approx(found.value + half, abs=0.004)


def test_interval_is_that_of_scipy() -> None:
    counts = plans(60)
    ours = Resampling(60, draws=10_000).measure(share, counts)
    theirs = bootstrap(
        (counts[:, 0], counts[:, 1]),
        lambda right, units, axis: right.sum(axis=axis) / units.sum(axis=axis),
        paired=True,
        method="percentile",
        n_resamples=10_000,
        rng=np.random.default_rng(5),
    ).confidence_interval
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=0.004)


def test_units_of_a_plan_that_go_wrong_together_make_the_interval_wider() -> None:
    together = np.repeat([[0.0, 10.0], [10.0, 10.0]], 20, axis=0)
    apart = np.tile([[5.0, 10.0]], (40, 1))
    wide, narrow = (Resampling(40).measure(share, counts) for counts in (together, apart))
    assert wide.high - wide.low > 0.2
    assert narrow.high == narrow.low == narrow.value


def test_the_same_seed_gives_the_same_interval_and_another_one_another() -> None:
    counts = plans(30)
    assert Resampling(30).measure(share, counts) == Resampling(30).measure(share, counts)
    assert Resampling(30).measure(share, counts) != Resampling(30, seed=7).measure(share, counts)


def test_too_few_plans_give_a_figure_without_an_interval() -> None:
    few = Resampling(MIN_PLANS - 1).measure(share, plans(MIN_PLANS - 1))
    assert not np.isnan(few.value)
    assert np.isnan([few.low, few.high]).all()
    enough = Resampling(MIN_PLANS).measure(share, plans(MIN_PLANS))
    assert enough.low <= enough.value <= enough.high


def test_a_code_in_few_of_many_plans_has_no_interval() -> None:
    counts = np.zeros((50, 2))
    counts[:3] = [1.0, 1.0]
    found = Resampling(50).measure(share, counts)
    assert found.value == 1.0
    assert np.isnan(found.low)


def test_nothing_to_measure() -> None:
    found = Resampling(20).measure(share, np.zeros((20, 2)))
    assert np.isnan([found.value, found.low, found.high]).all()


def test_a_paired_difference_leaves_out_what_is_hard_for_both() -> None:
    random = np.random.default_rng(3)
    hard = random.random(100)  # how hard each plan is
    right = random.binomial(20, hard)
    first = np.stack([np.minimum(20, right + 2), np.full(100, 20)], axis=1).astype(float)
    second = np.stack([right, np.full(100, 20)], axis=1).astype(float)
    resampling = Resampling(100)
    apart = [resampling.measure(share, counts) for counts in (first, second)]
    found = resampling.difference(share, first, second)
    assert found.value == pytest.approx(apart[0].value - apart[1].value)
    assert apart[0].low < apart[1].high  # the two intervals overlap, and yet
    assert found.low > 0


def test_a_model_does_not_differ_from_itself() -> None:
    counts = np.random.default_rng(0).integers(0, 5, (20, 4, 3)).astype(float)
    found = Resampling(20).difference(macro_f1, counts, counts)
    assert (found.value, found.low, found.high) == (0.0, 0.0, 0.0)
