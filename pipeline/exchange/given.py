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
NO_THEMA: Pair = (THEMA, "geen_thema")
"""What a unit gets that fits no thema, so that it is not taken for one that nobody looked at."""


MODEL = "model "
"""What the user begins with whose codings are those of a model."""


@dataclass(frozen=True)
class Given:
    """What one ``user`` gave one unit. ``pairs``: the hoofdcode before other themas."""

    key: UnitKey
    user: str
    pairs: tuple[Pair, ...]
    moment: datetime | None = None
    remark: str = ""


def pairs_of(coded: Annotation | Coding) -> tuple[Pair, ...]:
    """All codes of ``coded``; when it has no thema, that."""
    return tuple(_pairs(coded))


def _pairs(coded: Annotation | Coding) -> Iterator[Pair]:
    yield from ((THEMA, code) for code in coded.thema)
    yield from ((THEMA, code) for code in coded.subcodes)
    if not (coded.thema or coded.subcodes):
        yield NO_THEMA
    if coded.eigen_inzet:
        yield THEMA, EIGEN_INZET
    for variable in SINGLE:
        code = getattr(coded, variable)
        if code is not None:
            yield variable, code
    yield from ((variable, code) for variable, own in coded.andere.items() for code in own)


def fields_of(pairs: Sequence[Pair], kind: Eenheid, codebook: Codebook) -> tuple[dict[str, Any], list[str]]:
    """The codes of an annotation of a unit of this kind, and in Dutch what lacks or does not go together.

    A subcode brings its code along; an instrument that is the own effort says that of the unit too.
    """
    codes = {variable: [code for own, code in pairs if own == variable] for variable, _ in pairs}
    themas = [code for code in codes.get(THEMA, []) if code not in (EIGEN_INZET, NO_THEMA[1])]
    single = {variable: list(dict.fromkeys(codes.get(variable, []))) for variable in SINGLE}
    found: dict[str, Any] = {
        "thema": tuple(dict.fromkeys(code.partition(".")[0] for code in themas)),
        "subcodes": tuple(dict.fromkeys(code for code in themas if "." in code)),
        "eigen_inzet": EIGEN_INZET in (*codes.get(THEMA, []), *single["instrument"]),
    }
    found |= {variable: own[0] if own else None for variable, own in single.items()}
    added = {each.id: list(dict.fromkeys(codes.get(each.id, []))) for each in codebook.added}
    found["andere"] = {variable: tuple(own) for variable, own in added.items() if own}
    single |= {each.id: added[each.id] for each in codebook.added if not each.multiple}
    faults = [f"{name} ontbreekt" for name, own in single.items() if not own and _asked(name, kind, codebook)]
    faults += [
        f"{name} kan maar een code hebben, en kreeg {', '.join(own)}"
        for name, own in single.items()
        if len(own) > 1
    ]
    if not themas and NO_THEMA not in pairs and _asked(THEMA, kind, codebook):
        faults.append("thema ontbreekt, ook de code voor geen thema")
    if themas and NO_THEMA in pairs:
        faults.append("er is een thema, en ook de code voor geen thema")
    return found, faults


def goes_with(pair: Pair, kind: Eenheid, codebook: Codebook) -> bool:
    """Whether a unit of this kind can get the code."""
    variable, code = pair
    known = {each.id for each in codebook.variables[variable].codes_for(kind)}
    return bool(known) if pair == NO_THEMA else code.partition(".")[0] in known


def _asked(variable: str, kind: Eenheid, codebook: Codebook) -> bool:
    return variable in codebook.variables and bool(codebook.variables[variable].codes_for(kind))
