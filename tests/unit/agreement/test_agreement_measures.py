"""The measures against published examples, independent libraries, and where they cannot be determined."""

import krippendorff
import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from pipeline.agreement.masi import masi_distance, masi_distances
from pipeline.agreement.measures import (
    MISSING,
    cohen_kappa,
    gwet_ac1,
    krippendorff_alpha,
    nominal,
    percentage,
)

FOUR_OBSERVERS = [  # Krippendorff 2011, section C; rows are units, 0 is no coding
    *([1, 1, 0, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4]),
    *([4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [0, 5, 5, 5], [0, 0, 1, 1], [0, 0, 3, 0]),
]


def units(*coders: str) -> np.ndarray:
    """Codings by letter, one text per coder, as ``(units, coders)``."""
    return np.array([[ord(code) - ord("a") for code in coder] for coder in coders]).T


def cells(table: list[list[int]]) -> np.ndarray:
    """The codings of two coders that a table of counts tells of."""
    pairs = [
        (row, column) for row, line in enumerate(table) for column, n in enumerate(line) for _ in range(n)
    ]
    return np.array(pairs)


def drawn(seed: int, coders: int, categories: int, missing: float) -> np.ndarray:
    random = np.random.default_rng(seed)
    codes = random.integers(0, categories, (60, coders))
    same = random.random(60) < 0.5
    codes[same] = codes[same][:, :1]
    codes[random.random(codes.shape) < missing] = MISSING
    return codes


def test_alpha_of_krippendorff_2011_with_two_observers() -> None:
    binary = units("abaaaaaaba", "bbbaabaaaa")
    assert round(krippendorff_alpha(nominal(2)).of(binary), 3) == 0.095
    letters = units("aabbdcccedda", "babbbccceddd")
    assert round(krippendorff_alpha(nominal(5)).of(letters), 3) == 0.692


def test_four_observers_with_missing_codings() -> None:
    codes = np.array(FOUR_OBSERVERS) - 1
    assert round(krippendorff_alpha(nominal(5)).of(codes), 3) == 0.743  # Krippendorff 2011
    assert round(gwet_ac1(5).of(codes), 3) == 0.775  # Gwet 2014, chapter 2
    # irrCAC 0.4.4, CAC(...).gwet() and .krippendorff()
    assert gwet_ac1(5).of(codes) == pytest.approx(0.775444068126995, abs=1e-12)
    assert krippendorff_alpha(nominal(5)).of(codes) == pytest.approx(0.743421052631579, abs=1e-12)
    assert percentage().of(codes) == pytest.approx(0.818181818181818, abs=1e-12)


def test_kappa_of_cohen_1960() -> None:
    assert round(cohen_kappa(3).of(cells([[88, 14, 18], [10, 40, 10], [2, 6, 12]])), 3) == 0.492


def test_a_rare_code_lowers_kappa_and_not_ac1() -> None:
    codes = cells([[118, 5], [2, 0]])  # the paradox of Gwet 2008: coders agree on 94%
    assert percentage().of(codes) == pytest.approx(0.944)
    assert cohen_kappa(2).of(codes) == pytest.approx(-0.0234, abs=5e-5)
    assert gwet_ac1(2).of(codes) == pytest.approx(0.9408, abs=5e-5)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("coders", "categories", "missing"), [(2, 2, 0.0), (3, 4, 0.3), (5, 3, 0.5)])
def test_alpha_equals_the_library(seed: int, coders: int, categories: int, missing: float) -> None:
    codes = drawn(seed, coders, categories, missing)
    with_gaps = np.where(codes == MISSING, np.nan, codes).T
    theirs = krippendorff.alpha(with_gaps, level_of_measurement="nominal")
    assert krippendorff_alpha(nominal(categories)).of(codes) == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_kappa_equals_the_library(seed: int) -> None:
    codes = drawn(seed, 2, 4, 0.2)
    both = codes[(codes != MISSING).all(axis=1)]
    assert cohen_kappa(4).of(codes) == pytest.approx(cohen_kappa_score(*both.T), abs=1e-9)


def test_ac1_of_three_coders_with_gaps_equals_the_library() -> None:
    text = """1-1 111 1-0 0-1 100 101 -01 0-0 101 00- 111 1-- 11- 100 101 -00 000 -1- -11 101 000 010 0-1 -10
        -00 -11 101 -1- 011 111"""
    codes = np.array([[MISSING if code == "-" else int(code) for code in unit] for unit in text.split()])
    # irrCAC 0.4.4
    assert gwet_ac1(2).of(codes) == pytest.approx(0.207207207207207, abs=1e-12)
    assert percentage().of(codes) == pytest.approx(0.592592592592592, abs=1e-12)


def test_masi_of_passonneau_2006() -> None:
    a, ab, abc, bc, none = (frozenset(codes) for codes in ("a", "ab", "abc", "bc", ""))
    assert masi_distance(ab, ab) == masi_distance(none, none) == 0
    assert masi_distance(a, bc) == masi_distance(a, none) == 1
    assert (
        masi_distance(ab, abc) == masi_distance(abc, ab) == pytest.approx(1 - 2 / 3 * 2 / 3)
    )  # one in the other
    assert masi_distance(ab, bc) == pytest.approx(1 - 1 / 3 * 1 / 3)  # overlap
    # nltk 3.10.4, masi_distance: the same numbers
    assert (masi_distance(ab, abc), masi_distance(ab, bc)) == pytest.approx(
        (0.5555555555555556, 0.8888888888888888)
    )


@pytest.mark.parametrize("seed", range(3))
def test_alpha_of_sets_equals_the_library(seed: int) -> None:
    sets = [frozenset(codes) for codes in ("", "a", "b", "ab", "abc")]
    distance = masi_distances(sets)
    codes = drawn(seed, 3, len(sets), 0.2)
    theirs = krippendorff.alpha(
        np.where(codes == MISSING, np.nan, codes).T,
        level_of_measurement=lambda one, other, **_: distance[one.astype(int), other.astype(int)],
    )
    assert krippendorff_alpha(distance).of(codes) == pytest.approx(theirs, abs=1e-9)


MEASURES = [percentage(), cohen_kappa(2), krippendorff_alpha(nominal(2)), gwet_ac1(2)]


@pytest.mark.parametrize("measure", MEASURES, ids=lambda each: each.name)
@pytest.mark.parametrize("codes", [np.zeros((0, 2), dtype=int), np.array([[0, MISSING], [MISSING, 1]])])
def test_nothing_is_determined_without_units_coded_twice(measure, codes) -> None:
    assert np.isnan(measure.of(codes))


@pytest.mark.parametrize("measure", MEASURES[1:], ids=lambda each: each.name)
def test_agreement_beyond_chance_is_not_determined_when_all_is_the_same(measure) -> None:
    assert np.isnan(measure.of(np.zeros((9, 2), dtype=int)))
    assert percentage().of(np.zeros((9, 2), dtype=int)) == 1


def test_one_coder_without_variation_is_kappa_0() -> None:
    assert cohen_kappa(2).of(units("aaaa", "abab")) == 0
