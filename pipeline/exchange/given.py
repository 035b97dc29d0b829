"""Codings as pairs of a variable and a code, as programs for qualitative analysis know them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipeline.annotations import Annotation
from pipeline.codebook import Codebook
from pipeline.coding.targets import EIGEN_INZET, SINGLE, THEMA
from pipeline.domain import Coding, Eenheid, UnitKey

Pair = tuple[str, str]
"""A variable and one of its codes, or a subcode such as ``taal.inburgering``."""
NO_CODE: Pair = ("", "geen_code")
"""What a unit gets that was coded and fits no code, so that it is not taken for one nobody looked at."""


@dataclass(frozen=True)
class Given:
    """What one ``user`` gave one unit. ``pairs``: the hoofdcode before other themas."""

    key: UnitKey
    user: str
    pairs: tuple[Pair, ...]
    moment: datetime | None = None
    remark: str = ""


def pairs_of(coded: Annotation | Coding) -> tuple[Pair, ...]:
    """All codes of ``coded``, or that there are none."""
    return tuple(_pairs(coded)) or (NO_CODE,)


def _pairs(coded: Annotation | Coding) -> Iterator[Pair]:
    yield from ((THEMA, code) for code in coded.thema)
    yield from ((THEMA, code) for code in coded.subcodes)
    if coded.eigen_inzet:
        yield THEMA, EIGEN_INZET
    for variable in SINGLE:
        code = getattr(coded, variable)
        if code is not None:
            yield variable, code


def fields_of(pairs: Sequence[Pair]) -> tuple[dict[str, Any], list[str]]:
    """The codes of an annotation, and in Dutch what does not go together. A subcode brings its code along."""
    codes = {variable: [code for own, code in pairs if own == variable] for variable, _ in pairs}
    themas = [code for code in codes.get(THEMA, []) if code != EIGEN_INZET]
    found: dict[str, Any] = {
        "thema": tuple(dict.fromkeys(code.partition(".")[0] for code in themas)),
        "subcodes": tuple(dict.fromkeys(code for code in themas if "." in code)),
        "eigen_inzet": EIGEN_INZET in codes.get(THEMA, []),
    }
    faults = []
    for variable in SINGLE:
        own = list(dict.fromkeys(codes.get(variable, [])))
        found[variable] = own[0] if own else None
        if len(own) > 1:
            faults.append(f"{variable} kan maar een code hebben, en kreeg {', '.join(own)}")
    if NO_CODE in pairs and len(pairs) > 1:
        faults.append("'geen code' kan niet samen met andere codes")
    return found, faults


def goes_with(pair: Pair, kind: Eenheid, codebook: Codebook) -> bool:
    """Whether a unit of this kind can get the code."""
    if pair == NO_CODE:
        return True
    variable, code = pair
    return code.partition(".")[0] in {each.id for each in codebook.variables[variable].codes_for(kind)}
