"""The features of a text given back to the words they came from, so that a score can be told in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from pipeline.coding.text import Text, Word
from pipeline.coding.vectors import (
    Vectoriser,
    meaning_features,
    pair_feature,
    spelling_features,
    word_features,
)

Integers = npt.NDArray[np.intp]

WORDS_KEPT = 20_000  # most text is made of fewer


class Piece(NamedTuple):
    """A word of a text as the model read it, or a class of words that is in it."""

    name: str
    is_class: bool


@dataclass(frozen=True)
class Pieces:
    """The pieces of several texts, text after text; ``text`` says of which text each is.

    ``features`` has a row per piece; the rows of one text add up to the features of that text.
    """

    pieces: tuple[Piece, ...]
    text: Integers
    features: sp.csr_matrix


class _Found:
    """Which piece has which feature, and how much of it; filled text after text."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.text: list[int] = []
        self.column: list[int] = []
        self._adding: list[tuple[int, int, float]] = []
        self._of_text: dict[Piece, int] = {}

    def start_text(self) -> None:
        self._of_text = {}

    def add(self, piece: Piece, text: int, columns: Sequence[int], share: float) -> None:
        """A piece has a share of these features; equal pieces of one text are one."""
        number = self._of_text.setdefault(piece, len(self.pieces))
        if number == len(self.pieces):
            self.pieces.append(piece)
            self.text.append(text)
        self.column += columns
        self._adding.append((number, len(columns), share))

    def piece_and_share(self) -> tuple[Integers, npt.NDArray[np.float64]]:
        """Of each entry of ``column`` the piece that has the feature, and what share of it."""
        sizes = np.array([size for _, size, _ in self._adding], dtype=np.intp)
        numbers = np.array([number for number, _, _ in self._adding], dtype=np.intp)
        shares = np.array([share for _, _, share in self._adding], dtype=np.float64)
        return np.repeat(numbers, sizes), np.repeat(shares, sizes)


class Splitter:
    """Splits the features that ``vectoriser`` makes of texts."""

    def __init__(self, vectoriser: Vectoriser) -> None:
        sizes = [0, *(len(names) for names in vectoriser.names)]
        self._starts = np.cumsum(sizes).tolist()
        self._columns = vectoriser.columns
        self._of_word = lru_cache(WORDS_KEPT)(self._find)

    def split(self, texts: Sequence[Text], features: sp.csr_matrix) -> Pieces:
        """The pieces of ``texts``, whose ``features`` the vectoriser made.

        A feature that is met in several words counts for each as often as it has it; of a pair each half has
        a half. The vector of a text by an installed model is of no word in particular, and left out.
        """
        found = _Found()
        for number, text in enumerate(texts):
            found.start_text()
            self._add_words(found, number, text)
            self._add_classes(found, number, text)
        text_of = np.array(found.text, dtype=np.intp)
        piece, share = found.piece_and_share()
        column = np.array(found.column, dtype=np.int64)
        of_words = features[:, : self._starts[-1]]
        share = share * _per_share(of_words, text_of[piece], column, share)
        rows = sp.csr_matrix((share, (piece, column)), shape=(len(found.pieces), features.shape[1]))
        return Pieces(tuple(found.pieces), text_of, rows)

    def _add_words(self, found: _Found, number: int, text: Text) -> None:
        pieces = [Piece(word.form, is_class=False) for word in text.words]
        for piece, word in zip(pieces, text.words, strict=True):
            found.add(piece, number, self._of_word(word), 1.0)
        pairs = self._columns[1]
        for first, second in pairwise(pieces):
            column = pairs.get(pair_feature(first.name, second.name))
            if column is not None:
                for half in (first, second):
                    found.add(half, number, (self._starts[1] + column,), 0.5)

    def _find(self, word: Word) -> list[int]:
        """The columns of what a word has by itself."""
        alone = Text((word,), ())
        return [*self._known(0, spelling_features(alone)), *self._known(1, word_features(alone))]

    def _add_classes(self, found: _Found, number: int, text: Text) -> None:
        for feature in meaning_features(text):
            column = self._columns[2].get(feature)
            if column is not None:
                names = feature.split("+")
                for name in names:
                    found.add(Piece(name, is_class=True), number, (self._starts[2] + column,), 1 / len(names))

    def _known(self, block: int, features: Iterable[str]) -> list[int]:
        """The columns of the features that the model knows."""
        columns, start = self._columns[block], self._starts[block]
        return [start + columns[feature] for feature in features if feature in columns]


def _per_share(
    features: sp.csr_matrix, text: Integers, column: npt.NDArray[np.int64], share: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """The weight of each feature in its text, for one whole share of it.

    Sorted by text and column the features that were met are exactly the entries of the sparse matrix.
    """
    _, where = np.unique(text * features.shape[1] + column, return_inverse=True)
    weights = features.sorted_indices().data.astype(np.float64)
    met: npt.NDArray[np.float64] = (weights / np.bincount(where, weights=share, minlength=len(weights)))[
        where
    ]
    return met
