"""What a heading, label or column head announces, by the word lists in ``data/koppen.yaml``."""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

import yaml

_DATA = Path(__file__).parent / "data" / "koppen.yaml"
# Words that carry no meaning in a heading: they neither add to nor take from what it announces.
_EMPTY = frozenset(
    [
        "de",
        "het",
        "een",
        "van",
        "voor",
        "bij",
        "met",
        "en",
        "of",
        "in",
        "op",
        "te",
        "aan",
        "door",
        "tot",
        "om",
        "dit",
        "deze",
        "die",
        "dat",
        "der",
        "ten",
        "mijn",
        "uw",
        "jouw",
        "onze",
        "zijn",
        "haar",
        "hun",
        "per",
        "vanuit",
        "namens",
        "nr",
        "no",
        "nummer",
        "ad",
        "eerste",
        "tweede",
        "derde",
        "vierde",
        "vijfde",
        "zesde",
        "zevende",
        "achtste",
        "negende",
    ]
)
_ORDINALS = {
    word: number
    for number, word in enumerate(
        ["eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende"], start=1
    )
}
_COUNTS = {
    word: n
    for n, word in enumerate(
        ["een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen"], start=1
    )
}
_ROMANS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
MAX_WORDS = 12

Concepts = dict[str, float]
Term = tuple[str, tuple[str, ...]]  # concept and the words of a term
_START = 3


def words_of(text: str) -> tuple[str, ...]:
    """The words of a heading in lower case, without accents, numbers and punctuation."""
    return tuple(re.findall(r"[a-z]+(?:-[a-z]+)*", _plain(text)))


def _plain(text: str) -> str:
    """In lower case, without accents."""
    lower = text.lower()
    if lower.isascii():
        return lower
    return "".join(c for c in unicodedata.normalize("NFD", lower) if not unicodedata.combining(c))


@cache
def concepts() -> tuple[str, ...]:
    """All that a heading may announce, in the order of the word lists."""
    return tuple(_lists())


@cache
def _lists() -> dict[str, list[str]]:
    with _DATA.open(encoding="utf-8") as stream:
        lists: dict[str, list[str]] = yaml.safe_load(stream)
    return lists


@cache
def _terms() -> list[Term]:
    """All (concept, term words), longest first."""
    terms = [(concept, _term_words(term)) for concept, texts in _lists().items() for term in texts]
    return sorted(terms, key=lambda term: (-len(term[1]), -sum(map(len, term[1])), term[0]))


def _term_words(term: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[a-z]+(?:-[a-z]+)*\*?", _plain(term)))


@cache
def _by_start() -> dict[str, list[Term]]:
    """The terms by the first letters of their first word, so that a word is compared with few."""
    index: dict[str, list[Term]] = {}
    for concept, term in _terms():
        index.setdefault(term[0].rstrip("*")[:_START], []).append((concept, term))
    return index


@lru_cache(maxsize=8192)
def concepts_of(text: str) -> Concepts:
    """Concepts a heading names, each with the share (0-1) of the heading's meaningful letters it covers.

    Empty for a text too long to be a heading. A word counts for every concept that lists it alone, but
    a longer term takes its words first: 'wat doet de klant' is the client, not 'wat'.
    """
    words = words_of(text)
    if not words or len(words) > MAX_WORDS:
        return {}
    taken: dict[int, tuple[int, set[str]]] = {}
    for start in range(len(words)):
        for concept, length in _matches(words, start):
            for position in range(start, start + length):
                best, names = taken.get(position, (0, set()))
                if length > best:
                    taken[position] = (length, {concept})
                elif length == best:
                    names.add(concept)
    weight = {
        position: len(word) for position, word in enumerate(words) if word not in _EMPTY or position in taken
    }
    total = sum(weight.values())
    shares: Concepts = {}
    for position, (_, names) in taken.items():
        for name in names:
            shares[name] = shares.get(name, 0.0) + weight[position] / total
    return shares


def _matches(words: tuple[str, ...], start: int) -> list[tuple[str, int]]:
    word, index = words[start], _by_start()
    found = []
    for length in range(1, _START + 1):
        for concept, term in index.get(word[:length], ()) if length <= len(word) else ():
            window = words[start : start + len(term)]
            if len(window) == len(term) and all(map(_word_fits, window, term)):
                found.append((concept, len(term)))
    return found


def _word_fits(word: str, term: str) -> bool:
    return word.startswith(term[:-1]) if term.endswith("*") else word == term


@lru_cache(maxsize=8192)
def main_concept(text: str, at_least: float = 0.5) -> str:
    """The concept that covers most of a heading, or '' when none covers ``at_least`` of it."""
    shares = concepts_of(text)
    best = max(shares, key=lambda name: (shares[name], name), default="")
    return best if best and shares[best] >= at_least else ""


_NUMBERED = re.compile(r"(\d{1,2})(?:\.\d{1,2})*\.?\)?[:.\s]*$")


@lru_cache(maxsize=8192)
def number_in(label: str) -> int | None:
    """The number a label carries ('Subdoel 2:', 'Tweede doel', 'Stap II', 'doel drie', '4b'), or None."""
    if match := re.search(r"(?<!\d)\d{1,2}([a-df-h])\b", label):  # not '4e', the fourth
        return ord(match[1]) - ord("a") + 1
    if match := re.search(r"(?<!\d)(\d{1,2})(?!\d|[-/.]\d)", label):
        return int(match.group(1))
    words = words_of(label)
    for word in words:
        if word in _ORDINALS:
            return _ORDINALS[word]
    if sign := re.search(r"\s([A-H])[.:)]?\s*$", label):
        return ord(sign[1]) - ord("A") + 1
    if len(words) > 1 and label.lower().split()[-1].strip("().:[]<>–- ") == words[-1]:  # not 'R+I'
        return _ROMANS.get(words[-1]) or (_COUNTS.get(words[-1]) if words[-1] != "een" else 1)
    return None


_ORDINAL = re.compile(r"\b(eerste|tweede|derde|vierde|vijfde|zesde|een|twee|drie|vier|vijf|zes)\b")
_NO_LETTERS = re.compile(r"[\d\W_]+|\b[ivx]{1,3}\b")


@lru_cache(maxsize=2048)
def masked(text: str) -> str:
    """A text without numbers and ordinals, to see headings recur."""
    return _NO_LETTERS.sub(" ", _ORDINAL.sub("#", text.lower())).strip()
