"""The reading model from examples: all looks, and how far they can be trusted.

Whatever is learnt about layouts that nobody has seen is learnt from layouts that were left out: what a
look may expect of the one before it, and what a right reading looks like.
"""

import os
import sys
import zlib
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from pipeline.domain import Reading
from pipeline.reading.certainty import Certainty
from pipeline.reading.checks import doubts
from pipeline.reading.evaluation import Score, is_right, score, total
from pipeline.reading.evidence import Looks, evidence_of, uncovered
from pipeline.reading.features import Features
from pipeline.reading.growing import grow_role_trees, grow_trees
from pipeline.reading.headings import masked
from pipeline.reading.learning import (
    ACTOR_KINDS,
    Example,
    kind_texts,
    train_role_model,
    train_text_model,
)
from pipeline.reading.looks import decided, judged, numbers
from pipeline.reading.model import ReadingModel
from pipeline.reading.plan_builder import build_plan
from pipeline.reading.roles import Floats, RoleModel
from pipeline.reading.text_model import KINDS, TextModel
from pipeline.reading.trees import Trees
from pipeline.reading.variation import restyled, with_side_matter

FOLDS = 4
_WRONG_AND_SURE = 0.008  # the share of plans of unseen layouts that may be wrong without a warning
_JUDGES = {  # small trees: there are thousands of plans, not millions of pieces
    "learning_rate": 0.05, "num_leaves": 6, "min_data_in_leaf": 30, "feature_fraction": 0.4,
    "bagging_fraction": 0.7, "bagging_freq": 1,
}  # fmt: skip
_JUDGES_ROUNDS = 200


@dataclass(frozen=True, slots=True)
class Variant:
    """How an example is varied: share of its headings made unknown, side matter added, type taken away."""

    blinded: float
    side_matter: bool = False
    restyled: bool = False


AS_PRINTED = Variant(0.0)
VARIANTS = (AS_PRINTED, Variant(0.4, True), Variant(0.4, True, True), Variant(0.6, True, True))


@dataclass(frozen=True, slots=True)
class Looked:
    """An example in one variant with the features of its pieces."""

    example: Example
    variant: Variant
    features: Features


@dataclass(frozen=True, slots=True)
class Learnt:
    """A reading model, and by layout how well the plans were read by models that had not seen it."""

    model: ReadingModel
    left_out: dict[str, Score]


def train_reading_model(examples: Sequence[Example]) -> ReadingModel:
    """The whole reading model from examples of at least two writers and two layouts.

    Takes a quarter of an hour for two thousand plans on two cores.
    """
    return learn_to_read(examples).model


def learn_to_read(examples: Sequence[Example]) -> Learnt:
    """As ``train_reading_model``, with how layouts were read that were left out on the way."""
    models = text_models_by_writer(examples)
    looked = look_at(examples, models)
    folds = _folds(looked)
    first, others = _trained(looked, folds)
    printed = [item for item in looked if item.variant is AS_PRINTED]  # they come first
    firsts = [
        model.marginals(model.emissions(item.features.names))
        for item, model in zip(printed, others, strict=False)
    ]
    second, seconds = _looked_again(printed, firsts, folds)
    third, thirds = _looked_again(printed, seconds, folds)
    actors = train_text_model([pair for example in examples for pair in example.actors], ACTOR_KINDS)
    readings = [
        (item, decided(judged(item.features, *known)))
        for item, *known in zip(printed, firsts, seconds, thirds, strict=True)
    ]
    certainty, left_out = _learn_certainty(readings, actors)
    kinds = train_text_model(kind_texts(examples), KINDS)
    return Learnt(ReadingModel(kinds, actors, first, second, third, certainty), left_out)


def _interned(document: list[list[str]]) -> list[list[str]]:
    """The same features, each name once in memory: there are tens of millions."""
    return [[sys.intern(name) for name in names] for names in document]


def _trained(looked: Sequence[Looked], folds: Sequence[set[str]]) -> tuple[RoleModel, list[RoleModel]]:
    """The first look, learnt from all; and for each item one learnt from other layouts only.

    The models are trained beside each other.
    """
    documents = [(_interned(item.features.names), item.example.roles) for item in looked]
    parts = [documents] + [
        [
            document
            for document, item in zip(documents, looked, strict=True)
            if item.example.layout not in fold
        ]
        for fold in folds
    ]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        whole, *left_out = pool.map(train_role_model, parts)
    return whole, [left_out[_fold_of(item, folds)] for item in looked]


def _looked_again(
    looked: Sequence[Looked], before: Sequence[Floats], folds: Sequence[set[str]]
) -> tuple[Trees, list[Floats]]:
    """Another look, learnt from all; and for each item the chances by one learnt from other layouts only.

    ``before``: per item the chances that the last look gave. Plans of which not every text was found in the
    document would teach that these texts are no part of a plan. Trees learn from plans as printed: with the
    other variants it takes four times as long.
    """
    known = [numbers(item.features, chances) for item, chances in zip(looked, before, strict=True)]

    def grown(without: set[str]) -> Trees:
        chosen = [
            i for i, item in enumerate(looked) if item.example.whole and item.example.layout not in without
        ]
        roles = [role for i in chosen for role in looked[i].example.roles]
        return grow_role_trees(np.vstack([known[i] for i in chosen]), roles)

    left_out = [grown(fold) for fold in folds]
    chances = [left_out[_fold_of(item, folds)].chances(own) for item, own in zip(looked, known, strict=True)]
    return grown(set()), chances


def text_models_by_writer(examples: Sequence[Example]) -> dict[str, TextModel]:
    """Per writer a text model that has not seen his texts: writers are left out a few at a time."""
    writers = sorted({example.writer for example in examples})
    models: dict[str, TextModel] = {}
    for fold in range(min(FOLDS, len(writers))):
        out = set(writers[fold::FOLDS])
        model = train_text_model(kind_texts(e for e in examples if e.writer not in out), KINDS)
        models.update(dict.fromkeys(out, model))
    return models


def look_at(examples: Sequence[Example], models: dict[str, TextModel], seed: int = 7) -> list[Looked]:
    """Features of each example in each variant; ``models`` as of ``text_models_by_writer``."""
    generator = np.random.default_rng(seed)
    return [
        _looked(example, variant, models[example.writer], generator)
        for variant in VARIANTS
        for example in examples
    ]


def _looked(example: Example, variant: Variant, model: TextModel, generator: np.random.Generator) -> Looked:
    pieces, roles = example.pieces, example.roles
    if variant.side_matter:
        pieces, roles = with_side_matter(pieces, roles, generator)
    if variant.restyled:
        pieces = restyled(pieces, generator)
    varied = replace(example, pieces=pieces, roles=roles)
    return Looked(varied, variant, Features.of(pieces, model, blinded(varied, variant.blinded, generator)))


def blinded(example: Example, share: float, generator: np.random.Generator) -> frozenset[str]:
    """Headings to treat as unknown words, so that the model learns to do without them."""
    heads = sorted({masked(piece.text) for piece in example.pieces if len(piece.text) < 70})
    return frozenset(head for head in heads if generator.random() < share)


def _folds(looked: Sequence[Looked]) -> list[set[str]]:
    """The layouts in as many parts as are left out in turn."""
    layouts = sorted({item.example.layout for item in looked}, key=lambda name: zlib.crc32(name.encode()))
    return [set(layouts[fold::FOLDS]) for fold in range(min(FOLDS, len(layouts)))]


def _fold_of(item: Looked, folds: Sequence[set[str]]) -> int:
    return next(number for number, fold in enumerate(folds) if item.example.layout in fold)


def _learn_certainty(
    readings: Sequence[tuple[Looked, Looks]], actors: TextModel
) -> tuple[Certainty, dict[str, Score]]:
    """From readings of layouts that were left out: when is the whole plan right? And how were they read?"""
    plans = [build_plan(item.example.pieces, looks.roles, actors) for item, looks in readings]
    evidence = np.array(
        [
            evidence_of(item.example.pieces, looks, plan)
            for (item, looks), plan in zip(readings, plans, strict=True)
        ]
    )
    right = np.array(
        [is_right(plan, item.example.truth) for (item, _), plan in zip(readings, plans, strict=True)]
    )
    certainty, chances = _judge(evidence, right, [item.example.layout for item, _ in readings])
    scores: dict[str, list[Score]] = defaultdict(list)
    for (item, looks), plan, chance in zip(readings, plans, chances, strict=True):
        left = uncovered(item.example.pieces, looks.roles)
        judged = replace(plan, nakijken=doubts(plan, float(chance), certainty.sure, left))
        reading = Reading(judged, (), (), 0, float(chance))
        scores[item.example.layout].append(score(reading, item.example.truth))
    return certainty, {layout: total(found) for layout, found in sorted(scores.items())}


def _judge(evidence: Floats, right: np.ndarray, layouts: Sequence[str]) -> tuple[Certainty, Floats]:
    """The certainty, and the chances that such trees gave to plans of layouts they had not learnt from."""
    from sklearn.model_selection import GroupKFold

    numbers, classes = evidence.astype(np.float32), right.astype(int)
    chances = np.zeros(len(right))
    for known, others in GroupKFold(min(8, len(set(layouts)))).split(numbers, classes, layouts):
        trees = grow_trees(numbers[known], classes[known].tolist(), 2, _JUDGES_ROUNDS, _JUDGES)
        chances[others] = trees.chances(numbers[others])[:, 1]
    trees = grow_trees(numbers, classes.tolist(), 2, _JUDGES_ROUNDS, _JUDGES)
    return Certainty(trees, _sure_from(chances, right)), chances


def _sure_from(chances: Floats, right: np.ndarray) -> float:
    """The lowest chance from where on no more plans than allowed are wrong without a warning."""
    order = np.argsort(-chances)
    wrong = np.cumsum(~right[order]) / len(right)
    allowed = int((wrong <= _WRONG_AND_SURE).sum())
    return float(chances[order[max(0, allowed - 1)]])
