"""What stands in the workbook to code by hand: its columns, and which of them goes with which unit."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.coding.targets import EIGEN_INZET, SINGLE, THEMA
from pipeline.domain import Eenheid
from pipeline.export.sheets import Column

if TYPE_CHECKING:
    from pipeline.codebook import Codebook

THEMES = ("thema", "thema_2", "thema_3")
OVERIG = "overig"
YES, NO = "ja", "nee"
_DATA = Path(__file__).parent / "data" / "werkblad.yaml"


@cache
def texts() -> dict[str, Any]:
    """The texts of the workbook, from its data file."""
    import yaml

    data: dict[str, Any] = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    return data


def columns() -> list[Column]:
    """The columns, from left to right."""
    return [
        Column(key, each["kop"], each["breedte"], each["uitleg"]) for key, each in texts()["kolommen"].items()
    ]


def to_fill() -> list[str]:
    """The columns that the coder fills in."""
    return [key for key, each in texts()["kolommen"].items() if each.get("invullen")]


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
        return (YES, NO) if column == "verkeerd_gelezen" else None

    def follows_instrument(self, kind: Eenheid) -> bool:
        """Whether eigen_inzet of such a unit says the same as its instrument: that it is the own effort."""
        return EIGEN_INZET in self._codes("instrument", kind)

    def _codes(self, variable: str, kind: Eenheid) -> tuple[str, ...]:
        found = self.codebook.variables.get(variable)
        return tuple(code.id for code in found.codes_for(kind)) if found else ()
