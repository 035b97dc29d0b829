"""The coding model itself: as it codes plans, and on texts alone."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from peers import clock
from pipeline.codebook import Codebook
from pipeline.coding.archive import to_bytes
from pipeline.coding.decision import chosen
from pipeline.coding.examples import Examples
from pipeline.coding.learning import fit
from pipeline.coding.model import Model
from pipeline.coding.structure import KINDS, NOWHERE, Structure
from pipeline.coding.targets import THEMA, Target
from pipeline.coding.text import Text, read_texts
from pipeline.coding.word_classes import word_classes
from pipeline.domain import Eenheid
from pipeline.language import load_language

Booleans = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.intp]

NAME = "plancoder"
NAME_ALONE = "plancoder, text alone"
KIND = Eenheid.SUBDOEL  # texts from elsewhere have no place in a plan: all are of one kind
SINGLE = "hoofddoel_type"  # a variable of which a unit has one code; its name changes nothing here


def read_by_writer(examples: Examples, codebook: Codebook, language: str) -> npt.NDArray[np.float64]:
    """Seconds that reading the text of each unit took, each writer's texts met for the first time."""
    nlp, classes = load_language(language), word_classes(codebook)
    seconds = np.zeros(len(examples.texts))
    for group in np.unique(examples.groups):
        rows = np.flatnonzero(examples.groups == group)
        start = clock.seconds()
        read_texts([examples.annotations[row].tekst for row in rows], nlp, classes)
        seconds[rows] = (clock.seconds() - start) / len(rows)
    return seconds


class PlanCoder:
    """A model of whole plans; ``rows`` and ``columns`` say which units and codes a task asks of it."""

    def __init__(self, model: Model) -> None:
        self._model = model

    @classmethod
    def learn(cls, examples: Examples) -> "PlanCoder":
        return cls(fit(examples))

    def give(self, part: Examples) -> Booleans:
        """All codes of the units of ``part``, whole plans: ``(units, targets)``."""
        probability = self._model.probabilities(part.texts, part.structure)
        return chosen(probability, part.possible, part.targets, self._model.decision)

    def size(self) -> int:
        return len(to_bytes(self._model))


class TextCoder:
    """The same two stages, learnt from texts that stand alone: words count, neighbours do not exist."""

    def __init__(self, texts: Sequence[str], labels: Booleans, single: bool, codebook: Codebook) -> None:
        self._nlp = load_language()
        self._classes = word_classes(codebook)
        variable = SINGLE if single else THEMA
        self._targets = tuple(Target(variable, f"c{at}", frozenset({KIND})) for at in range(labels.shape[1]))
        self._model = fit(self._examples(self._read(texts), labels))

    def give(self, texts: Sequence[str]) -> Booleans:
        read = self._read(texts)
        probability = self._model.probabilities(read, _alone(len(read)))
        possible = np.ones(probability.shape, dtype=bool)
        return chosen(probability, possible, self._targets, self._model.decision)

    def size(self) -> int:
        return len(to_bytes(self._model))

    def _read(self, texts: Sequence[str]) -> list[Text]:
        return read_texts(texts, self._nlp, self._classes)

    def _examples(self, texts: list[Text], labels: Booleans) -> Examples:
        """Every text counts as a plan of its own, by a writer of its own."""
        each = np.arange(len(texts))
        possible = np.ones_like(labels)
        return Examples([], texts, _alone(len(texts)), labels, possible, each, each, self._targets)


def _alone(count: int) -> Structure:
    nowhere = np.full(count, NOWHERE)
    return Structure(np.full(count, KINDS.index(KIND)), nowhere, nowhere, nowhere)
