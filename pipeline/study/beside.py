"""Plans that were not read with certainty by themselves, read again beside others on the same form.

Which plans stand beside one, and what these tell, follows from what each was by itself, in the order of
receipt: so a run that was cut off and goes on ends the same.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.engine import Done, Limits, run_over
from pipeline.reading.companions import FEWEST, MOST
from pipeline.reading.layouts.forms import by_form
from pipeline.study.extract import Beside, Extract, extract_beside, prepare
from pipeline.study.places import Place, place

if TYPE_CHECKING:
    from pipeline.settings import Settings
    from pipeline.study.stages import Progress
    from pipeline.study.store import Study

FORMS_AT_ONCE = 64  # their imprints go to every worker
EXTRACTS_PER_TRANSACTION = 16


@dataclass(frozen=True)
class Asked:
    """A plan to read beside others on its ``form``: the hashes of the first that were received. ``version``
    changes when what these tell does.
    """

    sha256: str
    form: tuple[str, ...]
    version: str


def read_beside(
    study: "Study", key: bytes, settings: "Settings", passwords: Sequence[str], progress: "Progress"
) -> int:
    """Read again what is left to read beside others; returns how many plans that were.

    What a limit is in the way of stays as it was read by itself.
    """
    asked = list(_asked(study))
    study.beside.forget_others({each.sha256 for each in asked})
    done = study.beside.versions()
    paths = {file.sha256: place(file.path) for file in reversed(study.files()) if file.is_there}
    left = [each for each in asked if done.get(each.sha256) != each.version and each.sha256 in paths]
    forms = list(dict.fromkeys(each.form for each in left))
    for start in range(0, len(forms), FORMS_AT_ONCE):
        numbers = {form: number for number, form in enumerate(forms[start : start + FORMS_AT_ONCE])}
        items = {_item(each, numbers, paths): each for each in left if each.form in numbers}
        imprints = {number: study.beside.imprints(form) for form, number in numbers.items()}
        results = run_over(
            extract_beside,
            list(items),
            workers=settings.werkers,
            limits=Limits(settings.seconden_per_bestand, settings.megabytes_per_bestand),
            prepare=prepare,
            arguments=(key, settings.opmaken, passwords, imprints),
        )
        with closing(results):
            _save(study, items, progress(results, "Nalezen naast andere plannen", len(items)))
    return len(left)


def _save(study: "Study", items: Mapping[Beside, Asked], results: Iterable[Done[Beside, Extract]]) -> None:
    """What gave no plan beside others stays as it was read by itself."""
    batch: dict[str, tuple[str, Extract | None]] = {}
    try:
        for done in results:
            asked, read = items[done.item], done.value
            batch[asked.sha256] = asked.version, read if read and read.plan else None
            if len(batch) == EXTRACTS_PER_TRANSACTION:
                study.beside.save(batch)
                batch = {}
    finally:  # on Ctrl-C too
        study.beside.save(batch)


def _item(asked: Asked, numbers: Mapping[tuple[str, ...], int], paths: Mapping[str, Place]) -> Beside:
    own = asked.form.index(asked.sha256) if asked.sha256 in asked.form else -1
    return Beside(paths[asked.sha256], numbers[asked.form], own)


def _asked(study: "Study") -> Iterator[Asked]:
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
            others = [other for other in form if other != sha256][:MOST]
            if known[sha256].asks and len(others) >= FEWEST:
                told = [f"{each} {known[each].version}" for each in (sha256, *others)]
                yield Asked(sha256, form, hashlib.sha256("\n".join(told).encode()).hexdigest()[:16])
