"""The main job: from received PDFs to a coded folder."""

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

from pipeline.domain import Status
from pipeline.errors import OutdatedLink
from pipeline.export import Formats, write_exports
from pipeline.export.parquet import check_parquet
from pipeline.study import stages
from pipeline.study.beside import read_beside
from pipeline.study.coding import Ruler, code, coding_version
from pipeline.study.collect import find_files
from pipeline.study.earlier import write_earlier
from pipeline.study.folder import check_folder, key_fingerprint
from pipeline.study.names import check_shown
from pipeline.study.readers import readers_of
from pipeline.study.rows import CodedBy, coded_rows, earlier_rows, ledger_rows
from pipeline.study.stages import Progress
from pipeline.study.store import FILE_NAME, Study, open_study
from pipeline.study.unsure import Unsure, unsure_layouts

if TYPE_CHECKING:
    from pipeline.codebook import Codebook
    from pipeline.coding import Coder
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
    load_layouts(settings.opmaken)
    load_coder = partial(Coder.load, model, codebook, settings.taalmodel)
    coder = None if settings.sleutel.exists() else load_coder()  # no key is made for what cannot be used
    check_folder(folder, settings.sleutel)
    decisions = read_decisions(folder)
    key = load_or_make_key(settings.sleutel)
    hide = settings.bestandsnamen == "verbergen"
    formats = Formats(parquet=settings.parquet == "maken", workbook=settings.werkboek == "altijd")
    if formats.parquet:
        check_parquet()
    with ExitStack() as stack:
        with readers_of(key, settings, passwords, cluster) as readers:
            if not (folder / FILE_NAME).exists():
                readers.start(len(found))  # all is to be read: they get ready while the model is loaded
            coder = coder or load_coder()
            warming = Thread(target=_warm_up, args=(coder,), daemon=True)
            warming.start()
            study = stack.enter_context(open_study(folder, key_fingerprint(key), settings.sleutel, hide=hide))
            if study.names is not None:
                check_shown([(each.regel, each.bestand) for each in decisions], DECISIONS)
            starts = study.starts(settings.metingen)
            new = stages.receive(study, found, meting, all_bytes=all_bytes)
            read = stages.read(study, readers, progress)
            beside = read_beside(study, readers, progress)
        ledger, decided = settle(stages.received(study, key, starts), decisions)
        version = coding_version(coder.id, codebook.id)
        usable = {row.sha256 for row in ledger if row.status is Status.GECODEERD}
        ruler = Ruler(model, settings.codeboek, settings.taalmodel, version)
        warming.join()
        coded = code(study, coder, ruler, usable, settings, progress, cluster)
        by = CodedBy(coder.id, codebook.id, partial(study.each.codings, version))
        rows = partial(coded_rows, study.each, ledger, by, subcodes=settings.subcodes == "tonen")
        made = write_exports(
            folder, study, rows, partial(ledger_rows, ledger), codebook, [*ledger_rows(decided)], formats
        )
        files = [*made.files, *write_earlier(folder, earlier_rows(study, ledger, version))]
        teach = layouts_to_teach(study, ledger)
        report, link_outdated = _report(folder, codebook, settings)
        may_name = _others(folder, files) if study.hid else ()
        names = study.names.file if study.names else None
    return Summary(
        statuses=Counter(row.status for row in ledger),
        units=made.units,
        doubtful=made.doubtful,
        new=new,
        read=read,
        beside=beside,
        coded=coded,
        seconds=time.monotonic() - start,
        files=(report, *files),
        kept=made.kept,
        teach=teach,
        decided=tuple(decided),
        early=_early(ledger, starts),
        link_outdated=link_outdated,
        names=names,
        may_name=may_name,
    )


def _warm_up(coder: "Coder") -> None:
    """Load what is asked for after reading: this process does little while workers read."""
    import pipeline.report  # noqa: F401

    coder.warm_up()


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


def layouts_to_teach(study: Study, ledger: Sequence["LedgerRow"]) -> tuple[Unsure, ...]:
    """The layouts on which several plans that count are read with doubt."""
    unsure = study.each.doubts()
    counting = [row.sha256 for row in ledger if row.status is Status.GECODEERD and row.sha256 in unsure]
    wanted = set(counting)
    paths = {
        file.sha256: file.shown or file.path for file in reversed(study.files()) if file.sha256 in wanted
    }
    return unsure_layouts(
        {paths[sha256]: unsure[sha256][0] for sha256 in counting},
        {paths[sha256]: unsure[sha256][1] for sha256 in counting},
    )
