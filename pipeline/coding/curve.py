"""Learning curve: how good the codes are when learnt from few writers or from many.

A part of the writers is coded by models that learnt from 2, 4, 8 ... of the others, always the same ones
and more. Each size codes the same units, so sizes can be compared pair by pair. Whether more plans by more
writers would still help shows in the last step.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.coding.bootstrap import SEED, Measured, Resampling
from pipeline.coding.evaluation import Evaluation, Progress, coded
from pipeline.coding.examples import Examples
from pipeline.coding.learning import fit
from pipeline.coding.metrics import f1, macro_f1
from pipeline.errors import AnnotationError

Names = npt.NDArray[np.str_]

FOLDS = 4
FIRST = 2  # writers: with fewer, the second step has nobody to learn from


@dataclass(frozen=True)
class Point:
    """Everything coded by models that learnt from ``writers`` writers."""

    writers: int
    evaluation: Evaluation


@dataclass(frozen=True)
class Line:
    """F1 of one code (or macro-F1) at each size; ``gain``: what the last step brought, with its interval."""

    name: str
    values: tuple[float, ...]
    gain: Measured
    wanted: int

    @property
    def still_grows(self) -> bool:
        """Whether more writers still helped in the last step, beyond chance."""
        return self.gain.low > 0


def learning_curve(examples: Examples, waar: str = "", progress: Progress | None = None) -> list[Point]:
    """The points of the curve, from few writers to many. Raises AnnotationError for too few writers."""
    writers = np.array([item.schrijver for item in examples.annotations])
    names = sorted(set(writers.tolist()) - {""})
    if len(names) < FIRST * 2:
        raise AnnotationError(
            f"Voor een leercurve zijn ten minste {FIRST * 2} schrijvers nodig; er zijn er {len(names)}.",
            waar=waar,
            doe="Vul het veld schrijver in, of voeg plannen van andere schrijvers toe.",
        )
    shuffled = np.random.default_rng(SEED).permutation(names)
    folds = [shuffled[start::FOLDS] for start in range(min(FOLDS, len(names)))]
    sizes = list(_sizes(len(names) - max(map(len, folds))))
    points = []
    for at, size in enumerate(sizes):
        if progress:
            progress(f"leren van {size} schrijvers", (2**at - 1) / (2 ** len(sizes) - 1))
        points.append(Point(size, _coded_by(examples, writers, shuffled, folds, size)))
    return points


def lines(points: list[Point]) -> list[Line]:
    """Macro-F1 first, then each code that occurs."""
    first = points[0].evaluation
    resampling = Resampling(len(first.plans))
    counts = [point.evaluation.code_counts() for point in points]
    found = [(target.name, f1, [each[:, at] for each in counts]) for at, target in enumerate(first.targets)]
    found.insert(0, ("macro-F1", macro_f1, [each[:, first.multiple] for each in counts]))
    return [
        Line(
            name,
            tuple(float(statistic(each.sum(axis=0))) for each in of_code),
            resampling.difference(statistic, of_code[-1], of_code[max(0, len(of_code) - 2)]),
            int(of_code[0][..., 2].sum()),
        )
        for name, statistic, of_code in found
        if of_code[0][..., 2].any()
    ]


def describe(points: list[Point]) -> str:
    """The curve as Dutch text."""
    found, last = lines(points), points[-1]
    sizes = ", ".join(str(point.writers) for point in points)
    heads = "".join(f"{point.writers:>8}" for point in points)
    rows = [_row(line) for line in found]
    grows = [line.name for line in found if line.still_grows]
    advice = (
        f"Meer schrijvers hielpen in de laatste stap nog bij: {', '.join(grows)}."
        if grows
        else "In de laatste stap hielpen meer schrijvers bij geen enkele code aantoonbaar."
    )
    head = [
        f"F1 na leren van {sizes} schrijvers, steeds op dezelfde {len(last.evaluation.truth)} eenheden, van "
        "schrijvers van wie niet is geleerd.",
        "Laatste stap: wat de laatste uitbreiding bracht, met het interval van 95% over plannen.",
        "",
        f"{'schrijvers':<36}{heads}{'laatste stap':>28}{'aantal':>8}",
    ]
    return "\n".join([*head, *rows, "", advice])


def _row(line: Line) -> str:
    values = "".join(f"{_number(value, '.3f'):>8}" for value in line.values)
    gain = _number(line.gain.value, "+.3f")
    if not np.isnan(line.gain.low):
        gain += f" ({_number(line.gain.low, '+.3f')} – {_number(line.gain.high, '+.3f')})"
    return f"{line.name:<36}{values}{gain:>28}{line.wanted:>8}"


def _number(value: float, form: str) -> str:
    return "–" if np.isnan(value) else format(value, form).replace(".", ",")


def _sizes(most: int) -> Iterator[int]:
    """2, 4, 8 and so on, and ``most``."""
    size = FIRST
    while size < most:
        yield size
        size *= 2
    yield most


def _coded_by(
    examples: Examples,
    writers: Names,
    shuffled: Names,
    folds: list[Names],
    size: int,
) -> Evaluation:
    """Each fold coded by a model of the first ``size`` other writers."""
    probability = np.zeros(examples.truth.shape)
    given, marked = np.zeros_like(examples.truth), np.zeros(len(writers), dtype=bool)
    for fold in folds:
        out = np.isin(writers, fold)
        learnt = [name for name in shuffled if name not in fold][:size]
        model = fit(examples.part(np.isin(writers, learnt)))
        probability[out], given[out], marked[out] = coded(model, examples.part(out))
    known = np.flatnonzero(writers != "")
    return Evaluation(
        examples.targets,
        tuple(examples.annotations[row] for row in known),
        examples.truth[known],
        given[known],
        examples.possible[known],
        probability[known],
        marked[known],
        examples.structure.kind[known],
        writers[known],
        "schrijver",
        size,
    )
