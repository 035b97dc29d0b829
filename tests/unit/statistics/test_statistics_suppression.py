"""Small cells: hidden, and not to be worked out from what is left."""

import numpy as np
import pytest
from scipy.optimize import linprog

from pipeline.statistics.suppression import SMALLEST, Cell, hidden_cells


def test_large_counts_and_zeros_are_shown() -> None:
    assert hidden_cells([[10, 0], [20, 5]]) == set()
    assert hidden_cells([]) == set()


def test_a_small_count_takes_a_rectangle_with_it() -> None:
    assert hidden_cells([[30, 3, 20], [40, 10, 15], [50, 60, 70]]) == {(0, 1), (1, 1), (0, 2), (1, 2)}


def test_two_small_counts_that_add_up_to_little_are_not_enough() -> None:
    hidden = hidden_cells([[1, 1, 30], [20, 30, 40], [30, 40, 50]])
    assert (0, 2) in hidden


def test_a_line_of_little_is_hidden_whole() -> None:
    assert hidden_cells([[1, 0, 2]]) == {(0, 0), (0, 1), (0, 2)}


@pytest.mark.parametrize("seed", range(25))
def test_no_hidden_count_follows_from_the_rest(seed: int) -> None:
    """By linear programming: with all totals known each hidden count could have been another."""
    chance = np.random.default_rng(seed)
    counts = chance.poisson(chance.uniform(1, 12), size=(chance.integers(2, 8), chance.integers(2, 6)))
    hidden = hidden_cells(counts.tolist())
    for place in hidden:
        low, high = feasible(counts, sorted(hidden), place)
        assert high - low > 1 - 1e-6
    shown = {(row, column) for row, column in np.ndindex(*counts.shape)} - hidden
    assert all(not 0 < counts[place] < SMALLEST for place in shown)


def feasible(counts: "np.ndarray", hidden: list[Cell], place: Cell) -> tuple[float, float]:
    rows, columns = counts.shape
    lines = [[int(r == line) for r, _ in hidden] for line in range(rows)]
    lines += [[int(c == line) for _, c in hidden] for line in range(columns)]
    values = [counts[cell] for cell in hidden]
    left = np.array(lines) @ np.array(values)
    aim = np.array([float(cell == place) for cell in hidden])
    ends = [linprog(sign * aim, A_eq=lines, b_eq=left, bounds=(0, None)).fun for sign in (1, -1)]
    return ends[0], -ends[1]
