"""Whether a word is Dutch: in the dictionary, a compound of such words, or one with a Dutch ending."""

from functools import cache, lru_cache

from pipeline.privacy.lists import extra_dutch_words, only_names, read_rules

_LINKS = ("", "s", "e", "en", "n")
_VERB_ENDINGS = ("en", "aan", "ijn", "oen", "ien")


@cache
def _context_endings() -> tuple[str, ...]:
    rules = read_rules("context")
    return tuple(rules["dutch_endings"]) + tuple(rules["professions"]) + tuple(rules["klantmanagers"])


@lru_cache(maxsize=200_000)
def in_dictionary(word: str) -> bool:
    """Whether ``word`` (lower case) is in the dictionary or our supplement; its names are left out."""
    from simplemma import is_known  # takes half a second, once

    if word in only_names():
        return False
    return word in extra_dutch_words() or bool(is_known(word, lang="nl"))


@lru_cache(maxsize=200_000)
def is_dutch(word: str) -> bool:
    """Whether ``word`` (lower case, without hyphens) is a Dutch word, compounds included."""
    if in_dictionary(word):
        return True
    if any(word.endswith(ending) and len(word) >= len(ending) + 4 for ending in _context_endings()):
        return True
    return _is_compound(word)


def _is_compound(word: str) -> bool:
    if len(word) < 9:  # short ones are names too often ('Kris-tien')
        return False
    cuts = range(3, len(word) - 3)
    return any(in_dictionary(word[cut:]) and _is_head(word[:cut]) for cut in cuts)


def _is_head(head: str) -> bool:
    stems = [head.removesuffix(link) for link in _LINKS if head.endswith(link)]
    return any(len(stem) >= 3 and (in_dictionary(stem) or _is_compound(stem)) for stem in stems)


@lru_cache(maxsize=20_000)
def is_slip(word: str) -> bool:
    """Whether ``word`` (lower case) is a Dutch word with a slip of the pen: 'begrijpd', 'solliciteeren'."""
    if len(word) < 5:
        return False
    endings = {word[:-1] + "t", word[:-1] + "d", word + "t", word + "n", word[:-1]}
    doubled = {word[:i] + word[i + 1 :] for i in range(1, len(word)) if word[i] == word[i - 1]}
    single = {word[:i] + word[i] + word[i:] for i in range(1, len(word))}
    if len(word) > 6:
        swapped = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(1, len(word) - 2)}
        endings |= swapped
    return any(in_dictionary(other) for other in endings | doubled | single)


@lru_cache(maxsize=20_000)
def is_verb(word: str) -> bool:
    """Whether ``word`` (as written) looks like a finite verb: an infinitive is its lemma, not itself."""
    if not word.islower():
        return False
    from simplemma import lemmatize

    lemma = str(lemmatize(word, lang="nl"))
    return lemma != word and lemma.endswith(_VERB_ENDINGS)
