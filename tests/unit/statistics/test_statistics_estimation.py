"""Corrected shares: textbook data, formulas by hand, and every sample that could have been drawn."""

from itertools import combinations

import numpy as np
import pytest
from scipy import stats

from pipeline.statistics.estimation import Plans, corrected_share, corrected_shares
from pipeline.statistics.intervals import Z95

# Dead trees on 25 plots of 100, counted on a photograph and in the field: S.L. Lohr, Sampling: Design and
# Analysis (1999), section 3.2. The mean photo count of all plots is 11.3; a regression gives 11.99.
PHOTO = [10, 12, 7, 13, 13, 6, 17, 16, 15, 10, 14, 12, 10, 5, 12, 10, 10, 9, 6, 11, 7, 9, 11, 10, 10]
FIELD = [15, 14, 9, 14, 8, 5, 18, 15, 13, 15, 11, 15, 12, 8, 13, 9, 11, 12, 9, 12, 13, 11, 10, 9, 8]


def test_dead_trees_of_lohr() -> None:
    slope, start = np.polyfit(PHOTO, FIELD, 1)
    assert (start + slope * 11.3, start, slope) == pytest.approx(
        (11.99, 5.06, 0.613), abs=0.005
    )  # as printed
    # In thousandths, so that a mean count is a share; the difference estimator has slope 1.
    model = [0.0113] * 100
    differences = [(y - x) / 1000 for x, y in zip(PHOTO, FIELD, strict=True)]
    found = corrected_share(model, differences, [0.25] * 25, range(25))
    assert found.share * 1000 == pytest.approx(11.3 + (11.56 - 10.6), abs=1e-9)
    by_hand = np.sqrt((1 - 25 / 100) / 25 * np.var(np.subtract(FIELD, PHOTO), ddof=1)) / 1000
    assert found.error == pytest.approx(by_hand, abs=1e-12)


def test_over_all_samples_it_is_right_on_average_and_so_is_its_variance() -> None:
    """Plans of one unit each, four drawn of nine: all 126 samples."""
    truth = np.array([1, 0, 0, 1, 1, 0, 1, 0, 0])
    model = np.array([1, 0, 1, 0, 1, 0, 1, 0, 1])
    found = [
        corrected_share(model.tolist(), (truth - model)[list(drawn)].tolist(), [4 / 9] * 4, drawn)
        for drawn in combinations(range(9), 4)
    ]
    shares = np.array(
        [model.mean() + np.mean((truth - model)[list(drawn)]) for drawn in combinations(range(9), 4)]
    )
    assert [each.share for each in found] == pytest.approx(shares.clip(0, 1), abs=1e-12)
    assert shares.mean() == pytest.approx(truth.mean(), abs=1e-12)
    assert np.mean([each.error**2 for each in found]) == pytest.approx(shares.var(), abs=1e-12)


def test_strata_with_chances_of_their_own_are_added_up() -> None:
    """Stratified expansion of a mean: sum of (N_h / N)^2 (1 - f_h) s_h^2 / n_h, Cochran section 5.4."""
    strata = [(40, [1, 0, 1, 1, 0, 0, 1, 0]), (10, [0, 1, 0, 0, 0])]
    chances = [len(sample) / size for size, sample in strata for _ in sample]
    values = [value for _, sample in strata for value in sample]
    found = corrected_share([0] * 50, values, chances, range(len(values)))
    assert found.share == pytest.approx(40 / 50 * 0.5 + 10 / 50 * 0.2, abs=1e-12)
    variance = sum(
        (size / 50) ** 2 * (1 - len(sample) / size) * np.var(sample, ddof=1) / len(sample)
        for size, sample in strata
    )
    # The mean difference is taken off over all strata, which leaves the variance within strata as it is.
    assert found.error == pytest.approx(np.sqrt(variance), abs=1e-12)


def test_units_of_one_plan_count_as_one_draw() -> None:
    """Equal plans of two units: as a sample of plan means."""
    differences = [1, 1, 0, 0, -1, 0, 0, 0, 0, 0]
    plans = ["a", "a", "b", "b", "c", "c", "d", "d", "e", "e"]
    found = corrected_share([0, 1] * 25, differences, [0.2] * 10, plans)
    means = np.reshape(differences, (5, 2)).mean(axis=1)
    assert found.share == pytest.approx(0.5 + means.mean(), abs=1e-12)
    assert found.error == pytest.approx(np.sqrt((1 - 0.2) / 5 * means.var(ddof=1)), abs=1e-12)
    assert (found.units, found.clusters) == (10, 5)


def test_unequal_chances_by_the_formula_of_deville() -> None:
    values, chances = np.array([1.0, 0, 0, 1, 0]), np.array([0.1, 0.2, 0.3, 0.4, 0.5])
    found = corrected_share([0] * 20, values.tolist(), chances.tolist(), range(5))
    weights = 1 / chances
    mean = (weights * values).sum() / weights.sum()
    scaled = (values - mean) * weights / weights.sum()
    centre = ((1 - chances) * scaled).sum() / (1 - chances).sum()
    assert found.share == pytest.approx(mean, abs=1e-12)
    assert found.error**2 == pytest.approx(5 / 4 * ((1 - chances) * (scaled - centre) ** 2).sum(), abs=1e-12)


def test_when_people_coded_everything_nothing_is_left_to_chance() -> None:
    found = corrected_share([1, 0, 1, 0], [0, 0, -1, 0], [1.0] * 4, range(4))
    assert (found.share, found.low, found.high, found.error) == pytest.approx((0.25, 0.25, 0.25, 0))


def test_a_sample_without_errors_still_has_an_interval() -> None:
    """As Jeffreys' for none in the sample, here with t and the part that was not drawn."""
    found = corrected_share([1, 0] * 50, [0] * 20, [0.2] * 20, range(20))
    size = 20 / (1 - 0.2 / 2) * (Z95 / stats.t.ppf(0.975, 19)) ** 2
    reach = stats.beta.ppf(0.975, 0.5, size + 0.5)
    assert (found.low, found.high) == pytest.approx((0.5 - reach, 0.5 + reach), abs=1e-9)


def test_no_more_can_be_given_wrongly_than_was_given() -> None:
    rare = corrected_share([1] + [0] * 99, [0] * 20, [0.2] * 20, range(20))
    never = corrected_share([0] * 100, [0] * 20, [0.2] * 20, range(20))
    assert (rare.low, never.low) == (0, 0)
    assert 0.1 < never.high < rare.high < never.high + 0.015


def test_many_samples_at_once_are_each_as_alone() -> None:
    """Chances all different, strata, and one chance, with plans that have no unit."""
    random = np.random.default_rng(3)
    units = random.integers(0, 4, 40)
    more = random.binomial(units, 0.2)
    fewer = random.binomial(units - more, 0.1)
    drawn = random.random((5, 40)) < 0.5
    model = [1.0] * 30 + [0.0] * 50
    for chances in (np.linspace(0.2, 0.9, 40), np.repeat([0.3, 0.6], 20), np.full(40, 0.5)):
        many = corrected_shares(30, 80, Plans(chances, *np.array([units, more, fewer], float)), drawn)
        for at, own in enumerate(drawn):
            plans = [plan for plan in np.flatnonzero(own) for _ in range(units[plan])]
            given = [
                value
                for plan in np.flatnonzero(own)
                for value in [1] * more[plan] + [-1] * fewer[plan] + [0] * (units - more - fewer)[plan]
            ]
            alone = corrected_share(model, given, chances[plans].tolist(), plans)
            assert (alone.share, alone.low, alone.high, alone.error) == pytest.approx(
                (many.share[at], many.low[at], many.high[at], many.error[at]), abs=1e-12
            )


def test_with_many_errors_the_interval_is_about_t_standard_errors_to_both_sides() -> None:
    found = corrected_share([0] * 20000, [0, 1] * 1000, [0.1] * 2000, range(2000))
    reach = stats.t.ppf(0.975, 1999) * found.error
    assert (found.low, found.high) == pytest.approx((0.5 - reach, 0.5 + reach), abs=1e-4)


def test_of_a_large_set_it_is_prediction_powered_inference() -> None:
    """``ppi_mean_ci`` of ppi-python 0.2.3 with lam=1, for 800 of 400,000 units; its interval is symmetric."""
    more = np.repeat([0.0, 1.0, 0.0, 0.0], [200, 40, 32, 528])
    fewer = np.repeat([0.0, 0.0, 1.0, 0.0], [200, 40, 32, 528])
    plans = Plans(np.full(800, 800 / 400_000), np.ones(800), more, fewer)
    found = corrected_shares(116_000, 400_000, plans, np.ones((1, 800), dtype=bool))
    assert found.share[0] == pytest.approx(0.3, abs=1e-12)
    assert (found.low[0], found.high[0]) == pytest.approx((0.27917546, 0.32082454), abs=3e-4)


def test_units_of_one_plan_make_the_interval_wider_never_narrower() -> None:
    alike = [1, 1, 1, 1] + [0] * 36
    apart = [1, 0, 0, 0] * 4 + [0] * 24
    plans = [nr // 4 for nr in range(40)]
    one, other, units = (
        corrected_share([0] * 400, values, [0.1] * 40, clusters)
        for values, clusters in ((alike, plans), (apart, plans), (apart, range(40)))
    )
    assert one.high - one.low > other.high - other.low
    assert other.high - other.low >= units.high - units.low


def test_every_plan_with_the_same_difference() -> None:
    found = corrected_share([1] * 100, [-1] * 20, [0.2] * 20, range(20))
    assert (found.share, found.low, found.error) == pytest.approx((0, 0, 0), abs=1e-12)
    assert 0 < found.high < 0.3


def test_shares_stay_between_none_and_all() -> None:
    found = corrected_share([0] * 100, [-1] * 9 + [0], [0.1] * 10, range(10))
    assert (found.share, found.low) == (0, 0)


def test_one_plan_is_too_few_for_an_interval() -> None:
    with pytest.raises(ValueError, match="two plans"):
        corrected_share([0, 1], [0, 1], [0.5, 0.5], ["a", "a"])
