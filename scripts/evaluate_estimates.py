"""Whether the intervals of corrected shares hold the truth as often as they say.

    python scripts/evaluate_estimates.py [--annotations annotations] [--runs 200]

The plans of ``annotations/`` with their codes are taken for the whole truth. A model is made up that misses
and adds codes: mostly in the plans of some writers, so that its errors go together. Then many samples of
plans are drawn, as people would code them, and each gives an interval. Printed per design and quality of
the model: how often the 95% interval holds the true share, by how many errors of the model a sample is
expected to hold, and for the share for which it does so least; the same for the people's sample alone; how
wide it is beside that; and how far the model's own count is from the truth, which no number of plans mends.

The last column is the nearest that any interval of one width could come to 95% without falling short, if it
knew beforehand how samples come out: a sample holds 0, 1, 2, ... errors, so with few of them the choice is
between far under 95% and far over it.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.annotations import Annotation, read_annotations
from pipeline.domain import Eenheid
from pipeline.statistics.estimation import Estimate, corrected_share
from pipeline.statistics.score import CONFIDENCE

SEED = 20
RECALLS = (0.6, 0.7, 0.8, 0.9, 0.95)
FALSE_ALARM = 0.04
"""Of the units without the code, the part that a model of recall 0.6 gives it all the same."""
SMALLEST_SHARE = 0.02
ENOUGH = 4
"""Errors expected in a sample, from where on 95% can be come near to."""
TINY = 1e-9

Booleans = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Population:
    """All units of one share: whether each has the code, whose plan it is of, and who wrote that."""

    name: str
    truth: Booleans
    plans: npt.NDArray[np.intp]
    writers: npt.NDArray[np.intp]


@dataclass(frozen=True)
class Design:
    """A way to draw plans; gives the chance of each plan and, each time, which are drawn."""

    name: str
    draw: Callable[[np.random.Generator, npt.NDArray[np.intp]], tuple[Booleans, Floats]]


@dataclass(frozen=True)
class Result:
    """Of one share over all runs: how many intervals held the truth, and how wide they were, as parts.

    ``expected``: how many errors of the model a sample holds on average. ``alone``: without the model.
    ``nearest``: how many would be held by the narrowest fixed width that holds 95%. ``off``: how far the
    model's own count is from the truth, in points.
    """

    expected: float
    held: float
    nearest: float
    width: float
    held_alone: float
    width_alone: float
    off: float


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--annotations", type=Path, default=Path("annotations"))
    parser.add_argument("--runs", type=int, default=200)
    arguments = parser.parse_args()
    populations = list(_populations(read_annotations(arguments.annotations)))
    print(f"{len(populations)} shares, {arguments.runs} samples of each in every row, seed {SEED}\n")
    print(
        "| sample | recall | 95% interval holds the truth | under 1 error expected | 1 to 4 | 4 and more | "
        "the worst share | people alone, and the worst | width beside people alone | "
        "model's own count off by, mean and worst | the nearest to 95% there is |"
    )
    print(f"|{' --- |' * 11}")
    rows = [_row(design, recall, populations, arguments.runs) for design in _designs() for recall in RECALLS]
    return int(not all(rows))


def _row(design: Design, recall: float, populations: Sequence[Population], runs: int) -> bool:
    """Print one row; whether intervals never hold too little, nor too much where errors are enough."""
    chance = np.random.default_rng([SEED, int(100 * recall)])
    found = [
        _result(design, population, _broken(population, recall, chance), runs, chance)
        for population in populations
    ]
    bands = [
        [each.held for each in found if low <= each.expected < high]
        for low, high in ((0, 1), (1, ENOUGH), (ENOUGH, np.inf))
    ]
    cells = [
        f"{np.mean([each.held for each in found]):.1%}",
        *(f"{np.mean(band):.1%}" if band else "" for band in bands),
        f"{min(each.held for each in found):.1%}",
        f"{np.mean([each.held_alone for each in found]):.1%}, {min(each.held_alone for each in found):.1%}",
        f"{sum(each.width for each in found) / sum(each.width_alone for each in found):.2f}",
        f"{np.mean([each.off for each in found]):.1f} and {max(each.off for each in found):.1f} points",
        f"{np.mean([each.nearest for each in found]):.1%}",
    ]
    print(f"| {design.name} | {recall:.2f} | {' | '.join(cells)} |", flush=True)
    return bool(min(map(np.mean, filter(None, bands))) >= 0.93 and 0.93 <= np.mean(bands[-1] or 0.95) <= 0.97)


def _result(
    design: Design, population: Population, model: Booleans, runs: int, chance: np.random.Generator
) -> Result:
    true = float(population.truth.mean())
    given = model.astype(float).tolist()
    difference = population.truth.astype(float) - model
    writer_of_plan = np.zeros(population.plans.max() + 1, dtype=np.intp)
    writer_of_plan[population.plans] = population.writers
    both, errors = [], 0.0
    for _ in range(runs):
        drawn, chances = design.draw(chance, writer_of_plan)
        own = np.flatnonzero(drawn[population.plans])
        plans = population.plans[own].tolist()
        weights = chances[population.plans[own]].tolist()
        both.append(
            (
                corrected_share(given, difference[own].tolist(), weights, plans),
                corrected_share([0.0], population.truth[own].astype(float).tolist(), weights, plans),
            )
        )
        errors += float(np.abs(difference[own]).sum())
    (held, width), (held_alone, width_alone) = (
        _held(estimates, true) for estimates in zip(*both, strict=True)
    )
    nearest = _nearest([estimate.share - true for estimate, _ in both])
    off = 100 * abs(float(model.mean()) - true)
    return Result(errors / runs, held, nearest, width, held_alone, width_alone, off)


def _held(estimates: Sequence[Estimate], true: float) -> tuple[float, float]:
    """The part of the intervals that hold the truth, and their mean width."""
    held = [each.low - TINY <= true <= each.high + TINY for each in estimates]
    return float(np.mean(held)), float(np.mean([each.high - each.low for each in estimates]))


def _nearest(misses: Sequence[float]) -> float:
    """The part of ``misses`` within the smallest distance that holds 95% of them."""
    sizes = np.abs(misses)
    return float((sizes <= np.quantile(sizes, CONFIDENCE, method="inverted_cdf") + TINY).mean())


def _broken(population: Population, recall: float, chance: np.random.Generator) -> Booleans:
    """A model of about this recall: half of the writers are coded well, at the cost of the others."""
    writers = int(population.writers.max()) + 1
    burden = np.where(chance.permutation(writers) < writers / 2, 0.3, 1.7)[population.writers]
    missed = np.clip((1 - recall) * burden, 0, 1)
    added = np.clip(FALSE_ALARM * (1 - recall) / 0.4 * burden, 0, 1)
    luck = chance.random(len(population.truth))
    return np.where(population.truth, luck >= missed, luck < added)


def _designs() -> Iterator[Design]:
    for size in (40, 60, 100):
        yield Design(f"{size} plans at random", _at_random(size))
    yield Design("60 plans, strata by writer (small ones drawn more)", _by_writer(60))
    yield Design("60 plans, unequal chances", _unequal(60))


def _at_random(size: int) -> Callable[[np.random.Generator, npt.NDArray[np.intp]], tuple[Booleans, Floats]]:
    def draw(chance: np.random.Generator, writers: npt.NDArray[np.intp]) -> tuple[Booleans, Floats]:
        drawn = np.zeros(len(writers), dtype=np.bool_)
        drawn[chance.choice(len(writers), size, replace=False)] = True
        return drawn, np.full(len(writers), size / len(writers))

    return draw


def _by_writer(size: int) -> Callable[[np.random.Generator, npt.NDArray[np.intp]], tuple[Booleans, Floats]]:
    """As many plans of every writer, however many each wrote."""

    def draw(chance: np.random.Generator, writers: npt.NDArray[np.intp]) -> tuple[Booleans, Floats]:
        drawn, chances = np.zeros(len(writers), dtype=np.bool_), np.zeros(len(writers))
        groups = np.unique(writers)
        for group in groups:
            own = np.flatnonzero(writers == group)
            count = max(2, round(size / len(groups)))
            drawn[chance.choice(own, count, replace=False)] = True
            chances[own] = count / len(own)
        return drawn, chances

    return draw


def _unequal(size: int) -> Callable[[np.random.Generator, npt.NDArray[np.intp]], tuple[Booleans, Floats]]:
    """Systematic sampling in random order, with chances that differ threefold."""

    def draw(chance: np.random.Generator, writers: npt.NDArray[np.intp]) -> tuple[Booleans, Floats]:
        measure = 0.5 + (np.arange(len(writers)) * 0.618) % 1
        chances = size * measure / measure.sum()
        order = chance.permutation(len(writers))
        ends = np.cumsum(chances[order]) + chance.random()
        drawn = np.zeros(len(writers), dtype=np.bool_)
        drawn[order[np.floor(ends) > np.floor(ends - chances[order])]] = True
        return drawn, chances

    return draw


def _populations(annotations: Sequence[Annotation]) -> Iterator[Population]:
    """The shares of the report: hoofddoel, first and second subdoel, and own effort over all subdoelen."""
    plans = {name: at for at, name in enumerate(dict.fromkeys(each.plan for each in annotations))}
    writers = {name: at for at, name in enumerate(sorted({each.schrijver for each in annotations}))}
    every = [each for each in annotations if each.eenheid is Eenheid.SUBDOEL]
    goals = [each for each in annotations if each.eenheid is Eenheid.HOOFDDOEL]
    first, second = ([each for each in every if each.subdoel_nr == number] for number in (1, 2))
    for name, units, code_of in (
        ("own effort", every, _own_effort),
        ("hoofddoel", goals, _kind),
        ("theme 1", first, _theme),
        ("theme 2", second, _theme),
        ("instrument 1", first, _instrument),
        ("instrument 2", second, _instrument),
    ):
        codes = np.array([code_of(each) for each in units])
        of_plan = np.array([plans[each.plan] for each in units])
        of_writer = np.array([writers[each.schrijver] for each in units])
        for code in sorted(set(codes.tolist()) - {""}):
            if (codes == code).mean() >= SMALLEST_SHARE:
                yield Population(f"{name}: {code}", codes == code, of_plan, of_writer)


def _own_effort(each: Annotation) -> str:
    return "yes" if each.eigen_inzet else ""


def _kind(each: Annotation) -> str:
    return each.hoofddoel_type or ""


def _theme(each: Annotation) -> str:
    return each.thema[0] if each.thema else ""


def _instrument(each: Annotation) -> str:
    return each.instrument or ""


if __name__ == "__main__":
    sys.exit(main())
