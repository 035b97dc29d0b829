"""A drawn sample beside the coded units it was drawn from."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.annotations import UnitKey
from pipeline.domain import Eenheid, Wie
from pipeline.errors import CorrectionError
from pipeline.tabular import read_table

UNITS_FILE = "eenheden.jsonl"
INTAKE_FILE = "intake.csv"
Row = TypeVar("Row", bound=BaseModel)


class _Keyed(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    plan: str = Field(min_length=1)
    eenheid: Eenheid
    subdoel_nr: int | None = None
    afspraak_nr: int | None = None

    @property
    def key(self) -> UnitKey:
        """As ``Annotation.key``."""
        return self.plan, self.eenheid.value, self.subdoel_nr or 0, self.afspraak_nr or 0


class SampledUnit(_Keyed):
    """A line of ``steekproeven/*.jsonl``. ``inclusiekans`` None: drawn for learning, unfit for estimates."""

    batch: str = Field(min_length=1, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    ontwerp: str
    inclusiekans: float | None = Field(default=None, gt=0, le=1)
    dubbel: bool = False


class CodedUnit(_Keyed):
    """A line of ``eenheden.jsonl``, without scores."""

    bestand: str = ""
    persoon: str = ""
    datum: str = ""
    wie: Wie | None = None
    tekst: str
    pagina: int = 1
    thema: tuple[str, ...] = ()
    eigen_inzet: bool = False
    instrument: str | None = None
    hoofddoel_type: str | None = None
    model: str = ""
    codeboek: str = ""


@dataclass(frozen=True)
class Sample:
    """What was drawn in ``batch``, in the order of the file; ``plans``: all units of their plans;
    ``rounds``: the meting of plans."""

    batch: str
    units: tuple[tuple[SampledUnit, CodedUnit], ...]
    plans: dict[str, tuple[CodedUnit, ...]]
    rounds: dict[str, int] = field(default_factory=dict)


def read_sample(folder: Path, sample_file: Path) -> Sample:
    """The sample and its coded units. Raises CorrectionError when they do not go together."""
    drawn = list(_read(sample_file, SampledUnit, "Trek de steekproef opnieuw met: plancoder sample"))
    batches = sorted({unit.batch for unit in drawn})
    if len(batches) != 1:
        raise CorrectionError(
            "Dit bestand bevat geen of meer dan één steekproef.",
            waar=str(sample_file),
            doe="Geef een bestand uit de map steekproeven, gemaakt met: plancoder sample",
        )
    wanted = {unit.plan for unit in drawn}
    coded = [unit for unit in read_coded_units(folder) if unit.plan in wanted]
    found = {unit.key: unit for unit in coded}
    once = {unit.key: unit for unit in drawn}
    missing = sum(key not in found for key in once)
    if missing:
        raise CorrectionError(
            f"{missing} van de {len(once)} eenheden van deze steekproef staan niet (meer) in {UNITS_FILE}.",
            waar=str(sample_file),
            doe="De map is na het trekken opnieuw gecodeerd en anders gelezen. Trek een nieuwe steekproef.",
        )
    units = tuple((unit, found[key]) for key, unit in once.items())
    return Sample(batches[0], units, _by_plan(coded), _rounds(folder / INTAKE_FILE))


def read_coded_units(folder: Path) -> Iterator[CodedUnit]:
    """The units of a coded folder, in order. Raises CorrectionError."""
    return _read(folder / UNITS_FILE, CodedUnit, "Codeer opnieuw met: plancoder code")


def _rounds(intake: Path) -> dict[str, int]:
    """The round (meting) of each plan, as far as it is known."""
    if not intake.exists():
        return {}
    rows = [row for _, row in read_table(intake).rows]
    return {row["plan"]: int(row["meting"]) for row in rows if row.get("plan") and row["meting"].isdecimal()}


def _by_plan(units: list[CodedUnit]) -> dict[str, tuple[CodedUnit, ...]]:
    plans: dict[str, list[CodedUnit]] = {}
    for unit in units:
        plans.setdefault(unit.plan, []).append(unit)
    return {plan: tuple(units) for plan, units in plans.items()}


def _read(path: Path, kind: type[Row], doe: str) -> Iterator[Row]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CorrectionError(
            "Dit bestand is er niet, of is niet te lezen.", waar=str(path), doe=doe
        ) from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield kind.model_validate_json(line)
        except ValidationError as error:
            # Only the names of the fields: the values may be text of a plan.
            fields = sorted({str(fault["loc"][0]) for fault in error.errors() if fault["loc"]})
            what = f"de velden {', '.join(fields)} kloppen niet" if fields else "dit is geen regel JSON"
            raise CorrectionError(f"Regel {number}: {what}.", waar=str(path), doe=doe) from None
