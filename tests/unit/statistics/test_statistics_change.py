"""A change split into plans and ruler: exact sums, known tables, and intervals beside drawing plans again."""

import numpy as np
import pytest
from scipy import stats

from pipeline.statistics.change import Counts, Part, split_change


def one_unit_each(codes: list[int], start: int = 0) -> Counts:
    return {f"p{number}": (code, 1) for number, code in enumerate(codes, start)}


def many_units(plans: int, chance: float, seed: int, start: int = 0) -> dict[str, tuple[int, int]]:
    random = np.random.default_rng(seed)
    found = {}
    for number in range(start, start + plans):
        units = int(random.integers(1, 5))
        found[f"p{number}"] = (int(random.binomial(units, random.beta(4 * chance, 4 * (1 - chance)))), units)
    return found


def recoded(counts: Counts, seed: int, gained: float, lost: float) -> dict[str, tuple[int, int]]:
    random = np.random.default_rng(seed)
    return {
        plan: (int(hits - random.binomial(hits, lost) + random.binomial(units - hits, gained)), units)
        for plan, (hits, units) in counts.items()
    }


def part(given: Part | None) -> Part:
    assert given is not None
    return given


def test_the_parts_add_up_to_the_change() -> None:
    before = many_units(60, 0.3, 1)
    again = recoded(before, 2, gained=0.1, lost=0.05)
    gone = dict(list(again.items())[5:])
    for known in (again, gone):
        split = split_change(before, known, many_units(45, 0.4, 3, start=60))
        assert split is not None
        assert split.total.value == pytest.approx(split.after - split.before, abs=1e-12)
        assert part(split.plans).value + part(split.ruler).value == pytest.approx(
            split.total.value, abs=1e-12
        )


def test_by_hand() -> None:
    # 20% of ten by the old ruler, 40% of the same ten by the new one, 70% of ten later plans.
    before = one_unit_each([1, 1, 0, 0, 0, 0, 0, 0, 0, 0])
    again = one_unit_each([1, 1, 1, 1, 0, 0, 0, 0, 0, 0])
    after = one_unit_each([1] * 7 + [0] * 3, start=10)
    split = split_change(before, again, after)
    assert split is not None
    assert (split.before, split.after) == (0.2, 0.7)
    assert part(split.ruler).value == pytest.approx(0.2)
    assert part(split.plans).value == pytest.approx(0.3)


def test_the_part_of_the_ruler_is_the_paired_difference_of_mcnemars_table() -> None:
    # Agresti, Categorical Data Analysis, table 11.1: approval of the prime minister, 944 / 880 of 1600.
    pairs = [(1, 1)] * 794 + [(1, 0)] * 150 + [(0, 1)] * 86 + [(0, 0)] * 570
    before = one_unit_each([first for first, _ in pairs])
    again = one_unit_each([second for _, second in pairs])
    split = split_change(before, again, again)
    assert split is not None
    ruler = part(split.ruler)
    assert ruler.value == pytest.approx(-0.04)
    # The book gives -0.04 +- 1.96 * 0.0095: from -0.06 to -0.02.
    assert ruler.low is not None and ruler.low == pytest.approx(-0.04 - 1.96 * 0.0095, abs=3e-4)
    assert ruler.high is not None and ruler.high == pytest.approx(-0.04 + 1.96 * 0.0095, abs=2e-4)
    assert ruler.is_shown


def test_between_two_rounds_without_a_new_ruler_it_is_the_difference_of_two_shares() -> None:
    before = one_unit_each([1] * 30 + [0] * 70)
    after = one_unit_each([1] * 45 + [0] * 55, start=100)
    split = split_change(before, before, after)
    assert split is not None
    ruler, plans = part(split.ruler), part(split.plans)
    assert ruler.value == 0
    assert not ruler.is_shown
    error = np.sqrt(0.3 * 0.7 / 99 + 0.45 * 0.55 / 99)
    assert plans.low is not None and plans.high is not None
    assert (plans.high - plans.low) / 2 / error == pytest.approx(1.96, abs=0.05)


def test_what_did_not_change_could_have_changed() -> None:
    """No unit got another code, and none has the code: Jeffreys' ends for none of 40 and none of 60."""
    before, after = one_unit_each([0] * 40), one_unit_each([0] * 60, start=40)
    split = split_change(before, before, after)
    assert split is not None
    assert (split.total.value, part(split.ruler).value) == (0, 0)
    few, many = (
        stats.beta.ppf(0.975, 0.5, plans * (1.96 / stats.t.ppf(0.975, plans - 1)) ** 2 + 0.5)
        for plans in (40, 60)
    )
    ruler = part(split.ruler)
    assert (ruler.low, ruler.high) == pytest.approx((-few, few), abs=1e-5)
    assert (split.total.low, split.total.high) == pytest.approx((-few, many), abs=1e-5)
    assert part(split.plans) == split.total


def test_intervals_are_those_of_drawing_whole_plans_again() -> None:
    before = many_units(150, 0.3, 5)
    again = recoded(before, 6, gained=0.15, lost=0.1)
    after = many_units(120, 0.45, 7, start=150)
    split = split_change(before, again, after)
    assert split is not None
    random = np.random.default_rng(8)
    first, second = list(before), list(after)
    plans, ruler = [], []
    for _ in range(2000):
        one, two = random.choice(first, len(first)), random.choice(second, len(second))
        old, new, late = (_share(each, drawn) for each, drawn in ((before, one), (again, one), (after, two)))
        plans.append(late - new)
        ruler.append(new - old)
    for given, drawn in ((part(split.plans), plans), (part(split.ruler), ruler)):
        assert given.low is not None and given.high is not None
        low, high = np.quantile(drawn, [0.025, 0.975])
        assert given.low == pytest.approx(low, abs=0.12 * (high - low))
        assert given.high == pytest.approx(high, abs=0.12 * (high - low))


def _share(counts: Counts, drawn: np.ndarray) -> float:
    hits, units = np.array([counts[plan] for plan in drawn]).sum(axis=0)
    return float(hits / units)


def test_one_share_over_the_same_plans_is_all_ruler() -> None:
    before = many_units(40, 0.3, 9)
    again = recoded(before, 10, gained=0.2, lost=0.0)
    split = split_change(before, again, again)
    assert split is not None
    plans = part(split.plans)
    assert (plans.value, plans.low, plans.high) == pytest.approx((0, 0, 0), abs=1e-12)
    assert part(split.ruler).value == pytest.approx(split.total.value)


def test_without_plans_coded_twice_the_change_is_not_split() -> None:
    split = split_change(one_unit_each([1, 0] * 6), {}, one_unit_each([1, 1] * 6, start=20))
    assert split is not None
    assert split.plans is None and split.ruler is None
    assert split.total.value == pytest.approx(0.5)


def test_without_units_there_is_no_change() -> None:
    assert split_change({}, {}, one_unit_each([1])) is None
    assert split_change(one_unit_each([1]), one_unit_each([1]), {"p9": (0, 0)}) is None


def test_few_plans_get_no_interval() -> None:
    split = split_change(one_unit_each([1, 0]), one_unit_each([1, 1]), one_unit_each([1], start=5))
    assert split is not None
    assert (part(split.ruler).low, part(split.plans).high, split.total.low) == (None, None, None)
    assert not part(split.ruler).is_shown


@pytest.mark.parametrize(
    ("gained", "lost", "least"), [(0.1, 0.05, 0.93), (0.02, 0.01, 0.93), (0.02, 0.0, 0.91)]
)
def test_ninety_five_percent_intervals_hold_the_truth_that_often(
    gained: float, lost: float, least: float
) -> None:
    """Many changes and few: with few, not every percentage can be had."""
    runs, held, plans_held = 400, 0, 0
    for seed in range(runs):
        before = many_units(60, 0.3, 4 * seed)
        again = recoded(before, 4 * seed + 1, gained, lost)
        split = split_change(
            before, again, recoded(many_units(60, 0.3, 4 * seed + 2, 60), 4 * seed + 3, gained, lost)
        )
        assert split is not None
        ruler, plans = part(split.ruler), part(split.plans)
        assert ruler.low is not None and ruler.high is not None
        assert plans.low is not None and plans.high is not None
        held += ruler.low <= 0.7 * gained - 0.3 * lost <= ruler.high
        plans_held += plans.low <= 0 <= plans.high
    assert least <= held / runs <= (0.97 if gained > 0.05 else 1)
    assert 0.93 <= plans_held / runs <= 0.98
