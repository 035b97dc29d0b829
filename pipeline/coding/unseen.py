"""Plans that only one of two models learnt from, coded by the other, so that both can be judged on them.

A new model often learns from a writer whom the one in use never met, and that is where it should gain. The
older model codes those plans as it is; the answers of the newer one are those with that writer left out.
Neither has learnt from him then.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pipeline.annotations import Annotation, read_annotations
from pipeline.coding.answers import Answers, answers_of
from pipeline.coding.evaluation import evaluate_locked
from pipeline.coding.examples import examples_from
from pipeline.coding.store import load_model, read_metadata
from pipeline.errors import AnnotationError, ModelError

if TYPE_CHECKING:
    from pipeline.codebook import Codebook


@dataclass(frozen=True)
class Material:
    """Where the texts of plans stand, and what is needed to code them."""

    annotations: Path
    codebook: "Codebook"
    language_name: str


def with_unseen(folder: Path, answers: Answers, other: Answers, material: Material) -> Answers:
    """The ``answers`` of the model in ``folder``, and what it makes of plans that only ``other`` has.

    Only plans of writers from whom it learnt nothing. The same answers when there are none, when their texts
    are not at hand, or when the model cannot be used any more or learnt from another codebook.
    """
    known = {unit.group for unit in answers.units} | {""}
    metadata = read_metadata(folder)
    seen = answers.plans | set(metadata.learnt_from)
    plans = {unit.key[0] for unit in other.units if unit.group not in known} - seen
    try:
        known_texts = read_annotations(material.annotations) if plans else []
        items = [item for item in known_texts if item.plan in plans]
        fit = items and not metadata.now
        return _joined(answers, _coded(folder, items, answers.model, material)) if fit else answers
    except (AnnotationError, ModelError):
        return answers


def _coded(folder: Path, items: list[Annotation], sha256: str, material: Material) -> Answers:
    from pipeline.language import language_id, load_language

    nlp = load_language(material.language_name)
    model, _ = load_model(folder, material.codebook, language_id(nlp))
    examples = examples_from(items, material.codebook, nlp, targets=model.targets)
    return answers_of(evaluate_locked(model, examples), sha256)


def _joined(answers: Answers, more: Answers) -> Answers:
    return replace(
        answers,
        units=(*answers.units, *more.units),
        truth=np.concatenate([answers.truth, more.truth]),
        given=np.concatenate([answers.given, more.given]),
        possible=np.concatenate([answers.possible, more.possible]),
        probability=np.concatenate([answers.probability, more.probability]),
        marked=np.concatenate([answers.marked, more.marked]),
    )
