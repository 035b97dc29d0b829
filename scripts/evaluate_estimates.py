"""Whether the intervals of corrected shares hold the truth as often as they say.

    python scripts/evaluate_estimates.py [--annotations annotations] [--runs 1000]

The plans of ``annotations/`` with their codes are taken for the whole truth. A model is made up that misses
and adds codes: mostly in the plans of some writers, so that its errors go together. Then many samples of
plans are drawn, as people would code them, and each gives an interval. Printed per design and quality of
the model: how often the 95% interval holds the true share, over all shares and by how many errors of the
model a sample is expected to hold, and for the share for which it does so least; the same for the people's
sample alone; how wide it is beside that; for how many shares an interval around the model's own count
holds the truth; and how far that count is from it, which no number of plans mends.

The last column is the nearest that any interval of one width could come to 95% without falling short, if it
knew beforehand how samples come out: a sample holds 0, 1, 2, ... errors, so with few of them the choice is
between far under 95% and far over it.

Asked is 93 to 97% of the runs, give or take what chance does with so many of them, wherever a sample is
expected to hold ``ENOUGH`` errors; not less than 93% where it holds fewer. With anything else the script
ends with code 1.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sample_designs import Booleans, Design, Floats, Writers, designs

from pipeline.annotations import Annotation, read_annotations
from pipeline.domain import Eenheid
from pipeline.statistics.estimation import Estimates, Plans, corrected_shares
from pipeline.statistics.intervals import CONFIDENCE, Z95, share_interval

SEED = 20
RECALLS = (0.6, 0.7, 0.8, 0.9, 0.95)
FALSE_ALARM = 0.04
"""Of the units without the code, the part that a model of recall 0.6 gives it all the same."""
SMALLEST_SHARE = 0.02
ENOUGH = 4
"""Errors expected in a sample, from where on 95% can be come near to."""
LEAST, MOST = 0.93, 0.97
TINY = 1e-9


@dataclass(frozen=True)
class Population:
    """All units of one share: whether each has the code, whose plan it is of, and who wrote that."""

    name: str
    truth: Booleans
    plans: npt.NDArray[np.intp]
    writers: Writers


@dataclass(frozen=True)
class Result:
    """Of one share over all runs: how many intervals held the truth, and how wide they were, as parts.

    ``expected``: how many errors of the model a sample holds on average. ``alone``: without the model.
    ``nearest``: how many would be held by the narrowest fixed width that holds 95%. ``off``: how far the
    model's own count is from the truth, in points; ``naive``: whether an interval around that count, as if
    all units were a sample without errors, holds the truth.
    """

    expected: float
    held: float
    nearest: float
    width: float
    held_alone: float
    width_alone: float
    off: float
    naive: bool


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--annotations", type=Path, default=Path("annotations"))
    parser.add_argument("--runs", type=int, default=1000)
    arguments = parser.parse_args()
    annotations = read_annotations(arguments.annotations)
    plans = {name: at for at, name in enumerate(dict.fromkeys(each.plan for each in annotations))}
    populations = list(_populations(annotations, plans))
    writers = _writer_of_plan(annotations)
    print(f"{len(populations)} shares, {arguments.runs} samples of each in every row, seed {SEED}\n")
    print(
        "| sample | recall | 95% interval holds the truth | under 1 error expected | 1 to 4 | 4 and more | "
        "the worst share | people alone, and the worst | width beside people alone | "
        "an interval around the model's own count holds it | "
        "that is off by, mean and worst | the nearest to 95% there is |"
    )
    print(f"|{' --- |' * 12}")
    rows = [
        _row(design, recall, populations, writers, arguments.runs)
        for design in designs()
        for recall in RECALLS
    ]
    return int(not all(rows))


def _row(
    design: Design, recall: float, populations: Sequence[Population], writers: Writers, runs: int
) -> bool:
    """Print one row; whether intervals hold often enough, and not too often where errors are enough."""
    chance = np.random.default_rng([SEED, int(100 * recall)])
    chances = design.chances(writers)
    found = [
        _result(
            population,
            _broken(population, recall, chance),
            chances,
            np.array([design.draw(chance, writers, chances) for _ in range(runs)]),
        )
        for population in populations
    ]
    bands = [
        [each.held for each in found if low <= each.expected < high]
        for low, high in ((0, 1), (1, ENOUGH), (ENOUGH, np.inf))
    ]
    cells = [
        f"{np.mean([each.held for each in found]):.1%}",
        *(f"{np.mean(band):.1%} ({len(band)})" if band else "" for band in bands),
        f"{min(each.held for each in found):.1%}",
        f"{np.mean([each.held_alone for each in found]):.1%}, {min(each.held_alone for each in found):.1%}",
        f"{sum(each.width for each in found) / sum(each.width_alone for each in found):.2f}",
        f"{np.mean([each.naive for each in found]):.0%}",
        f"{np.mean([each.off for each in found]):.1f} and {max(each.off for each in found):.1f} points",
        f"{np.mean([each.nearest for each in found]):.1%}",
    ]
    print(f"| {design.name} | {recall:.2f} | {' | '.join(cells)} |", flush=True)
    few = all(np.mean(band) >= LEAST - _luck(band, runs) for band in bands if band)
    return few and (not bands[-1] or bool(np.mean(bands[-1]) <= MOST + _luck(bands[-1], runs)))


def _luck(held: Sequence[float], runs: int) -> float:
    """How far chance lets the mean of these parts be off with so many runs, in 95% of the cases."""
    return Z95 * float(np.sqrt(sum(part * (1 - part) / runs for part in held))) / len(held)


def _result(population: Population, model: Booleans, chances: Floats, drawn: Booleans) -> Result:
    true = float(population.truth.mean())
    own = float(model.mean())
    more, fewer = population.truth & ~model, model & ~population.truth
    both = corrected_shares(float(model.sum()), len(model), _plans(population, chances, more, fewer), drawn)
    nothing = np.zeros_like(model)
    alone = corrected_shares(0.0, len(model), _plans(population, chances, population.truth, nothing), drawn)
    errors = float((drawn @ _plans(population, chances, more | fewer, nothing).more).mean())
    misses = np.abs(both.share - true)
    nearest = misses <= np.quantile(misses, CONFIDENCE, method="inverted_cdf") + TINY
    low, high = share_interval(float(len(model)), own)
    return Result(
        errors,
        _held(both, true),
        float(nearest.mean()),
        float((both.high - both.low).mean()),
        _held(alone, true),
        float((alone.high - alone.low).mean()),
        100 * abs(own - true),
        bool(low <= true <= high),
    )


def _plans(population: Population, chances: Floats, more: Booleans, fewer: Booleans) -> Plans:
    """Units with more and fewer, counted per plan."""
    units, up, down = (
        np.bincount(population.plans, weights=each, minlength=len(chances)).astype(np.float64)
        for each in (np.ones(len(more)), more, fewer)
    )
    return Plans(chances, units, up, down)


def _held(estimates: Estimates, true: float) -> float:
    """The part of the intervals that hold the truth."""
    return float(((estimates.low - TINY <= true) & (true <= estimates.high + TINY)).mean())


def _broken(population: Population, recall: float, chance: np.random.Generator) -> Booleans:
    """A model of about this recall: half of the writers are coded well, at the cost of the others."""
    writers = int(population.writers.max()) + 1
    burden = np.where(chance.permutation(writers) < writers / 2, 0.3, 1.7)[population.writers]
    missed = np.clip((1 - recall) * burden, 0, 1)
    added = np.clip(FALSE_ALARM * (1 - recall) / 0.4 * burden, 0, 1)
    luck = chance.random(len(population.truth))
    return np.where(population.truth, luck >= missed, luck < added)


def _writer_of_plan(annotations: Sequence[Annotation]) -> Writers:
    number = {name: at for at, name in enumerate(sorted({each.schrijver for each in annotations}))}
    return np.array(
        [number[writer] for writer in {each.plan: each.schrijver for each in annotations}.values()]
    )


def _populations(annotations: Sequence[Annotation], plans: dict[str, int]) -> Iterator[Population]:
    """The shares of the report: hoofddoel, first and second subdoel, and own effort over all subdoelen."""
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
