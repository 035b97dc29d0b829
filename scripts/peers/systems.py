"""What every classifier in the comparison can do, and how scores become codes."""

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from pipeline.coding.metrics import best_threshold

Booleans = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.intp]

INNER = 3  # parts of what is learnt from that are left out in turn, to find the thresholds


class Scorer(Protocol):
    """What was learnt: a score for every text and code, higher for surer; and its size on disk in bytes."""

    def scores(self, texts: Sequence[str]) -> Floats: ...

    def size(self) -> int: ...


class Learner(Protocol):
    """A kind of classifier."""

    name: str

    def learn(self, texts: Sequence[str], labels: Booleans) -> Scorer: ...


class Coder(Protocol):
    """What was learnt, with the decision: which text gets which code, ``(texts, codes)``."""

    def give(self, texts: Sequence[str]) -> Booleans: ...

    def size(self) -> int: ...


class Thresholded:
    """Scores with a threshold per code; of a single choice the best code."""

    def __init__(self, scorer: Scorer, thresholds: Floats | None) -> None:
        self._scorer = scorer
        self._thresholds = thresholds

    def give(self, texts: Sequence[str]) -> Booleans:
        scores = self._scorer.scores(texts)
        if self._thresholds is None:
            best: Booleans = scores.argmax(axis=1)[:, None] == np.arange(scores.shape[1])
            return best
        given: Booleans = scores >= self._thresholds
        return given

    def size(self) -> int:
        return self._scorer.size()


def learn(
    learner: Learner, texts: Sequence[str], labels: Booleans, group: Integers, single: bool
) -> Thresholded:
    """Learn from ``texts``, and the thresholds from texts of groups that the scores were not learnt from.

    Each classifier gets the thresholds that are best for it: with fixed ones the comparison would be about
    thresholds.
    """
    if single:
        return Thresholded(learner.learn(texts, labels), None)
    unseen = np.zeros(labels.shape)
    for out in _parts(group):
        scorer = learner.learn(_at(texts, ~out), labels[~out])
        unseen[out] = scorer.scores(_at(texts, out))
    lowest = np.minimum(unseen.min(axis=0), 0.0)  # a threshold is looked for from 0 up
    pairs = zip(labels.T, (unseen - lowest).T, strict=True)
    thresholds = np.array([best_threshold(wanted, scores) for wanted, scores in pairs])
    return Thresholded(learner.learn(texts, labels), thresholds + lowest)


def _parts(group: Integers) -> Iterator[Booleans]:
    """Whole groups, dealt round."""
    names = np.unique(group)
    for start in range(min(INNER, len(names))):
        yield np.isin(group, names[start::INNER])


def _at(texts: Sequence[str], wanted: Booleans) -> list[str]:
    return [text for text, keep in zip(texts, wanted, strict=True) if keep]
