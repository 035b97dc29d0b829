"""The made-up samples and models of the simulation are what it says they are."""

import numpy as np
import pytest
from evaluate_estimates import Population, _broken, main
from evaluate_intervals import rows
from sample_designs import designs
from scipy import stats

PLANS, WRITERS, DRAWS = 120, 6, 3000


@pytest.mark.parametrize("design", list(designs())[1:], ids=lambda design: design.name)
def test_plans_are_drawn_as_often_as_their_chance_says(design) -> None:
    random = np.random.default_rng(1)
    writers = np.repeat(np.arange(WRITERS), PLANS // WRITERS)
    drawn = np.zeros(PLANS)
    chances = design.chances(writers)
    for _ in range(DRAWS):
        drawn += design.draw(random, writers, chances)
    spread = np.sqrt(chances * (1 - chances) / DRAWS)
    assert (np.abs(drawn / DRAWS - chances) <= 4.5 * spread + 1e-12).all()


def test_model_misses_what_it_should_and_mostly_with_some_writers() -> None:
    units = 60_000
    random = np.random.default_rng(2)
    writers = np.arange(units) % 10
    population = Population("x", random.random(units) < 0.3, np.arange(units), writers)
    model = _broken(population, 0.8, random)
    assert model[population.truth].mean() == pytest.approx(0.8, abs=0.01)
    recalls = sorted(model[population.truth & (writers == writer)].mean() for writer in range(10))
    assert recalls[:5] == pytest.approx([0.66] * 5, abs=0.03)
    assert recalls[5:] == pytest.approx([0.94] * 5, abs=0.03)


def test_a_short_run_prints_a_row_for_every_design(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("evaluate_estimates.RECALLS", (0.8,))
    monkeypatch.setattr("sys.argv", ["evaluate_estimates.py", "--runs", "1"])
    main()
    rows = [line for line in capsys.readouterr().out.splitlines() if line.startswith("| ")]
    assert len(rows) == 2 + 5


def test_what_can_be_had_is_counted_over_all_samples() -> None:
    """Poisson's chances are those of many draws; 60 come near."""
    found = {row.errors: row for row in rows()}
    assert found[1].one_kind == pytest.approx(stats.poisson.cdf([2, 3], 1), abs=0.005)
    assert found[0.5].both_kinds == pytest.approx(
        [stats.skellam.pmf(0, 0.25, 0.25), stats.skellam.pmf([-1, 0, 1], 0.25, 0.25).sum()], abs=0.005
    )
    assert all(under < 0.95 <= over for row in found.values() for under, over in row.pairs)
