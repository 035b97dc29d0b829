"""What the second stage sees of a unit: first-stage scores of itself and its neighbours, and its place."""

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
SEEN_BY = {
    THEMA: (THEMA,),
    EIGEN_INZET: (EIGEN_INZET,),
    "instrument": ("instrument", EIGEN_INZET),
    "hoofddoel_type": ("hoofddoel_type", THEMA),
}


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


def feature_names(targets: Sequence[Target]) -> list[str]:
    """What each column of ``context_features`` is: ``<whose>: <what>``."""
    return [
        *(f"{view}: {target.name}" for view in VIEWS for target in targets),
        *(f"{view}: {which} thema" for view in ("unit", "parent") for which in ("greatest", "second")),
        *(f"unit: is {kind}" for kind in KINDS),
        *(f"unit: acts {actor}" for actor in ACTORS),
        "children: number",
        *(f"children: number {actor}" for actor in ACTORS),
        *(f"children: share {actor}" for actor in ACTORS),
    ]


def seen_by(variable: str, targets: Sequence[Target]) -> list[int]:
    """The columns of ``context_features`` from which ``variable`` is learnt."""
    scored = len(VIEWS) * len(targets)
    wanted = [target.variable in SEEN_BY[variable] for target in targets] * len(VIEWS)
    return [at for at in range(len(feature_names(targets))) if at >= scored or wanted[at]]


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
