"""Codings added to a file of annotations: what is new or changed comes in, all else stays as it was."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.annotations import Annotation, read_annotations
from pipeline.domain import UnitKey
from pipeline.files import write_atomic


@dataclass(frozen=True)
class Merged:
    """How many codings were new, changed, the same, or taken back (the unit proved to be read wrongly)."""

    new: int
    changed: int
    same: int
    taken_back: int = 0


def merge(path: Path, codings: Iterable[Annotation], taken_back: Collection[UnitKey] = ()) -> Merged:
    """Put ``codings`` in the file of one coder and batch; the file is not touched when nothing changed.

    A coding that is no longer given stays: it was somebody's work. Raises AnnotationError when the file that
    is there does not hold, UsageError when it cannot be written.
    """
    before = {item.key: item for item in read_annotations(path)} if path.exists() else {}
    given = {item.key: item for item in codings}
    after = {key: given.get(key, item) for key, item in before.items() if key not in taken_back}
    after |= given
    if list(after.values()) != list(before.values()):
        write_atomic(path, "".join(f"{item.model_dump_json()}\n" for item in after.values()))
    known = given.keys() & before.keys()
    changed = sum(given[key] != before[key] for key in known)
    return Merged(
        len(given) - len(known), changed, len(known) - changed, len(before.keys() & set(taken_back))
    )
