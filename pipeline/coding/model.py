"""A trained model: everything that turns units into probabilities and probabilities into codes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.coding.context import context_features
from pipeline.coding.decision import Decision
from pipeline.coding.ridge import Ridge
from pipeline.coding.stack import Stack
from pipeline.coding.structure import Structure
from pipeline.coding.targets import Target
from pipeline.coding.text import Text
from pipeline.coding.vectors import Vectoriser

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Model:
    """``targets`` name the columns of every array in it."""

    targets: tuple[Target, ...]
    vectoriser: Vectoriser
    ridge: Ridge
    stack: Stack
    decision: Decision

    def probabilities(self, texts: Sequence[Text], structure: Structure) -> Floats:
        """Probability of every code for every unit, shape ``(units, targets)``."""
        scores = self.ridge.scores(self.vectoriser.transform(texts), structure.kind)
        features = context_features(scores, structure, self.targets)
        return self.stack.probabilities(features, structure.kind)
