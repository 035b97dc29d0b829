"""The finer level of subdoelen: which subcode of each thema that a subdoel got. It changes no other code.

Least squares on the words of the subdoel and, on average, of its afspraken: what a subdoel is about in
detail often stands only there.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from pipeline.coding.ridge import fit_ridge
from pipeline.coding.structure import KINDS, NOWHERE, Structure
from pipeline.domain import Eenheid

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.intp]

MIN_EXAMPLES = 10  # subdoelen with a subcode, for it to be learnt


@dataclass(frozen=True)
class Subcodes:
    """``names`` such as ``taal.inburgering``; ``weights`` ``(features, subcodes)``, ``bias`` ``(subcodes,)``.

    ``accuracy``: of the right themas of subdoelen whose writer was left out, the share that got the right
    subcode; nan when there was nothing to learn.
    """

    names: tuple[str, ...]
    weights: npt.NDArray[np.float16]
    bias: npt.NDArray[np.float32]
    accuracy: float

    def choose(
        self, words: sp.csr_matrix, structure: Structure, themas: Sequence[Sequence[str]]
    ) -> list[tuple[str, ...]]:
        """Per unit the best subcode of each of its ``themas``; none for units that are no subdoelen."""
        found: list[tuple[str, ...]] = [() for _ in themas]
        subdoelen = _subdoelen(structure)
        scores = _read(words, structure, subdoelen) @ self.weights.astype(np.float32) + self.bias
        for row, score in zip(subdoelen, scores, strict=True):
            found[row] = tuple(_best(themas[row], self.names, score))
        return found


def fit_subcodes(
    words: sp.csr_matrix,
    structure: Structure,
    coded: Sequence[Sequence[str]],
    themas: Sequence[Sequence[str]],
    writers: Integers,
) -> Subcodes:
    """Learn from units with their subcodes (``coded``) and ``themas``; ``words`` are their features."""
    subdoelen = _subdoelen(structure)
    counts = Counter(subcode for subcodes in coded for subcode in subcodes)
    names = tuple(sorted(subcode for subcode, count in counts.items() if count >= MIN_EXAMPLES))
    if not names:
        return Subcodes((), np.zeros((words.shape[1], 0), np.float16), np.zeros(0, np.float32), float("nan"))
    wanted = np.array([[1.0 if name in coded[row] else -1.0 for name in names] for row in subdoelen])
    kind = np.zeros(len(subdoelen), dtype=np.intp)
    ridge, unseen = fit_ridge(_read(words, structure, subdoelen), kind, wanted, writers[subdoelen], kinds=1)
    right = [
        subcode in coded[row]
        for row, score in zip(subdoelen, unseen, strict=True)
        for subcode in _best(themas[row], names, score)
    ]
    return Subcodes(names, ridge.weights[0], ridge.bias[0], float(np.mean(right)) if right else float("nan"))


def _subdoelen(structure: Structure) -> Integers:
    return np.flatnonzero(structure.kind == KINDS.index(Eenheid.SUBDOEL))


def _read(words: sp.csr_matrix, structure: Structure, subdoelen: Integers) -> sp.csr_matrix:
    """The features of subdoelen, each with the mean of those of its afspraken added."""
    below = np.flatnonzero(np.isin(structure.parent, subdoelen) & (structure.parent != NOWHERE))
    owner = np.searchsorted(subdoelen, structure.parent[below])
    share = 1 / np.maximum(1, np.bincount(owner, minlength=len(subdoelen)))[owner]
    mean = sp.csr_matrix((share, (owner, below)), shape=(len(subdoelen), words.shape[0]))
    return sp.csr_matrix(words[subdoelen] + mean @ words)


def _best(themas: Sequence[str], names: Sequence[str], score: Floats) -> Iterator[str]:
    """The subcode with the highest score of each thema that has any."""
    for thema in themas:
        own = [at for at, name in enumerate(names) if name.startswith(f"{thema}.")]
        if own:
            yield names[max(own, key=lambda at: score[at])]
