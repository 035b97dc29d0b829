"""What holds on any form, and is hardly to be learnt from one plan: added to the general model's scores.

It is there while a layout is learnt too, so that a form on which it does not hold can still teach so.
"""

from collections.abc import Sequence

import numpy as np

from pipeline.reading.layouts.fingerprint import is_short, word_number
from pipeline.reading.layouts.form_features import is_empty_mark
from pipeline.reading.pieces import Piece
from pipeline.reading.roles import ROLES, Floats

_AGAINST, _HARDLY = -8.0, -12.0
_ENDS = frozenset(".!?")
_COLUMN = 4.0  # points
_LINE = 30  # characters: a shorter text before it may well be its heading
_REST = np.array([role.endswith("+") for role in ROLES])
_START = np.array([role in {"hoofddoel", "subdoel", "afspraak"} for role in ROLES])
_PART = np.array([role != "anders" for role in ROLES])


def sense(pieces: Sequence[Piece], words: frozenset[str]) -> Floats:
    """Shape (pieces, roles); ``words``: numbers of the form's own.

    Nothing filled in is no part; a bullet, a new sentence in a place of its own and what stands right under a
    word of the form starts a part, and a small letter goes on.
    """
    found = np.zeros((len(pieces), len(ROLES)))
    for i, piece in enumerate(pieces):
        if is_empty_mark(piece.text):
            found[i] += _HARDLY * _PART
        elif i and _starts(pieces[i - 1], piece, words):
            found[i] += _AGAINST * _REST
        elif i and _goes_on(pieces[i - 1], piece):
            found[i] += _AGAINST * _START
    return found


def _starts(before: Piece, piece: Piece, words: frozenset[str]) -> bool:
    if is_short(before) and word_number(before.text) in words:
        return True
    if piece.sentence or piece.labelled:
        return False
    return piece.bullet or (before.text[-1:] in _ENDS and not piece.text[:1].islower())


def _goes_on(before: Piece, piece: Piece) -> bool:
    """Whether a piece in small letters stands where the text before it may go on."""
    loose = not (piece.bullet or piece.is_label or piece.number is not None or before.is_label)
    loose = loose and not piece.labelled and not piece.sentence and before.text[-1:] not in _ENDS
    below = before.bullet or abs(before.x0 - piece.x0) < _COLUMN
    alike = before.cell == piece.cell and before.bold == piece.bold
    return loose and below and alike and piece.text[:1].islower() and len(before.text) >= _LINE
