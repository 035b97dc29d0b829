"""A coded folder made of what people coded, for plans that stand in no other, so that they can be shown."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.annotations import Annotation, by_plan, reference_codings
from pipeline.coded_units import UNITS_FILE, CodedUnit
from pipeline.export.rows import INTAKE_COLUMNS, to_jsonl, unit_row
from pipeline.export.tables import to_csv
from pipeline.transaction import FileChange

PEOPLE = "coderingen van mensen"
"""What stands in the place of a model."""


def plans_in(files: Iterable[bytes], wanted: Collection[str]) -> list[Annotation]:
    """One coding of each unit of the plans ``wanted``, from the contents of files of annotations."""
    lines = (line for content in files for line in content.decode("utf-8").split("\n") if line.strip())
    found = [Annotation.model_validate_json(line) for line in lines if json.loads(line)["plan"] in wanted]
    return [item for plan in by_plan(reference_codings(found)) for item in plan]


def coded_by_people(plans: Sequence[Annotation]) -> list[CodedUnit]:
    """The units with the codes that people gave them."""
    return [CodedUnit(item.unit, item.coding, PEOPLE, item.codeboek) for item in plans]


def folder_of(folder: Path, plans: Sequence[Annotation]) -> Iterator[FileChange]:
    """The files that make ``folder`` a coded folder of these plans."""
    rows = [
        unit_row(
            item.unit,
            replace(item.coding, subcodes=item.subcodes),
            (),
            model=PEOPLE,
            codeboek=item.codeboek,
        )
        for item in plans
    ]
    yield FileChange(folder / UNITS_FILE, to_jsonl(rows).encode())
    files = {item.plan: item for item in plans}
    intake = [
        dict.fromkeys(INTAKE_COLUMNS, "")
        | {"bestand": item.bestand, "status": "gecodeerd", "plan": plan, "persoon": item.persoon}
        | {"datum": item.datum, "meting": str(item.meting or "")}
        for plan, item in files.items()
    ]
    yield FileChange(folder / "intake.csv", to_csv(intake, INTAKE_COLUMNS).encode())
