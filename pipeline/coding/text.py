"""Plan text as words, without anything that could tell one person, or one date, from another."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from pipeline.language.compounds import splitter
from pipeline.privacy import is_only_a_name

if TYPE_CHECKING:
    from spacy.language import Language

    from pipeline.coding.word_classes import WordClasses

# [NAAM-3] and [NAAM] become one and the same word, so that no number can be learnt by heart.
_TAG = re.compile(r"\[([A-Z]+)(?:-\d+)?\]")
PERSON = "persoonsnaam"
_TAG_WORDS = {"NAAM": PERSON, "EMAIL": "emailadres", "TELEFOON": "telefoonnummer"}
_EMAIL = re.compile(r"\S+@\S+")  # one that was not taken out
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"\w")
_UNUSED = ["plan_sentences"]  # no feature looks at where a sentence begins


class Word(NamedTuple):
    """A word as written (lower case), its lemma, and its parts (itself if it is no compound)."""

    form: str
    lemma: str
    parts: tuple[str, ...]


class Text(NamedTuple):
    """The words of one unit and the classes of words in it, each class once.

    ``vector``: what it is about by an installed model, when one is configured.
    """

    words: tuple[Word, ...]
    classes: tuple[str, ...]
    vector: tuple[float, ...] = ()


_ANYONE = Word(PERSON, PERSON, ("persoon", "naam"))  # as the language pipeline reads a tag


def normalise(text: str) -> str:
    """``text`` with privacy tags and e-mail addresses as plain words and every number as 0."""
    tagless = _TAG.sub(lambda match: f" {_TAG_WORDS.get(match[1], match[1].lower())} ", text)
    return _DIGITS.sub("0", " ".join(_EMAIL.sub(_TAG_WORDS["EMAIL"], tagless).split()))


def read_texts(texts: Iterable[str], nlp: "Language", classes: "WordClasses") -> list[Text]:
    """Each text as the language pipeline sees it; punctuation left out."""
    read = []
    for doc in nlp.pipe((normalise(text) for text in texts), disable=_UNUSED):
        seen = (_word(token.text, token.lemma_) for token in doc)
        words = tuple(word for word in seen if word)
        read.append(Text(words, classes.in_words(words), doc._.vector))
    return read


@lru_cache(maxsize=100_000)  # a few thousand words make up most text
def _word(text: str, lemma: str) -> Word | None:
    """The word, or that for any name when it is a name that was left in: those are not to be learnt.

    None for punctuation.
    """
    if not _WORD.search(text):
        return None
    form = text.lower()
    if is_only_a_name(form):
        return _ANYONE
    parts = (part.lower() for part in splitter().parts(lemma))
    kept = tuple(part for part in parts if not is_only_a_name(part))
    return Word(form, form if is_only_a_name(lemma.lower()) else lemma.lower(), kept or (form,))
