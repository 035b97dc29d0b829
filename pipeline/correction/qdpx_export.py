"""Codings of people and of the model, with their texts, as a project for other programs (REFI-QDA)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.annotations import Annotation, read_annotations, reference_codings
from pipeline.codebook.versions import made_with
from pipeline.coded_units import AGAIN, UNITS_FILE, CodedUnit, read_coded_units
from pipeline.domain import Unit
from pipeline.errors import StudyError, UsageError
from pipeline.exchange.given import MODEL, Given, pairs_of
from pipeline.exchange.qdpx import to_qdpx
from pipeline.files import write_atomic
from pipeline.sample_file import read_sample

if TYPE_CHECKING:
    from pipeline.codebook import Codebook

SUFFIX = ".qdpx"
_NO_PLACE = (
    "Niet in het bestand, want het formaat heeft er geen plaats voor: van mensen de seconden, steekproef, "
    "inclusiekans, meting, schrijver en opmaak (bij het terughalen komen zij weer uit de gecodeerde map); "
    "van het model scores, nakijken en waarom; van het codeboek de rapportgroepen."
)


@dataclass(frozen=True)
class Exported:
    """``users``: how many units each user coded; ``notices``: in Dutch what is not in the file."""

    file: Path
    plans: int
    users: Counter[str]
    notices: tuple[str, ...]


def export_project(
    path: Path,
    codebook: "Codebook",
    folder: Path | None,
    annotations: Path | None,
    *,
    model: bool = True,
    sample: Path | None = None,
    coder: str | None = None,
) -> Exported:
    """Write the codings of ``annotations``, and of the model in the coded ``folder``, to ``path``.

    Either may be None; texts then come from the other. ``sample``: only the plans that it drew; ``coder``:
    for whom it is. Raises UsageError, StudyError or AnnotationError when there are no texts to export, or
    codings were made with another version of ``codebook``.
    """
    _check_name(path)
    coded = read_coded_units(folder) if folder else []
    people = read_annotations(annotations, codebook) if annotations else []
    if sample:
        drawn = {each.plan for each in read_sample(sample)}
        coded = [each for each in coded if each.unit.plan in drawn]
        people = [each for each in people if each.plan in drawn]
    units = {each.key: each.unit for each in people} | {each.key: each.unit for each in coded}
    if not units:
        raise UsageError(
            "Er zijn geen teksten om te exporteren.",
            waar=str(folder or annotations or path),
            doe="Geef met --folder een gecodeerde map, of met --annotations coderingen van mensen.",
        )
    fitting = [each for each in people if _same_text(each, units[each.key])]
    last = list(_last_of_each(fitting))
    given = [_by_person(each) for each in last]
    given += [_by_model(each) for each in _of_version(coded, codebook)] if model else []
    write_atomic(path, to_qdpx(codebook, list(units.values()), given, path.stem, coder))
    plans = {unit.plan for unit in units.values()}
    left_out = _left_out(other_text=len(people) - len(fitting), replaced=len(fitting) - len(last))
    return Exported(path, len(plans), Counter(each.user for each in given), (_NO_PLACE, *left_out))


def _check_name(path: Path) -> None:
    if path.suffix.lower() != SUFFIX:
        raise UsageError(
            "Aan deze naam is niet te zien wat voor bestand het is.",
            waar=str(path),
            doe=f"Kies een naam die eindigt op {SUFFIX}.",
        )


def _left_out(*, other_text: int, replaced: int) -> Iterator[str]:
    """What of the codings of people is not in the file."""
    if other_text:
        yield f"Weggelaten, want de tekst is nu een andere: {other_text} coderingen."
    if replaced:
        yield f"Weggelaten, want later opnieuw gecodeerd: {replaced} coderingen."


def has_units(folder: Path) -> bool:
    """Whether ``folder`` is a coded one."""
    return (folder / UNITS_FILE).exists()


def _last_of_each(people: Sequence[Annotation]) -> Iterator[Annotation]:
    """One coding per coder and unit: the last made."""
    by_coder: dict[str, list[Annotation]] = {}
    for each in people:
        by_coder.setdefault(each.codeur, []).append(each)
    for own in by_coder.values():
        yield from reference_codings(own)


def _same_text(annotation: Annotation, unit: Unit) -> bool:
    return " ".join(annotation.tekst.split()) == " ".join(unit.tekst.split())


def _by_person(each: Annotation) -> Given:
    return Given(each.key, each.codeur, pairs_of(each), each.tijd, each.opmerking)


def _by_model(each: CodedUnit) -> Given:
    return Given(each.key, f"{MODEL}{each.model}", pairs_of(each.coding))


def _of_version(coded: Sequence[CodedUnit], codebook: "Codebook") -> Sequence[CodedUnit]:
    others = Counter(each.codeboek for each in coded if not made_with(each.codeboek, codebook))
    if others:
        raise StudyError(
            f"De plannen zijn gecodeerd met codeboek {others.most_common(1)[0][0]}, niet met {codebook.id}.",
            waar=UNITS_FILE,
            doe=f"{AGAIN} Of geef --without-model: dan gaan de codes van het model niet mee.",
        )
    return coded
