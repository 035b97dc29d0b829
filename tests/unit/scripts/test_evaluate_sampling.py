"""How many plans a design needs, read from its curve; and the table of all designs."""

import numpy as np
import pytest
from evaluate_sampling import needed, table


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
def test_needed(wanted: float, plans: str) -> None:
    assert needed(np.array([10, 20, 30]), np.array([0.8, 0.9, 0.93]), wanted) == plans


def test_the_table_compares_with_chance_run_by_run() -> None:
    chance = np.array([[0.5, 0.6, 0.7], [0.6, 0.7, 0.8]])
    better = chance + np.array([0.0, 0.02, 0.04])
    units = {"random": np.array([[100, 200, 300]] * 2), "active": np.array([[100, 250, 400]] * 2)}
    lines = list(table({"random": chance, "active": better}, units, 10))
    assert lines[0] == "| design | 10 | 20 | 30 | better than chance | units |"
    assert lines[2].startswith("| random | 0.550 ± 0.050 |")
    assert lines[3].endswith("| +0.0300 ± 0.0000 | 400 |")
    assert lines[-1] == "| active | 18 | 225 | 27 | 350 |"
