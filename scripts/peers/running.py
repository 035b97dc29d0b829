"""Every system over every split of a task: what it gave, and what that took."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from peers import clock
from peers.own import PlanCoder, TextCoder
from peers.systems import Coder, Learner, learn
from peers.tasks import Task
from pipeline.codebook import Codebook
from pipeline.coding.examples import Examples

Booleans = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.intp]
Result = TypeVar("Result")


@dataclass(frozen=True)
class Part:
    """One split: the codes ``given``; seconds of ``learning``, and of ``coding`` the texts; bytes."""

    given: Booleans
    learning: float
    coding: float
    texts: int
    size: int


@dataclass(frozen=True)
class Outcome:
    """All splits together: ``given`` is ``(texts, codes)``.

    ``learning``: mean seconds from texts to a model that decides, choosing thresholds included. ``speed``:
    texts a second, from text to codes. ``megabytes``: mean size of the model as stored.
    """

    system: str
    given: Booleans
    learning: float
    speed: float
    megabytes: float


Split = Callable[[Integers, Integers], Part]  # rows to learn from, rows to code


def run(system: str, task: Task, split: Split) -> Outcome:
    """Learn and code every split of ``task``."""
    parts = [split(train, test) for train, test in task.splits]
    given = np.zeros_like(task.labels)
    for (_, test), part in zip(task.splits, parts, strict=True):
        given[test] = part.given
    return Outcome(
        system,
        given & task.possible,
        float(np.mean([part.learning for part in parts])),
        sum(part.texts for part in parts) / max(1e-9, sum(part.coding for part in parts)),
        float(np.mean([part.size for part in parts])) / 1e6,
    )


def plan_model(task: Task, examples: Examples, reading: Floats) -> Split:
    """The coding model on units in their plans; ``reading``: seconds per unit to read its text."""
    assert task.units is not None
    units = task.units
    names = [target.name for target in examples.targets]
    columns = np.array([names.index(code) for code in task.codes])

    def split(train: Integers, test: Integers) -> Part:
        learnt_from, coded = (_whole_plans(examples, units[rows]) for rows in (train, test))
        coder, learning = _timed(lambda: PlanCoder.learn(examples.part(learnt_from)))
        codes, coding = _timed(lambda: coder.give(examples.part(coded)))
        everything = np.zeros(examples.truth.shape, dtype=bool)
        everything[coded] = codes
        return Part(
            everything[np.ix_(units[test], columns)],
            learning + float(reading[learnt_from].sum()),
            coding + float(reading[coded].sum()),
            int(coded.sum()),
            coder.size(),
        )

    return split


def text_model(task: Task, codebook: Codebook) -> Split:
    """The coding model on texts alone."""

    def learn_from(train: Integers) -> TextCoder:
        return TextCoder(_at(task, train), task.labels[train], task.single, codebook)

    return _text_split(task, learn_from)


def other(task: Task, learner: Learner) -> Split:
    """Another system, each text by itself."""

    def learn_from(train: Integers) -> Coder:
        return learn(learner, _at(task, train), task.labels[train], task.group[train], task.single)

    return _text_split(task, learn_from)


def _text_split(task: Task, learn_from: Callable[[Integers], Coder]) -> Split:
    def split(train: Integers, test: Integers) -> Part:
        coder, learning = _timed(lambda: learn_from(train))
        given, coding = _timed(lambda: coder.give(_at(task, test)))
        return Part(given, learning, coding, len(test), coder.size())

    return split


def _whole_plans(examples: Examples, rows: Integers) -> Booleans:
    plans = {examples.annotations[row].plan for row in rows}
    return np.array([item.plan in plans for item in examples.annotations])


def _at(task: Task, rows: Integers) -> list[str]:
    return [task.texts[row] for row in rows]


def _timed(work: Callable[[], Result]) -> tuple[Result, float]:
    start = clock.seconds()
    return work(), clock.seconds() - start
