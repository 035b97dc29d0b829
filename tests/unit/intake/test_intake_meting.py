"""The round of the study by the folder's name, and by the date of the plan."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.intake import meting_of, meting_on


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("ontvangen/meting1/a.pdf", 1),
        ("ontvangen/Meting 2/sub/a.pdf", 2),
        ("meting1/meting2/a.pdf", 2),
        ("plannen_ronde-3/a.pdf", 3),
        ("T2/a.pdf", 2),
        ("meting12/a.pdf", 12),
        ("meting1/meting.pdf", 1),
        ("plannen/meting1.pdf", None),
        ("afmeting1x/a.pdf", None),
        ("test1/a.pdf", None),
        ("2019/a.pdf", None),
        ("a.pdf", None),
    ],
)
def test_the_nearest_folder_that_names_a_round_counts(path: str, expected: int | None) -> None:
    assert meting_of(Path(path)) == expected


STARTS = (date(2019, 9, 1), date(2020, 6, 1))


@pytest.mark.parametrize(
    ("day", "starts", "expected"),
    [
        (date(2019, 8, 31), STARTS, None),
        (date(2019, 9, 1), STARTS, 1),
        (date(2020, 5, 31), STARTS, 1),
        (date(2020, 6, 1), STARTS, 2),
        (date(2031, 1, 1), STARTS, 2),
        (date(2020, 1, 1), (), None),
        (None, STARTS, None),
    ],
)
def test_a_date_belongs_to_the_last_round_that_began(
    day: date | None, starts: tuple[date, ...], expected: int | None
) -> None:
    assert meting_on(day, starts) == expected
