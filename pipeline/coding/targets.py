"""What is learnt: one column per code of the codebook, named as in ``Coding.scores``."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from pipeline.domain import Coding, Eenheid

if TYPE_CHECKING:
    from pipeline.codebook import Codebook

EIGEN_INZET = "eigen_inzet"  # a code of thema in the codebook, a column of its own in the tables
THEMA = "thema"
SINGLE = ("instrument", "hoofddoel_type")


@dataclass(frozen=True)
class Target:
    """One code as a column: ``variable`` is thema, eigen_inzet, instrument or hoofddoel_type."""

    variable: str
    code: str
    units: frozenset[Eenheid]

    @property
    def name(self) -> str:
        """The key in ``Coding.scores``."""
        return self.variable if self.variable == EIGEN_INZET else f"{self.variable}.{self.code}"


def targets_of(codebook: "Codebook") -> tuple[Target, ...]:
    """All codes of ``codebook`` that a Coding can hold, in the order of the codebook."""
    found = []
    for variable in codebook.variables.values():
        for code in variable.codes:
            name = EIGEN_INZET if (variable.id, code.id) == (THEMA, EIGEN_INZET) else variable.id
            if name in (THEMA, EIGEN_INZET, *SINGLE):
                found.append(Target(name, code.id, code.units or variable.units))
    return tuple(found)


def codes_in(coding: Coding, variable: str) -> tuple[str, ...]:
    """The codes that ``coding`` has of ``variable``."""
    if variable == THEMA:
        return coding.thema
    if variable == EIGEN_INZET:
        return (EIGEN_INZET,) if coding.eigen_inzet else ()
    code: str | None = getattr(coding, variable)
    return () if code is None else (code,)


def has_code(codings: Sequence[Coding], targets: Sequence[Target]) -> npt.NDArray[np.bool_]:
    """Which coding has which code; shape ``(codings, targets)``."""
    rows = [[target.code in codes_in(coding, target.variable) for target in targets] for coding in codings]
    return np.array(rows, dtype=bool).reshape(len(codings), len(targets))


def applies(kinds: Sequence[Eenheid], targets: Sequence[Target]) -> npt.NDArray[np.bool_]:
    """Which unit can have which code; shape ``(units, targets)``."""
    rows = [[kind in target.units for target in targets] for kind in kinds]
    return np.array(rows, dtype=bool).reshape(len(kinds), len(targets))


def columns_of(targets: Sequence[Target]) -> dict[str, list[int]]:
    """The columns of each variable."""
    columns: dict[str, list[int]] = {}
    for column, target in enumerate(targets):
        columns.setdefault(target.variable, []).append(column)
    return columns


def linked(targets: Sequence[Target]) -> tuple[int, int] | None:
    """The columns of eigen_inzet and of the instrument of that name, if a unit can have both.

    At a subdoel the two say the same by definition: own effort is the main instrument.
    """
    column = {target.name: at for at, target in enumerate(targets)}
    own, instrument = column.get(EIGEN_INZET), column.get(f"instrument.{EIGEN_INZET}")
    if own is None or instrument is None or not targets[own].units >= targets[instrument].units:
        return None
    return own, instrument


def follow_instrument(
    values: npt.NDArray[Any], possible: npt.NDArray[np.bool_], targets: Sequence[Target]
) -> None:
    """Give eigen_inzet, in place, the value of its instrument for every unit that can have both."""
    pair = linked(targets)
    if pair:
        rows = np.flatnonzero(possible[:, pair[0]] & possible[:, pair[1]])
        values[rows, pair[0]] = values[rows, pair[1]]
