"""Coding plans with a trained model."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.coding.codings import codings_from
from pipeline.coding.model import Model
from pipeline.coding.reasons import Explainer
from pipeline.coding.store import learnt_with, load_model
from pipeline.coding.structure import KINDS, structure_of
from pipeline.coding.targets import applies
from pipeline.coding.text import read_texts
from pipeline.coding.word_classes import WordClasses, word_classes
from pipeline.domain import Coding, Eenheid, Unit

if TYPE_CHECKING:
    from spacy.language import Language

    from pipeline.codebook import Codebook


_ANY = Unit(
    bestand="",
    plan="",
    persoon="",
    datum="",
    eenheid=Eenheid.HOOFDDOEL,
    subdoel_nr=None,
    afspraak_nr=None,
    wie=None,
    tekst="Betaald werk in de bouw.",
    pagina=1,
)


class Coder:
    """A model with the language pipeline that feeds it. ``id`` names the model in every coded row."""

    def __init__(self, model: Model, nlp: "Language", classes: WordClasses, model_id: str) -> None:
        self._model = model
        self._nlp = nlp
        self._classes = classes
        self._explainer = Explainer(model, classes)
        self.id = model_id

    @classmethod
    def load(cls, folder: Path, codebook: "Codebook", language_name: str) -> "Coder":
        """The model in ``folder``; ModelError when it is missing, damaged or does not fit."""
        from pipeline.language import language_id, load_language

        nlp = load_language(language_name)
        model, metadata = load_model(folder, codebook, language_id(nlp))
        return cls(model, nlp, word_classes(learnt_with(folder, metadata, codebook)), metadata.id)

    def code(self, plans: Sequence[Sequence[Unit]]) -> list[list[Coding]]:
        """The codings of the units of each plan, with their reasons; units of a plan in document order."""
        written = [unit.tekst for plan in plans for unit in plan]
        texts = read_texts(written, self._nlp, self._classes)
        structure, targets = structure_of(plans), self._model.targets
        working = self._model.work_out(texts, structure)
        possible = applies(KINDS, targets)[structure.kind]
        probability = self._model.outcome(working.probability)
        codings = codings_from(probability, possible, targets, self._model.decision)
        reasons = self._explainer.reasons(written, texts, structure, working, possible)
        subcodes = self._model.subcodes.choose(working.words, structure, [coding.thema for coding in codings])
        coded = (
            replace(coding, waarom=why, subcodes=finer)
            for coding, why, finer in zip(codings, reasons, subcodes, strict=True)
        )
        return [[next(coded) for _ in plan] for plan in plans]

    def warm_up(self) -> None:
        """Load what is loaded for the first words that are coded: dictionary and lists of names."""
        self.code([[_ANY]])
