"""Learning a model from coded plans."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from pipeline.coding.context import context_features, first_seen_by, looked_at, seen_by, with_first_look
from pipeline.coding.decision import fit_decision
from pipeline.coding.doubt import ALLOWED
from pipeline.coding.examples import Examples
from pipeline.coding.model import Model
from pipeline.coding.ridge import fit_ridge
from pipeline.coding.stack import Stack, fit_stack
from pipeline.coding.structure import ACTORS, KINDS, NOWHERE
from pipeline.coding.subcodes import fit_subcodes
from pipeline.coding.targets import EIGEN_INZET, Target
from pipeline.coding.vectors import Vectoriser
from pipeline.domain import Eenheid, Wie

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.intp]

FOLDS = 5
# How far an afspraak that someone else does is an example of no eigen inzet. Its words may well be those of
# own effort, so it is no full one; where it was not read who acts, they are all there is to go by.
OTHERS_ACT = 0.5


def fit(examples: Examples, allowed: float = ALLOWED) -> Model:
    """Learn from ``examples``. The same examples give the same model, bit for bit, on one machine.

    ``allowed``: of the decisions that nobody is asked to look at, the share that may be wrong.
    """
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    with threadpool_limits(limits=1):  # the order of additions, and so the last bit, depends on threads
        return _fit(examples, allowed)


def _fit(examples: Examples, allowed: float) -> Model:
    structure, targets = examples.structure, examples.targets
    vectoriser = Vectoriser.fit(examples.texts, examples.people.tolist(), examples.groups.tolist())
    words = vectoriser.transform(examples.texts)
    ridge, unseen = fit_ridge(words, structure.kind, _wanted(examples), examples.groups, len(KINDS))
    # Everything is learnt twice over: from plans as they are, and as if it was not read who acts. A plan of
    # which the actors could not be read is then coded nearly as well.
    structures = (structure, structure.without_actors())
    features = [context_features(unseen, each, targets) for each in structures]
    first_look, looks = _fit_look(features, examples, looked_at(targets), first_seen_by)
    seen = [with_first_look(*each, targets) for each in zip(features, looks, structures, strict=True)]
    stack, probabilities = _fit_look(seen, examples, targets, seen_by)
    decision = fit_decision(
        probabilities[0], examples.truth, examples.possible, targets, examples.groups, allowed
    )
    subcodes = fit_subcodes(
        words,
        structure,
        [item.subcodes for item in examples.annotations],
        [item.thema for item in examples.annotations],
        examples.groups,
    )
    return Model(targets, vectoriser, ridge, first_look, stack, decision, subcodes)


def _fit_look(
    features: list[Floats],
    examples: Examples,
    targets: tuple[Target, ...],
    seen_by: Callable[[str, Sequence[Target]], list[int]],
) -> tuple[Stack, list[Floats]]:
    """A look learnt from ``features`` in several versions, and per version its probabilities.

    These are for every unit by a look that was learnt without the unit's writer.
    """
    columns = [examples.targets.index(target) for target in targets]
    kind, truth, asked = examples.structure.kind, examples.truth[:, columns], examples.possible[:, columns]

    def learn(rows: Booleans) -> Stack:
        return fit_stack(
            np.vstack([version[rows] for version in features]),
            np.tile(kind[rows], len(features)),
            np.tile(truth[rows], (len(features), 1)),
            targets,
            lambda variable: seen_by(variable, examples.targets),
            np.tile(asked[rows], (len(features), 1)),
        )

    look = learn(np.ones(len(kind), dtype=bool))
    unseen = [look.probabilities(version, kind) for version in features]
    for fold in _folds(examples.groups):
        learnt = learn(~fold)
        for version, probability in zip(features, unseen, strict=True):
            probability[fold] = learnt.probabilities(version[fold], kind[fold])
    return look, unseen


def _wanted(examples: Examples) -> Floats:
    """1 for a code, -1 for none, 0 where the code does not go with the unit.

    What someone else does says less about the words of eigen inzet (OTHERS_ACT). An afspraak borrows the
    instrument of its subdoel: its words show which instrument that is.
    """
    wanted = np.where(examples.truth, 1.0, -1.0) * examples.possible
    own = [column for column, target in enumerate(examples.targets) if target.variable == EIGEN_INZET]
    actor, parent = examples.structure.actor, examples.structure.parent
    others = np.flatnonzero((actor != NOWHERE) & (actor != ACTORS.index(Wie.STATUSHOUDER)))
    wanted[others[:, None], own] = np.maximum(wanted[others[:, None], own], -OTHERS_ACT)
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
