"""Coding plans with a trained model."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.coding.codings import codings_from
from pipeline.coding.model import Model
from pipeline.coding.store import load_model
from pipeline.coding.structure import structure_of
from pipeline.coding.targets import applies
from pipeline.coding.text import read_texts
from pipeline.coding.word_classes import WordClasses, word_classes
from pipeline.domain import Coding, Unit

if TYPE_CHECKING:
    from spacy.language import Language

    from pipeline.codebook import Codebook


class Coder:
    """A model with the language pipeline that feeds it. ``id`` names the model in every coded row."""

    def __init__(self, model: Model, nlp: "Language", classes: WordClasses, model_id: str) -> None:
        self._model = model
        self._nlp = nlp
        self._classes = classes
        self.id = model_id

    @classmethod
    def load(cls, folder: Path, codebook: "Codebook", language_name: str) -> "Coder":
        """The model in ``folder``; ModelError when it is missing, damaged or does not fit."""
        from pipeline.language import language_id, load_language

        nlp = load_language(language_name)
        model, metadata = load_model(folder, codebook, language_id(nlp))
        return cls(model, nlp, word_classes(codebook), metadata.id)

    def code(self, plans: Sequence[Sequence[Unit]]) -> list[list[Coding]]:
        """The codings of the units of each plan; units of a plan in document order."""
        units = [unit for plan in plans for unit in plan]
        kinds = [unit.eenheid for unit in units]
        texts = read_texts((unit.tekst for unit in units), self._nlp, self._classes)
        probability = self._model.probabilities(texts, structure_of(plans))
        targets = self._model.targets
        possible = applies(kinds, targets)
        coded = iter(codings_from(probability, possible, targets, self._model.decision))
        return [[next(coded) for _ in plan] for plan in plans]
