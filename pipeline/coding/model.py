"""A trained model: everything that turns units into probabilities and probabilities into codes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from pipeline.coding.context import context_features, looked_at, with_first_look
from pipeline.coding.decision import Decision
from pipeline.coding.ridge import Ridge
from pipeline.coding.stack import Stack
from pipeline.coding.structure import Structure
from pipeline.coding.subcodes import Subcodes
from pipeline.coding.targets import Target
from pipeline.coding.text import Text
from pipeline.coding.vectors import Vectoriser

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Working:
    """All steps from units to probabilities; a row is a unit in each.

    ``words`` are the features of their texts, ``scores`` come from the first stage, ``features`` are what the
    second stage sees. ``probability`` is that of the codes that the model learnt (``Model.outcome``).
    """

    words: sp.csr_matrix
    scores: Floats
    features: Floats
    probability: Floats


@dataclass(frozen=True)
class Model:
    """``targets`` are the codes that it gives, those of its ``stack`` the columns of every array in it.

    They are the same, unless the model went along with a change of the codebook. ``into`` then has of each
    column the code that it is now, -1 for one that is gone; ``first_look`` names its own columns.
    """

    targets: tuple[Target, ...]
    vectoriser: Vectoriser
    ridge: Ridge
    first_look: Stack
    stack: Stack
    decision: Decision
    subcodes: Subcodes
    into: Integers | None = None

    def work_out(self, texts: Sequence[Text], structure: Structure) -> Working:
        """The probability of every code for every unit, with the steps that lead there."""
        words = self.vectoriser.transform(texts)
        scores = self.ridge.scores(words, structure.kind)
        learnt = self.stack.targets
        features = context_features(scores, structure, learnt)
        expected = self.first_look.probabilities(features, structure.kind)
        features = with_first_look(features, expected, structure, learnt)
        return Working(words, scores, features, self.stack.probabilities(features, structure.kind))

    def probabilities(self, texts: Sequence[Text], structure: Structure) -> Floats:
        """Probability of every code for every unit, shape ``(units, targets)``."""
        return self.outcome(self.work_out(texts, structure).probability)

    def outcome(self, probability: Floats) -> Floats:
        """From codes as they were learnt to those of now, ``(units, targets)``.

        Of codes that became one, the greatest; of choices between codes, which exclude each other, the sum.
        """
        if self.into is None:
            return probability
        found = np.zeros((len(probability), len(self.targets)))
        for column, at in enumerate(self.into):
            if at < 0:
                continue
            one = probability[:, column]
            found[:, at] = found[:, at] + one if self.targets[at].single else np.maximum(found[:, at], one)
        return found

    def learnt_as(self, unit: Integers, target: Integers, probability: Floats) -> Integers:
        """For each pair of a unit and a code the column it rests on; ``probability`` as it was learnt."""
        if self.into is None:
            return target
        same = self.into == target[:, None]
        columns: Integers = np.where(same, probability[unit], -1.0).argmax(axis=1)
        return columns

    def relabelled(
        self, names: Mapping[str, str], targets: tuple[Target, ...], subcodes: tuple[str, ...]
    ) -> "Model":
        """The model for other ``targets``: ``names`` leads from the name of a code as learnt to that of now.

        That is "" for a code that is gone, and so it is in ``subcodes``, the names of these now. A code that
        several became has the lowest of their thresholds.
        """
        of_name = {target.name: at for at, target in enumerate(targets)} | {"": -1}
        into = np.array([of_name[names[each.name]] for each in self.stack.targets], dtype=np.intp)
        learnt = tuple(
            replace(each, variable=targets[at].variable, code=targets[at].code) if at >= 0 else each
            for each, at in zip(self.stack.targets, into, strict=True)
        )
        thresholds, stays = np.ones(len(targets)), into >= 0
        np.minimum.at(thresholds, into[stays], self.decision.thresholds[stays])
        return replace(
            self,
            targets=targets,
            first_look=replace(self.first_look, targets=looked_at(learnt)),
            stack=replace(self.stack, targets=learnt),
            decision=replace(self.decision, thresholds=thresholds),
            subcodes=replace(self.subcodes, names=subcodes),
            into=into,
        )
