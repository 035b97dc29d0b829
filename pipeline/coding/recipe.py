"""What models in their folders answered: compared, and made again where it is missing.

The recipe of a model is what it learnt from, how, and with which programs: it stands in its metadata.
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.annotations import read_annotations
from pipeline.coding.answers import Answers, answers_of, read_answers, to_bytes
from pipeline.coding.carried import in_one_version
from pipeline.coding.comparison import Comparison, compare
from pipeline.coding.evaluation import Evaluation, Progress, evaluate
from pipeline.coding.learning import fit
from pipeline.coding.store import LEFT_OUT, LOCKED, Metadata, check_fit, model_folder, read_metadata
from pipeline.coding.training import annotations_hash, settings_now
from pipeline.coding.unseen import Material, with_unseen
from pipeline.errors import ModelError
from pipeline.files import write_atomic

if TYPE_CHECKING:
    from pipeline.codebook import Codebook

HEADINGS = ("Bij schrijvers die geen van beide kent", "Op de toetsset")


def answers_in(folder: Path) -> tuple[Answers | None, Answers | None]:
    """What the model in ``folder`` answered to writers left out, and to its test set; None where not kept.

    Raises ModelError when there is no model, or its answers are damaged.
    """
    sha256 = read_metadata(folder).sha256
    left_out, locked = (read_answers(folder / name, sha256) for name in (LEFT_OUT, LOCKED))
    return left_out, locked


def compare_models(
    models: Path,
    first: str,
    second: str,
    material: Material | None = None,
    migrations: Path | None = None,
) -> dict[str, Comparison]:
    """The models of these names compared on writers left out, and on the test set if both have coded it.

    By a Dutch heading each, the writers first. With ``material`` also on writers from whom only one of the
    two learnt (``unseen.py``). Codes of models of different codebooks are followed along ``migrations``, the
    folder beside the codebook. Raises ModelError when one has no answers to compare by, or they have no plan
    in common; CodebookError when the migrations cannot be read.
    """
    sides = [(name, answers_in(model_folder(models, name))) for name in (first, second)]
    for name, answers in sides:
        if not any(answers):
            raise _no_answers(models / name)
    (before, before_test), (after, after_test) = (answers for _, answers in sides)
    if material and before and after:
        before, after = (
            with_unseen(models / first, before, after, material),
            with_unseen(models / second, after, before, material),
        )
    labels = read_metadata(models / first).codebook, read_metadata(models / second).codebook
    found = {
        heading: compare(*in_one_version(one, other, labels, migrations))
        for heading, one, other in zip(HEADINGS, (before, before_test), (after, after_test), strict=True)
        if one and other
    }
    known = {heading: comparison for heading, comparison in found.items() if comparison is not None}
    if not known:
        raise ModelError(
            f"De modellen {first} en {second} zijn niet te vergelijken: er is geen plan dat allebei hebben "
            "gecodeerd zonder ervan te hebben geleerd.",
            waar=str(models),
            doe="Train beide op annotaties die plannen gemeen hebben, of met dezelfde toetsset "
            "(toetsset.txt bij de annotaties).",
        )
    return known


def left_out_answers(folder: Path) -> Answers:
    """What the model in ``folder`` answered to writers left out; ModelError when that is not kept."""
    found, _ = answers_in(folder)
    if found is None:
        raise _no_answers(folder)
    return found


def measure_again(
    folder: Path,
    annotations: Path,
    codebook: "Codebook",
    language_name: str,
    progress: Progress | None = None,
) -> Evaluation:
    """Leave out each writer in turn by the recipe of the model in ``folder``, and keep the answers beside it.

    The model and its card stay as they are. Raises ModelError when the recipe cannot be followed: other
    annotations, codebook, language pipeline or program than it was made with.
    """
    metadata = read_metadata(folder)
    _check(metadata, folder, annotations, codebook, language_name)
    found = evaluate(
        annotations,
        codebook,
        language_name,
        locked=metadata.locked,
        progress=progress,
        learn=partial(fit, allowed=metadata.promise["allowed"]),
    )
    write_atomic(folder / LEFT_OUT, to_bytes(answers_of(found, metadata.sha256)))
    return found


def _no_answers(folder: Path) -> ModelError:
    return ModelError(
        "Van dit model is niet bewaard wat het antwoordt bij schrijvers die het niet kent.",
        waar=str(folder),
        doe=f"Meet dat alsnog met: plancoder evaluate {folder.name}",
    )


def _check(
    metadata: Metadata, folder: Path, annotations: Path, codebook: "Codebook", language_name: str
) -> None:
    from pipeline.language import language_id, load_language

    check_fit(metadata, folder, codebook, language_id(load_language(language_name)))
    read = [item for item in read_annotations(annotations, codebook) if item.plan not in metadata.locked]
    if annotations_hash(read) != metadata.annotations_sha256:
        raise ModelError(
            "Dit model heeft van andere annotaties geleerd dan er nu staan.",
            waar=str(folder),
            doe="Geef met --annotations de annotaties waarvan het leerde, of train een nieuw model.",
        )
    if settings_now() != metadata.settings:
        raise ModelError(
            "Deze versie van plancoder traint anders dan die waarmee dit model is gemaakt.",
            waar=str(folder),
            doe="Train een nieuw model met: plancoder train",
        )
