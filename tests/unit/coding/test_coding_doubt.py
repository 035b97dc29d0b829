"""Which units are marked, and whether what that promises comes true."""

import numpy as np
import pytest

from pipeline.coding.decision import Decision, chosen, fair_threshold, risk_of, unsure
from pipeline.coding.doubt import (
    BROKEN,
    Promise,
    error_share,
    expected_errors,
    promise,
    risk_coverage,
    wrong_decisions,
)
from pipeline.coding.targets import Target, applies
from pipeline.domain import Eenheid

EVERY = frozenset(Eenheid)
SUBDOEL = frozenset({Eenheid.SUBDOEL})
TARGETS = (
    Target("thema", "taal", EVERY),
    Target("thema", "werk", EVERY),
    Target("eigen_inzet", "eigen_inzet", frozenset({Eenheid.SUBDOEL, Eenheid.AFSPRAAK})),
    Target("instrument", "taalles", SUBDOEL),
    Target("instrument", "eigen_inzet", SUBDOEL),
)
KINDS = [Eenheid.HOOFDDOEL, Eenheid.SUBDOEL, Eenheid.AFSPRAAK]
POSSIBLE = applies(KINDS, TARGETS)
DECISION = Decision(np.full(5, 0.5), Promise(0.3, 0.025, 0.9, 0.1))
PROBABILITY = np.array([[0.9, 0.2, 0, 0, 0], [0.6, 0.5, 0.3, 0.7, 0.3], [0.1, 0.0, 0.8, 0, 0]])


def test_expected_errors_of_a_worked_example() -> None:
    given = chosen(PROBABILITY, POSSIBLE, TARGETS, DECISION)
    assert given.tolist() == [
        [True, False, False, False, False],
        [True, True, False, True, False],
        [False, False, True, False, False],
    ]
    asked = POSSIBLE.copy()
    asked[1, 2] = False  # follows from the instrument
    expected = expected_errors(PROBABILITY, given, asked, TARGETS)
    assert np.allclose(expected, [[0.3, 0, 0], [0.9, 0, 0.3], [0.1, 0.2, 0]])
    assert np.allclose(risk_of(PROBABILITY, given, POSSIBLE, TARGETS), [0.3, 0.9, 0.2])


def test_a_unit_is_marked_for_the_variable_that_is_uncertain() -> None:
    found = unsure(PROBABILITY, POSSIBLE, TARGETS, DECISION)
    assert {name: rows.tolist() for name, rows in found.items()} == {
        "thema": [True, True, False],
        "eigen_inzet": [False, False, False],
        "instrument": [False, True, False],
    }


def test_decisions_are_counted_per_code_and_per_choice() -> None:
    given = chosen(PROBABILITY, POSSIBLE, TARGETS, DECISION)
    truth = given.copy()
    truth[1] = [True, False, True, False, True]  # a thema, the instrument, and own effort with it
    wrong, made = wrong_decisions(truth, given, POSSIBLE, TARGETS)
    assert wrong.tolist() == [0, 3, 0]
    assert made.tolist() == [2, 4, 3]
    assert error_share(wrong, made, np.array([True, True, False])) == 0.5
    assert error_share(wrong, made, np.zeros(3, dtype=bool)) == 0.0


def test_the_limit_of_one_lot_by_hand() -> None:
    """At most half is marked; from there up, one wrong of 70 decisions is allowed, two of 80 not."""
    units = np.arange(10) / 10
    wrong = np.array([0, 0, 0, 0, 0, 0, 1, 1, 0, 1])
    found = promise(units, wrong, np.full(10, 10), np.zeros(10, dtype=int), allowed=0.02)
    assert found == Promise(limit=0.7, allowed=0.02, holds=0.0, marked=pytest.approx(0.3))


def test_equal_units_are_on_one_side() -> None:
    units = np.array([0.1, 0.5, 0.5, 0.5])
    found = promise(units, np.array([0, 0, 0, 1]), np.full(4, 1), np.zeros(4, dtype=int), allowed=0.2)
    assert found.limit == 0.5


def test_nothing_is_marked_when_nothing_is_wrong() -> None:
    found = promise(np.arange(5.0), np.zeros(5, int), np.ones(5, int), np.arange(5), allowed=0.02)
    assert (found.limit, found.marked) == (np.inf, 0.0)
    nothing = np.zeros(0, dtype=int)
    assert promise(np.zeros(0), nothing, nothing, nothing).marked == 0.0


def _writers(random: np.random.Generator, number: int) -> tuple[np.ndarray, ...]:
    """Units whose probabilities are right on average, by writers who differ in how often they are wrong."""
    owner = np.repeat(np.arange(number), 150)
    units = random.beta(0.3, 3, size=len(owner))
    harder = random.gamma(4, 0.25, size=number)[owner]
    wrong = random.binomial(4, np.minimum(0.9, units / 4 * harder))
    return units, wrong, np.full(len(owner), 4), owner


@pytest.mark.parametrize("number", [8, 16])
def test_the_promise_holds_for_new_writers(number: int) -> None:
    """Drawn again and again: of the new writers no more than promised have too many errors."""
    random = np.random.default_rng(20190601)
    held, promised = [], []
    for _ in range(300):
        units, wrong, made, owner = _writers(random, number + 1)
        known, new = owner < number, owner == number
        found = promise(units[known], wrong[known], made[known], owner[known], allowed=0.02)
        held.append(error_share(wrong, made, new & (units < found.limit)) <= 0.02)
        promised.append(found.holds)
    chance = set(promised)
    assert chance == {1 - max(1, int(BROKEN * (number + 1))) / (number + 1)}
    assert np.mean(held) >= chance.pop() - 0.04  # two standard errors of 300 draws
    assert np.mean(held) < 0.999  # and it is not kept by marking everything


def test_few_writers_promise_nothing() -> None:
    random = np.random.default_rng(1)
    assert promise(*_writers(random, 3)).holds == 0.0
    units, wrong, made, _ = _writers(random, 4)
    assert promise(units, wrong, made, np.arange(len(units))).holds == 0.0  # of each a handful of decisions


def test_who_stays_wrong_whatever_is_marked_counts_against_the_promise() -> None:
    random = np.random.default_rng(5)
    units, wrong, made, owner = _writers(random, 8)
    wrong[owner < 3] = 1  # of three writers every unit has an error, however sure
    found = promise(units, wrong, made, owner)
    assert found.holds == pytest.approx(1 - 4 / 9)
    assert found.marked == pytest.approx(0.5, abs=0.01)


def test_risk_and_coverage_of_a_worked_example() -> None:
    units = np.array([0.9, 0.1, 0.8, 0.2])
    wrong, made = np.array([1, 0, 1, 0]), np.full(4, 2)
    rows = risk_coverage(units, wrong, made, np.array([0, 0, 1, 1]), (0.0, 0.25, 0.5), allowed=0.1)
    assert [(row.wrong, row.worst, row.kept) for row in rows] == [
        (0.25, 0.25, 0.0),
        (pytest.approx(1 / 6), 0.25, 0.5),
        (0.0, 0.0, 1.0),
    ]


def test_the_threshold_is_half_of_the_best_f1() -> None:
    """And that is where F1 is best, when the probabilities are right."""
    wanted = np.array([True, True, False, True, False, False])
    probability = np.array([0.9, 0.8, 0.7, 0.6, 0.2, 0.1])
    assert fair_threshold(wanted, probability) == pytest.approx(3 / 7)  # best F1: all three of four given
    assert fair_threshold(np.zeros(3, dtype=bool), probability[:3]) == 0.5
    random = np.random.default_rng(11)
    probability = random.beta(0.4, 2, size=200_000)
    wanted = random.random(len(probability)) < probability

    def f1(limit: float) -> float:
        given = probability >= limit
        return float(2 * (wanted & given).sum() / (wanted.sum() + given.sum()))

    assert (
        f1(fair_threshold(wanted, probability))
        >= max(f1(limit) for limit in np.linspace(0.05, 0.95, 91)) - 1e-3
    )
