"""Plan text as words, without anything that could tell one person, or one date, from another."""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spacy.language import Language

# [NAAM-3] and [NAAM] become one and the same word, so that no number can be learnt by heart.
_TAG = re.compile(r"\[([A-Z]+)(?:-\d+)?\]")
_TAG_WORDS = {"NAAM": "persoonsnaam", "EMAIL": "emailadres", "TELEFOON": "telefoonnummer"}
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"\w")


class Word(NamedTuple):
    """A word as written (lower case), its lemma, and the parts if it is a compound."""

    form: str
    lemma: str
    parts: tuple[str, ...]


def normalise(text: str) -> str:
    """``text`` with privacy tags as plain words and every number as 0."""
    tagless = _TAG.sub(lambda match: f" {_TAG_WORDS.get(match[1], match[1].lower())} ", text)
    return _DIGITS.sub("0", " ".join(tagless.split()))


def words_of(texts: Iterable[str], nlp: "Language") -> Iterator[list[Word]]:
    """The words of each text, as the language pipeline sees them; punctuation left out."""
    for doc in nlp.pipe(normalise(text) for text in texts):
        yield [
            Word(token.lower_, token.lemma_.lower(), tuple(part.lower() for part in token._.parts))
            for token in doc
            if _WORD.search(token.text)
        ]
