"""What a model's errors do to a share, and how large a sample must be, by worked examples."""

import numpy as np
import pytest

from pipeline.statistics.intervals import difference_interval
from pipeline.statistics.misclassification import (
    Quality,
    errors,
    needed_sample,
    quality_from,
    rogan_gladen,
)


def test_a_share_and_back() -> None:
    """A true share of 8%, recall 0.70 and specificity 0.95: 0.08 * 0.70 + 0.92 * 0.05 = 10.2% is counted."""
    assert rogan_gladen(0.102, Quality(0.70, 0.05)) == pytest.approx(0.08, abs=1e-9)


def test_is_cut_off_at_none_and_all_and_refuses_a_model_of_chance() -> None:
    assert rogan_gladen(0.02, Quality(0.70, 0.05)) == 0
    assert rogan_gladen(0.9, Quality(0.70, 0.05)) == 1
    assert rogan_gladen(0.5, Quality(0.3, 0.3)) is None


def test_false_alarms_from_precision() -> None:
    """100 of 1000 have it, 80 were found and 20 given wrongly: precision and recall 0.8, 20 of 900 wrong."""
    found = quality_from(0.8, 0.8, 100, 1000)
    assert found is not None
    assert (found.recall, found.false_alarm) == pytest.approx((0.8, 20 / 900))


@pytest.mark.parametrize(
    "known", [(0.8, 0.8, 0, 10), (0.8, 0.8, 10, 10), (0.0, 0.8, 5, 10), (0.8, 0.0, 5, 10)]
)
def test_what_was_never_seen_has_no_quality(known: tuple[float, float, int, int]) -> None:
    assert quality_from(*known) is None


def test_errors_by_hand() -> None:
    """Of 100 units 20 have it; 4 are missed and 8 given wrongly."""
    assert errors(0.2, Quality(0.8, 0.1)) == pytest.approx((0.04, 0.08), abs=1e-12)


@pytest.mark.parametrize(
    ("population", "margin", "known"), [(10**9, 0.05, 385), (5000, 0.05, 357), (10**9, 0.03, 1068)]
)
def test_sample_size_is_about_the_well_known_figures(population: int, margin: float, known: int) -> None:
    """A share of a half; Jeffreys' interval needs some fewer draws than the well-known one."""
    assert known - 4 <= needed_sample(0.5, 0.0, population, margin) <= known


def test_sample_size_is_the_smallest_that_will_do() -> None:
    drawn = needed_sample(0.02, 0.04, 800, 0.03, given=0.3)
    widths = [
        float(np.diff(difference_interval(size, 0.02, 0.04))[0]) / 2
        for size in (nr / (1 - nr / 800) for nr in (drawn - 1, drawn))
    ]
    assert widths[0] > 0.03 >= widths[1]


def test_sample_size_of_nothing_and_of_all() -> None:
    assert needed_sample(0.0, 0.0, 178, 0.03) == needed_sample(0.5, 0.0, 0, 0.03) == 0
    assert needed_sample(0.5, 0.0, 10, 0.001) == 10
