"""A taught plan filled in otherwise: the same form with other things to say, to learn the form from.

One plan shows little of what may happen on its form. Texts are cut in two, as where a line or page ends;
afspraken come twice, fall out, or leave 'n.v.t.' behind; and where 'n.v.t.' stood comes an afspraak. A part
stands in another column of the page, and of the words of the form some are others than in this plan.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pipeline.reading.layouts.form_features import EMPTY_MARKS
from pipeline.reading.pieces import Piece

_CUT, _EMPTIED, _FILLED, _GONE, _TWICE = 0.15, 0.3, 0.5, 0.2, 0.2  # how often each happens
_SHIFTED, _FARTHEST = 0.5, 300  # how often a part stands elsewhere, and how far: points
_SEEN = 0.75  # of the words of a form come back in another plan
_LABEL_WORDS, _LABELLED = 4, 0.5  # a text such as 'Schrijven: elke dag' looks like a label with its text
Roled = tuple[list[Piece], list[str]]


def variant(pieces: Sequence[Piece], roles: Sequence[str], generator: np.random.Generator) -> Roled:
    """Pieces and roles of the plan as it might have been filled in by another."""
    pieces = _elsewhere(pieces, generator)
    steps = [piece.text for piece, role in zip(pieces, roles, strict=True) if role == "afspraak"]
    around = ["anders", *roles, "anders"]
    found: Roled = ([], [])
    for i, (piece, role) in enumerate(zip(pieces, roles, strict=True)):
        drawn: list[tuple[Piece, str]] = [(piece, role)]
        if role == "afspraak" and around[i + 2] != "afspraak+":
            drawn = _step(piece, steps, around[i], around[i + 2], generator)
        elif role == "anders" and _is_empty(piece) and steps and generator.random() < _FILLED:
            drawn = [(replace(piece, text=str(generator.choice(steps))), "afspraak")]
        for each, part in drawn:
            _add(found, each, part, generator)
    return found


def seen(words: frozenset[str], generator: np.random.Generator) -> frozenset[str]:
    """Those words of the form that stand in another plan too: it names others who act, and less or more."""
    return frozenset(word for word in sorted(words) if generator.random() < _SEEN)


def _elsewhere(pieces: Sequence[Piece], generator: np.random.Generator) -> Sequence[Piece]:
    """The pieces, part of them farther to the side, as in another column of text."""
    if generator.random() >= _SHIFTED:
        return pieces
    start, end = sorted(generator.integers(0, len(pieces) + 1, size=2))
    far = float(generator.integers(-_FARTHEST, _FARTHEST))
    return [
        replace(piece, x0=piece.x0 + far) if start <= i < end and piece.cell is None else piece
        for i, piece in enumerate(pieces)
    ]


def _is_empty(piece: Piece) -> bool:
    return piece.text.lower() in EMPTY_MARKS and not piece.is_label


def _step(
    piece: Piece, steps: Sequence[str], before: str, after: str, generator: np.random.Generator
) -> list[tuple[Piece, str]]:
    alone = before == after == "anders"
    chance = generator.random()
    if alone and chance < _EMPTIED:
        return [(replace(piece, text=str(generator.choice(EMPTY_MARKS))), "anders")]
    if before.startswith("afspraak") and chance < _GONE:
        return []
    if chance > 1 - _TWICE and piece.number is None:
        first = replace(piece, bullet=piece.bullet or piece.labelled)  # 'KM: bellen; mailen' is a list
        return [(first, "afspraak"), (replace(first, text=str(generator.choice(steps))), "afspraak")]
    return [(piece, "afspraak")]


def _add(found: Roled, piece: Piece, role: str, generator: np.random.Generator) -> None:
    """Add a piece, or what a cut makes of it: the rest has neither bullet nor number."""
    pieces, roles = found
    words = piece.text.split()
    part = role.rstrip("+")
    if part in {"anders", "situatie"} or len(words) < 2 or generator.random() >= _CUT:
        pieces.append(piece)
        roles.append(role)
        return
    cut = int(generator.integers(1, len(words)))
    rest = replace(
        piece, text=" ".join(words[cut:]), bullet=False, number=None, depth=0, labelled=False, sentence=0
    )
    start = replace(piece, text=" ".join(words[:cut]))
    if cut <= _LABEL_WORDS and generator.random() < _LABELLED:
        start, rest = replace(start, is_label=True), replace(rest, labelled=True)
    pieces += [start, rest]
    roles += [role, f"{part}+"]
