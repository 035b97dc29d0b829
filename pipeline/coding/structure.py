"""Units in their plan: of what kind they are, who acts, and under which subdoel they stand."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.domain import Eenheid, Unit, Wie

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
