"""What words and neighbours add to a score adds up to that score: with the shipped model, on real units."""

from pathlib import Path

import numpy as np
import pytest

from pipeline.annotations import by_plan, read_annotations
from pipeline.codebook import load_codebook
from pipeline.coding.contributions import AROUND, Contributions, contributions
from pipeline.coding.model import Model, Working
from pipeline.coding.pieces import Pieces, Splitter
from pipeline.coding.stack import single_choices
from pipeline.coding.store import load_model, model_in_use
from pipeline.coding.structure import KINDS, Structure, structure_of
from pipeline.coding.targets import applies
from pipeline.coding.text import Text, read_texts
from pipeline.coding.word_classes import word_classes
from pipeline.domain import Eenheid
from pipeline.language import language_id, load_language

ROOT = Path(__file__).resolve().parents[3]
PLANS = 12


class Worked:
    """Units of annotated plans of two writers, worked out by the model in use."""

    def __init__(self) -> None:
        codebook = load_codebook(ROOT / "codebook.yaml")
        nlp = load_language("nl")
        self.model: Model = load_model(model_in_use(ROOT / "models"), codebook, language_id(nlp))[0]
        annotations = [
            item
            for name in ("P03", "P08")
            for item in read_annotations(ROOT / "annotations" / f"{name}.jsonl")
        ]
        plans = [[item.unit for item in plan] for plan in by_plan(annotations)[:: max(1, PLANS // 2)]]
        units = [unit for plan in plans for unit in plan]
        self.texts: list[Text] = read_texts((unit.tekst for unit in units), nlp, word_classes(codebook))
        self.structure: Structure = structure_of(plans)
        self.working: Working = self.model.work_out(self.texts, self.structure)
        self.pieces: Pieces = Splitter(self.model.vectoriser).split(self.texts, self.working.words)

    def contributions(self) -> Contributions:
        """Of every code that a unit can have."""
        possible = applies(KINDS, self.model.targets)[self.structure.kind]
        unit, target = np.nonzero(possible)
        return contributions(self.model, self.working, self.structure, self.pieces, unit, target)


@pytest.fixture(scope="module")
def worked() -> Worked:
    return Worked()


def test_the_sums_are_the_scores_of_the_model(worked: Worked) -> None:
    found = worked.contributions()
    odds = worked.model.stack.log_odds(worked.working.features, worked.structure.kind)
    for columns in single_choices(worked.model.targets):
        odds[:, columns] -= odds[:, columns].mean(axis=1, keepdims=True)
    expected = odds[found.unit, found.target]
    assert {worked.model.targets[target].variable for target in found.target} == {
        "thema",
        "eigen_inzet",
        "instrument",
        "hoofddoel_type",
    }
    assert np.abs(expected).max() > 5
    assert np.abs(found.scores() - expected).max() < 1e-6


def test_from_the_sums_follow_the_probabilities(worked: Worked) -> None:
    found = worked.contributions()
    targets = worked.model.targets
    theme = np.array([targets[target].variable == "thema" for target in found.target])
    probability = worked.working.probability[found.unit, found.target]
    assert np.allclose(1 / (1 + np.exp(-found.scores()[theme])), probability[theme], atol=1e-9)


def test_own_effort_goes_before_the_other_instruments(worked: Worked) -> None:
    """Its score is a yes or no; the others share what is left by their scores."""
    found = worked.contributions()
    names = [target.name for target in worked.model.targets]
    own = names.index("instrument.eigen_inzet")
    (others,) = (columns for columns in single_choices(worked.model.targets) if own - 1 in columns)
    assert own not in others
    scores = np.full(worked.working.probability.shape, np.nan)
    scores[found.unit, found.target] = found.scores()
    subdoelen = np.flatnonzero(worked.structure.kind == KINDS.index(Eenheid.SUBDOEL))
    yes = 1 / (1 + np.exp(-scores[subdoelen, own]))
    powers = np.exp(scores[np.ix_(subdoelen, others)])
    rest = powers / powers.sum(axis=1, keepdims=True) * (1 - yes[:, None])
    assert np.allclose(worked.working.probability[subdoelen, own], yes, atol=1e-9)
    assert np.allclose(worked.working.probability[np.ix_(subdoelen, others)], rest, atol=1e-6)
    assert np.allclose(worked.working.probability[subdoelen, names.index("eigen_inzet")], yes, atol=1e-9)


def test_the_pieces_of_a_text_are_all_of_its_features(worked: Worked) -> None:
    pieces = worked.pieces
    summed = np.zeros(worked.working.words.shape)
    np.add.at(summed, pieces.text, pieces.features.toarray())
    assert np.abs(summed - worked.working.words.toarray()).max() < 1e-9
    own = {word.form for word in worked.texts[0].words} | set(worked.texts[0].classes)
    assert {piece.name for piece, text in zip(pieces.pieces, pieces.text, strict=True) if text == 0} <= own


def test_the_start_says_hardly_anything_of_a_unit(worked: Worked) -> None:
    """It has the bias of the first stage, and of whichever thema is the greatest; the words have the rest."""
    found = worked.contributions()
    ridge, kind = worked.model.ridge, worked.structure.kind
    parts = ridge.parts(worked.pieces.features, kind[worked.pieces.text])
    scores = ridge.bias[kind].astype(float)
    np.add.at(scores, worked.pieces.text, parts)
    assert np.abs(scores - worked.working.scores).max() < 1e-5
    instrument = np.array([worked.model.targets[at].name == "instrument.taalles" for at in found.target])
    starts = found.start[instrument]
    assert len(starts) > 10
    assert np.ptp(starts) < 0.2
    assert np.ptp(found.scores()[instrument]) > 5


def test_who_is_not_there_adds_nothing(worked: Worked) -> None:
    found = worked.contributions()
    kind = worked.structure.kind[found.unit]
    hoofddoel = kind == KINDS.index(Eenheid.HOOFDDOEL)
    afspraak = kind == KINDS.index(Eenheid.AFSPRAAK)
    for part in ("parent", "hoofddoel", "siblings", "actor"):
        assert not found.around[hoofddoel, AROUND.index(part)].any()
    for part in ("children", "number", "acting"):
        assert not found.around[afspraak, AROUND.index(part)].any()
    assert found.around[afspraak, AROUND.index("parent")].all()
