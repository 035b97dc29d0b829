"""Lemmas of single words: simplemma's dictionary, mended where it errs, and rules for what it lacks.

Dutch writes compounds as one word, so no dictionary has them all: 'rugoefeningen'. The tail rule takes the
longest ending that the dictionary does have ('oefeningen') and puts that ending's lemma in its place.
"""

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from simplemma.strategies.dictionaries import DEFAULT_DICTIONARY_FACTORY

from pipeline.language.resources import read_rules

CACHED_WORDS = 200_000
LONGEST_WORD = 60
"""Anything longer is no word, and would cost time."""

# A tail after a head that is no word must be longer to be believed. Measured with scripts/bench_language.py.
TAIL_AFTER_WORD = 4
TAIL_AFTER_ANYTHING = 5
SHORTEST_HEAD = 3


class Lemmatizer:
    """Lemma of a word form without its context. Verbs get their infinitive, nouns their singular."""

    def __init__(self) -> None:
        rules = read_rules("lemmas")
        unchanged = (*rules["zelfstandig"], *rules["werkwoorden"])
        self._exceptions: dict[str, str] = {
            **dict(zip(unchanged, unchanged, strict=True)),
            **rules["uitzonderingen"],
        }
        self._endings: dict[str, list[str]] = rules["uitgangen"]
        self._particles = frozenset(rules["partikels"])
        compounds = read_rules("compounds")
        self._links: list[str] = compounds["tussenletters"]
        self._no_tail = frozenset(compounds["geen_staart"])
        self._dictionary: Mapping[str, str] = DEFAULT_DICTIONARY_FACTORY.get_dictionary("nl")
        self.lemma = lru_cache(CACHED_WORDS)(self._lemma)
        self.known = lru_cache(CACHED_WORDS)(self._known)

    def _lemma(self, form: str) -> str:
        """The lemma of ``form``, in lower case: hurried writers drop capitals."""
        form = form.replace("’", "'")
        if len(form) > LONGEST_WORD or not any(character.isalpha() for character in form):
            return form
        head, hyphen, tail = form.strip("-").rpartition("-")
        if hyphen:
            return f"{head.lower()}-{self.lemma(tail)}"
        word = tail.lower()
        return (self.known(tail) or self._by_ending(word) or self._by_tail(word) or word).lower()

    def _known(self, form: str) -> str | None:
        """The dictionary's lemma of ``form``, None when it has none."""
        word = form.lower()
        exception = self._exceptions.get(form) or self._exceptions.get(word)
        if exception:
            return exception
        other_case = word if form[:1].isupper() else form.capitalize()
        lemma = self._dictionary.get(form) or self._dictionary.get(other_case)
        if lemma is None:
            return None
        if "_" in lemma:
            lemma = self._join(word, lemma)
        return word if self._is_another_word(word, lemma) or self._is_infinitive(word, lemma) else lemma

    def _join(self, word: str, lemma: str) -> str:
        """Part of the dictionary marks seams and leaves out link letters: regering_vorming, op_lossen."""
        first, *_, last = lemma.split("_")
        for link in self._links:
            if word.startswith((first + link + last[:3]).lower()):
                return first + link + last
        return lemma.replace("_", "")

    def _is_another_word(self, word: str, lemma: str) -> bool:
        """A lemma longer than its form is mostly an infinitive. Two other cases are no lemma of the form.

        The word for a woman ('therapeute' for 'therapeut'); and a verb whose infinitive is better known as
        the plural of this very noun ('les', 'lessen').
        """
        if len(lemma) <= len(word):
            return False
        if not lemma.endswith("n") or lemma.endswith("in"):
            return True
        return self._dictionary.get(lemma) == word

    def _is_infinitive(self, word: str, noun: str) -> bool:
        """Whether ``word``, plural of ``noun``, is as well a separable verb: opbouwen (opbouwt), aanvragen.

        In the steps of a plan the verb is by far the more common.
        """
        if not word.endswith("en") or self._dictionary.get(noun + "t") != word:
            return False
        return any(self.known(word.removeprefix(p)) for p in self._particles if word.startswith(p))

    def _by_ending(self, word: str) -> str | None:
        for ending, bases in self._endings.items():
            stem = word.removesuffix(ending)
            if stem == word or len(stem) < SHORTEST_HEAD:
                continue
            for base in bases:
                if base.startswith("="):
                    return stem + base[1:]
                lemma = self.known(stem + base)
                if lemma:
                    return lemma
        return None

    def _by_tail(self, word: str) -> str | None:
        for head, tail in self._cuts(word):
            lemma = self.known(tail)
            if lemma and tail not in self._no_tail:
                particle = head.removesuffix("ge")
                return (particle if particle in self._particles else head) + lemma.lower()
        return None

    def _cuts(self, word: str) -> Iterator[tuple[str, str]]:
        """Heads and tails, the longest tail first; first those with a head that is a word."""
        cuts = [(word[:i], word[i:]) for i in range(SHORTEST_HEAD, len(word) - TAIL_AFTER_WORD + 1)]
        yield from (cut for cut in cuts if self._is_front(cut[0]))
        yield from (cut for cut in cuts if len(cut[1]) >= TAIL_AFTER_ANYTHING)

    def _is_front(self, head: str) -> bool:
        """Whether ``head`` is a word, link letters at its end aside."""
        bares = (head.removesuffix(link) for link in self._links)
        return any(len(bare) >= SHORTEST_HEAD and self.known(bare) for bare in bares)


@cache
def lemmatizer() -> Lemmatizer:
    """The one instance of this process; the first call reads the dictionary, about half a second."""
    return Lemmatizer()
