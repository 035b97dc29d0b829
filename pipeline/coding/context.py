"""What the second stage sees of a unit: first-stage scores of itself and its neighbours, and its place.

It looks twice. The first look sees that much; the second also sees what the first made of the neighbours.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipeline.coding.structure import ACTORS, KINDS, NOWHERE, Structure
from pipeline.coding.targets import EIGEN_INZET, THEMA, Target

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.intp]

# Of whom the scores are seen: one column per target each.
VIEWS = (
    "unit",
    "parent",
    "hoofddoel",
    "children mean",
    "children greatest",
    "children least",
    "siblings mean",
    "siblings greatest",
)
# Which scores tell about a variable; its own, and those of variables close to it. More only brings noise.
# One that a codebook adds sees its own and those of thema.
SEEN_BY = {
    THEMA: (THEMA,),
    EIGEN_INZET: (EIGEN_INZET,),
    "instrument": ("instrument", EIGEN_INZET),
    "hoofddoel_type": ("hoofddoel_type", THEMA),
}
# The second look: whose probabilities by the first, for which variables, and which variables see them.
# A unit's own are left out, so that its score stays a sum over its words.
LOOKED = ("parent", "hoofddoel", "children mean", "children greatest")
LOOKED_AT = (THEMA, EIGEN_INZET)
SECOND_LOOK_OF = {THEMA: (THEMA,), EIGEN_INZET: (EIGEN_INZET,)}
# It also sees whether the afspraken under a subdoel name a traject of someone else. These codes are none.
NO_TRAJECT = (EIGEN_INZET, "geen")
TRAJECT_VIEWS = ("mean", "greatest")
NO_TRAJECT_AT_ALL = -2.0  # what own effort counts as: the scores that are compared lie about -1 and 1


def context_features(scores: Floats, structure: Structure, targets: Sequence[Target]) -> Floats:
    """From scores ``(units, targets)`` to ``(units, features)``, in the order of ``feature_names``.

    A neighbour that is not there scores 0: undecided.
    """
    child = np.flatnonzero(structure.parent != NOWHERE)
    parent = structure.parent[child]
    above = _of(structure.parent, scores)
    views = [scores, above, _of(structure.head, scores)]
    views += _children(scores, child, parent)
    views += _siblings(scores, child, parent)
    themas = [at for at, target in enumerate(targets) if target.variable == THEMA]
    outstanding = [_two_greatest(scores[:, themas]), _two_greatest(above[:, themas])]
    return np.hstack([*views, *outstanding, *_place(structure, child, parent)])


def looked_at(targets: Sequence[Target]) -> tuple[Target, ...]:
    """The codes that the first look is about."""
    return tuple(target for target in targets if target.variable in LOOKED_AT)


def with_first_look(
    features: Floats, probability: Floats, structure: Structure, targets: Sequence[Target]
) -> Floats:
    """What the second look sees: ``features``, and the first look's ``probability`` of the neighbours.

    ``probability``: ``(units, codes of looked_at)``. A neighbour that is not there has 0.
    """
    child = np.flatnonzero(structure.parent != NOWHERE)
    parent = structure.parent[child]
    mean, greatest, _ = _children(probability, child, parent)
    other = np.where(structure.head == np.arange(len(structure)), NOWHERE, structure.head)
    above = [_of(structure.parent, probability), _of(other, probability)]
    traject = _children(_traject_of_others(features, probability, targets), child, parent)
    return np.hstack([features, *above, mean, greatest, *traject[: len(TRAJECT_VIEWS)]])


def _traject_of_others(features: Floats, probability: Floats, targets: Sequence[Target]) -> Floats:
    """How far each unit is expected to name a traject of someone else, ``(units, 1)``; 0 is undecided.

    What makes own effort the main instrument of a subdoel is not how much of it there is, but that what
    others do beside it is light support. So an afspraak counts by the score of its best traject above that
    of none, as far as it is not expected to be own effort itself. Zeros for a codebook without such codes.
    """
    scores = features[:, : len(targets)]
    instruments = [at for at, target in enumerate(targets) if target.variable == "instrument"]
    none = [at for at in instruments if targets[at].code in NO_TRAJECT]
    trajects = [at for at in instruments if at not in none]
    if not none or not trajects:
        return np.zeros((len(features), 1))
    named = scores[:, trajects].max(axis=1) - scores[:, none].max(axis=1)
    own = probability[:, [target.variable == EIGEN_INZET for target in looked_at(targets)]].sum(axis=1)
    expected: Floats = (1 - own) * named + own * NO_TRAJECT_AT_ALL
    return expected[:, None]


def feature_names(targets: Sequence[Target]) -> list[str]:
    """What each column of ``with_first_look`` is: ``<whose>: <what>``."""
    looks = [f"{view}: {target.name} expected" for view in LOOKED for target in looked_at(targets)]
    return [*_first_names(targets), *looks, *(f"children: traject {view}" for view in TRAJECT_VIEWS)]


def _first_names(targets: Sequence[Target]) -> list[str]:
    """What each column of ``context_features`` is."""
    return [
        *(f"{view}: {target.name}" for view in VIEWS for target in targets),
        *(f"{view}: {which} thema" for view in ("unit", "parent") for which in ("greatest", "second")),
        *(f"unit: is {kind}" for kind in KINDS),
        *(f"unit: acts {actor}" for actor in ACTORS),
        "children: number",
        *(f"children: number {actor}" for actor in ACTORS),
        *(f"children: share {actor}" for actor in ACTORS),
    ]


def first_seen_by(variable: str, targets: Sequence[Target]) -> list[int]:
    """The columns of ``context_features`` from which the first look at ``variable`` is learnt."""
    scored = len(VIEWS) * len(targets)
    wanted = [_tells_of(variable, target) for target in targets] * len(VIEWS)
    return [at for at in range(len(_first_names(targets))) if at >= scored or wanted[at]]


def _tells_of(variable: str, target: Target) -> bool:
    """Whether scores of ``target`` tell about ``variable``; of eigen inzet its instrument does too."""
    seen = SEEN_BY.get(variable, (variable, THEMA))
    return target.variable in seen or target.code == variable == EIGEN_INZET


def seen_by(variable: str, targets: Sequence[Target]) -> list[int]:
    """The columns of ``with_first_look`` from which ``variable`` is learnt."""
    start = len(_first_names(targets))
    of = SECOND_LOOK_OF.get(variable, ())
    wanted = [target.variable in of for target in looked_at(targets)] * len(LOOKED)
    wanted += [variable == EIGEN_INZET] * len(TRAJECT_VIEWS)
    return [*first_seen_by(variable, targets), *(start + at for at, seen in enumerate(wanted) if seen)]


def _of(index: Integers, values: Floats) -> Floats:
    """The row of ``values`` at ``index``; zeros where that is NOWHERE."""
    return np.where((index != NOWHERE)[:, None], values[index], 0.0) if len(values) else values


def _two_greatest(scores: Floats) -> Floats:
    """The two greatest scores of each row: whether it is about any thema at all, or about two."""
    padded = np.pad(scores, ((0, 0), (2, 0)), constant_values=-1.0)
    return np.sort(padded, axis=1)[:, :-3:-1]


def _children(scores: Floats, child: Integers, parent: Integers) -> list[Floats]:
    total = np.zeros_like(scores)
    greatest, least = np.full_like(scores, -np.inf), np.full_like(scores, np.inf)
    np.add.at(total, parent, scores[child])
    np.maximum.at(greatest, parent, scores[child])
    np.minimum.at(least, parent, scores[child])
    count = np.bincount(parent, minlength=len(scores))[:, None]
    has = count > 0
    return [total / np.maximum(count, 1), np.where(has, greatest, 0.0), np.where(has, least, 0.0)]


def _siblings(scores: Floats, child: Integers, parent: Integers) -> list[Floats]:
    """Mean and greatest over the other children of the same parent."""
    mean, greatest = np.zeros_like(scores), np.zeros_like(scores)
    order = np.argsort(parent, kind="stable")
    starts = np.flatnonzero(np.diff(parent[order], prepend=NOWHERE))
    for family in np.split(child[order], starts[1:]):
        if len(family) < 2:
            continue
        own = scores[family]
        mean[family] = (own.sum(axis=0) - own) / (len(family) - 1)
        ranked = np.sort(own, axis=0)
        greatest[family] = np.where(own == ranked[-1], ranked[-2], ranked[-1])
    return [mean, greatest]


def _place(structure: Structure, child: Integers, parent: Integers) -> list[Floats]:
    kind = np.eye(len(KINDS))[structure.kind]
    actor = np.vstack([np.eye(len(ACTORS)), np.zeros(len(ACTORS))])[structure.actor]
    acting = np.zeros_like(actor)
    np.add.at(acting, parent, actor[child])
    count = np.bincount(parent, minlength=len(kind))[:, None].astype(float)
    return [kind, actor, count, acting, acting / np.maximum(count, 1)]
