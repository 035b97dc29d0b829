"""Agreement from files to files: annotations and a coded folder in, figures and differences out."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.agreement.codings import Codings, gather
from pipeline.agreement.differences import differences_in
from pipeline.agreement.estimate import Bootstrap
from pipeline.agreement.figures import Agreement, measure
from pipeline.annotations import Annotation, read_annotations
from pipeline.errors import AnnotationError, StudyError, UsageError
from pipeline.files import write_atomic

if TYPE_CHECKING:
    from pipeline.codebook import Codebook
    from pipeline.coded_units import CodedUnit

FIGURES_JSON, FIGURES_CSV = "overeenstemming.json", "overeenstemming.csv"
DIFFERENCES, MODEL_DIFFERENCES = "verschillen.xlsx", "verschillen_model.xlsx"


@dataclass(frozen=True)
class Written:
    """``files`` that were made; ``differing``: how many differences between people there are.

    ``kept``: where workbooks went in which a person had written.
    """

    files: tuple[Path, ...]
    differing: int
    kept: tuple[Path, ...]


def agreement_of(
    sources: Iterable[Path],
    codebook: "Codebook",
    *,
    model: Path | None = None,
    bootstrap: Bootstrap | None = None,
) -> Agreement:
    """The agreement between the annotations in ``sources`` (files or folders).

    ``model``: a coded folder, whose codes are compared with those of people. Raises AnnotationError when the
    annotations do not hold or nothing can be compared; StudyError when the folder cannot be read or was coded
    with another version of the codebook.
    """
    annotations = [each for source in sources for each in read_annotations(source, codebook)]
    coded = _coded(model, annotations, codebook) if model else []
    codings = gather(annotations, coded)
    _check(codings, annotations, model)
    return measure(codings, codebook, bootstrap)


def write_agreement(agreement: Agreement, folder: Path) -> Written:
    """The figures as json and csv, and the differences as workbooks, in ``folder``."""
    from pipeline.agreement.tables import COLUMNS, rows, to_json
    from pipeline.agreement.workbook import to_xlsx
    from pipeline.export.tables import to_csv
    from pipeline.export.write import write_workbook

    codings = agreement.codings
    between_people = differences_in(codings)
    workbooks = {DIFFERENCES: between_people} if codings.doubly_coded else {}
    if codings.has_model:
        workbooks[MODEL_DIFFERENCES] = differences_in(codings, with_model=True)
    before = _Before(folder / FIGURES_JSON)
    kept = [
        write_workbook(folder / name, to_xlsx(found, codings), before) for name, found in workbooks.items()
    ]
    write_atomic(folder / FIGURES_CSV, to_csv(rows(agreement), COLUMNS))
    figures = to_json(agreement) | {"werkboeken": before.written}
    write_atomic(folder / FIGURES_JSON, json.dumps(figures, ensure_ascii=False, indent=2) + "\n")
    files = tuple(folder / name for name in (*workbooks, FIGURES_CSV, FIGURES_JSON))
    return Written(files, len(between_people), tuple(path for path in kept if path))


class _Before:
    """What the workbooks were when they were written, so that one with a person's notes is known."""

    def __init__(self, figures: Path) -> None:
        self.written: dict[str, list[str]] = {}
        if figures.is_file():
            try:
                self.written = dict(json.loads(figures.read_text(encoding="utf-8"))["werkboeken"])
            except (OSError, ValueError, KeyError, TypeError):
                self.written = {}  # damaged: every workbook is taken for a person's own, and kept

    def exported(self, name: str) -> set[str]:
        return set(self.written.get(name, ()))

    def save_export(self, name: str, sha256: str) -> None:
        self.written[name] = sorted({*self.written.get(name, ()), sha256})


def _coded(model: Path, annotations: Sequence[Annotation], codebook: "Codebook") -> list["CodedUnit"]:
    """What the model gave the units that people coded: of a large folder all units would be too many."""
    from pipeline.coded_units import each_coded_unit

    wanted = {each.key for each in annotations}
    codebooks: set[str] = set()
    coded = []
    for each in each_coded_unit(model):
        codebooks.add(each.codeboek)
        if each.key in wanted:
            coded.append(each)
    _check_version(codebooks, codebook, model)
    return coded


def _check_version(codebooks: Iterable[str], codebook: "Codebook", model: Path) -> None:
    """Codes of another version of the codebook do not mean what people chose from."""
    from pipeline.codebook.versions import made_with

    others = sorted(each for each in codebooks if not made_with(each, codebook))
    if others:
        raise StudyError(
            f"Deze map is gecodeerd met codeboek {', '.join(others)}, niet met {codebook.id}.",
            waar=str(model),
            doe="Train een model met dit codeboek ('plancoder train') en codeer de map opnieuw ('plancoder "
            "code'), of geef met --codebook het oude codeboek.",
        )


def _check(codings: Codings, annotations: list[Annotation], model: Path | None) -> None:
    if model and not codings.has_model:
        raise UsageError(
            "Geen van de geannoteerde eenheden staat in deze gecodeerde map.",
            waar=str(model),
            doe="Geef de map waaruit de steekproef is getrokken, gemaakt met dezelfde sleutel.",
        )
    if not codings.doubly_coded and not codings.has_model:
        many = len({each.codeur for each in annotations})
        raise AnnotationError(
            "Er is niets te vergelijken: geen eenheid is door twee codeurs gecodeerd "
            f"({many} codeur(s) gevonden).",
            doe="Geef de annotaties van ten minste twee codeurs van dezelfde plannen, of vergelijk met het "
            "model (--model MAP).",
        )
