"""A drawn sample beside the coded units it was drawn from."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.coded_units import UNITS_FILE, CodedUnit, each_coded_unit
from pipeline.errors import CorrectionError
from pipeline.report.coded_folder import INTAKE_FILE
from pipeline.sample_file import SampledUnit
from pipeline.sample_file import read_sample as read_drawn
from pipeline.tabular import read_table

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True)
class Sample:
    """What was drawn in ``batch``, in the order of the file, with whole plans and their rounds (meting)."""

    batch: str
    units: tuple[tuple[SampledUnit, CodedUnit], ...]
    plans: dict[str, tuple[CodedUnit, ...]]
    rounds: dict[str, int]


def read_sample(folder: Path, sample_file: Path) -> Sample:
    """The sample and its coded units. Raises CorrectionError when they do not go together, or StudyError."""
    drawn = {unit.key: unit for unit in read_drawn(sample_file)}
    wanted = {unit.plan for unit in drawn.values()}
    coded = {each.key: each for each in each_coded_unit(folder) if each.unit.plan in wanted}
    missing = sum(key not in coded for key in drawn)
    if missing:
        raise CorrectionError(
            f"{missing} van de {len(drawn)} eenheden van deze steekproef staan niet (meer) in {UNITS_FILE}.",
            waar=str(sample_file),
            doe="De map is na het trekken opnieuw gecodeerd en anders gelezen. Trek een nieuwe steekproef.",
        )
    plans: dict[str, list[CodedUnit]] = {}
    for each in coded.values():
        plans.setdefault(each.unit.plan, []).append(each)
    return Sample(
        _batch(drawn.values(), sample_file),
        tuple((unit, coded[key]) for key, unit in drawn.items()),
        {plan: tuple(units) for plan, units in plans.items()},
        _rounds(folder / INTAKE_FILE),
    )


def _batch(drawn: Iterable[SampledUnit], sample_file: Path) -> str:
    """The one batch of the file, whose name can be that of a file: it becomes one."""
    batches = {unit.batch for unit in drawn}
    name = next(iter(batches), "")
    if len(batches) != 1 or not _NAME.fullmatch(name):
        raise CorrectionError(
            "Dit bestand bevat geen of meer dan één steekproef.",
            waar=str(sample_file),
            doe="Geef een bestand uit de map steekproeven, gemaakt met: plancoder sample",
        )
    return name


def _rounds(intake: Path) -> dict[str, int]:
    """The round (meting) of each plan, as far as it is known."""
    if not intake.exists():
        return {}
    rows = [row for _, row in read_table(intake).rows]
    return {row["plan"]: int(row["meting"]) for row in rows if row.get("plan") and row["meting"].isdecimal()}
