"""A drawn sample as a file: ``steekproeven/NAAM.jsonl``, one line per unit of each drawn plan."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.domain import Eenheid, Unit, UnitKey, unit_key
from pipeline.errors import StudyError, UsageError
from pipeline.validation import wrong_line

FOLDER = "steekproeven"
MIGRATION = "migratie"
"""The design of a batch that was not drawn: units to code again because the codebook changed."""
PROPOSAL = "voorstel"
"""The design of a batch of units that may deserve a new code: nobody coded them so, and none was drawn."""
NOT_DRAWN = (MIGRATION, PROPOSAL)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_DESIGN_AND_BATCH = re.compile(r".+ \((?P<batch>.+)\)")


class SampledUnit(BaseModel):
    """One unit to code by hand.

    ``ontwerp`` is how its plan was drawn; ``inclusiekans`` the chance of that, None when the plan was not
    left to chance: such a unit is unfit for estimates. ``inclusiekans_samen``: of a mixed design, the chance
    to get into the sample one way or the other. ``laag`` is the stratum; ``dubbel``: two people code it.
    ``codeboek`` is that of the workbook; samples of before this was kept have none.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    batch: str
    ontwerp: str
    seed: int
    plan: str
    bestand: str
    eenheid: Eenheid
    subdoel_nr: int | None
    afspraak_nr: int | None
    inclusiekans: float | None = Field(gt=0, le=1)
    dubbel: bool
    reden: str
    laag: str = ""
    inclusiekans_samen: float | None = Field(default=None, gt=0, le=1)
    codeboek: str = ""

    @classmethod
    def chosen(cls, unit: Unit, ontwerp: str, batch: str, reasons: Sequence[str], codeboek: str) -> Self:
        """A unit that was picked for ``reasons`` and not left to chance."""
        return cls(
            batch=batch,
            ontwerp=ontwerp,
            seed=0,
            plan=unit.plan,
            bestand=unit.bestand,
            eenheid=unit.eenheid,
            subdoel_nr=unit.subdoel_nr,
            afspraak_nr=unit.afspraak_nr,
            inclusiekans=None,
            dubbel=False,
            reden="\n".join(reasons),
            codeboek=codeboek,
        )

    @property
    def key(self) -> UnitKey:
        """Which unit (``unit_key``)."""
        return unit_key(self.plan, self.eenheid, self.subdoel_nr, self.afspraak_nr)

    @property
    def steekproef(self) -> str:
        """How an annotation says by which design and in which batch its unit was drawn."""
        return f"{self.ontwerp} ({self.batch})"


def sample_file(folder: Path, batch: str) -> Path:
    """Where the sample ``batch`` of a coded folder stands."""
    return folder / FOLDER / f"{batch}.jsonl"


def batch_of(steekproef: str) -> str:
    """The batch that an annotation names (``SampledUnit.steekproef``), or all it says when it names none."""
    named = _DESIGN_AND_BATCH.fullmatch(steekproef)
    return named["batch"] if named else steekproef


def to_jsonl(units: Sequence[SampledUnit]) -> str:
    return "".join(f"{unit.model_dump_json()}\n" for unit in units)


def read_sample(path: Path) -> list[SampledUnit]:
    """The units of the sample in ``path``, plan after plan. Raises StudyError, naming the line."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise StudyError(
            "Deze steekproef kan niet worden gelezen.",
            waar=str(path),
            doe="Kies een bestand uit steekproeven.",
        ) from error
    return [_read(line, number, path) for number, line in enumerate(lines, start=1) if line.strip()]


def sample_files(folder: Path) -> list[Path]:
    """All samples of a coded folder, by name."""
    return sorted((folder / FOLDER).glob("*.jsonl"))


def drawn_before(folder: Path) -> list[SampledUnit]:
    """All units of all samples of a coded folder; what must be coded again or was proposed was not drawn."""
    units = (unit for path in sample_files(folder) for unit in read_sample(path))
    return [unit for unit in units if unit.ontwerp not in NOT_DRAWN]


def free_name(folder: Path) -> str:
    """``steekproef-01`` or the first after it that is not taken."""
    number = 1
    while sample_file(folder, name := f"steekproef-{number:02d}").exists():
        number += 1
    return name


def check_name(folder: Path, name: str) -> str:
    """``name`` if it can be that of a new sample; UsageError otherwise."""
    if not _NAME.fullmatch(name):
        raise UsageError(
            "Deze naam kan geen bestand zijn.", waar=name, doe="Gebruik letters, cijfers en streepjes."
        )
    if sample_file(folder, name).exists():
        raise UsageError(
            "Er is al een steekproef met deze naam.",
            waar=str(sample_file(folder, name)),
            doe="Kies een andere naam; een getrokken steekproef wordt niet overschreven.",
        )
    return name


def _read(line: str, number: int, path: Path) -> SampledUnit:
    try:
        return SampledUnit.model_validate_json(line)
    except ValidationError as error:
        raise StudyError(
            f"Regel {number}: {wrong_line(error)}.",
            waar=str(path),
            doe="Zet het bestand terug zoals het was.",
        ) from None
