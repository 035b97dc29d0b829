"""Intervals: plans are drawn, the seed holds, and nothing is made up where draws say nothing."""

import numpy as np
import pytest

from pipeline.agreement.estimate import Bootstrap, Estimate
from pipeline.agreement.measures import MISSING, cohen_kappa, krippendorff_alpha, nominal, percentage

ALPHA = krippendorff_alpha(nominal(3))


def codes_of(plans: int, of_plan: int = 4) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(3)
    codes = random.integers(0, 3, (plans * of_plan, 2))
    codes[::3, 1] = codes[::3, 0]
    return codes, np.repeat(np.arange(plans), of_plan)


def test_the_interval_is_that_of_drawing_plans_one_by_one() -> None:
    codes, plans = codes_of(12)
    found = Bootstrap(draws=200, seed=5).estimate(ALPHA, [codes], plans)
    weights = np.random.default_rng(5).multinomial(12, np.full(12, 1 / 12), size=200)
    drawn = [
        ALPHA.of(np.concatenate([codes[plans == plan] for plan in range(12) for _ in range(row[plan])]))
        for row in weights
    ]
    assert found.value == pytest.approx(ALPHA.of(codes))
    assert (found.low, found.high) == pytest.approx(tuple(np.quantile(drawn, [0.025, 0.975])))


def test_the_same_seed_gives_the_same_interval_and_another_seed_another() -> None:
    codes, plans = codes_of(12)
    first, again, other = (Bootstrap(200, seed).estimate(ALPHA, [codes], plans) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_units_of_one_plan_go_together() -> None:
    codes, _ = codes_of(12)
    apart = Bootstrap().estimate(ALPHA, [np.repeat(codes, 5, axis=0)], np.arange(len(codes) * 5))
    together = Bootstrap().estimate(ALPHA, [np.repeat(codes, 5, axis=0)], np.repeat(np.arange(len(codes)), 5))
    assert together.high - together.low > 1.5 * (apart.high - apart.low)


def test_several_tables_are_averaged_and_those_without_a_value_left_out() -> None:
    codes, plans = codes_of(12)
    kappa = cohen_kappa(3)
    nothing = np.full_like(codes, MISSING)
    two = Bootstrap().estimate(kappa, [codes, codes[:, ::-1], nothing], plans)
    assert two == Bootstrap().estimate(kappa, [codes, codes[:, ::-1]], plans)
    assert two.value == pytest.approx(kappa.of(codes))


def test_no_value_no_interval() -> None:
    assert Bootstrap().estimate(ALPHA, [np.zeros((8, 2), dtype=int)], np.arange(8)) == Estimate(None)
    assert Bootstrap().estimate(ALPHA, [np.zeros((0, 2), dtype=int)], np.arange(0)) == Estimate(None)


def test_full_agreement_and_one_plan_have_no_interval() -> None:
    same = np.repeat(np.arange(9)[:, None] % 3, 2, axis=1)
    assert Bootstrap().estimate(percentage(), [same], np.arange(9)) == Estimate(1.0)
    codes, _ = codes_of(3)
    only = Bootstrap().estimate(ALPHA, [codes], np.zeros(len(codes), dtype=int))
    assert only == Estimate(pytest.approx(ALPHA.of(codes)))


def test_no_interval_when_many_draws_say_nothing() -> None:
    codes = np.zeros((10, 2), dtype=int)
    codes[0] = [1, 1]
    codes[1] = [0, 1]
    found = Bootstrap().estimate(krippendorff_alpha(nominal(2)), [codes], np.arange(10))
    assert found.value is not None
    assert found.low is None


def plans_that_differ(random: np.random.Generator, number: int) -> tuple[np.ndarray, np.ndarray]:
    """Two coders; how common the code is and how often each is wrong differs from plan to plan."""
    codes, plans = [], []
    for plan in range(number):
        units = random.integers(6, 18)
        truth = random.random(units) < random.beta(2, 6)
        wrong = random.random((units, 2)) < random.beta(1, 12)
        codes.append((truth[:, None] ^ wrong).astype(int))
        plans += [plan] * units
    return np.concatenate(codes), np.array(plans)


@pytest.mark.slow
def test_intervals_over_plans_hold_the_truth_and_those_over_units_do_not() -> None:
    random, alpha = np.random.default_rng(0), krippendorff_alpha(nominal(2))
    truth = alpha.of(plans_that_differ(random, 20_000)[0])
    held = {"plans": 0, "units": 0}
    for seed in range(150):
        codes, plans = plans_that_differ(random, 40)
        for name, drawn in (("plans", plans), ("units", np.arange(len(codes)))):
            found = Bootstrap(300, seed).estimate(alpha, [codes], drawn)
            held[name] += found.low <= truth <= found.high
    assert held["plans"] >= 0.9 * 150
    assert held["units"] < 0.9 * 150
