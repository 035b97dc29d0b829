"""Examples to learn from, in the variants in which they are looked at, and which are left out together."""

import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.reading.features import Features
from pipeline.reading.headings import masked
from pipeline.reading.learning import Example, kind_texts, train_text_model
from pipeline.reading.text_model import KINDS, TextModel
from pipeline.reading.variation import restyled, with_side_matter

FOLDS = 4
MOST_VARIED = 14  # plans of one layout


@dataclass(frozen=True, slots=True)
class Variant:
    """How an example is varied: share of its headings made unknown, side matter added, type taken away."""

    blinded: float
    side_matter: bool = False
    restyled: bool = False


AS_PRINTED = Variant(0.0)
VARIED = (Variant(0.4, True), Variant(0.4, True, True), Variant(0.6, True, True))


@dataclass(frozen=True, slots=True)
class Looked:
    """An example in one variant with the features of its pieces."""

    example: Example
    variant: Variant
    features: Features


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
    """Features of each example as printed, and then of some of each layout in one variant.

    ``models``: as of ``text_models_by_writer``.
    """
    generator = np.random.default_rng(seed)
    printed = [_looked(example, AS_PRINTED, models[example.writer], generator) for example in examples]
    varied = [
        _looked(example, VARIED[place % len(VARIED)], models[example.writer], generator)
        for place, example in enumerate(_some(examples, generator))
    ]
    return printed + varied


def _some(examples: Sequence[Example], generator: np.random.Generator) -> list[Example]:
    """At most so many examples of each layout."""
    layouts: dict[str, list[int]] = defaultdict(list)
    for index, example in enumerate(examples):
        layouts[example.layout].append(index)
    chosen = (generator.permutation(members)[:MOST_VARIED] for members in layouts.values())
    return [examples[index] for index in sorted(int(index) for each in chosen for index in each)]


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


def folds_of(looked: Sequence[Looked]) -> list[set[str]]:
    """The layouts in as many parts as are left out in turn."""
    layouts = sorted({item.example.layout for item in looked}, key=lambda name: zlib.crc32(name.encode()))
    return [set(layouts[fold::FOLDS]) for fold in range(min(FOLDS, len(layouts)))]


def fold_of(item: Looked, folds: Sequence[set[str]]) -> int:
    return next(number for number, fold in enumerate(folds) if item.example.layout in fold)
