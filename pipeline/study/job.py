"""The main job: from received PDFs to a coded folder."""

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pipeline.domain import Coding, Plan, Status
from pipeline.export import Row, unit_row, write_exports
from pipeline.study import stages
from pipeline.study.collect import find_files
from pipeline.study.folder import check_folder, key_fingerprint
from pipeline.study.stages import Progress
from pipeline.study.store import Study, open_study, plan_key
from pipeline.study.unsure import Unsure, unsure_layouts
from pipeline.units import plan_units

if TYPE_CHECKING:
    from pipeline.intake import LedgerRow
    from pipeline.settings import Settings

T = TypeVar("T")


@dataclass(frozen=True)
class Summary:
    """What a run did, and what the folder holds now.

    ``new``, ``read`` and ``coded`` count what this run received, read and coded, in ``seconds``; ``kept`` is
    where a workbook went that a person had changed, and ``teach`` says which layouts are worth teaching.
    """

    statuses: Counter[Status]
    units: int
    doubtful: int
    new: int
    read: int
    coded: int
    seconds: float
    files: tuple[Path, ...]
    kept: Path | None
    teach: tuple[Unsure, ...] = ()

    @property
    def unused(self) -> int:
        """Received files that gave no coded plan."""
        return self.statuses.total() - self.statuses[Status.GECODEERD]


def silent(items: Iterable[T], label: str, total: int) -> Iterable[T]:  # noqa: ARG001
    """Progress that nobody sees."""
    return items


def code_plans(
    paths: Sequence[str],
    folder: Path,
    settings: "Settings",
    *,
    meting: int | None = None,
    passwords: Sequence[str] = (),
    progress: Progress = silent,
) -> Summary:
    """Read, pseudonymise and code the PDFs that ``paths`` stand for; write tables and report to ``folder``.

    ``passwords`` are tried on encrypted files, and kept nowhere. Goes on where an earlier run in the same
    folder stopped. Raises UsageError, CodebookError, ModelError,
    LayoutError or StudyError, before anything is read, for what cannot be used.
    """
    from pipeline.codebook import load_codebook
    from pipeline.coding import Coder, model_in_use
    from pipeline.intake import decide
    from pipeline.privacy import load_or_make_key
    from pipeline.reading.layouts.layout import load_layouts
    from pipeline.report import write_report

    start = time.monotonic()
    found = find_files(paths)
    codebook = load_codebook(settings.codeboek)
    coder = Coder.load(model_in_use(settings.modellen), codebook, settings.taalmodel)
    load_layouts(settings.opmaken)
    check_folder(folder, settings.sleutel)
    key = load_or_make_key(settings.sleutel)
    with open_study(folder, key_fingerprint(key)) as study:
        new = stages.receive(study, found, meting)
        read = stages.read(study, key, settings, passwords, progress)
        ledger = decide(stages.received(study, key))
        version = stages.coding_version(coder.id, codebook.id)
        plans = usable_plans(study, ledger)
        coded = stages.code(study, coder, version, plans.values(), progress)
        rows = coded_rows(plans, study.codings(version), ledger, coder.id, codebook.id)
        files, kept = write_exports(folder, study, rows, [asdict(row) for row in ledger], codebook)
        teach = layouts_to_teach(study, plans, ledger)
        report = write_report(folder, codebook, settings.modellen)
    return Summary(
        statuses=Counter(row.status for row in ledger),
        units=len(rows),
        doubtful=sum(1 for row in rows if row["nakijken"]),
        new=new,
        read=read,
        coded=coded,
        seconds=time.monotonic() - start,
        files=(report, *files),
        kept=kept,
        teach=teach,
    )


def usable_plans(study: Study, ledger: Sequence["LedgerRow"]) -> dict[str, Plan]:
    """The plans that count, by the name of their file."""
    extracts = study.extracts()
    plans = {row.bestand: extracts[row.sha256][1].plan for row in ledger if row.status is Status.GECODEERD}
    return {bestand: plan for bestand, plan in plans.items() if plan is not None}


def layouts_to_teach(
    study: Study, plans: Mapping[str, Plan], ledger: Sequence["LedgerRow"]
) -> tuple[Unsure, ...]:
    """The layouts on which several plans are read with doubt."""
    paths = {file.sha256: file.path for file in reversed(study.files())}
    extracts = study.extracts()
    of = {row.bestand: row.sha256 for row in ledger}
    return unsure_layouts(
        {paths[of[name]]: plan for name, plan in plans.items()},
        {paths[of[name]]: extracts[of[name]][1].opmaak for name in plans},
    )


def coded_rows(
    plans: Mapping[str, Plan],
    codings: Mapping[str, Sequence[Coding]],
    ledger: Sequence["LedgerRow"],
    model: str,
    codebook: str,
) -> list[Row]:
    """The rows of ``eenheden.*``: units in document order, plans in the order of receipt."""
    rows = []
    for entry in ledger:
        plan = plans.get(entry.bestand)
        if plan is None:
            continue
        units = plan_units(plan, bestand=entry.bestand, plan_id=entry.plan, persoon=entry.persoon)
        for unit, coding in zip(units, codings[plan_key(plan)], strict=True):
            rows.append(unit_row(unit, coding, plan.nakijken, model=model, codeboek=codebook))
    return rows
