"""The parts of a compound: taalmaatjesproject is taal, maat and project.

A cut is good when both sides are words, or compounds themselves. Of several good cuts the one with the
longest tail wins, for the tail is the head of a Dutch compound: what the whole is a kind of.
"""

from functools import cache, lru_cache

from pipeline.language.lemmas import CACHED_WORDS, LONGEST_WORD, Lemmatizer, lemmatizer
from pipeline.language.resources import read_rules

LONG_ENOUGH = 4


class CompoundSplitter:
    """Cuts lemmas into the lemmas of their parts."""

    def __init__(self, words: Lemmatizer) -> None:
        rules = read_rules("compounds")
        self._words = words
        self._short = frozenset(rules["korte_delen"])
        self._field = frozenset(rules["vakwoorden"])
        self._whole = frozenset(rules["heel"])
        self._tails_in_en = frozenset(rules["staart_op_en"])
        self._no_tail = frozenset(rules["geen_staart"])
        self._no_head = frozenset(rules["geen_kop"])
        self._links: list[str] = rules["tussenletters"]
        self.parts = lru_cache(CACHED_WORDS)(self._parts)

    def _parts(self, lemma: str) -> tuple[str, ...]:
        """The parts in order, in lower case; the lemma alone when it is no compound."""
        pieces = [piece for piece in lemma.lower().replace("-", " ").split() if piece]
        if len(pieces) > 1:
            return tuple(part for piece in pieces for part in self.parts(piece))
        word = lemma.lower()
        if len(word) > LONGEST_WORD or not word.isalpha() or word in self._whole:
            return (word,)
        for cut in range(2, len(word) - 1):
            tail = self._tail(word[cut:])
            head = self._head(word[:cut]) if tail else ()
            if head:
                return head + tail
        return (word,)

    def _tail(self, text: str) -> tuple[str, ...]:
        """The parts of ``text`` when it is a lemma that can end a compound, else nothing."""
        if not self._may_be_part(text) or text in self._no_tail:
            return ()
        if text.endswith("en") and text not in self._tails_in_en:
            return ()
        return self.parts(text) if self._is_lemma(text) else ()

    def _head(self, text: str) -> tuple[str, ...]:
        """The parts of ``text`` when it can begin a compound, link letters aside, else nothing."""
        if text in self._field:
            return (text,)
        bares = {text.removesuffix(link): None for link in self._links}
        if not self._no_head.isdisjoint(bares):
            return ()
        for bare in filter(self._may_be_part, bares):
            if self._is_lemma(bare):
                return self.parts(bare)
            lemma = self._words.known(bare)
            if lemma and (self._is_stem(bare, lemma) or self._is_plural(bare, lemma)):
                return (lemma,)
            parts = self.parts(bare)
            if len(parts) > 1:
                return parts
        return ()

    def _is_lemma(self, text: str) -> bool:
        return text in self._field or self._words.known(text) == text

    def _is_stem(self, text: str, verb: str) -> bool:
        """As in opvoed-ondersteuning: the stem of ``verb``, whose third person is the stem with a t."""
        return self._words.known(text + "t") == verb

    def _is_plural(self, text: str, noun: str) -> bool:
        """As in jongeren-werk: the plural of ``noun``."""
        return len(text) > len(noun) and text.startswith(noun[:2]) and text.endswith(("en", "s"))

    def _may_be_part(self, text: str) -> bool:
        return len(text) >= LONG_ENOUGH or text in self._short


@cache
def splitter() -> CompoundSplitter:
    """The one instance of this process."""
    return CompoundSplitter(lemmatizer())
