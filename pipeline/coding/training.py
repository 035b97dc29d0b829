"""From annotations and codebook to a model folder: ``plancoder train``."""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.annotations import Annotation, read_annotations
from pipeline.coding.card import model_card
from pipeline.coding.doubt import ALLOWED
from pipeline.coding.evaluation import Evaluation, evaluate_locked
from pipeline.coding.examples import Examples, examples_from
from pipeline.coding.history import Kind, switch
from pipeline.coding.locked import set_apart
from pipeline.coding.model import Model
from pipeline.coding.store import (
    FORMAT,
    LEFT_OUT,
    LOCKED,
    Metadata,
    free_name,
    name_in_use,
    package_versions,
    save_model,
)
from pipeline.coding.word_classes import list_id

if TYPE_CHECKING:
    from pipeline.codebook import Codebook

DECIMALS = 4
NOT_LEARNT = {"opmaak", "opmerking"}  # fields that a model has nothing of
Progress = Callable[[str, float], None]


def train(
    annotations: Path,
    codebook: "Codebook",
    language_name: str,
    models: Path,
    name: str | None = None,
    *,
    allowed: float = ALLOWED,
    evaluations: dict[str, Evaluation] | None = None,
    locked: Collection[str] = (),
    replace: bool = False,
    progress: Progress | None = None,
) -> Path:
    """Learn from the annotations and write ``models/<name>``; the first model made is put in use.

    ``name`` is by default that of the codebook, with a number where there is one of that name already;
    with ``replace`` it is written over. ``allowed``: of the decisions that nobody is asked to look
    at, the share that may be wrong. ``evaluations``, by a Dutch heading each, are stored with the model and
    printed in its card; the answers of the first one are kept to compare models by. From the plans ``locked``
    nothing is learnt: the model codes them, and its figures on them are stored. The same annotations,
    codebook, language pipeline and package versions give the same bytes.

    Raises AnnotationError, also when the locked plans are like the others (``locked.set_apart``); UsageError
    for a name that cannot be a folder or is taken.
    """
    from pipeline.coding.learning import fit
    from pipeline.language import language_id, load_language

    name = (name or codebook.name) if replace else free_name(models, name, codebook.name)
    tell = progress or (lambda _what, _share: None)
    tell("annotaties lezen", 0.0)
    split = set_apart(read_annotations(annotations, codebook), locked, str(annotations))
    nlp = load_language(language_name)
    examples = examples_from(split.learn, codebook, nlp)
    tell("leren", 0.2)
    model = fit(examples, allowed)
    tell("bewaren", 0.9)
    test = None
    if split.test:
        test = evaluate_locked(model, examples_from(split.test, codebook, nlp, targets=model.targets))
    made = Made(name, codebook.id, language_id(nlp), annotations.name, model, examples, split.learn)
    _save(made, evaluations or {}, test, models / name)
    if not name_in_use(models):
        switch(models, name, Kind.FIRST)
    return models / name


@dataclass(frozen=True)
class Made:
    """A model with what it was made of. ``source``: the name of the folder of annotations."""

    name: str
    codebook: str
    language: str
    source: str
    model: Model
    examples: Examples
    learnt_from: list[Annotation]


def _save(made: Made, evaluations: dict[str, Evaluation], test: Evaluation | None, folder: Path) -> None:
    from pipeline.coding import answers
    from pipeline.coding.archive import to_bytes

    archive = to_bytes(made.model)
    metadata = _metadata(made, hashlib.sha256(archive).hexdigest(), evaluations, test)
    kept = {LEFT_OUT: next(iter(evaluations.values()), None), LOCKED: test}
    files = {
        name: answers.to_bytes(answers.answers_of(found, metadata.sha256))
        for name, found in kept.items()
        if found is not None
    }
    save_model(metadata, model_card(metadata, evaluations, test), archive, folder, files)


def _metadata(
    made: Made, sha256: str, evaluations: dict[str, Evaluation], test: Evaluation | None
) -> Metadata:
    model, promise = made.model, made.model.decision.promise
    return Metadata(
        name=made.name,
        format=FORMAT,
        codebook=made.codebook,
        language=made.language,
        word_classes=list_id(),
        targets=tuple(target.name for target in made.examples.targets),
        sha256=sha256,
        annotations_sha256=annotations_hash(made.learnt_from),
        counts=_counts(made.examples),
        settings=settings_now(),
        promise={name: round(getattr(promise, name), DECIMALS) for name in ("allowed", "holds", "marked")},
        subcodes=model.subcodes.names,
        subcode_accuracy=round(model.subcodes.accuracy, DECIMALS) if model.subcodes.names else None,
        versions=package_versions(),
        evaluation={heading: found.to_json() for heading, found in evaluations.items()},
        annotations=made.source,
        learnt_from=tuple(sorted({item.plan for item in made.learnt_from})),
        locked=tuple(test.plans) if test else (),
        test=test.to_json() if test else {},
    )


def annotations_hash(annotations: list[Annotation]) -> str:
    """SHA-256 over what is learnt from, in order, whatever the files look like."""
    digest = hashlib.sha256()
    for annotation in annotations:
        digest.update(annotation.model_dump_json(exclude=NOT_LEARNT).encode("utf-8") + b"\n")
    return digest.hexdigest()


def _counts(examples: Examples) -> dict[str, int]:
    rows = examples.annotations
    kinds = Counter(row.eenheid.value for row in rows)
    return {
        "plannen": len({row.plan for row in rows}),
        "schrijvers": len(set(examples.groups.tolist())),
        **{kind: kinds[kind] for kind in sorted(kinds)},
    }


def settings_now() -> dict[str, Any]:
    """The constants that the result rests on. Nothing is drawn at random, so there is no seed."""
    from pipeline.coding import doubt, learning, ridge, stack, subcodes, vectors

    return {
        "letters": list(vectors.LETTERS),
        "min_people": vectors.MIN_PEOPLE,
        "min_writers": vectors.MIN_WRITERS,
        "blocks": {block.__name__: share for block, share in vectors.BLOCKS},
        "embedded": vectors.EMBEDDED,
        "penalty": ridge.PENALTY,
        "kind_share": ridge.KIND_SHARE,
        "regularisation": stack.REGULARISATION,
        "folds": learning.FOLDS,
        "others_act": learning.OTHERS_ACT,
        "broken": doubt.BROKEN,
        "min_subcode_examples": subcodes.MIN_EXAMPLES,
        "seed": None,
    }
