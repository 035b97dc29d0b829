"""From annotations and codebook to a model folder: ``plancoder train``."""

import hashlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.annotations import Annotation, read_annotations
from pipeline.coding.card import model_card
from pipeline.coding.doubt import ALLOWED
from pipeline.coding.examples import Examples, examples_from
from pipeline.coding.store import (
    FORMAT,
    IN_USE,
    Metadata,
    is_model_name,
    package_versions,
    put_in_use,
    save_model,
)
from pipeline.coding.word_classes import list_id
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.codebook import Codebook
    from pipeline.coding.evaluation import Evaluation

DECIMALS = 4
Progress = Callable[[str, float], None]


def train(
    annotations: Path,
    codebook: "Codebook",
    language_name: str,
    models: Path,
    name: str | None = None,
    *,
    allowed: float = ALLOWED,
    evaluations: "dict[str, Evaluation] | None" = None,
    progress: Progress | None = None,
) -> Path:
    """Learn from the annotations and write ``models/<name>``; the first model made is put in use.

    ``name`` is by default that of the codebook. ``allowed``: of the decisions that nobody is asked to look
    at, the share that may be wrong. ``evaluations``, by a Dutch heading each, are stored with the model and
    printed in its card. The same annotations, codebook, language pipeline and package
    versions give the same bytes. Raises AnnotationError, UsageError for a name that cannot be a folder.
    """
    from pipeline.coding.archive import to_bytes
    from pipeline.coding.learning import fit
    from pipeline.language import language_id, load_language

    name = name or codebook.name
    if not is_model_name(name):
        raise UsageError(
            "Deze naam kan geen map zijn.", waar=name, doe="Gebruik letters, cijfers en streepjes."
        )
    tell = progress or (lambda _what, _share: None)
    tell("annotaties lezen", 0.0)
    read = read_annotations(annotations, codebook)
    nlp = load_language(language_name)
    examples = examples_from(read, codebook, nlp)
    tell("leren", 0.2)
    model = fit(examples, allowed)
    archive, kept = to_bytes(model), model.decision.promise
    tell("bewaren", 0.9)
    metadata = Metadata(
        name=name,
        format=FORMAT,
        codebook=codebook.id,
        language=language_id(nlp),
        word_classes=list_id(),
        targets=tuple(target.name for target in examples.targets),
        sha256=hashlib.sha256(archive).hexdigest(),
        annotations_sha256=annotations_hash(read),
        counts=_counts(examples),
        settings=_settings(),
        promise={name: round(getattr(kept, name), DECIMALS) for name in ("allowed", "holds", "marked")},
        subcodes=model.subcodes.names,
        subcode_accuracy=round(model.subcodes.accuracy, DECIMALS) if model.subcodes.names else None,
        versions=package_versions(),
        evaluation={heading: found.to_json() for heading, found in (evaluations or {}).items()},
    )
    save_model(metadata, model_card(metadata, evaluations or {}), archive, models / name)
    if not (models / IN_USE).exists():
        put_in_use(models, name)
    return models / name


def annotations_hash(annotations: list[Annotation]) -> str:
    """SHA-256 over the content of the annotations in order, whatever the files look like."""
    digest = hashlib.sha256()
    for annotation in annotations:
        digest.update(annotation.model_dump_json().encode("utf-8") + b"\n")
    return digest.hexdigest()


def _counts(examples: Examples) -> dict[str, int]:
    rows = examples.annotations
    kinds = Counter(row.eenheid.value for row in rows)
    return {
        "plannen": len({row.plan for row in rows}),
        "schrijvers": len(set(examples.groups.tolist())),
        **{kind: kinds[kind] for kind in sorted(kinds)},
    }


def _settings() -> dict[str, Any]:
    """The constants that the result rests on. Nothing is drawn at random, so there is no seed."""
    from pipeline.coding import doubt, learning, ridge, stack, subcodes, vectors

    return {
        "letters": list(vectors.LETTERS),
        "min_people": vectors.MIN_PEOPLE,
        "min_writers": vectors.MIN_WRITERS,
        "blocks": {block.__name__: share for block, share in vectors.BLOCKS},
        "penalty": ridge.PENALTY,
        "kind_share": ridge.KIND_SHARE,
        "regularisation": stack.REGULARISATION,
        "folds": learning.FOLDS,
        "others_act": learning.OTHERS_ACT,
        "broken": doubt.BROKEN,
        "min_subcode_examples": subcodes.MIN_EXAMPLES,
        "seed": None,
    }
