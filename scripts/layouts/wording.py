"""The words that one set of plans prints: drawn once, so that a layout has one voice."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

HET_WORDS = "(?:team|wijkteam|sociaal team|gezinslid|doelgroeplid|college)"

DATA = Path(__file__).parent / "data"


@lru_cache
def _read(name: str) -> Any:
    return yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))


def read_data(name: str) -> dict[str, Any]:
    """The yaml file ``name`` of the data folder, one entry a name."""
    data: dict[str, Any] = _read(name)
    return data


def read_list(name: str) -> list[dict[str, Any]]:
    """The yaml file ``name`` of the data folder, a list."""
    data: list[dict[str, Any]] = _read(name)
    return data


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@dataclass(frozen=True)
class Words:
    """``terms`` by concept; ``heads`` and ``nouns`` by who acts (the values of ``wie``)."""

    terms: dict[str, str]
    heads: dict[str, str]
    nouns: dict[str, str]

    def __getitem__(self, concept: str) -> str:
        return self.terms[concept]


def _stem(word: str) -> str:
    """What two words must not share if a reader is to tell them apart: the word without plural ending."""
    return word.lower().rstrip("?").removesuffix("en").removesuffix("s")


def draw_words(rng: random.Random, *, voice: str = "") -> Words:
    """One choice for each concept. ``voice`` (klant, km): whose 'ik' the texts speak with, "" for none."""
    lists = read_data("woorden")
    terms = {concept: str(rng.choice(words)) for concept, words in lists.items() if concept != "koppen"}
    taken = [terms["hoofddoel"], terms["titel"], terms["situatie"]]
    for concept in ("subdoelen", "subdoel", "afspraken"):
        free = [word for word in lists[concept] if all(_stem(word) != _stem(other) for other in taken)]
        terms[concept] = rng.choice(free)
        if concept != "subdoelen":  # 'Stappen' above 'Stap 1' is what forms do
            taken.append(terms[concept])
    _tell_apart(terms, [name for name in terms if name.startswith("kolom_")], rng)
    nouns = {wie: terms[wie] for wie in ("klantmanager", "statushouder", "beide", "derde")}
    fits = [heads for heads in lists["koppen"] if heads.get("stem", "") == voice]
    heads = _fill_heads(rng.choice(fits), nouns)
    for concept in ("handtekening", "handtekening_sh"):
        terms[concept] = _with_nouns(terms[concept], nouns)
    terms["nummer"] = str(rng.randint(10000, 99999))
    return Words(terms, heads, nouns)


def _tell_apart(terms: dict[str, str], concepts: list[str], rng: random.Random) -> None:
    """Draw again where two of ``concepts`` got the same word."""
    lists = read_data("woorden")
    for place, concept in enumerate(concepts):
        taken = {_stem(terms[other]) for other in concepts[:place]}
        while _stem(terms[concept]) in taken:
            terms[concept] = rng.choice(lists[concept])


def _fill_heads(templates: dict[str, str], nouns: dict[str, str]) -> dict[str, str]:
    names = {"klantmanager": "km", "statushouder": "sh", "beide": "beide", "derde": "derde"}
    return {wie: _with_nouns(templates[short], nouns) for wie, short in names.items()}


def _with_nouns(template: str, nouns: dict[str, str]) -> str:
    km, sh, d = nouns["klantmanager"], nouns["statushouder"], nouns["derde"]
    text = template.format(km=km, KM=capital(km), sh=sh, SH=capital(sh), d=d, D=capital(d))
    text = re.sub(r"\b([Dd]e) (de|het|een|mevrouw|mw)\b", r"\2", text)
    return capital(re.sub(rf"\b([Dd])e (?={HET_WORDS}\b)", lambda m: "Het " if m[1] == "D" else "het ", text))
