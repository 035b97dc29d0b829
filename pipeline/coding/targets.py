"""What is learnt: one column per code of the codebook, named as in ``Coding.scores``."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from pipeline.domain import OWN_COLUMN, Coding, Eenheid

if TYPE_CHECKING:
    from pipeline.codebook import Codebook

EIGEN_INZET = "eigen_inzet"  # a code of thema in the codebook, a column of its own in the tables
THEMA = "thema"
SINGLE = ("instrument", "hoofddoel_type")  # of those with a field of their own


@dataclass(frozen=True)
class Target:
    """One code as a column: ``variable`` is eigen_inzet or one of the codebook, ``multiple`` as there."""

    variable: str
    code: str
    units: frozenset[Eenheid]
    multiple: bool = True

    @property
    def name(self) -> str:
        """The key in ``Coding.scores``."""
        return self.variable if self.variable == EIGEN_INZET else f"{self.variable}.{self.code}"

    @property
    def single(self) -> bool:
        """Whether a unit has exactly one code of the variable."""
        return self.variable in SINGLE or not self.multiple


def targets_of(codebook: "Codebook") -> tuple[Target, ...]:
    """All codes of ``codebook``, in its order."""
    found = []
    for variable in codebook.variables.values():
        for code in variable.codes:
            name = EIGEN_INZET if (variable.id, code.id) == (THEMA, EIGEN_INZET) else variable.id
            found.append(Target(name, code.id, code.units or variable.units, variable.multiple))
    return tuple(found)


def learnable(targets: Sequence[Target], codings: Sequence[Coding]) -> tuple[Target, ...]:
    """The targets without those of an added variable of which ``codings`` show nothing to learn.

    A choice takes two codes that occur, else every unit would get the only one.
    """
    seen = Counter(
        (variable, code) for coding in codings for variable, codes in coding.andere.items() for code in codes
    )
    occurring = Counter(variable for variable, _ in seen)
    return tuple(
        target
        for target in targets
        if target.variable in (*OWN_COLUMN, EIGEN_INZET)
        or occurring[target.variable] >= (2 if target.single else 1)
    )


def single_variables(targets: Sequence[Target]) -> list[str]:
    """The variables of which a unit has exactly one code."""
    return list(dict.fromkeys(target.variable for target in targets if target.single))


def has_code(codings: Sequence[Coding], targets: Sequence[Target]) -> npt.NDArray[np.bool_]:
    """Which coding has which code; shape ``(codings, targets)``."""
    rows = [
        [target.code in (coding.codes(target.variable) or ()) for target in targets] for coding in codings
    ]
    return np.array(rows, dtype=bool).reshape(len(codings), len(targets))


def applies(kinds: Sequence[Eenheid], targets: Sequence[Target]) -> npt.NDArray[np.bool_]:
    """Which unit can have which code; shape ``(units, targets)``."""
    rows = [[kind in target.units for target in targets] for kind in kinds]
    return np.array(rows, dtype=bool).reshape(len(kinds), len(targets))


def was_asked(codings: Sequence[Coding], targets: Sequence[Target]) -> npt.NDArray[np.bool_]:
    """Where people coded the variable, shape ``(codings, targets)``; one that was added later not always."""
    rows = [
        [target.variable in (*OWN_COLUMN, EIGEN_INZET, *coding.andere) for target in targets]
        for coding in codings
    ]
    return np.array(rows, dtype=bool).reshape(len(codings), len(targets))


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
