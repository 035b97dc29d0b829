"""What kind of word a word is, by itself: Dutch, a name, kept, or unknown."""

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache, cached_property, lru_cache

from pipeline.privacy.dutch import in_dictionary, is_dutch, is_slip
from pipeline.privacy.lists import Names, first_names, kept_words, last_names, read_rules
from pipeline.privacy.spelling import fold


class Kind(Enum):
    """Kinds of words. AMBIGUOUS: a name that is a Dutch or kept word too ('Roos', 'Prins', 'Putten')."""

    KEPT = auto()
    DUTCH = auto()
    NAME = auto()
    AMBIGUOUS = auto()
    UNKNOWN = auto()
    NONE = auto()


@dataclass(frozen=True)
class Context:
    """The words of context.yaml, for looking up in lower case."""

    honorifics: frozenset[str]
    addresses: frozenset[str]
    abbreviations: frozenset[str]
    never_names: frozenset[str]
    relations: frozenset[str]
    klantmanagers: frozenset[str]
    professions: frozenset[str]
    functions: frozenset[str]
    profession_endings: tuple[str, ...]
    naming: frozenset[str]
    naming_phrases: frozenset[tuple[str, ...]]
    sure_verbs: frozenset[str]
    particles: frozenset[str]
    place_before: frozenset[str]
    thing_before: frozenset[str]
    heads: frozenset[str]
    head_endings: tuple[str, ...]

    @cached_property
    def labels(self) -> frozenset[str]:
        """Words that stand before a name and are never part of it."""
        return self.honorifics | self.relations | self.klantmanagers | self.professions | self.naming

    @cached_property
    def naming_ends(self) -> frozenset[str]:
        """The last words of the naming phrases."""
        return frozenset(phrase[-1] for phrase in self.naming_phrases)


_SETS = (
    "honorifics", "addresses", "abbreviations", "never_names", "relations", "klantmanagers", "professions",
    "functions",
)  # fmt: skip


@cache
def context() -> Context:
    """The words of context.yaml."""
    rules = read_rules("context")
    sets = {name: frozenset(rules[name]) for name in _SETS}
    return Context(
        **sets,
        profession_endings=tuple(word for word in rules["professions"] if len(word) > 3),
        naming=frozenset(rules["naming"]),
        naming_phrases=frozenset(tuple(phrase.split()) for phrase in rules["naming_phrases"]),
        sure_verbs=frozenset(rules["sure_verbs"]),
        particles=frozenset(rules["particles_dutch"]) | frozenset(rules["particles_other"]),
        place_before=frozenset(rules["place_before"]),
        thing_before=frozenset(rules["thing_before"]),
        heads=frozenset(rules["organisation_heads"]),
        head_endings=tuple(word for word in rules["organisation_heads"] if len(word) > 3),
    )


@lru_cache(maxsize=100_000)
def is_profession(lower: str) -> bool:
    """Whether a word in lower case tells what someone does for others: 'docent', 'werkbegeleider'."""
    words = context()
    return lower in words.professions or (len(lower) > 7 and lower.endswith(words.profession_endings))


@lru_cache(maxsize=100_000)
def is_head(lower: str) -> bool:
    """Whether a word in lower case carries the name of an organisation: 'stichting', 'basisschool'."""
    words = context()
    return lower in words.heads or (len(lower) > 6 and lower.endswith(words.head_endings))


@lru_cache(maxsize=20_000)
def may_start_name(text: str) -> bool:
    """Whether a name may start with a word as written, or with what stands behind it."""
    words, lower = context(), text.lower()
    announces = lower in words.labels or lower in words.naming_ends or is_profession(lower)
    return announces or text[0].isupper() or kind_of(text) is Kind.NAME


@lru_cache(maxsize=200_000)
def kind_of(text: str) -> Kind:
    """The kind of a word as written (capitals count only where they show an abbreviation or a brand)."""
    if len(text) < 2 or any(character.isdigit() or character == "_" for character in text):
        return Kind.NONE
    lower = text.lower()
    bare = without_genitive(lower)
    named = is_listed(bare)
    if lower in context().never_names:
        return Kind.DUTCH
    if lower in kept_words() or bare in kept_words():
        return Kind.AMBIGUOUS if named and len(bare) > 2 else Kind.KEPT
    if text.isupper() and len(text) > 1:
        return Kind.NAME if named and len(text) > 3 and not is_dutch(lower) else Kind.KEPT
    if _has_inner_capital(text):
        return Kind.KEPT
    if named:  # a listed name that could also be a compound is a name
        return Kind.AMBIGUOUS if in_dictionary(lower) else Kind.NAME
    return Kind.DUTCH if is_dutch(lower) else Kind.UNKNOWN


def is_in_capitals(text: str) -> bool:
    """Whether a word is written in capitals though it is neither Dutch nor an abbreviation that is kept."""
    lower = text.lower()
    return len(text) > 3 and text.isupper() and lower not in kept_words() and not is_dutch(lower)


def is_only_a_name(lower: str) -> bool:
    """Whether a word in lower case is a listed name and nothing else: no Dutch word, no place."""
    return kind_of(lower) is Kind.NAME


def _has_inner_capital(text: str) -> bool:
    inner = text[1:]
    if "'" in text or "’" in text:  # "O'Neill" is a name, "NL'er" is none
        return text[:2].isupper() and text[1].isalpha()
    return any(c.isupper() for c in inner) and not text.startswith(("Mc", "Mac"))


@lru_cache(maxsize=100_000)
def is_first(lower: str) -> bool:
    """Whether a word in lower case is a listed first name, in any spelling unless it is Dutch as well."""
    return _is_among(lower, first_names())


@lru_cache(maxsize=100_000)
def is_last(lower: str) -> bool:
    """Whether a word in lower case is a listed last name."""
    return _is_among(lower, last_names())


def _is_among(lower: str, names: Names) -> bool:
    return lower in names.written or (fold(lower) in names.folded and not in_dictionary(lower))


@lru_cache(maxsize=100_000)
def is_listed(lower: str) -> bool:
    """Whether the word, or the word without the s of a genitive, is a listed name."""
    stem = lower[:-1] if len(lower) > 4 and lower.endswith("s") and not in_dictionary(lower) else lower
    return any(is_first(each) or is_last(each) for each in {lower, stem})


_APOSTROPHES = frozenset("'’`´")
_GENITIVE = re.compile(r"['’`´]s?$")


def without_genitive(word: str) -> str:
    """'Omar's' -> 'Omar'; a plain s is left: 'Hagos' is a name, and 'Bilals' is found by likeness."""
    return _GENITIVE.sub("", word) if word[-2:-1] in _APOSTROPHES or word[-1] in _APOSTROPHES else word


def may_be_slip(text: str) -> bool:
    """Whether an unknown word may be Dutch with a slip of the pen rather than a name."""
    return is_slip(text.lower())


def is_kept(lower: str) -> bool:
    """Whether a word in lower case is in the lists of what is kept."""
    return lower in kept_words()
