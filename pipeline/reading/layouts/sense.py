"""What holds on any form, and is hardly to be learnt from one plan: added to the general model's scores.

It is there while a layout is learnt too, so that a form on which it does not hold can still teach so.
"""

from collections.abc import Sequence

import numpy as np

from pipeline.reading.layouts.form_features import is_empty_mark
from pipeline.reading.pieces import Piece
from pipeline.reading.roles import ROLES, Floats

_AGAINST, _HARDLY = -8.0, -12.0
_COLUMN = 4.0  # points
_LINE = 30  # characters: a shorter text before it may well be its heading
_REST = np.array([role.endswith("+") for role in ROLES])
_START = np.array([role in {"hoofddoel", "subdoel", "afspraak"} for role in ROLES])
_PART = np.array([role != "anders" for role in ROLES])


def sense(pieces: Sequence[Piece]) -> Floats:
    """Shape (pieces, roles): nothing filled in is no part; a new sentence in a place of its own starts a
    part, and a small letter goes on.
    """
    found = np.zeros((len(pieces), len(ROLES)))
    for i, piece in enumerate(pieces):
        if is_empty_mark(piece.text):
            found[i] += _HARDLY * _PART
        elif i and piece.sentence == 0 and not piece.labelled:
            ended = pieces[i - 1].text[-1:] in set(".!?")
            if ended and not piece.text[:1].islower():
                found[i] += _AGAINST * _REST
            elif _goes_on(pieces[i - 1], piece) and not ended:
                found[i] += _AGAINST * _START
    return found


def _goes_on(before: Piece, piece: Piece) -> bool:
    """Whether a piece in small letters stands where the text before it may go on."""
    loose = not (piece.bullet or piece.is_label or piece.number is not None or before.is_label)
    below = before.bullet or abs(before.x0 - piece.x0) < _COLUMN
    alike = before.cell == piece.cell and before.bold == piece.bold
    return loose and below and alike and piece.text[:1].islower() and len(before.text) >= _LINE
