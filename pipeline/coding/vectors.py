"""Texts as weighted features: n-grams of letters, words and lemmas, and classes of words."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain, combinations, pairwise

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from pipeline.coding.text import Text
from pipeline.coding.word_classes import CODE

LETTERS = (3, 6)  # n-grams of letters within a word, its borders marked
# What only few people or one writer have in their plans may tell who they are, and no other plan has it.
MIN_PEOPLE = 3
MIN_WRITERS = 2
Block = Callable[[Text], Iterator[str]]


def spelling_features(text: Text) -> Iterator[str]:
    """N-grams of letters: they meet inflection, compounds and misspellings."""
    for word in text.words:
        yield from _letters_of(word.form)


@lru_cache(maxsize=100_000)  # a few thousand words make up most text
def _letters_of(form: str) -> tuple[str, ...]:
    marked = f" {form} "
    return tuple(
        marked[start : start + size]
        for size in range(LETTERS[0], LETTERS[1] + 1)
        for start in range(max(1, len(marked) - size + 1))
    )


def word_features(text: Text) -> Iterator[str]:
    """Words and pairs of words as written, lemmas, and parts of compounds."""
    previous = ""
    for word in text.words:
        yield f"w={word.form}"
        yield f"l={word.lemma}"
        yield from (f"d={part}" for part in word.parts)
        if previous:
            yield pair_feature(previous, word.form)
        previous = word.form


def pair_feature(first: str, second: str) -> str:
    """What two words that follow each other are called."""
    return f"p={first} {second}"


def meaning_features(text: Text) -> Iterator[str]:
    """Classes of words, those of codes included, and pairs of the others."""
    yield from text.classes
    general = [name for name in text.classes if not name.startswith(CODE)]
    yield from (f"{first}+{second}" for first, second in combinations(general, 2))


# What a text is seen by, and how much each way of seeing counts in the likeness of two texts.
BLOCKS: tuple[tuple[Block, float], ...] = (
    (spelling_features, 0.5),
    (word_features, 0.5),
    (meaning_features, 0.3),
)
EMBEDDED = 0.3  # the same for the vector that an installed model gives of a text


@dataclass(frozen=True)
class Vectoriser:
    """The features met in training, per block, with the weight of each: ``names[b][i]``, ``idf[b][i]``.

    ``middle``: the mean vector of the texts, when an installed model gives them vectors; else empty.
    """

    names: tuple[tuple[str, ...], ...]
    idf: tuple[npt.NDArray[np.float32], ...]
    middle: npt.NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, dtype=np.float32))

    @classmethod
    def fit(cls, texts: Sequence[Text], people: Sequence[int], writers: Sequence[int]) -> "Vectoriser":
        """Learn which features there are; rare ones weigh more (inverse document frequency).

        ``people`` and ``writers`` tell of each text whose plan it is in, and who wrote that.
        """
        names, idf = [], []
        for block, _ in BLOCKS:
            found = [set(block(text)) for text in texts]
            counts = Counter(feature for features in found for feature in features)
            kept = sorted(_shared(found, people, MIN_PEOPLE) & _shared(found, writers, MIN_WRITERS))
            weights = [math.log((1 + len(texts)) / (1 + counts[feature])) + 1 for feature in kept]
            names.append(tuple(kept))
            idf.append(np.array(weights, dtype=np.float32))
        return cls(tuple(names), tuple(idf), _unit_vectors(texts, len(texts[0].vector)).mean(axis=0))

    @cached_property
    def columns(self) -> list[dict[str, int]]:
        """Per block: the column of each feature, counted within the block."""
        return [{name: column for column, name in enumerate(names)} for names in self.names]

    @cached_property
    def letters(self) -> Callable[[str], tuple[int, ...]]:
        """From a form to the columns, in the first block, of the pieces of it that there are."""
        columns = self.columns[0]

        @lru_cache(maxsize=100_000)
        def letters(form: str) -> tuple[int, ...]:
            return tuple(columns[piece] for piece in _letters_of(form) if piece in columns)

        return letters

    def _counts(self, number: int, text: Text) -> Counter[int]:
        """How often the text has each feature of a block, by column, in the order in which it has them."""
        block, columns = BLOCKS[number][0], self.columns[number]
        if block is spelling_features:
            return Counter(chain.from_iterable(self.letters(word.form) for word in text.words))
        return Counter(columns[feature] for feature in block(text) if feature in columns)

    def transform(self, texts: Sequence[Text]) -> sp.csr_matrix:
        """Feature weights, shape ``(texts, features)``; each block of a row has length 1 before weighing."""
        blocks = [
            _weigh([self._counts(number, text) for text in texts], idf) * math.sqrt(share)
            for number, ((_, share), idf) in enumerate(zip(BLOCKS, self.idf, strict=True))
        ]
        if size := len(self.middle):
            blocks.append(sp.csr_matrix((_unit_vectors(texts, size) - self.middle) * math.sqrt(EMBEDDED)))
        return sp.csr_matrix(sp.hstack(blocks), dtype=np.float32)


def _unit_vectors(texts: Sequence[Text], size: int) -> npt.NDArray[np.float32]:
    """The vectors that an installed model gave of texts, each of length 1; zeros where it knows no word."""
    vectors = np.array([text.vector for text in texts], dtype=np.float32).reshape(len(texts), size)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: npt.NDArray[np.float32] = vectors / np.maximum(lengths, 1e-9)
    return unit


def _shared(found: Sequence[set[str]], owners: Sequence[int], least: int) -> set[str]:
    """The features that at least so many different owners have."""
    of_owner: defaultdict[int, set[str]] = defaultdict(set)
    for features, owner in zip(found, owners, strict=True):
        of_owner[owner] |= features
    counts = Counter(feature for features in of_owner.values() for feature in features)
    return {feature for feature, count in counts.items() if count >= least}


def _weigh(texts: Sequence[Counter[int]], idf: npt.NDArray[np.float32]) -> sp.csr_matrix:
    """One block: ``(1 + log count) * idf``, rows of length 1 (Manning et al. 2008, sections 6.2-6.4).

    ``texts``: how often each has the features, by column.
    """
    ends = np.cumsum([0, *map(len, texts)])
    found = np.fromiter(chain.from_iterable(texts), dtype=np.int32, count=ends[-1])
    counts = np.fromiter(
        chain.from_iterable(text.values() for text in texts), dtype=np.float32, count=ends[-1]
    )
    weights = (1 + np.log(counts)) * idf[found]
    for start, end in pairwise(ends):
        row = weights[start:end]
        row /= max(float(np.linalg.norm(row)), 1e-9)
    return sp.csr_matrix((weights, found, ends), shape=(len(texts), len(idf)))
