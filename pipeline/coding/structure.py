"""Units in their plan: which subdoel an afspraak stands under, and what its neighbours score."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.domain import Eenheid, Unit, Wie

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.intp]

KINDS = tuple(Eenheid)
ACTORS = tuple(Wie)
NOWHERE = -1


@dataclass(frozen=True)
class Structure:
    """The units of several plans in one row, each with its place.

    ``kind`` and ``actor`` index KINDS and ACTORS; ``head`` is the plan's hoofddoel, ``parent`` the
    subdoel of an afspraak or the hoofddoel of a subdoel; NOWHERE where there is none or it is unknown.
    """

    kind: Integers
    actor: Integers
    head: Integers
    parent: Integers

    def __len__(self) -> int:
        return len(self.kind)

    def without_actors(self) -> "Structure":
        """The same plans when it was not read who acts."""
        return Structure(self.kind, np.full(len(self), NOWHERE), self.head, self.parent)


def structure_of(plans: Sequence[Sequence[Unit]]) -> Structure:
    """The places of all units of ``plans``, plan after plan."""
    units = [unit for plan in plans for unit in plan]
    parents: list[int] = []
    heads: list[int] = []
    for plan in plans:
        head, parent = _places(plan, start=len(parents))
        heads += head
        parents += parent
    kind = [KINDS.index(unit.eenheid) for unit in units]
    actor = [ACTORS.index(unit.wie) if unit.wie else NOWHERE for unit in units]
    return Structure(*(np.array(values, dtype=np.intp) for values in (kind, actor, heads, parents)))


def _places(plan: Sequence[Unit], start: int) -> tuple[list[int], list[int]]:
    """Head and parent of each unit of one plan, counting units from ``start``."""
    head = NOWHERE
    subdoel: dict[int | None, int] = {}
    for index, unit in enumerate(plan, start=start):
        if unit.eenheid is Eenheid.HOOFDDOEL:
            head = index
        elif unit.eenheid is Eenheid.SUBDOEL:
            subdoel[unit.subdoel_nr] = index
    parents = []
    for unit in plan:
        above = {Eenheid.SUBDOEL: head, Eenheid.AFSPRAAK: subdoel.get(unit.subdoel_nr, NOWHERE)}
        parents.append(above.get(unit.eenheid, NOWHERE))
    return [head] * len(plan), parents


def neighbour_features(scores: Floats, structure: Structure) -> Floats:
    """What the second stage sees of each unit: scores of itself and its neighbours, and its place.

    ``scores``: first-stage scores, shape ``(units, targets)``. Returns ``(units, features)``: for each
    target the score of the unit, its parent and its hoofddoel, the mean, greatest and least of its
    children, the mean and greatest of its siblings (0 where there are none); then the unit's kind, who
    acts, and how many children act as whom.
    """
    child = np.flatnonzero(structure.parent != NOWHERE)
    parent = structure.parent[child]
    blocks = [scores, _of(structure.parent, scores), _of(structure.head, scores)]
    blocks += _children(scores, child, parent)
    blocks += _siblings(scores, child, parent)
    blocks += _place(structure, child, parent)
    return np.hstack(blocks)


def _of(index: Integers, values: Floats) -> Floats:
    """The row of ``values`` at ``index``; zeros where that is NOWHERE."""
    return np.where((index != NOWHERE)[:, None], values[index], 0.0) if len(values) else values


def _children(scores: Floats, child: Integers, parent: Integers) -> list[Floats]:
    total, highest, lowest = (
        np.zeros_like(scores),
        np.full_like(scores, -np.inf),
        np.full_like(scores, np.inf),
    )
    np.add.at(total, parent, scores[child])
    np.maximum.at(highest, parent, scores[child])
    np.minimum.at(lowest, parent, scores[child])
    count = np.bincount(parent, minlength=len(scores))[:, None]
    has = count > 0
    return [total / np.maximum(count, 1), np.where(has, highest, 0.0), np.where(has, lowest, 0.0)]


def _siblings(scores: Floats, child: Integers, parent: Integers) -> list[Floats]:
    """Mean and greatest over the other children of the same parent."""
    mean, highest = np.zeros_like(scores), np.zeros_like(scores)
    order = np.argsort(parent, kind="stable")
    starts = np.flatnonzero(np.diff(parent[order], prepend=NOWHERE))
    for family in np.split(child[order], starts[1:]):
        if len(family) < 2:
            continue
        own = scores[family]
        mean[family] = (own.sum(axis=0) - own) / (len(family) - 1)
        ranked = np.sort(own, axis=0)
        highest[family] = np.where(own == ranked[-1], ranked[-2], ranked[-1])
    return [mean, highest]


def _place(structure: Structure, child: Integers, parent: Integers) -> list[Floats]:
    kind = np.eye(len(KINDS))[structure.kind]
    actor = np.vstack([np.eye(len(ACTORS)), np.zeros(len(ACTORS))])[structure.actor]
    acting = np.zeros_like(actor)
    np.add.at(acting, parent, actor[child])
    count = np.bincount(parent, minlength=len(kind))[:, None].astype(float)
    return [kind, actor, count, acting, acting / np.maximum(count, 1)]
