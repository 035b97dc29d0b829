"""The plan around a unit in Dutch: who stands above, below and beside it, and what they are about."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.coding.context import VIEWS, context_features
from pipeline.coding.contributions import (
    ACTING,
    ACTOR,
    CHILDREN,
    HOOFDDOEL,
    NUMBER,
    PARENT,
    SIBLINGS,
    TRAJECT,
)
from pipeline.coding.structure import ACTORS, KINDS, Structure
from pipeline.coding.targets import EIGEN_INZET, THEMA, Target, columns_of
from pipeline.domain import Eenheid, Wie

Floats = npt.NDArray[np.float64]


class _Neighbour(NamedTuple):
    name: str
    kind: Eenheid
    view: str  # what the second stage sees of it
    several: bool


_TOP = _Neighbour("het hoofddoel", Eenheid.HOOFDDOEL, "hoofddoel", several=False)
_NEIGHBOURS = {
    (Eenheid.HOOFDDOEL, CHILDREN): _Neighbour("de subdoelen", Eenheid.SUBDOEL, "children mean", several=True),
    (Eenheid.SUBDOEL, PARENT): _TOP,
    (Eenheid.SUBDOEL, CHILDREN): _Neighbour(
        "de afspraken eronder", Eenheid.AFSPRAAK, "children mean", several=True
    ),
    (Eenheid.SUBDOEL, SIBLINGS): _Neighbour(
        "de andere subdoelen", Eenheid.SUBDOEL, "siblings mean", several=True
    ),
    (Eenheid.AFSPRAAK, PARENT): _Neighbour("het subdoel erboven", Eenheid.SUBDOEL, "parent", several=False),
    (Eenheid.AFSPRAAK, HOOFDDOEL): _TOP,
    (Eenheid.AFSPRAAK, SIBLINGS): _Neighbour(
        "de andere afspraken", Eenheid.AFSPRAAK, "siblings mean", several=True
    ),
}
_ACTING = {
    Wie.KLANTMANAGER: "de klantmanager doet het",
    Wie.STATUSHOUDER: "de statushouder doet het",
    Wie.BEIDE: "beiden doen het",
    Wie.DERDE: "een derde doet het",
}
_PLACE = {
    (Eenheid.HOOFDDOEL, NUMBER): "het aantal subdoelen",
    (Eenheid.SUBDOEL, NUMBER): "het aantal afspraken eronder",
    (Eenheid.SUBDOEL, ACTING): "wie de afspraken eronder doen",
    (Eenheid.SUBDOEL, TRAJECT): "of de afspraken eronder een traject van anderen noemen",
}
_TOLD_AS = {"hoofddoel_type": THEMA}  # neighbours have no type; what they are about counts


class Surroundings:
    """Names the parts of the plan around units.

    ``codes``, shape ``(units, targets)``: 1 where a unit has a code, else 0.
    """

    def __init__(self, codes: Floats, structure: Structure, targets: Sequence[Target]) -> None:
        self._seen = context_features(codes, structure, targets)
        self._structure = structure
        self._targets = targets
        self._columns = columns_of(targets)

    def name(self, part: str, unit: int, target: Target) -> str:
        """A part of AROUND of this unit, and what it is about in terms of this code."""
        kind = KINDS[self._structure.kind[unit]]
        if part == ACTOR:
            return _ACTING[ACTORS[self._structure.actor[unit]]]
        neighbour = _NEIGHBOURS.get((kind, part))
        if neighbour is None:
            return _PLACE.get((kind, part), "de plaats in het plan")
        variable = _TOLD_AS.get(target.variable, target.variable)
        codes = self._codes(neighbour, unit, variable, target)
        if neighbour.kind not in self._targets[self._columns[variable][0]].units:
            # It cannot have such a code itself; several together can still point to one by their words.
            points = neighbour.several and variable != EIGEN_INZET and codes
            return f"{neighbour.name} wijzen {_mostly(codes, target, 'op ')}" if points else neighbour.name
        if neighbour.several:
            return f"{neighbour.name} zijn {_mostly(codes, target)}"
        return f"{neighbour.name} is {_about(codes, variable)}"

    def missing(self, unit: int, target: Target) -> str:
        """What is not there while the code is made from it: an instrument shows in the afspraken; else ""."""
        if target.variable == "instrument" and not np.any(self._structure.parent == unit):
            return "er staan geen afspraken onder"
        return ""

    def _codes(self, neighbour: _Neighbour, unit: int, variable: str, target: Target) -> list[str]:
        """The codes that a neighbour has, or several have; most frequent first, then the one in question."""
        columns = np.array(self._columns[variable], dtype=np.intp)
        share = self._seen[unit, VIEWS.index(neighbour.view) * len(self._targets) + columns]
        codes = [self._targets[column].code for column in columns]
        order = np.lexsort(([code != target.code for code in codes], -share))
        return [codes[at] for at in order if share[at] > 0]


def _mostly(codes: Sequence[str], target: Target, to: str = "") -> str:
    """What several neighbours are mostly about, and whether some are about this code too."""
    if target.variable == EIGEN_INZET:
        return "ook eigen inzet" if codes else "geen eigen inzet"
    also = f", ook {target.code}" if target.code in codes[1:] else ""
    return f"vooral {to}{codes[0]}{also}" if codes else "overig"


def _about(codes: Sequence[str], variable: str) -> str:
    if variable == EIGEN_INZET:
        return "eigen inzet" if codes else "geen eigen inzet"
    return " en ".join(codes) or "overig"
