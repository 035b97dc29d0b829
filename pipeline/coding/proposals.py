"""Which units may deserve a code that nobody has given yet: from its definition, terms and examples.

Nothing is learnt, for there is nothing to learn from. What comes out is an order in which to look, never a
coding. A unit counts by how much it is like the texts that tell what the code is (examples, rules,
definition, and each term), with the weights of words that a trained model has; and by how little the codes
that there are explain it. How often that is right: docs/proposals.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from pipeline.coding.text import Text, read_texts
from pipeline.coding.vectors import Vectoriser
from pipeline.coding.word_classes import WordClasses, term_pattern, word_classes

if TYPE_CHECKING:
    from spacy.language import Language

    from pipeline.codebook import Code, Codebook

Floats = npt.NDArray[np.float64]

NEAREST = 5  # of the texts that tell what the code is, so many count: one alone is often chance


@dataclass(frozen=True)
class Guess:
    """Why a unit may have the code: the ``terms`` that it names, also within compounds, and the sentence of
    the codebook that it is most ``like``.
    """

    score: float
    terms: tuple[str, ...]
    like: str


class Proposer:
    """Scores texts for ``code`` of ``codebook``, with the ``vectoriser`` of a trained model and its ``nlp``.

    The model may be of an earlier version of the codebook, which did not have the code.
    """

    def __init__(self, code: "Code", codebook: "Codebook", vectoriser: Vectoriser, nlp: "Language") -> None:
        self._vectoriser, self._nlp = vectoriser, nlp
        self._classes = word_classes(codebook)
        self._terms = WordClasses({term: [term_pattern(term)] for term in code.all_terms})
        self._code = code
        self._told = [*_sentences_of(code), *code.all_terms]
        self._vectors = vectoriser.transform(self._read(self._told))

    def guesses(self, texts: Sequence[str], explained: npt.ArrayLike) -> list[Guess]:
        """One for each text; ``explained``: the greatest chance that it has another code of the variable."""
        read = self._read(texts)
        likeness: Floats = (self._vectoriser.transform(read) @ self._vectors.T).toarray()
        nearest = np.sort(likeness, axis=1)[:, -NEAREST:].mean(axis=1)
        scores = nearest * (1 - np.asarray(explained))
        sentences = likeness[:, : len(self._told) - len(self._code.all_terms)]
        return [
            Guess(float(score), self._terms.in_words(text.words), self._told[row.argmax()])
            for score, text, row in zip(scores, read, sentences, strict=True)
        ]

    def _read(self, texts: Sequence[str]) -> list[Text]:
        return read_texts(texts, self._nlp, self._classes)


def _sentences_of(code: "Code") -> list[str]:
    """The texts of the codebook that say what the code is, but for its terms."""
    finer = [subcode.definition for subcode in code.subcodes]
    return [*code.examples, *code.use_when, code.definition, *finer]
