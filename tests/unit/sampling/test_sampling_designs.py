"""Chances are exact: against all samples there are, or many draws."""

from collections import Counter
from itertools import combinations

import numpy as np
import pytest

from pipeline.domain import Coding
from pipeline.errors import UsageError
from pipeline.sampling.designs import (
    allocate,
    draw_active,
    draw_mixed,
    draw_random,
    draw_stratified,
    union_chances,
)
from pipeline.sampling.doubt import plan_doubts, rank, unit_doubt


def generator(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_a_random_sample_is_drawn_with_the_chance_it_says() -> None:
    drawn = Counter(pick.plan for seed in range(3000) for pick in draw_random(8, 3, generator(seed)))
    assert {pick.chance for pick in draw_random(8, 3, generator())} == {3 / 8}
    assert all(abs(drawn[plan] / 3000 - 3 / 8) < 0.04 for plan in range(8))


def test_strata_are_drawn_in_proportion_with_their_own_chance() -> None:
    strata = ["a"] * 60 + ["b"] * 30 + ["c"] * 3
    picks = draw_stratified(strata, 20, generator())
    assert Counter(pick.stratum for pick in picks) == {"a": 12, "b": 6, "c": 2}
    assert {(pick.stratum, pick.chance) for pick in picks} == {("a", 0.2), ("b", 0.2), ("c", 2 / 3)}
    assert all(strata[pick.plan] == pick.stratum for pick in picks)
    # Weighted by one over its chance, a sample stands for all plans.
    assert sum(1 / pick.chance for pick in picks) == pytest.approx(93)


@pytest.mark.parametrize("wanted", [6, 7, 20, 55, 101])
def test_allocation_adds_up_and_no_stratum_is_left_out_or_over_drawn(wanted: int) -> None:
    sizes = {"a": 80, "b": 20, "c": 1}
    numbers = allocate(sizes, wanted)
    assert sum(numbers.values()) == wanted
    assert all(min(2, sizes[its]) <= number <= sizes[its] for its, number in numbers.items())


def test_too_few_for_the_strata_is_refused() -> None:
    with pytest.raises(UsageError, match=r"4 plannen is te weinig voor 3 lagen.*ten minste 5"):
        allocate({"a": 80, "b": 20, "c": 1}, 4)


@pytest.mark.parametrize(
    ("plans", "by_chance", "by_rank"), [(7, 3, 2), (6, 1, 4), (5, 5, 0), (6, 3, 3), (4, 1, 0)]
)
def test_chances_of_a_mixed_sample_are_those_of_all_samples_there_are(
    plans: int, by_chance: int, by_rank: int
) -> None:
    samples = list(combinations(range(plans), by_chance))
    taken: Counter[int] = Counter()
    for sample in samples:
        rest = [plan for plan in range(plans) if plan not in sample][:by_rank]
        taken.update((*sample, *rest))
    expected = [taken[plan] / len(samples) for plan in range(plans)]
    assert union_chances(plans, by_chance, by_rank) == pytest.approx(expected, abs=1e-12)


def test_a_mixed_sample_estimates_without_bias_by_its_joint_chances() -> None:
    ranking, values = [3, 0, 4, 1, 2, 5], np.array([5.0, 1.0, 2.0, 9.0, 4.0, 0.0])
    totals = [
        sum(values[pick.plan] / pick.together for pick in draw_mixed(ranking, [""] * 6, 4, generator(seed)))
        for seed in range(4000)
    ]
    assert np.mean(totals) == pytest.approx(values.sum(), rel=0.02)


def test_a_mixed_sample_is_half_by_chance_and_half_by_rank() -> None:
    picks = draw_mixed(list(range(20)), ["twijfel"] * 20, 7, generator())
    by_chance = [pick for pick in picks if pick.chance is not None]
    assert (len(by_chance), {pick.chance for pick in by_chance}) == (4, {4 / 20})
    others = [pick.plan for pick in picks if pick.chance is None]
    assert others == [plan for plan in range(7) if plan not in {pick.plan for pick in by_chance}][:3]


def test_active_picks_have_no_chance() -> None:
    picks = draw_active([4, 2, 0, 1, 3], list("abcde"), 2)
    assert [(pick.plan, pick.reason, pick.chance) for pick in picks] == [(2, "c", None), (4, "e", None)]


@pytest.mark.parametrize("draw", [draw_random, draw_mixed, draw_active])
def test_more_than_there_is_cannot_be_drawn(draw) -> None:
    arguments = {
        draw_random: (3, 4, generator()),
        draw_mixed: ([0, 1, 2], [""] * 3, 4, generator()),
        draw_active: ([0, 1, 2], [""] * 3, 4),
    }
    with pytest.raises(UsageError, match="Er zijn 3 plannen"):
        draw(*arguments[draw])


def test_everything_can_be_drawn() -> None:
    assert [pick.chance for pick in draw_random(3, 3, generator())] == [1.0] * 3
    assert [pick.plan for pick in draw_stratified(["a", "b", "b"], 3, generator())] == [0, 1, 2]


def test_doubt_is_how_near_a_code_is_to_being_another() -> None:
    assert unit_doubt(Coding(scores={})) == 0
    assert unit_doubt(Coding(scores={"thema.taal": 1.0, "thema.werk": 0.0})) == 0
    assert unit_doubt(Coding(scores={"thema.taal": 0.5, "thema.werk": 0.0})) == 1
    assert unit_doubt(Coding(scores={"eigen_inzet": 0.9})) == pytest.approx(0.2)
    assert unit_doubt(Coding(scores={"instrument.zorg": 0.6, "instrument.geen": 0.3})) == pytest.approx(0.7)
    assert unit_doubt(Coding(scores={"hoofddoel_type.anders": 0.7})) == pytest.approx(0.3)
    sure, unsure = Coding(scores={"eigen_inzet": 0.0}), Coding(scores={"eigen_inzet": 0.5})
    assert plan_doubts([[sure, unsure], [sure], []]).tolist() == [0.5, 0.0, 0.0]


def test_doubtful_plans_of_each_kind_of_text_come_first() -> None:
    texts = ["de taalles en het examen"] * 4 + ["de fiets en de garage"] * 4
    doubts = np.array([0.9, 0.8, 0.7, 0.6, 0.3, 0.2, 0.1, 0.0])
    ranking = rank(doubts, texts, 2, seed=1)
    assert ranking.order == (0, 4, 1, 5, 2, 6, 3, 7)
    assert rank(doubts, texts, 2, seed=1) == ranking
    assert rank(doubts, [""] * 8, 2, seed=1).order == tuple(range(8))  # nothing to tell texts apart by
