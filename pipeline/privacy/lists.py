"""The word lists beside this module: names of many origins, and words that are no names."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.privacy.spelling import fold

DATA = Path(__file__).with_name("data")


def read_entries(name: str) -> tuple[str, ...]:
    """The entries of ``data/<name>.txt``: parted by commas or lines, ``#`` starts a comment line."""
    text = (DATA / f"{name}.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return tuple(entry.strip() for line in lines for entry in line.split(",") if entry.strip())


def read_rules(name: str) -> dict[str, Any]:
    """The rules in ``data/<name>.yaml``."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is ten times as fast
    rules: dict[str, Any] = yaml.load((DATA / f"{name}.yaml").read_text(encoding="utf-8"), Loader=loader)
    return rules


@dataclass(frozen=True)
class Names:
    """Listed names: as written (in lower case), and folded to one form for all spellings."""

    written: frozenset[str]
    folded: frozenset[str]


@cache
def first_names() -> Names:
    """First names of all origins."""
    return _names("first_names_*.txt")


@cache
def last_names() -> Names:
    """Last names of all origins."""
    return _names("last_names_*.txt")


def _names(pattern: str) -> Names:
    entries = [name for file in sorted(DATA.glob(pattern)) for name in read_entries(file.stem)]
    return Names(frozenset(name.lower() for name in entries), frozenset(fold(name) for name in entries))


@cache
def kept_words() -> frozenset[str]:
    """Single words that carry codes rather than identities (places, organisations ...), in lower case."""
    return frozenset(entry.casefold() for entry in _kept_entries() if " " not in entry)


@cache
def places() -> frozenset[str]:
    """Single words that are places, in lower case."""
    return frozenset(entry.casefold() for entry in read_entries("keep_places") if " " not in entry)


@cache
def kept_phrases() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Kept names of several words, in lower case: first word -> the whole, longest first."""
    phrases: dict[str, list[tuple[str, ...]]] = {}
    for entry in _kept_entries():
        words = tuple(entry.casefold().replace("-", " ").split())
        if len(words) > 1:
            phrases.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(found, key=len, reverse=True)) for first, found in phrases.items()}


def _kept_entries() -> tuple[str, ...]:
    files = sorted(DATA.glob("keep_*.txt"))
    return tuple(entry for file in files for entry in read_entries(file.stem))


@cache
def only_names() -> frozenset[str]:
    """Words of the dictionary that are nothing but names."""
    return frozenset(read_entries("only_names"))


@cache
def extra_dutch_words() -> frozenset[str]:
    """Dutch words that the dictionary lacks."""
    return frozenset(read_entries("dutch_words"))
