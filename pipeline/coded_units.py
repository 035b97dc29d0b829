"""The coded units of a folder, as ``eenheden.jsonl`` has them: text and codes, with the model's scores."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.domain import Coding, Eenheid, Unit, UnitKey, Wie
from pipeline.errors import StudyError
from pipeline.validation import wrong_line

UNITS_FILE = "eenheden.jsonl"
EARLIER_FILE = "eerdere_codes.jsonl"
"""The codes that an earlier model or codebook gave, of plans that were coded again."""
AGAIN = "Draai 'plancoder code' opnieuw met deze uitvoermap; dan worden de bestanden opnieuw gemaakt."


@dataclass(frozen=True, slots=True)
class CodedUnit:
    """A unit with the codes that a model gave it; ``model`` and ``codeboek`` name what coded it."""

    unit: Unit
    coding: Coding
    model: str
    codeboek: str

    @property
    def key(self) -> UnitKey:
        """Which unit (``unit_key``)."""
        return self.unit.key


class _Line(BaseModel):
    """A line of the file; fields of later versions are left alone."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    bestand: str
    plan: str
    persoon: str
    datum: str
    eenheid: Eenheid
    subdoel_nr: int | None
    afspraak_nr: int | None
    wie: Wie | None
    tekst: str
    pagina: int
    thema: tuple[str, ...]
    eigen_inzet: bool
    instrument: str | None
    hoofddoel_type: str | None
    scores: dict[str, float]
    nakijken: tuple[str, ...]
    andere: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    model: str
    codeboek: str

    def coded(self) -> CodedUnit:
        unit = Unit(*(getattr(self, name) for name in Unit.__dataclass_fields__))
        names = ("thema", "eigen_inzet", "instrument", "hoofddoel_type", "scores", "nakijken", "andere")
        coding = Coding(**{name: getattr(self, name) for name in names})
        return CodedUnit(unit, coding, self.model, self.codeboek)


def read_coded_units(folder: Path) -> list[CodedUnit]:
    """All units of the coded folder ``folder``, in its order. Raises StudyError, naming the line."""
    return [*each_coded_unit(folder)]


def each_coded_unit(folder: Path) -> Iterator[CodedUnit]:
    """As ``read_coded_units``, one after the other: of a folder of very many not all are in memory."""
    path = folder / UNITS_FILE
    for number, line in enumerate(lines_of(path), start=1):
        if line.strip():
            yield _read(line, number, path)


def lines_of(path: Path, encoding: str = "utf-8") -> Iterator[str]:
    """The lines of a file of a coded folder, with their ends. Raises StudyError when it cannot be read."""
    try:
        with path.open(encoding=encoding, newline="") as stream:
            yield from stream
    except FileNotFoundError:
        raise StudyError("Dit bestand ontbreekt.", waar=str(path), doe=AGAIN) from None
    except (OSError, UnicodeDecodeError) as error:
        raise StudyError("Dit bestand is niet te lezen.", waar=str(path), doe=AGAIN) from error


def _read(line: str, number: int, path: Path) -> CodedUnit:
    try:
        return _Line.model_validate_json(line).coded()
    except ValidationError as error:
        raise StudyError(f"Regel {number}: {wrong_line(error)}.", waar=str(path), doe=AGAIN) from None
