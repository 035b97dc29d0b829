"""What a text sounds like on its own: a situatie, a goal, an agreement and of whom, or something else.

A linear model over hashed words, word pairs and character n-grams. The weights of a word are added up
once and kept, so that a text costs a look-up per word. Names never become features: a capitalised word
within a sentence counts only as such.
"""

import re
import zlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

BUCKETS = 1 << 15
KINDS = ("anders", "situatie", "hoofddoel", "subdoel", "afspraak")  # of texts
Floats = npt.NDArray[np.float32]
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+|[?!:;%€]")


def tokens(text: str) -> list[str]:
    """The words of a text as the model sees them; capitalised words within a sentence as ``<naam>``."""
    found: list[str] = []
    start = True
    for match in _TOKEN.finditer(text):
        word = match.group()
        if word[0].isdigit():
            found.append("<getal>")
        elif word[0].isupper() and not start and not word.isupper():
            found.append("<naam>")
        else:
            found.append(word.lower())
        start = text[match.end() : match.end() + 1] in {".", "!", "?", ":"}
    return found


@lru_cache(maxsize=50_000)
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
    start = (zlib.crc32(f"s:{words[0]}".encode()) % BUCKETS, zlib.crc32(f"e:{words[-1]}".encode()) % BUCKETS)
    return [start, *(word_buckets(a, b) for a, b in zip(words, [*words[1:], "<eind>"], strict=True))]


class TextModel:
    """Class probabilities of a text. ``weights`` is (BUCKETS, classes), ``bias`` (classes,)."""

    def __init__(self, classes: Sequence[str], weights: Floats, bias: Floats) -> None:
        self.classes = tuple(classes)
        self.weights = weights
        self.bias = bias
        self._cache: dict[tuple[int, ...], Floats] = {}

    def probabilities(self, text: str) -> Floats:
        """Shape (classes,), summing to 1; the bias alone decides on a text without words."""
        parts = buckets(text)
        score = self.bias.astype(np.float64)
        if parts:
            total = sum((self._weight_of(part) for part in parts), np.zeros(len(self.classes)))
            score = score + total / np.sqrt(sum(len(part) for part in parts))
        exponent = np.exp(score - score.max())
        result: Floats = (exponent / exponent.sum()).astype(np.float32)
        return result

    def _weight_of(self, part: tuple[int, ...]) -> Floats:
        if part not in self._cache:
            if len(self._cache) > 60_000:
                self._cache.clear()
            self._cache[part] = self.weights[list(part)].sum(axis=0, dtype=np.float32)
        return self._cache[part]
