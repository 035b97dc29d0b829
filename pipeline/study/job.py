"""The main job: from received PDFs to a coded folder."""

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

from pipeline.domain import Coding, Plan, Status
from pipeline.errors import OutdatedLink
from pipeline.export import Row, unit_row, write_exports
from pipeline.study import stages
from pipeline.study.beside import read_beside
from pipeline.study.coding import Ruler, code, coding_version
from pipeline.study.collect import find_files
from pipeline.study.earlier import write_earlier
from pipeline.study.folder import check_folder, key_fingerprint
from pipeline.study.names import check_shown
from pipeline.study.stages import Progress
from pipeline.study.store import FILE_NAME, Study, open_study, plan_key
from pipeline.study.unsure import Unsure, unsure_layouts
from pipeline.units import plan_units

if TYPE_CHECKING:
    from pipeline.codebook import Codebook
    from pipeline.intake import LedgerRow, Settled
    from pipeline.settings import Settings

DECISIONS = "besluiten.csv"
T = TypeVar("T")


@dataclass(frozen=True)
class Summary:
    """What a run did, and what the folder holds now.

    ``new``, ``read``, ``beside`` and ``coded`` count what this run received, read, read again beside others
    on the same form, and coded, in ``seconds``; ``kept`` is where a workbook went that a person had changed,
    and ``teach`` says which layouts are worth teaching.
    ``decided``: what became of ``besluiten.csv``; ``early``: plans from before the first round;
    ``link_outdated``: the report is without the link, which was made for other plans; ``names``: where the
    hidden names are kept, and ``may_name``: files that may still hold them.
    """

    statuses: Counter[Status]
    units: int
    doubtful: int
    new: int
    read: int
    beside: int
    coded: int
    seconds: float
    files: tuple[Path, ...]
    kept: Path | None
    teach: tuple[Unsure, ...] = ()
    decided: tuple["Settled", ...] = ()
    early: int = 0
    link_outdated: bool = False
    names: Path | None = None
    may_name: tuple[str, ...] = ()

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
    all_bytes: bool = False,
    cluster: str = "",
    progress: Progress = silent,
) -> Summary:
    """Read, pseudonymise and code the PDFs that ``paths`` stand for; write tables and report to ``folder``.

    ``passwords`` are tried on encrypted files, and kept nowhere; ``all_bytes``: see ``receive``. Goes on
    where an earlier run in the same folder stopped. ``cluster``: the address of a Dask scheduler, whose
    workers read the plans.

    Raises UsageError, CodebookError, ModelError, LayoutError, StudyError or EngineError, before anything is
    read, for what cannot be used.
    """
    from pipeline.codebook import load_codebook
    from pipeline.coding import Coder, model_in_use
    from pipeline.intake import read_decisions, settle
    from pipeline.privacy import load_or_make_key
    from pipeline.reading.layouts.layout import load_layouts

    start = time.monotonic()
    found = find_files(paths)
    codebook = load_codebook(settings.codeboek)
    model = model_in_use(settings.modellen)
    coder = Coder.load(model, codebook, settings.taalmodel)
    load_layouts(settings.opmaken)
    check_folder(folder, settings.sleutel)
    decisions = read_decisions(folder)
    key = load_or_make_key(settings.sleutel)
    hide = settings.bestandsnamen == "verbergen"
    warming = Thread(target=coder.warm_up, daemon=True)  # this process does little while workers read
    warming.start()
    with open_study(folder, key_fingerprint(key), settings.sleutel, hide=hide) as study:
        if study.names is not None:
            check_shown([(each.regel, each.bestand) for each in decisions], DECISIONS)
        starts = study.starts(settings.metingen)
        new = stages.receive(study, found, meting, all_bytes=all_bytes)
        read = stages.read(study, key, settings, passwords, progress, cluster)
        beside = read_beside(study, key, settings, passwords, progress, cluster)
        ledger, decided = settle(stages.received(study, key, starts), decisions)
        version = coding_version(coder.id, codebook.id)
        usable = {row.sha256 for row in ledger if row.status is Status.GECODEERD}
        ruler = Ruler(model, settings.codeboek, settings.taalmodel, version)
        warming.join()
        coded = code(study, coder, ruler, usable, settings, progress, cluster)
        plans = usable_plans(study, ledger)
        rows = coded_rows(plans, study.codings(version), ledger, coder.id, codebook.id)
        if settings.subcodes == "weglaten":
            rows = [row | {"subcodes": []} for row in rows]
        files, kept = write_exports(folder, study, rows, _as_rows(ledger), codebook, _as_rows(decided))
        files += write_earlier(folder, _earlier_rows(study, plans, ledger, version))
        teach = layouts_to_teach(study, plans, ledger)
        report, link_outdated = _report(folder, codebook, settings)
        may_name = _others(folder, files) if study.hid else ()
        names = study.names.file if study.names else None
    return Summary(
        statuses=Counter(row.status for row in ledger),
        units=len(rows),
        doubtful=sum(1 for row in rows if row["nakijken"]),
        new=new,
        read=read,
        beside=beside,
        coded=coded,
        seconds=time.monotonic() - start,
        files=(report, *files),
        kept=kept,
        teach=teach,
        decided=tuple(decided),
        early=_early(ledger, starts),
        link_outdated=link_outdated,
        names=names,
        may_name=may_name,
    )


def _earlier_rows(
    study: Study, plans: Mapping[str, Plan], ledger: Sequence["LedgerRow"], version: str
) -> list[Row]:
    """The same plans as an earlier ruler coded them, as far as it did."""
    keys = {name: plan_key(plan) for name, plan in plans.items()}
    earlier = study.earlier(version, set(keys.values()))
    if earlier is None:
        return []
    known = {name: plan for name, plan in plans.items() if keys[name] in earlier.codings}
    return coded_rows(known, earlier.codings, ledger, earlier.model, earlier.codebook)


def _as_rows(items: Sequence["LedgerRow"] | Sequence["Settled"]) -> list[Row]:
    return [asdict(item) for item in items]


def _report(folder: Path, codebook: "Codebook", settings: "Settings") -> tuple[Path, bool]:
    """The report, and whether it had to do without the link: that is made anew by another command."""
    from pipeline.codebook.crosswalks import migrations_beside
    from pipeline.report import Wishes, write_report

    wishes = Wishes(migrations=migrations_beside(settings.codeboek))
    try:
        return write_report(folder, codebook, settings.modellen, wishes=wishes), False
    except OutdatedLink:
        return write_report(folder, codebook, settings.modellen, with_link=False, wishes=wishes), True


def _others(folder: Path, files: Sequence[Path]) -> tuple[str, ...]:
    """What was in the folder before names were hidden, and is not made anew."""
    from pipeline.report import OURS

    made = {path.name for path in files} | set(OURS)
    others = (path.name for path in folder.iterdir() if path.name not in made)
    return tuple(sorted(name for name in others if not name.startswith(FILE_NAME)))  # nor its journal


def _early(ledger: Sequence["LedgerRow"], starts: Sequence[date]) -> int:
    """How many plans belong to no round because they are from before the first."""
    return sum(
        1
        for row in ledger
        if starts and row.meting is None and row.datum and date.fromisoformat(row.datum) < starts[0]
    )


def usable_plans(study: Study, ledger: Sequence["LedgerRow"]) -> dict[str, Plan]:
    """The plans that count, by the name of their file, in the order of receipt."""
    names = {row.sha256: row.bestand for row in ledger if row.status is Status.GECODEERD}
    plans = {names[sha256]: plan for sha256, plan in study.plans(names)}
    return {name: plans[name] for name in names.values() if name in plans}


def layouts_to_teach(
    study: Study, plans: Mapping[str, Plan], ledger: Sequence["LedgerRow"]
) -> tuple[Unsure, ...]:
    """The layouts on which several plans are read with doubt."""
    paths = {file.sha256: file.shown or file.path for file in reversed(study.files())}
    known = study.known()
    of = {row.bestand: row.sha256 for row in ledger}
    return unsure_layouts(
        {paths[of[name]]: plan for name, plan in plans.items()},
        {paths[of[name]]: known[of[name]].opmaak for name in plans},
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
