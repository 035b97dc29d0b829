"""How many plans must be coded by hand: each sampling design on the same plans, writers left out whole.

    python scripts/evaluate_sampling.py [--folds 4] [--seeds 2] [--batch 24] [--batches 7] [--designs ...]

Coding by hand is played with ``annotations/``: a design draws plans in batches, whose codes are then known; a
model learns from all that is known, and codes plans of writers that were in none of it. Every design starts
from the same first batch. ``coreset`` and ``cvirs`` are query strategies of the package small-text, taken
along when it is installed. Prints a table (markdown): the macro-F1 per number of plans, and how many plans
each design needs for what chance reaches.
"""

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.annotations import read_annotations
from pipeline.codebook import load_codebook
from pipeline.coding import metrics
from pipeline.coding.codings import codings_from
from pipeline.coding.decision import chosen
from pipeline.coding.examples import Examples, examples_from
from pipeline.coding.learning import fit
from pipeline.coding.metrics import count
from pipeline.coding.model import Model
from pipeline.coding.targets import SINGLE
from pipeline.language import load_language
from pipeline.sampling.designs import draw_active, draw_mixed, draw_random, draw_stratified
from pipeline.sampling.doubt import plan_doubts, rank, text_vectors

Floats = npt.NDArray[np.float64]
ROOT = Path(__file__).parents[1]


@dataclass
class Pool:
    """Plans that can be coded, ``known`` those that are; ``model`` learnt from these."""

    examples: Examples
    plans: list[str]
    seed: int
    known: list[int] = field(default_factory=list)
    model: Model | None = None

    @property
    def left(self) -> list[int]:
        return sorted(set(range(len(self.plans))) - set(self.known))

    @cached_property
    def vectors(self) -> Floats:
        """The texts of the plans."""
        return text_vectors(_texts(self, range(len(self.plans))), self.seed)

    def rows(self, plans: Sequence[int]) -> npt.NDArray[np.bool_]:
        """Which units are of these plans."""
        names = [self.plans[plan] for plan in plans]
        return np.isin([each.plan for each in self.examples.annotations], names)

    def random(self) -> np.random.Generator:
        return np.random.default_rng([self.seed, len(self.known)])


def by_chance(pool: Pool, wanted: int) -> list[int]:
    return [pool.left[pick.plan] for pick in draw_random(len(pool.left), wanted, pool.random())]


def by_writer(pool: Pool, wanted: int) -> list[int]:
    writer = {each.plan: each.schrijver for each in pool.examples.annotations}
    strata = [writer[pool.plans[plan]] for plan in pool.left]
    return [pool.left[pick.plan] for pick in draw_stratified(strata, wanted, pool.random())]


def by_doubt(pool: Pool, wanted: int) -> list[int]:
    order = _ranking(pool, wanted)
    return [pool.left[pick.plan] for pick in draw_active(order, [""] * len(order), wanted)]


def by_both(pool: Pool, wanted: int) -> list[int]:
    order = _ranking(pool, wanted)
    return [pool.left[pick.plan] for pick in draw_mixed(order, [""] * len(order), wanted, pool.random())]


def by_coreset(pool: Pool, wanted: int) -> list[int]:
    """Plans that lie far from those coded, by their texts (Sener and Savarese 2018)."""
    from small_text import GreedyCoreset

    vectors = pool.vectors
    everything = np.arange(len(pool.plans))
    known, left = np.array(pool.known), np.array(pool.left)
    strategy = GreedyCoreset(distance_metric="euclidean")
    picked = strategy.query(
        None, everything, left, known, None, n=wanted, embeddings=vectors[[*left, *known]]
    )
    return [int(plan) for plan in picked]


def by_cvirs(pool: Pool, wanted: int) -> list[int]:
    """Plans with most of the units of which thema and eigen_inzet are inconsistent (Reyes et al. 2018)."""
    from scipy.sparse import csr_matrix
    from small_text import CategoryVectorInconsistencyAndRanking

    assert pool.model is not None
    columns = [at for at, target in enumerate(pool.examples.targets) if target.variable not in SINGLE]
    probability = pool.model.probabilities(pool.examples.texts, pool.examples.structure)[:, columns]
    left, known = (np.flatnonzero(pool.rows(plans)) for plans in (pool.left, pool.known))
    labels = csr_matrix(pool.examples.truth[known][:, columns].astype(int))
    strategy = CategoryVectorInconsistencyAndRanking(pbar=None)
    units = wanted * len(left) // len(pool.left)  # as many as that many plans have
    rows = strategy.query(_Known(probability), np.arange(len(probability)), left, known, labels, n=units)
    picked = Counter(pool.examples.annotations[row].plan for row in rows)
    names = sorted((pool.plans[plan] for plan in pool.left), key=lambda name: -picked[name])
    return [pool.plans.index(name) for name in names[:wanted]]


@dataclass
class _Known:
    """A classifier, as small-text asks for one, of which all probabilities are known."""

    probability: Floats

    def predict_proba(self, rows: npt.NDArray[np.intp]) -> Floats:
        return self.probability[rows]


Design = Callable[[Pool, int], list[int]]
DESIGNS: dict[str, Design] = {
    "random": by_chance,
    "stratified": by_writer,
    "active": by_doubt,
    "mixed": by_both,
    "coreset": by_coreset,
    "cvirs": by_cvirs,
}
OF_LIBRARY = ("coreset", "cvirs")


def _ranking(pool: Pool, wanted: int) -> tuple[int, ...]:
    """The plans that are left in the order in which ``plancoder sample`` would pick them, counted from 0."""
    assert pool.model is not None
    part = pool.examples.part(pool.rows(pool.left))
    probability = pool.model.probabilities(part.texts, part.structure)
    codings = codings_from(probability, part.possible, part.targets, pool.model.decision)
    plan = [each.plan for each in part.annotations]
    own = [
        [coding for coding, name in zip(codings, plan, strict=True) if name == pool.plans[at]]
        for at in pool.left
    ]
    return rank(plan_doubts(own), _texts(pool, pool.left), wanted, pool.seed).order


def _texts(pool: Pool, plans: Sequence[int]) -> list[str]:
    texts: dict[str, list[str]] = {}
    for each in pool.examples.annotations:
        texts.setdefault(each.plan, []).append(each.tekst)
    return ["\n".join(texts[pool.plans[plan]]) for plan in plans]


def macro_f1(model: Model, test: Examples) -> float:
    """Mean F1 over the codes of thema and eigen_inzet."""
    probability = model.probabilities(test.texts, test.structure)
    given = chosen(probability, test.possible, test.targets, model.decision)
    columns = [column for column, target in enumerate(test.targets) if target.variable not in SINGLE]
    counts = count(test.truth & test.possible, given & test.possible)[:, columns]
    return float(metrics.macro_f1(counts.sum(axis=0)))


def curve(
    design: Design, pool: Pool, test: Examples, batch: int, batches: int
) -> Iterator[tuple[float, int]]:
    """After each batch the macro-F1, and how many units were coded; the first batch is by chance."""
    pool.known = []
    pool.known = by_chance(pool, batch)
    for number in range(batches):
        if number:
            pool.known += design(pool, batch)
        coded = pool.examples.part(pool.rows(pool.known))
        pool.model = fit(coded)
        yield macro_f1(pool.model, test), len(coded.annotations)


def runs(examples: Examples, folds: int, seeds: int) -> Iterator[tuple[Pool, Examples]]:
    """A pool and the plans of the writers left out of it, for every fold and seed."""
    writers = np.array([each.schrijver for each in examples.annotations])
    names = np.unique(writers)
    for seed in range(seeds):
        for fold in range(folds):
            out = np.isin(writers, names[fold::folds])
            part = examples.part(~out)
            yield Pool(part, sorted({each.plan for each in part.annotations}), seed), examples.part(out)


def needed(work: Floats, curve: Floats, wanted: float) -> str:
    """How much ``work`` (plans or units, rising) it takes until ``curve`` first reaches ``wanted``.

    Between batches in proportion.
    """
    for at, value in enumerate(curve):
        if value >= wanted:
            if not at:
                return f"at most {work[0]:.0f}"
            share = (wanted - curve[at - 1]) / (value - curve[at - 1])
            return f"{work[at - 1] + share * (work[at] - work[at - 1]):.0f}"
    return f"more than {work[-1]:.0f}"


def table(found: dict[str, Floats], units: dict[str, Floats], batch: int) -> Iterator[str]:
    """``found``: per design the curves, ``(runs, batches)``; ``units``: how many were coded then."""
    batches = next(iter(found.values())).shape[1]
    plans = batch * np.arange(1.0, batches + 1)
    yield f"| design | {' | '.join(f'{size:.0f}' for size in plans)} | better than chance | units |"
    yield f"| --- |{' --- |' * (batches + 2)}"
    chance = found["random"]
    for name, curves in found.items():
        means, spreads = curves.mean(axis=0), curves.std(axis=0)
        cells = [f"{mean:.3f} ± {spread:.3f}" for mean, spread in zip(means, spreads, strict=True)]
        gain = (curves - chance)[:, 1:].mean(axis=1)
        error = gain.std(ddof=1) / np.sqrt(len(gain)) if len(gain) > 1 else float("nan")
        better = "" if name == "random" else f"{gain.mean():+.4f} ± {error:.4f}"
        yield f"| {name} | {' | '.join(cells)} | {better} | {units[name].mean(axis=0)[-1]:.0f} |"
    goals = [chance.mean(axis=0)[at] for at in (batches // 2, batches - 1)]
    yield ""
    yield "| design | " + " | ".join(f"plans for {goal:.3f} | units for it" for goal in goals) + " |"
    yield f"| --- |{' --- |' * (2 * len(goals))}"
    for name, curves in found.items():
        works = [(work, goal) for goal in goals for work in (plans, units[name].mean(axis=0))]
        cells = [needed(work, curves.mean(axis=0), goal) for work, goal in works]
        yield f"| {name} | {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--annotations", type=Path, default=ROOT / "annotations")
    parser.add_argument("--folds", type=int, default=4, help="parts of the writers, left out in turn")
    parser.add_argument("--seeds", type=int, default=2, help="runs for each fold")
    parser.add_argument("--batch", type=int, default=24, help="plans coded at a time")
    parser.add_argument("--batches", type=int, default=7)
    parser.add_argument("--designs", nargs="+", default=list(DESIGNS), choices=list(DESIGNS))
    arguments = parser.parse_args()
    wanted = list(dict.fromkeys(["random", *arguments.designs]))
    try:
        import small_text  # noqa: F401
    except ImportError:
        print("small-text is not installed: its strategies are left out (pip install small-text)")
        wanted = [name for name in wanted if name not in OF_LIBRARY]
    codebook = load_codebook(ROOT / "codebook.yaml")
    examples = examples_from(read_annotations(arguments.annotations, codebook), codebook, load_language("nl"))
    curves: dict[str, list[list[tuple[float, int]]]] = {name: [] for name in wanted}
    for pool, test in runs(examples, arguments.folds, arguments.seeds):
        for name in wanted:
            start = time.perf_counter()
            curves[name].append(list(curve(DESIGNS[name], pool, test, arguments.batch, arguments.batches)))
            seconds = time.perf_counter() - start
            shown = " ".join(f"{value:.3f}" for value, _ in curves[name][-1])
            print(f"seed {pool.seed} {name:<11} {shown}  ({seconds:.0f} s)", flush=True)
    values = {name: np.array(rows, dtype=float) for name, rows in curves.items()}
    found, units = ({name: each[..., at] for name, each in values.items()} for at in (0, 1))
    print("\n" + "\n".join(table(found, units, arguments.batch)))


if __name__ == "__main__":
    main()
