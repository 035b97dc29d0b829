"""What a text sounds like on its own: a situatie, a goal, an agreement and of whom, or something else.

A linear model over hashed words, word pairs and character n-grams. The weights of a word are added up
once and kept, so that a text costs a look-up per word. Names never become features: a capitalised word
within a sentence counts only as such.
"""

import re
import zlib
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

BUCKETS = 1 << 15
KINDS = ("anders", "situatie", "hoofddoel", "subdoel", "afspraak")  # of texts
Floats = npt.NDArray[np.float32]
_TOKEN = re.compile(r"([^\W\d_]+(?:['’][^\W\d_]+)?|\d+|[?!:;%€])(?=([.!?:]?))")
_END = "<eind>"
_MOST_KEPT = 60_000  # words with the next


def tokens(text: str) -> list[str]:
    """The words of a text as the model sees them; capitalised words within a sentence as ``<naam>``."""
    found: list[str] = []
    start = True
    for word, sign in _TOKEN.findall(text):
        if word[0].isdigit():
            found.append("<getal>")
        elif word[0].isupper() and not start and not word.isupper():
            found.append("<naam>")
        else:
            found.append(word.lower())
        start = bool(sign)
    return found


def word_buckets(word: str, following: str) -> tuple[int, ...]:
    """The hashed features of a word and of the pair it makes with the next word."""
    names = [f"w:{word}", f"p:{word} {following}"]
    if not word.startswith("<"):
        framed = f"_{word}_"
        names.extend(f"c:{framed[i : i + n]}" for n in (3, 4, 5) for i in range(len(framed) - n + 1))
    return tuple(zlib.crc32(name.encode()) % BUCKETS for name in names)


def buckets(text: str) -> list[tuple[int, ...]]:
    """Per word of a text its hashed features; the first word also counts as a start."""
    words = tokens(text)
    if not words:
        return []
    return [_edges(words[0], words[-1]), *(word_buckets(*pair) for pair in pairwise([*words, _END]))]


def _edges(first: str, last: str) -> tuple[int, int]:
    return zlib.crc32(f"s:{first}".encode()) % BUCKETS, zlib.crc32(f"e:{last}".encode()) % BUCKETS


class TextModel:
    """Class probabilities of a text. ``weights`` is (BUCKETS, classes), ``bias`` (classes,)."""

    def __init__(self, classes: Sequence[str], weights: Floats, bias: Floats) -> None:
        self.classes = tuple(classes)
        self.weights = weights
        self.bias = bias
        self._nothing = np.zeros(len(self.classes), dtype=np.float32), 1
        self._known: dict[tuple[str, str], tuple[Floats, int]] = {}

    def probabilities(self, text: str) -> Floats:
        """Shape (classes,), summing to 1; the bias alone decides on a text without words."""
        result: Floats = self.probabilities_of([text])[0]
        return result

    def probabilities_of(self, texts: Sequence[str]) -> Floats:
        """The same of many texts, (texts, classes)."""
        weights: list[Floats] = []
        starts, features = [], []
        for text in texts:
            starts.append(len(weights))
            of_words = [*self._parts(text)] or [self._nothing]
            weights += [weight for weight, _ in of_words]
            features.append(sum(count for _, count in of_words))
        if not weights:
            return np.zeros((0, len(self.classes)), dtype=np.float32)
        total = np.add.reduceat(np.array(weights, dtype=np.float64), starts, axis=0)
        score = self.bias.astype(np.float64) + total / np.sqrt(features)[:, None]
        exponent = np.exp(score - score.max(axis=1, keepdims=True))
        result: Floats = (exponent / exponent.sum(axis=1, keepdims=True)).astype(np.float32)
        return result

    def _parts(self, text: str) -> Iterator[tuple[Floats, int]]:
        """The summed weights of each word of a text, and of how many features; first those of its edges."""
        words = tokens(text)
        if words:
            yield self._summed(_edges(words[0], words[-1]))
        for pair in pairwise([*words, _END]):
            if pair not in self._known:
                if len(self._known) >= _MOST_KEPT:
                    self._known.clear()
                self._known[pair] = self._summed(word_buckets(*pair))
            yield self._known[pair]

    def _summed(self, features: Sequence[int]) -> tuple[Floats, int]:
        return np.add.reduce(self.weights.take(features, axis=0), axis=0), len(features)
