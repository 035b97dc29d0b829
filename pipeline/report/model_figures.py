"""How good the models that coded a folder are, as it was measured when they were made."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ValidationError

from pipeline.domain import Eenheid
from pipeline.statistics.misclassification import Quality, quality_from

METADATA_FILE = "metadata.json"
NOT_MEASURED = "niet gemeten"
NAMES = {"hoofddoel_type": "soort hoofddoel"}
"""Variables that are told by another name."""
ONE_CODE_EACH = {Eenheid.HOOFDDOEL: "hoofddoel_type", Eenheid.SUBDOEL: "instrument"}
"""By kind of unit a variable of which every unit has one code: its supports add up to the units."""


class _Code(BaseModel):
    """``precision`` and ``recall`` are None where there was nothing to measure."""

    precision: float | None
    recall: float | None
    support: int

    @property
    def right(self) -> float:
        """How many units rightly got the code."""
        return (self.recall or 0.0) * self.support


class _Figures(BaseModel):
    macro_f1: float | None
    accuracy: dict[str, float]
    codes: dict[str, dict[str, _Code]] = {}


class _Model(BaseModel):
    """The part of a model's metadata that the report tells."""

    sha256: str
    evaluation: dict[str, _Figures]


@dataclass(frozen=True, slots=True)
class Qualities:
    """What was measured of a model: of each code and kind of unit how often it was given rightly."""

    codes: Mapping[str, Mapping[str, _Code]]

    def of(self, codes: Sequence[str], kind: Eenheid) -> Quality | None:
        """The quality of ``codes`` taken together; None when it was not measured.

        A code given for another of them counts as an error, so it is at worst an understatement.
        """
        units = sum(
            kinds[kind].support
            for name, kinds in self.codes.items()
            if kind in kinds and name.startswith(f"{ONE_CODE_EACH.get(kind)}.")
        )
        measured = [self.codes[name][kind] for name in codes if kind in self.codes.get(name, {})]
        right = sum(each.right for each in measured)
        given = sum(each.right / each.precision for each in measured if each.precision)
        support = sum(each.support for each in measured)
        if not given or not support:
            return None
        return quality_from(right / given, right / support, support, units)


def model_qualities(models: Path, ids: Iterable[str]) -> Qualities:
    """What was measured with whole writers left out, if one known model coded everything; else nothing."""
    found = [_read(models, model_id) for model_id in sorted(ids)]
    if len(found) != 1 or found[0] is None or not found[0].evaluation:
        return Qualities({})
    return Qualities(next(iter(found[0].evaluation.values())).codes)


def model_figures(models: Path, ids: Iterable[str]) -> dict[str, str]:
    """For each model id (``name@start of its hash``) the figures of its evaluation, in Dutch.

    ``models`` is the folder of trained models. A model that is not there, or has changed, has no figures.
    """
    return {model_id: _figures(models, model_id) for model_id in sorted(ids)}


def _figures(models: Path, model_id: str) -> str:
    model = _read(models, model_id)
    if model is None:
        return NOT_MEASURED
    told = (f"{heading.lower()} {', '.join(_told(figures))}" for heading, figures in model.evaluation.items())
    return "; ".join(told) or NOT_MEASURED


def _read(models: Path, model_id: str) -> _Model | None:
    """What was noted of a model; None when it is not there or has changed."""
    name, _, content = model_id.partition("@")
    path = models / Path(name).name / METADATA_FILE
    try:
        model = _Model.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError):
        return None
    return model if content and model.sha256.startswith(content) else None


def _told(figures: _Figures) -> Iterator[str]:
    if figures.macro_f1 is not None:
        yield f"macro-F1 {figures.macro_f1:.2f} over thema en eigen inzet".replace(".", ",")
    for variable, share in figures.accuracy.items():
        yield f"{NAMES.get(variable, variable)} juist bij {share:.0%}"
