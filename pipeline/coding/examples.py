"""Coded plans made ready to learn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from pipeline.annotations import Annotation, by_plan, reference_codings
from pipeline.coding.structure import Structure, structure_of
from pipeline.coding.targets import Target, applies, has_code, learnable, targets_of, was_asked
from pipeline.coding.text import Text, read_texts
from pipeline.coding.word_classes import word_classes

if TYPE_CHECKING:
    from spacy.language import Language

    from pipeline.codebook import Codebook

Booleans = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Examples:
    """Coded units of several plans, plan after plan, ready to learn from.

    ``truth`` and ``possible`` (the unit can have it, and it was asked): ``(units, targets)``; ``groups``:
    who wrote it, and ``people``: whose plan it is, as a number per unit.
    """

    annotations: list[Annotation]
    texts: list[Text]
    structure: Structure
    truth: Booleans
    possible: Booleans
    groups: Integers
    people: Integers
    targets: tuple[Target, ...]

    def part(self, wanted: Booleans) -> "Examples":
        """The plans of which ``wanted`` (per unit) is true; whole plans only."""
        rows = np.flatnonzero(wanted)
        annotations = [self.annotations[row] for row in rows]
        return Examples(
            annotations,
            [self.texts[row] for row in rows],
            structure_of([[item.unit for item in plan] for plan in by_plan(annotations)]),
            self.truth[rows],
            self.possible[rows],
            self.groups[rows],
            self.people[rows],
            self.targets,
        )


def examples_from(
    annotations: Sequence[Annotation],
    codebook: "Codebook",
    nlp: "Language",
    group: str = "schrijver",
    targets: tuple[Target, ...] | None = None,
) -> Examples:
    """One coding per unit, in plan order. ``group`` is the field that tells writers apart.

    Plans without a value there, or all of one writer, count as a writer each. ``targets``: those of a model
    that is to code them; by default all of which there is something to learn.
    """
    plans = by_plan(reference_codings(annotations))
    rows = [item for plan in plans for item in plan]
    kinds = [item.eenheid for item in rows]
    codings = [item.coding for item in rows]
    targets = learnable(targets_of(codebook), codings) if targets is None else targets
    return Examples(
        rows,
        read_texts((item.tekst for item in rows), nlp, word_classes(codebook)),
        structure_of([[item.unit for item in plan] for plan in plans]),
        has_code(codings, targets),
        applies(kinds, targets) & was_asked(codings, targets),
        _groups(rows, group),
        np.unique([item.persoon or item.plan for item in rows], return_inverse=True)[1],
        targets,
    )


def _groups(rows: Sequence[Annotation], field: str) -> Integers:
    values = [str(getattr(item, field) or item.plan) for item in rows]
    if len(set(values)) < 2:
        values = [item.plan for item in rows]
    return np.unique(values, return_inverse=True)[1]
