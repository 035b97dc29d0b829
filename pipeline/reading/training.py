"""The reading model from examples: all looks, and how far they can be trusted.

Whatever is learnt about layouts that nobody has seen is learnt from layouts that were left out: what a
look may expect of the one before it, and what a right reading looks like.
"""

import os
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from pipeline.reading.evaluation import Score
from pipeline.reading.learning import ACTOR_KINDS, Example, kind_texts, train_role_model, train_text_model
from pipeline.reading.looks import decided, judged, numbers
from pipeline.reading.model import ReadingModel
from pipeline.reading.roles import Floats, RoleModel
from pipeline.reading.text_model import KINDS
from pipeline.reading.training_beside import learn_beside
from pipeline.reading.training_certainty import by_layout, certainty_alone, certainty_beside, judge
from pipeline.reading.training_examples import (
    AS_PRINTED,
    Looked,
    fold_of,
    folds_of,
    look_at,
    text_models_by_writer,
)
from pipeline.reading.training_trees import grow_with_left_out
from pipeline.reading.trees import Trees


@dataclass(frozen=True, slots=True)
class Learnt:
    """A reading model, and by layout how well the plans were read by models that had not seen it: each by
    itself (``alone``), and ``beside`` others on the same form where it was not sure of it.
    """

    model: ReadingModel
    alone: dict[str, Score]
    beside: dict[str, Score]


def train_reading_model(examples: Sequence[Example]) -> ReadingModel:
    """The whole reading model from examples of at least two writers and two layouts.

    Takes a quarter of an hour for three thousand plans on two cores.
    """
    return learn_to_read(examples).model


def learn_to_read(examples: Sequence[Example]) -> Learnt:
    """As ``train_reading_model``, with how layouts were read that were left out on the way."""
    looked = look_at(examples, text_models_by_writer(examples))
    first, others = _trained(looked, folds_of(looked))
    firsts = [
        model.marginals(model.emissions(item.features.names))
        for item, model in zip(looked, others, strict=True)
    ]
    return learn_later_looks(looked, first, firsts)


def learn_later_looks(looked: Sequence[Looked], first: RoleModel, firsts: Sequence[Floats]) -> Learnt:
    """All after the first look; ``firsts``: per example what it gave when it had not learnt its layout."""
    second, seconds = _looked_again(looked, firsts)
    third, thirds = _looked_again(looked, seconds)
    printed = [item for item in looked if item.variant is AS_PRINTED]  # they come first
    firsts, seconds, thirds = (list(each)[: len(printed)] for each in (firsts, seconds, thirds))
    examples = [item.example for item in printed]
    actors = train_text_model([pair for example in examples for pair in example.actors], ACTOR_KINDS)
    looks = [
        decided(judged(item.features, one, two, three))
        for item, one, two, three in zip(printed, firsts, seconds, thirds, strict=True)
    ]
    alone = judge(printed, looks, actors)
    sure = certainty_alone(alone)
    beside, company = learn_beside(printed, firsts, thirds, actors)
    sure_beside = certainty_beside(company, alone, sure.very_sure)
    kinds = train_text_model(kind_texts(examples), KINDS)
    model = ReadingModel(kinds, actors, first, second, third, sure, beside, sure_beside)
    scores = alone.scores(sure.sure)
    asked = company.scores(sure_beside.sure)
    best = [
        own if chance >= sure.very_sure else other
        for own, other, chance in zip(scores, asked, alone.chances, strict=True)
    ]
    return Learnt(model, by_layout(printed, scores), by_layout(printed, best))


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
    return whole, [left_out[fold_of(item, folds)] for item in looked]


def _looked_again(looked: Sequence[Looked], before: Sequence[Floats]) -> tuple[Trees, list[Floats]]:
    """Another look, and per plan what it gave when it had not learnt from its layout.

    ``before``: per plan the chances that the last look gave.
    """
    known = [numbers(item.features, chances) for item, chances in zip(looked, before, strict=True)]
    return grow_with_left_out(looked, known)
