"""Codings from a workbook of the sample, also of one that was made before the codebook changed.

The choices in a workbook are those of the codebook it was made with. So it is read with that one, and what
was coded goes along the migrations since, as what stands on a server does.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.annotations import Annotation, read_annotations
from pipeline.codebook import Codebook
from pipeline.domain import UnitKey
from pipeline.errors import AnnotationError
from pipeline.migration.again import Again
from pipeline.migration.passage import Passage
from pipeline.sampling import Imported, keep_codings, read_workbook
from pipeline.sampling.imported import made_with_codebook


@dataclass(frozen=True)
class TakenOver:
    """``file`` holds what was coded; ``label``: the earlier codebook of the workbook, "" when it is of now.

    ``again``: units to look at again because the codebook changed since, with why.
    """

    found: Imported
    file: Path
    label: str
    again: Again


def take_over_workbook(
    workbook: Path,
    coder: str,
    folder: Path,
    passage: Passage,
    annotations: Path,
    groups: Path | None = None,
) -> TakenOver:
    """Put the codings of ``coder`` in ``annotations/BATCH-CODER.jsonl``, in the version in hand.

    Raises AnnotationError that lists every fault with its row, or when no migration leads from the codebook
    of the workbook to the one in hand; nothing is written then.
    """
    label = made_with_codebook(workbook, folder)
    book = _book(label, passage, workbook)
    found = read_workbook(workbook, coder, folder, book, groups)
    again: dict[UnitKey, tuple[Annotation, list[str]]] = {}
    if passage.is_current(book.id):
        label = ""
    else:
        found, again = _brought(found, label, passage)
        again = _only_new(again, annotations / found.file_name)
    return TakenOver(found, keep_codings(found, annotations, passage.codebook), label, again)


def _book(label: str, passage: Passage, workbook: Path) -> Codebook:
    """Samples of before this was kept do not say it: those are taken for one of now."""
    book = passage.book_of(label) if label else passage.codebook
    if book is None:
        raise AnnotationError(
            f"Dit werkboek is gemaakt met codeboek {label}; van daar leidt geen migratie naar "
            f"{passage.codebook.id}.",
            waar=str(workbook),
            doe="Geef met --codebook het codeboek waarmee het is gemaakt, of schrijf eerst de migratie (zie "
            "'plancoder codebook migrate --help').",
        )
    return book


def _brought(
    found: Imported, label: str, passage: Passage
) -> tuple[Imported, dict[UnitKey, tuple[Annotation, list[str]]]]:
    codings, again = [], {}
    for coding in found.codings:
        row, reasons = passage.bring(coding.model_dump(mode="json"), label)
        new = Annotation.model_validate(row)
        codings.append(new)
        if reasons:
            again[new.key] = new, reasons
    return replace(found, codings=tuple(codings)), again


def _only_new(
    again: dict[UnitKey, tuple[Annotation, list[str]]], file: Path
) -> dict[UnitKey, tuple[Annotation, list[str]]]:
    """``again`` without what was taken over before: that was put before somebody then."""
    known = read_annotations(file) if file.exists() else []
    return {key: found for key, found in again.items() if found[0] not in known}
