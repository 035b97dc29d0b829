"""Plans that were not read with certainty by themselves, read again beside others on the same form.

Which plans stand beside one, and what these tell, follows from what each was by itself, in the order of
receipt: so a run that was cut off and goes on ends the same.
"""

import hashlib
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from pipeline.engine import Limits, run_over
from pipeline.reading.companions import MOST, others_of
from pipeline.reading.layouts.forms import by_form
from pipeline.study.batches import save_in_batches
from pipeline.study.elsewhere import Sent, needed, read_by
from pipeline.study.extract import Beside, Extract, ReadingVersion, extract_beside, prepare
from pipeline.study.places import Place, place

if TYPE_CHECKING:
    from pipeline.settings import Settings
    from pipeline.study.stages import Progress
    from pipeline.study.store import Study

FORMS_AT_ONCE = 64  # their imprints go to every worker


@dataclass(frozen=True)
class Asking:
    """A plan to read beside others on its ``form``: the hashes of the first that were received. ``version``
    changes when what these tell does.
    """

    sha256: str
    form: tuple[str, ...]
    version: str


Left = Sequence[tuple[Asking, Place]]
Results = Generator[tuple[Asking, Extract | None], None, None]


def read_beside(
    study: "Study",
    key: bytes,
    settings: "Settings",
    passwords: Sequence[str],
    progress: "Progress",
    cluster: str = "",
) -> int:
    """Read again what is left to read beside others; returns how many plans that were.

    What a limit is in the way of stays as it was read by itself; what a worker could not get at is tried
    again by the next run. With ``cluster``, the address of a Dask scheduler, its workers read.
    """
    asking = list(_asking(study))
    study.beside.forget_others({each.sha256 for each in asking})
    known = study.beside.versions()
    paths = {file.sha256: place(file.path) for file in reversed(study.files()) if file.is_there}
    left = [
        (each, paths[each.sha256])
        for each in asking
        if known.get(each.sha256) != each.version and each.sha256 in paths
    ]
    if cluster:
        results = _read_elsewhere(cluster, study, left, key, settings, passwords)
    else:
        results = _read_here(study, left, key, settings, passwords)
    with closing(results):
        shown = progress(results, "Nalezen naast andere plannen", len(left))
        kept = (_kept(each, read) for each, read in shown if not (read and read.transient))
        save_in_batches(kept, study.beside.save)
    return len(left)


def _kept(asking: Asking, read: Extract | None) -> tuple[str, tuple[str, Extract | None]]:
    """What gave no plan beside others stays as it was read by itself."""
    return asking.sha256, (asking.version, read if read and read.plan else None)


def _read_here(
    study: "Study", left: Left, key: bytes, settings: "Settings", passwords: Sequence[str]
) -> Results:
    """In processes of this computer, that get the imprints of some forms once."""
    forms = list(dict.fromkeys(each.form for each, _ in left))
    for start in range(0, len(forms), FORMS_AT_ONCE):
        numbers = {form: number for number, form in enumerate(forms[start : start + FORMS_AT_ONCE])}
        items = {
            Beside(where, numbers[each.form], _place_of(each)): each
            for each, where in left
            if each.form in numbers
        }
        imprints = {number: study.beside.imprints(form) for form, number in numbers.items()}
        results = run_over(
            extract_beside,
            list(items),
            workers=settings.werkers,
            limits=_limits(settings),
            prepare=prepare,
            arguments=(key, settings.opmaken, passwords, imprints),
        )
        with closing(results):
            for done in results:
                yield items[done.item], done.value


def _read_elsewhere(
    cluster: str, study: "Study", left: Left, key: bytes, settings: "Settings", passwords: Sequence[str]
) -> Results:
    """By workers of a cluster: each plan goes with the imprints it needs, as any worker may get it."""
    asking = {each.sha256: each for each, _ in left}
    version = ReadingVersion.now(settings.opmaken)
    results = read_by(cluster, _sent(study, left), _limits(settings), needed(key, passwords, version))
    with closing(results):
        for done in results:
            yield asking[done.item.sha256], done.value


def _sent(study: "Study", left: Left) -> Iterator[Sent]:
    """One at a time, as there is room for it: only one form is in the memory of this process."""
    for form, those in groupby(left, key=lambda each: each[0].form):
        imprints = study.beside.imprints(form)
        for each, where in those:
            others = others_of(_place_of(each), range(len(form)))
            yield Sent(str(where), each.sha256, tuple(imprints[other] for other in others))


def _place_of(asking: Asking) -> int:
    return asking.form.index(asking.sha256) if asking.sha256 in asking.form else -1


def _limits(settings: "Settings") -> Limits:
    return Limits(settings.seconden_per_bestand, settings.megabytes_per_bestand)


def _asking(study: "Study") -> Iterator[Asking]:
    """The plans that ask for others, where there are enough of these."""
    known = study.known()
    received = dict.fromkeys(file.sha256 for file in study.files())
    looks = (
        (sha256, frozenset(known[sha256].opmaak.split()))
        for sha256 in received
        if sha256 in known and known[sha256].tells
    )
    for members in by_form(looks):
        form = tuple(members[: MOST + 1])
        for sha256 in members:
            others = others_of(sha256, form)
            if known[sha256].asks and others:
                told = [f"{each} {known[each].version}" for each in (sha256, *others)]
                yield Asking(sha256, form, hashlib.sha256("\n".join(told).encode()).hexdigest()[:16])
