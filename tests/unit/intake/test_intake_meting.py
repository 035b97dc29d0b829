"""The round of the study by the folder's name."""

from pathlib import Path

import pytest

from pipeline.intake import meting_of


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
