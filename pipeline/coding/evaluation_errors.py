"""Where codes go wrong: which code was given instead of which, and the units that went most wrong."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.annotations import Annotation
from pipeline.coding.decision import questions
from pipeline.coding.evaluation import Evaluation
from pipeline.coding.evaluation_figures import ALL
from pipeline.coding.structure import KINDS
from pipeline.coding.targets import THEMA, columns_of

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.intp]

HOOFDCODE = "hoofdcode van thema"
NONE = "overig"  # a unit without any thema
UNCODED = "niet gecodeerd"
SURE = 1e-6  # no probability counts as surer than this from 0 or 1


@dataclass(frozen=True)
class Mixup:
    """How many units of a kind have code ``right`` and got code ``given``; also when these are the same."""

    variable: str
    eenheid: str
    right: str
    given: str
    count: int


@dataclass(frozen=True)
class Wrong:
    """What went wrong at one variable of a unit; ``chance`` is what the model gave to the right answer."""

    variable: str
    right: tuple[str, ...]
    given: tuple[str, ...]
    chance: float


@dataclass(frozen=True)
class WrongUnit:
    """A unit with a wrong code. ``loss``: minus the log of the probability of its right codes, in nats."""

    annotation: Annotation
    marked: bool
    loss: float
    wrong: tuple[Wrong, ...]


def mixups(evaluation: Evaluation) -> list[Mixup]:
    """The confusion of each single choice, and of the hoofdcode of thema over all units and by kind."""
    found: list[Mixup] = []
    for variable, columns in columns_of(evaluation.targets).items():
        if variable == THEMA:
            main = [item.thema[0] if item.thema else NONE for item in evaluation.annotations]
            found += _counted(HOOFDCODE, evaluation.kind, main, _main_given(evaluation, columns))
        elif variable in evaluation.single:
            names = [evaluation.targets[column].code for column in columns]
            rows = np.flatnonzero(evaluation.possible[:, columns].any(axis=1))
            right, given = (
                _single(table[rows][:, columns], names) for table in (evaluation.truth, evaluation.given)
            )
            found += _counted(variable, evaluation.kind[rows], right, given)
    return found


def worst_units(evaluation: Evaluation) -> list[WrongUnit]:
    """The units with a wrong code, the surest of a wrong answer first."""
    loss = _loss(evaluation)
    asked = questions(evaluation.possible, evaluation.targets)
    wrong = ((evaluation.truth != evaluation.given) & asked).any(axis=1)
    rows = np.flatnonzero(wrong)
    order = rows[np.argsort(-loss[rows], kind="stable")]
    return [
        WrongUnit(
            evaluation.annotations[row],
            bool(evaluation.marked[row]),
            float(loss[row]),
            tuple(_wrong(evaluation, row, asked[row])),
        )
        for row in order
    ]


def _counted(variable: str, kind: Integers, right: Sequence[str], given: Sequence[str]) -> Iterator[Mixup]:
    counts: Counter[tuple[str, str, str]] = Counter()
    several = len(set(kind.tolist())) > 1
    for at, wanted, got in zip(kind, right, given, strict=True):
        counts[KINDS[at].value, wanted, got] += 1
        if several:
            counts[ALL, wanted, got] += 1
    for (eenheid, wanted, got), number in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield Mixup(variable, eenheid, wanted, got, number)


def _main_given(evaluation: Evaluation, columns: list[int]) -> list[str]:
    """The most probable thema of those given."""
    chance = np.where(evaluation.given[:, columns], evaluation.probability[:, columns], -1.0)
    codes = [evaluation.targets[column].code for column in columns]
    return [codes[row.argmax()] if row.max() >= 0 else NONE for row in chance]


def _single(table: npt.NDArray[np.bool_], names: Sequence[str]) -> list[str]:
    return [names[row.argmax()] if row.any() else UNCODED for row in table]


def _loss(evaluation: Evaluation) -> Floats:
    """Log loss of each unit over all that is decided of it; a single choice counts its right code only."""
    asked = questions(evaluation.possible, evaluation.targets)
    chance = np.clip(_right_chance(evaluation), SURE, 1.0)
    return np.asarray(-(np.log(chance) * asked).sum(axis=1))


def _right_chance(evaluation: Evaluation) -> Floats:
    """The probability of the right answer per code; 1 at the other codes of a single choice."""
    chance = np.where(evaluation.truth, evaluation.probability, 1 - evaluation.probability)
    for variable, columns in columns_of(evaluation.targets).items():
        if variable in evaluation.single:
            chance[:, columns] = np.where(evaluation.truth[:, columns], chance[:, columns], 1.0)
    return chance


def _wrong(evaluation: Evaluation, row: int, asked: npt.NDArray[np.bool_]) -> Iterator[Wrong]:
    chance = _right_chance(evaluation)[row]
    for variable, columns in columns_of(evaluation.targets).items():
        own = [column for column in columns if asked[column]]
        if (evaluation.truth[row, own] != evaluation.given[row, own]).any():
            right, given = (
                tuple(evaluation.targets[column].code for column in own if table[row, column])
                for table in (evaluation.truth, evaluation.given)
            )
            yield Wrong(variable, right, given, float(np.prod(chance[own])))
