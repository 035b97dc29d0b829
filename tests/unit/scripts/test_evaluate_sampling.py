"""How many plans a design needs, read from its curve; and the table of all designs."""

import numpy as np
import pytest
from evaluate_sampling import plans_needed, table


@pytest.mark.parametrize(
    ("wanted", "plans"),
    [
        (0.75, "at most 10"),
        (0.8, "at most 10"),
        (0.85, "15"),
        (0.9, "20"),
        (0.93, "30"),
        (0.95, "more than 30"),
    ],
)
def test_plans_needed(wanted: float, plans: str) -> None:
    assert plans_needed(np.array([0.8, 0.9, 0.93]), 10, wanted) == plans


def test_the_table_compares_with_chance_run_by_run() -> None:
    chance = np.array([[0.5, 0.6, 0.7], [0.6, 0.7, 0.8]])
    better = chance + np.array([0.0, 0.02, 0.04])
    lines = list(table({"random": chance, "active": better}, 10))
    assert lines[0] == "| design | 10 | 20 | 30 | better than chance |"
    assert lines[2].startswith("| random | 0.550 ± 0.050 |")
    assert lines[3].endswith("| +0.0300 ± 0.0000 |")
    assert lines[-1] == "| active | 18 | 27 |"
