"""Classes of words that mean alike: a list of the field, and the terms of each code in the codebook.

A text that names a *creche* then looks like one that names a *peuterspeelzaal*, also when training
met only one of the two.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.codebook.terms import INFLECTED
from pipeline.coding.text import Word, normalise

if TYPE_CHECKING:
    from pipeline.codebook import Codebook

DATA = Path(__file__).parent / "data" / "word_classes.yaml"
WORDS_KEPT = 100_000  # with their classes; a few thousand words make up most text
CODE = "code="  # how the class of a code is named; the others carry their name in the list

Entries = dict[str, set[str]]


class WordClasses:
    """Finds classes in words. ``entries``: per class words and phrases, with ``*`` as in the list."""

    def __init__(self, entries: Mapping[str, Iterable[str]]) -> None:
        self._exact: Entries = defaultdict(set)
        self._starts: Entries = defaultdict(set)
        self._ends: Entries = defaultdict(set)
        self._phrases: dict[str, list[tuple[list[str], str]]] = defaultdict(list)
        self.of_word = lru_cache(WORDS_KEPT)(self._of_word)
        for name, patterns in entries.items():
            for pattern in patterns:
                self._add(name, pattern.split())

    def _add(self, name: str, pattern: list[str]) -> None:
        if len(pattern) > 1:
            self._phrases[pattern[0]].append((pattern, name))
            return
        word = pattern[0]
        bare = word.strip("*")
        if word.startswith("*"):
            self._ends[bare].add(name)
        if word.endswith("*"):
            self._starts[bare].add(name)
        if bare == word:
            self._exact[bare].add(name)

    def in_words(self, words: Sequence[Word]) -> tuple[str, ...]:
        """The classes of the words, their lemmas and parts, and of the phrases in them; sorted."""
        found: set[str] = set()
        forms = [word.form for word in words]
        for at, word in enumerate(words):
            found |= self.of_word(word)
            for pattern, name in self._phrases.get(word.form, ()):
                if _matches(pattern, forms[at : at + len(pattern)]):
                    found.add(name)
        return tuple(sorted(found))

    def _of_word(self, word: Word) -> frozenset[str]:
        """The classes of a word by itself."""
        forms = {word.form, word.lemma, *word.parts}
        return frozenset(name for form in forms for name in self._of(form))

    def _of(self, form: str) -> set[str]:
        found = set(self._exact.get(form, ()))
        for size in range(1, len(form) + 1):
            found |= self._starts.get(form[:size], set()) | self._ends.get(form[-size:], set())
        return found


def word_classes(codebook: "Codebook") -> WordClasses:
    """The list of the field, and a class for the terms of every code."""
    entries: dict[str, list[str]] = dict(_list_of_the_field())
    for variable in codebook.variables.values():
        for code in variable.codes:
            entries[f"{CODE}{variable.id}.{code.id}"] = [term_pattern(term) for term in code.all_terms]
    return WordClasses(entries)


def list_id() -> str:
    """A short hash of the list: a model holds for the list that it was trained with."""
    return hashlib.sha256(DATA.read_text(encoding="utf-8").encode("utf-8")).hexdigest()[:8]


@cache
def _list_of_the_field() -> dict[str, list[str]]:
    import yaml

    data = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return {name: [entry.strip() for entry in entries.split(",")] for name, entries in data.items()}


def term_pattern(term: str) -> str:
    """A term of the codebook as an entry: with the words that begin with it when it is long enough."""
    plain = normalise(term).lower()
    return f"{plain}*" if len(plain.split()[-1]) >= INFLECTED else plain


def _matches(pattern: Sequence[str], forms: Sequence[str]) -> bool:
    if len(pattern) > len(forms):
        return False
    for part, form in zip(pattern, forms, strict=True):
        if form != part and not (part.endswith("*") and form.startswith(part[:-1])):
            return False
    return True
