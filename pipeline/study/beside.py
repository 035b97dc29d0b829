"""Plans that were not read with certainty by themselves, read again beside others on the same form.

Which plans stand beside one, and what these tell, follows from what each was by itself, in the order of
receipt: so a run that was cut off and goes on ends the same.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.reading.companions import MOST, others_of
from pipeline.reading.layouts.forms import by_form
from pipeline.study.batches import save_in_batches
from pipeline.study.extract import Extract
from pipeline.study.places import place

if TYPE_CHECKING:
    from pipeline.study.readers import Readers
    from pipeline.study.stages import Progress
    from pipeline.study.store import Study


@dataclass(frozen=True)
class Asking:
    """A plan to read beside others on its ``form``: the hashes of the first that were received. ``version``
    changes when what these tell does.
    """

    sha256: str
    form: tuple[str, ...]
    version: str


def read_beside(study: "Study", readers: "Readers", progress: "Progress") -> int:
    """Read again what is left to read beside others; returns how many plans that was.

    What a limit is in the way of stays as it was read by itself; what a worker could not get at is tried
    again by the next run.
    """
    asking = {each.sha256: each for each in _asking(study)}
    study.beside.forget_others(asking.keys())
    known = study.beside.versions()
    paths = {file.sha256: place(file.path) for file in reversed(study.files()) if file.is_there}
    left = {
        sha256: paths[sha256]
        for sha256, each in asking.items()
        if known.get(sha256) != each.version and sha256 in paths
    }
    results = readers.read_beside(left, _others_from(study, asking))
    with closing(results):
        shown = progress(results, "Nalezen naast andere plannen", len(left))
        kept = (_kept(asking[done.item], done.value) for done in shown if not _is_transient(done.value))
        save_in_batches(kept, study.beside.save)
    return len(left)


def _kept(asking: Asking, read: Extract | None) -> tuple[str, tuple[str, Extract | None]]:
    """What gave no plan beside others stays as it was read by itself."""
    return asking.sha256, (asking.version, read if read and read.plan else None)


def _is_transient(read: Extract | None) -> bool:
    return read is not None and read.transient


def _others_from(study: "Study", asking: Mapping[str, Asking]) -> Callable[[str], tuple[bytes, ...]]:
    """A function that gives the imprints of the plans beside one, by its hash."""
    imprints = lru_cache(maxsize=8)(study.beside.imprints)  # plans on one form mostly come after each other

    def others(sha256: str) -> tuple[bytes, ...]:
        form = asking[sha256].form
        kept = dict(zip(form, imprints(form), strict=True))
        return tuple(kept[other] for other in others_of(sha256, form))

    return others


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
