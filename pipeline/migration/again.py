"""Units to look at again as a batch of the correction loop: a sample file and a workbook to code in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.annotations import Annotation
from pipeline.codebook import Codebook
from pipeline.coded_units import CodedUnit, each_coded_unit
from pipeline.domain import UnitKey
from pipeline.export.tables import to_csv
from pipeline.files import write_atomic
from pipeline.migration.files import Rewritten
from pipeline.migration.people import coded_by_people, folder_of, plans_in
from pipeline.sample_file import MIGRATION, SampledUnit, check_name, sample_file, to_jsonl
from pipeline.sampling.frame import FramePlan
from pipeline.sampling.workbook import to_xlsx
from pipeline.transaction import FileChange

Again = Mapping[UnitKey, tuple[Annotation, list[str]]]
LATE = "Gecodeerd met een eerdere versie van het codeboek, en later binnengekomen."
COLUMNS = ("bestand", "plan", "eenheid", "subdoel_nr", "afspraak_nr", "reden", "batch")


def batch_name(migration: str) -> str:
    """The batch of a migration."""
    return f"{MIGRATION}-{migration.replace('.', '-')}"


@dataclass(frozen=True)
class Batch:
    """Units to look at again in the coded ``folder``, with their codes.

    ``plans``: when the folder is still to be made, for plans that stand in no other: all their units.
    """

    folder: Path
    name: str
    units: tuple[tuple[SampledUnit, CodedUnit], ...]
    plans: tuple[Annotation, ...] = ()

    @property
    def workbook(self) -> Path:
        """Where the units can be coded."""
        return sample_file(self.folder, self.name).with_suffix(".xlsx")

    def files(self, codebook: Codebook) -> Iterator[FileChange]:
        """The sample and the workbook. Raises UsageError when there is a sample of that name."""
        if self.plans:
            yield from folder_of(self.folder, self.plans)
        if not self.units:
            return
        sampled = [each for each, _ in self.units]
        file = sample_file(self.folder, check_name(self.folder, self.name))
        own: dict[str, list[CodedUnit]] = {}
        for _, coded in self.units:
            own.setdefault(coded.unit.plan, []).append(coded)
        plans = {
            plan: FramePlan(plan, units[0].unit.bestand, "", tuple(units)) for plan, units in own.items()
        }
        yield FileChange(file, to_jsonl(sampled).encode())
        yield FileChange(file.with_suffix(".xlsx"), to_xlsx(sampled, plans, codebook))


def batches_of(
    migration: str, why: str, found: Rewritten, coded: Sequence[Path], beside: Path, codebook: Codebook
) -> list[Batch]:
    """The units to look at again: a batch in each of the ``coded`` folders, and one for all that are in none.

    That one is in a folder of its own in the folder ``beside``. ``why``: what the maintainer says of the
    migration; ``codebook``: the new version. Raises StudyError for a coded folder that cannot be read.
    """
    title = f"Migratie {migration}: {why}"
    batches = [
        _batch(folder, migration, title, each_coded_unit(folder), found.again, codebook) for folder in coded
    ]
    there = {sampled.key for batch in batches for sampled, _ in batch.units}
    rest = {key: value for key, value in found.again.items() if key not in there}
    if not rest:
        return batches
    plans = plans_in(found.files.values(), {key[0] for key in rest})
    own = _batch(beside / f"nakijken-{migration}", migration, title, coded_by_people(plans), rest, codebook)
    return [*batches, replace(own, plans=tuple(plans))]


def late_batch(folder: Path, again: Again, codebook: Codebook) -> Batch:
    """The batch of units whose codings came in after the migration; written if ``folder`` has any."""
    number = 1
    while sample_file(folder, f"{MIGRATION}-later-{number:02d}").exists():
        number += 1
    batch = _batch(folder, f"later-{number:02d}", LATE, each_coded_unit(folder), again, codebook)
    for change in batch.files(codebook):
        write_atomic(change.path, change.content or b"")
    return batch


def _batch(
    folder: Path,
    migration: str,
    title: str,
    units: Iterable[CodedUnit],
    again: Again,
    codebook: Codebook,
) -> Batch:
    """``title`` stands below the reasons of each unit."""
    name = batch_name(migration)
    chosen = [each for each in units if each.key in again]
    sampled = (
        (SampledUnit.chosen(each.unit, MIGRATION, name, [*again[each.key][1], title], codebook.id), each)
        for each in chosen
    )
    return Batch(folder, name, tuple(sampled))


def again_table(again: Again, batches: Sequence[Batch]) -> bytes:
    """All units to look at again as csv, without their text, with the workbook that they can be coded in."""
    place = {sampled.key: str(batch.workbook) for batch in batches for sampled, _ in batch.units}
    rows = [
        {
            "bestand": annotation.bestand,
            "plan": annotation.plan,
            "eenheid": annotation.eenheid.value,
            "subdoel_nr": annotation.subdoel_nr,
            "afspraak_nr": annotation.afspraak_nr,
            "reden": "; ".join(reasons),
            "batch": place.get(key, ""),
        }
        for key, (annotation, reasons) in again.items()
    ]
    return to_csv(rows, COLUMNS).encode()
