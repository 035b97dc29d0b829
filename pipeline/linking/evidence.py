"""What a pseudonymised plan tells of its person, to set beside a proposal: man or woman, and how old.

The date of birth is an identifier and was never stored; an age in the text is no more than a hint.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.domain import Plan

_DATA = Path(__file__).parent / "data" / "bewijs.yaml"
_GENDERS = ("vrouw", "man")
YOUNGEST = 16
"""Below this an age is that of a child of the person."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """'' and None where the plan does not tell."""

    geslacht: str = ""
    leeftijd: int | None = None


def evidence_of(plan: Plan) -> Evidence:
    """Gender by most of the words that tell it, if they are twice as many; age by the first that is named."""
    situatie = [passage.tekst for passage in plan.situatie]
    return Evidence(_gender([*situatie, *_goals(plan)]), _age(situatie))


def _goals(plan: Plan) -> Iterable[str]:
    if plan.hoofddoel:
        yield plan.hoofddoel.tekst
    for subdoel in plan.subdoelen:
        yield subdoel.tekst
        yield from (afspraak.tekst for afspraak in subdoel.afspraken)


def _gender(texts: list[str]) -> str:
    counts = {gender: sum(_count(gender, text) for text in texts) for gender in _GENDERS}
    less, more = sorted(_GENDERS, key=counts.__getitem__)
    return more if counts[more] > 2 * counts[less] else ""


def _count(gender: str, text: str) -> int:
    other = _patterns("een_ander")[0]
    found = (match for pattern in _patterns(gender) for match in pattern.finditer(text))
    return sum(1 for match in found if not other.match(text, match.end()))


def _age(texts: list[str]) -> int | None:
    for pattern in _patterns("leeftijd"):
        ages = (int(match["jaren"]) for text in texts for match in pattern.finditer(text))
        if (age := next((age for age in ages if age >= YOUNGEST), None)) is not None:
            return age
    return None


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    import yaml

    data: dict[str, Any] = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    given = data[name]
    return tuple(re.compile(each, re.IGNORECASE) for each in ([given] if isinstance(given, str) else given))
