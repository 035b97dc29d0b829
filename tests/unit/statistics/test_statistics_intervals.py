"""Intervals of shares and differences: as others make them, at the ends, and how often they hold, exactly."""

from itertools import product

import numpy as np
import pytest
from scipy import stats

from pipeline.statistics.intervals import (
    CONFIDENCE,
    Z95,
    Known,
    difference_interval,
    effective_size,
    share_interval,
)


def test_level() -> None:
    assert stats.norm.ppf((1 + CONFIDENCE) / 2) == pytest.approx(Z95, abs=1e-12)


@pytest.mark.parametrize(("hits", "size"), [(1, 21), (7, 21), (20, 21), (300, 1000)])
def test_of_a_share_it_is_jeffreys(hits: int, size: int) -> None:
    posterior = stats.beta(hits + 0.5, size - hits + 0.5)
    assert np.array(share_interval(size, hits / size)) == pytest.approx(posterior.interval(0.95), abs=1e-12)


def test_none_all_and_nothing_drawn() -> None:
    low, high = share_interval(np.array([60.0, 60.0, 0.0]), np.array([0.0, 1.0, 0.0]))
    assert low == pytest.approx([0, stats.beta.ppf(0.025, 60.5, 0.5), 0], abs=1e-12)
    assert high == pytest.approx([stats.beta.ppf(0.975, 0.5, 60.5), 1, 1], abs=1e-12)
    assert difference_interval(0.0, 0.0, 0.0) == (-1, 1)


def test_what_cannot_be_minus_one_is_a_share() -> None:
    assert np.array(difference_interval(50.0, 0.3, 0.0, Known(most_fewer=0.0))) == pytest.approx(
        np.array(share_interval(50.0, 0.3)), abs=1e-12
    )


def test_of_many_draws_it_is_so_many_standard_errors_to_both_sides() -> None:
    more, fewer, size = 0.25, 0.1, 1e8
    error = np.sqrt((more + fewer - (more - fewer) ** 2) / size)
    low, high = difference_interval(size, more, fewer)
    assert (low, high) == pytest.approx((0.15 - Z95 * error, 0.15 + Z95 * error), abs=1e-3 * error)


def test_turned_round_it_is_the_same_the_other_way() -> None:
    low, high = difference_interval(50.0, 0.24, 0.04)
    assert difference_interval(50.0, 0.04, 0.24) == pytest.approx((-high, -low), abs=1e-12)


def test_what_is_known_of_an_end_only_takes_away() -> None:
    low, high = difference_interval(50.0, 0.02, 0.04)
    bound_low, bound_high = difference_interval(50.0, 0.02, 0.04, Known(0.015, 0.05, 0.03, 0.05))
    assert low < bound_low < -0.02 < bound_high < high


@pytest.mark.parametrize("share_drawn", [0.1, 0.3, 0.5])
def test_the_upper_end_of_a_part_of_all_there_are(share_drawn: float) -> None:
    """How many of 10,000 there can be, when few were found: by the hypergeometric distribution, mid-P.

    Jeffreys' interval is a little narrower than that, without a part drawn as well.
    """
    size, everything = round(10_000 * share_drawn), 10_000
    many = np.arange(60, 1_500)
    for hits in (1, 3, 8):
        tail = stats.hypergeom.cdf(hits, everything, many, size)
        tail -= stats.hypergeom.pmf(hits, everything, many, size) / 2
        exact = np.interp(-0.025, -tail, many) if tail[0] > 0.025 else 0
        _, high = share_interval(size / (1 - share_drawn), hits / size, share_drawn)
        if exact:
            assert high * everything == pytest.approx(exact, rel=0.08)


def test_effective_size_gives_the_variance_and_is_never_more_than_was_drawn() -> None:
    share, endless = 0.3, 10**9
    size = effective_size(share, 0.0, share * (1 - share) / 40, 1 / 80, endless)
    assert size == pytest.approx(40, rel=1e-6)
    assert effective_size(share, 0.0, 0.0, 1 / 80, endless) == pytest.approx(80, rel=1e-6)
    assert effective_size(share, 0.0, 0.0, 1 / 80, 39) == pytest.approx(
        80 * (Z95 / stats.t.ppf(0.975, 39)) ** 2
    )


def test_how_often_it_holds_the_truth_in_all_samples_there_can_be() -> None:
    """Every sample that 60 draws can give, with its chance."""
    counts = np.array(list(product(range(32), repeat=2)))
    low, high = difference_interval(60.0, counts[:, 0] / 60, counts[:, 1] / 60)
    drawn = np.column_stack([counts, 60 - counts.sum(axis=1)])
    held = {}
    for p, q in product([0.005, 0.01, 0.02, 0.03, 0.042, 0.05, 0.08, 0.12], repeat=2):
        chance = stats.multinomial.pmf(drawn, 60, [p, q, 1 - p - q])
        assert chance.sum() == pytest.approx(1, abs=1e-6)
        held[p, q] = chance[(low <= p - q) & (p - q <= high)].sum()
    assert min(held.values()) > 0.915
    assert np.mean([part for (p, q), part in held.items() if 60 * (p + q) >= 4]) == pytest.approx(
        0.95, abs=0.005
    )
