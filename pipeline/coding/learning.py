"""Learning a model from coded plans."""

import numpy as np
import numpy.typing as npt

from pipeline.coding.context import context_features
from pipeline.coding.decision import fit_decision
from pipeline.coding.examples import Examples
from pipeline.coding.model import Model
from pipeline.coding.ridge import fit_ridge
from pipeline.coding.stack import Stack, fit_stack
from pipeline.coding.structure import KINDS, NOWHERE
from pipeline.coding.vectors import Vectoriser
from pipeline.domain import Eenheid

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.intp]

FOLDS = 5


def fit(examples: Examples) -> Model:
    """Learn from ``examples``. The same examples give the same model, bit for bit, on one machine."""
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    with threadpool_limits(limits=1):  # the order of additions, and so the last bit, depends on threads
        return _fit(examples)


def _fit(examples: Examples) -> Model:
    structure, targets = examples.structure, examples.targets
    vectoriser = Vectoriser.fit(examples.texts, examples.people.tolist(), examples.groups.tolist())
    ridge, unseen = fit_ridge(
        vectoriser.transform(examples.texts), structure.kind, _wanted(examples), examples.groups, len(KINDS)
    )
    everyone = np.ones(len(structure), dtype=bool)
    stack = _fit_stack(unseen, examples, everyone)
    features = context_features(unseen, structure, targets)
    probability = stack.probabilities(features, structure.kind)
    for fold in _folds(examples.groups):
        learnt = _fit_stack(unseen, examples, ~fold)
        probability[fold] = learnt.probabilities(features[fold], structure.kind[fold])
    decision = fit_decision(probability, examples.truth, examples.possible, targets)
    return Model(targets, vectoriser, ridge, stack, decision)


def _fit_stack(scores: Floats, examples: Examples, rows: Booleans) -> Stack:
    """The second stage, learnt twice over: from plans as they are, and as if it was not read who acts.

    A plan of which the actors could not be read is then coded nearly as well.
    """
    structures = (examples.structure, examples.structure.without_actors())
    features = [context_features(scores, structure, examples.targets)[rows] for structure in structures]
    kind, truth = examples.structure.kind[rows], examples.truth[rows]
    return fit_stack(np.vstack(features), np.tile(kind, 2), np.tile(truth, (2, 1)), examples.targets)


def _wanted(examples: Examples) -> Floats:
    """1 for a code, -1 for none, 0 where the code does not go with the unit.

    An afspraak borrows the instrument of its subdoel: its words show which instrument that is.
    """
    wanted = np.where(examples.truth, 1.0, -1.0) * examples.possible
    parent = examples.structure.parent
    borrows = [column for column, target in enumerate(examples.targets) if target.variable == "instrument"]
    is_afspraak = examples.structure.kind == KINDS.index(Eenheid.AFSPRAAK)
    afspraak = np.flatnonzero(is_afspraak & (parent != NOWHERE))
    wanted[afspraak[:, None], borrows] = wanted[parent[afspraak][:, None], borrows]
    return wanted


def _folds(groups: Integers) -> list[Booleans]:
    """Units to leave out in turn: whole groups, dealt round."""
    names = np.unique(groups)
    if len(names) < 2:
        return []
    return [np.isin(groups, names[start::FOLDS]) for start in range(min(FOLDS, len(names)))]
