"""What stands in the workbook to code by hand: its columns, and which of them goes with which unit."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.coding.targets import EIGEN_INZET, SINGLE, THEMA
from pipeline.domain import Eenheid
from pipeline.export.sheets import Column

if TYPE_CHECKING:
    from pipeline.codebook import Codebook, Variable

REASON = "reden"
THEMES = ("thema", "thema_2", "thema_3")
OVERIG = "overig"
NONE = "geen"
"""What a variable of which a unit can have more codes gets when none fits."""
YES, NO = "ja", "nee"
_DATA = Path(__file__).parent / "data" / "werkblad.yaml"


@cache
def texts() -> dict[str, Any]:
    """The texts of the workbook, from its data file."""
    import yaml

    data: dict[str, Any] = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    return data


def columns(codebook: "Codebook", *, reasons: bool = False) -> list[Column]:
    """The columns, from left to right; those of variables that the codebook adds after its own ones.

    ``reasons``: with why each unit is to be looked at.
    """
    known = texts()["kolommen"] if reasons else {k: v for k, v in texts()["kolommen"].items() if k != REASON}
    found = [Column(key, each["kop"], each["breedte"], each["uitleg"]) for key, each in known.items()]
    at = list(known).index(SINGLE[-1]) + 1
    return [*found[:at], *(column for each in codebook.added for column in _added(each)), *found[at:]]


def _added(variable: "Variable") -> Iterator[Column]:
    for at, key in enumerate(cells_of(variable)):
        heading = variable.name if at == 0 else f"{variable.name} {at + 1}"
        yield Column(key, heading, 17, variable.description)


def cells_of(variable: "Variable") -> tuple[str, ...]:
    """The columns for the codes of a variable that the codebook adds: three when it allows more codes."""
    return tuple(f"{variable.id}{end}" for end in ("", "_2", "_3")) if variable.multiple else (variable.id,)


def to_fill(codebook: "Codebook") -> list[str]:
    """The columns that the coder fills in."""
    own = {key for key, each in texts()["kolommen"].items() if each.get("invullen")}
    own |= {key for each in codebook.added for key in cells_of(each)}
    return [column.key for column in columns(codebook) if column.key in own]


@dataclass(frozen=True)
class Choices:
    """What a coder can choose from, by the ``codebook``."""

    codebook: "Codebook"

    def of(self, column: str, kind: Eenheid) -> tuple[str, ...] | None:
        """The values that ``column`` can have at a unit of this kind: none, or anything (None)."""
        if column in THEMES:
            codes = tuple(code for code in self._codes(THEMA, kind) if code != EIGEN_INZET)
            return (*codes, OVERIG) if column == THEMES[0] else codes
        if column == EIGEN_INZET:
            asked = EIGEN_INZET in self._codes(THEMA, kind) and not self.follows_instrument(kind)
            return (YES, NO) if asked else ()
        if column in SINGLE:
            return self._codes(column, kind)
        for variable in self.codebook.added:
            if column in cells_of(variable):
                codes = self._codes(variable.id, kind)
                return (*codes, NONE) if codes and variable.multiple and column == variable.id else codes
        return (YES, NO) if column == "verkeerd_gelezen" else None

    def follows_instrument(self, kind: Eenheid) -> bool:
        """Whether eigen_inzet of such a unit says the same as its instrument: that it is the own effort."""
        return EIGEN_INZET in self._codes("instrument", kind)

    def _codes(self, variable: str, kind: Eenheid) -> tuple[str, ...]:
        found = self.codebook.variables.get(variable)
        return tuple(code.id for code in found.codes_for(kind)) if found else ()
