"""Units to look at again as a batch of the correction loop: a sample file and a workbook to code in."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pipeline.annotations import Annotation
from pipeline.codebook import Codebook
from pipeline.coded_units import CodedUnit, each_coded_unit
from pipeline.domain import UnitKey
from pipeline.export.tables import to_csv
from pipeline.files import write_atomic
from pipeline.sample_file import MIGRATION, SampledUnit, check_name, sample_file, to_jsonl
from pipeline.sampling.frame import FramePlan
from pipeline.sampling.workbook import to_xlsx
from pipeline.transaction import FileChange

Again = Mapping[UnitKey, tuple[Annotation, list[str]]]
COLUMNS = ("bestand", "plan", "eenheid", "subdoel_nr", "afspraak_nr", "reden", "batch")


def batch_name(migration: str) -> str:
    """The batch of a migration."""
    return f"{MIGRATION}-{migration.replace('.', '-')}"


def batch_of(folder: Path, migration: str, again: Again) -> list[tuple[SampledUnit, CodedUnit]]:
    """The units of ``again`` that stand in the coded folder, in its order."""
    name = batch_name(migration)
    return [
        (_sampled(each, name, again[each.key][1]), each)
        for each in each_coded_unit(folder)
        if each.key in again
    ]


def batch_files(
    folder: Path, migration: str, batch: Sequence[tuple[SampledUnit, CodedUnit]], codebook: Codebook
) -> Iterator[FileChange]:
    """The sample and the workbook of a batch. Raises UsageError when there is one of that name."""
    if not batch:
        return
    units = [sampled for sampled, _ in batch]
    file = sample_file(folder, check_name(folder, batch_name(migration)))
    plans = {each.plan: FramePlan(each.plan, each.bestand, "", ()) for each in units}
    for plan in plans:
        own = tuple(coded for sampled, coded in batch if sampled.plan == plan)
        plans[plan] = FramePlan(plan, plans[plan].bestand, "", own)
    yield FileChange(file, to_jsonl(units).encode())
    yield FileChange(file.with_suffix(".xlsx"), to_xlsx(units, plans, codebook))


def late_batch(folder: Path, again: Again, codebook: Codebook) -> Path | None:
    """The batch of units whose codings came in after the migration, written; None when there are none."""
    number = 1
    while sample_file(folder, name := f"{MIGRATION}-later-{number:02d}").exists():
        number += 1
    migration = name.removeprefix(f"{MIGRATION}-")
    batch = batch_of(folder, migration, again)
    for change in batch_files(folder, migration, batch, codebook):
        write_atomic(change.path, change.content or b"")
    return sample_file(folder, name) if batch else None


def again_table(again: Again, batches: Mapping[UnitKey, str]) -> bytes:
    """All units to look at again as csv, without their text; ``batches``: where they can be coded."""
    rows = [
        {
            "bestand": annotation.bestand,
            "plan": annotation.plan,
            "eenheid": annotation.eenheid.value,
            "subdoel_nr": annotation.subdoel_nr,
            "afspraak_nr": annotation.afspraak_nr,
            "reden": "; ".join(reasons),
            "batch": batches.get(key, ""),
        }
        for key, (annotation, reasons) in again.items()
    ]
    return to_csv(rows, COLUMNS).encode()


def _sampled(coded: CodedUnit, batch: str, reasons: Sequence[str]) -> SampledUnit:
    unit = coded.unit
    return SampledUnit(
        batch=batch,
        ontwerp=MIGRATION,
        seed=0,
        plan=unit.plan,
        bestand=unit.bestand,
        eenheid=unit.eenheid,
        subdoel_nr=unit.subdoel_nr,
        afspraak_nr=unit.afspraak_nr,
        inclusiekans=None,
        dubbel=False,
        reden="; ".join(reasons),
    )
