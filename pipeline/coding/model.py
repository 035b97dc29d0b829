"""A trained model: everything that turns units into probabilities and probabilities into codes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from pipeline.coding.context import context_features, with_first_look
from pipeline.coding.decision import Decision
from pipeline.coding.ridge import Ridge
from pipeline.coding.stack import Stack
from pipeline.coding.structure import Structure
from pipeline.coding.subcodes import Subcodes
from pipeline.coding.targets import Target
from pipeline.coding.text import Text
from pipeline.coding.vectors import Vectoriser

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Working:
    """All steps from units to probabilities; a row is a unit in each.

    ``words`` are the features of their texts, ``scores`` come from the first stage, ``features`` are what the
    second stage sees.
    """

    words: sp.csr_matrix
    scores: Floats
    features: Floats
    probability: Floats


@dataclass(frozen=True)
class Model:
    """``targets`` name the columns of every array in it, but for ``first_look``, which names its own."""

    targets: tuple[Target, ...]
    vectoriser: Vectoriser
    ridge: Ridge
    first_look: Stack
    stack: Stack
    decision: Decision
    subcodes: Subcodes

    def work_out(self, texts: Sequence[Text], structure: Structure) -> Working:
        """The probability of every code for every unit, with the steps that lead there."""
        words = self.vectoriser.transform(texts)
        scores = self.ridge.scores(words, structure.kind)
        features = context_features(scores, structure, self.targets)
        expected = self.first_look.probabilities(features, structure.kind)
        features = with_first_look(features, expected, structure, self.targets)
        return Working(words, scores, features, self.stack.probabilities(features, structure.kind))

    def probabilities(self, texts: Sequence[Text], structure: Structure) -> Floats:
        """Probability of every code for every unit, shape ``(units, targets)``."""
        return self.work_out(texts, structure).probability
