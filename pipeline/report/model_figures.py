"""How good the models that coded a folder are, as it was measured when they were made."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import BaseModel, ValidationError

METADATA_FILE = "metadata.json"
NOT_MEASURED = "niet gemeten"


class _Figures(BaseModel):
    macro_f1: float
    accuracy: dict[str, float]


class _Model(BaseModel):
    """The part of a model's metadata that the report tells."""

    sha256: str
    evaluation: dict[str, _Figures]


def model_figures(models: Path, ids: Iterable[str]) -> dict[str, str]:
    """For each model id (``name@start of its hash``) the figures of its evaluation, in Dutch.

    ``models`` is the folder of trained models. A model that is not there, or has changed, has no figures.
    """
    return {model_id: _figures(models, model_id) for model_id in sorted(ids)}


def _figures(models: Path, model_id: str) -> str:
    name, _, content = model_id.partition("@")
    path = models / Path(name).name / METADATA_FILE
    try:
        model = _Model.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError):
        return NOT_MEASURED
    if not content or not model.sha256.startswith(content):
        return NOT_MEASURED
    told = (f"{heading.lower()} {', '.join(_told(figures))}" for heading, figures in model.evaluation.items())
    return "; ".join(told) or NOT_MEASURED


def _told(figures: _Figures) -> Iterator[str]:
    yield f"macro-F1 {figures.macro_f1:.2f} over thema en eigen inzet".replace(".", ",")
    for variable, share in figures.accuracy.items():
        yield f"{variable.replace('_', ' ')} juist bij {share:.0%}"
