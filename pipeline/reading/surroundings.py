"""What a look after the first knows of each piece by itself and of its surroundings, as numbers.

Each function gives an array with a row per piece. -1 stands for what is not there.
"""

from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np

from pipeline.reading.headings import concepts, masked
from pipeline.reading.roles import ROLES, Floats
from pipeline.reading.text_model import KINDS
from pipeline.reading.view import View

_HOOFDDOEL, _SUBDOEL, _AFSPRAAK = (ROLES.index(part) for part in ("hoofddoel", "subdoel", "afspraak"))
_PART = [ROLES.index(role.rstrip("+")) for role in ROLES]
_FAR = 99  # pieces away: as good as never
_COLUMN = "kolom "


def own_numbers(view: View, first: Floats) -> Floats:
    """All of them; ``first`` are the chances that the look before gave, (pieces, roles)."""
    sounds = sounds_of(view)
    own, place, heads, text = _still(view)
    around = [
        *(_shifted(first, step, 0.0) for step in range(-3, 4)),
        *(_shifted(sounds, step, 0.0) for step in range(-2, 3)),
        *(_shifted(own, step, -1.0) for step in (-1, 0, 1)),
    ]
    return np.hstack([*around, place, heads, _counts(first), _between(first), text])


@lru_cache(maxsize=1)
def _still(view: View) -> tuple[Floats, ...]:
    """What stays the same from one look at a document to the next."""
    return _print(view), _place(view), _heads(view), _text(view)


@lru_cache(maxsize=1)
def sounds_of(view: View) -> Floats:
    """What each text sounds like, (pieces, kinds)."""
    return np.array([[sound[kind] for kind in KINDS] for sound in view.sounds]).reshape(-1, len(KINDS))


def _shifted(rows: Floats, step: int, fill: float) -> Floats:
    """Per piece what is known of the piece so many further on; ``fill`` where there is none."""
    found = np.full_like(rows, fill)
    if step < 0:
        found[-step:] = rows[:step]
    elif step > 0:
        found[:-step] = rows[step:]
    else:
        found[:] = rows
    return found


def _print(view: View) -> Floats:
    return np.array(
        [
            [
                piece.bold, piece.bullet, piece.is_label, piece.labelled, piece.proposed, bool(piece.joint),
                -1 if piece.number is None else min(piece.number, 9), piece.depth, min(piece.sentence, 5),
                heading, min(len(piece.text.split()), 60), _recurs(view, piece.text), _code(concept),
                piece.text[-1:] in {".", "!"},
            ]
            for piece, heading, concept in zip(view.pieces, view.heading, view.concepts, strict=True)
        ],
        dtype=np.float64,
    )  # fmt: skip


def _recurs(view: View, text: str) -> int:
    words = masked(text)
    return view.recurring[words] if words else 0


def _place(view: View) -> Floats:
    """The place in a table or on the page."""
    return np.array(
        [
            [
                *(
                    (cell.column, cell.columns, min(cell.row, 20), cell.ruled)
                    if (cell := piece.cell)
                    else (-1, -1, -1, -1)
                ),
                piece.x0, piece.size - view.body, _code(column), _code(row), _code(piece.column_kind),
                piece.in_head_row, bool(piece.column_head),
            ]
            for piece, column, row in zip(view.pieces, view.columns, view.rows, strict=True)
        ],
        dtype=np.float64,
    )  # fmt: skip


def _heads(view: View) -> Floats:
    """The headings in force, how far the nearest is, and how often it recurs."""
    found, recurs, since = [], -1, _FAR
    for piece, heads, heading in zip(view.pieces, view.heads, view.heading, strict=True):
        names = (_code(heads.last), _code(heads.before), _code(heads.section), min(heads.since, 9))
        found.append([*names, recurs, since])
        recurs, since = (_recurs(view, piece.text), 1) if heading else (recurs, since + 1)
    return np.array(found, dtype=np.float64)


def _counts(first: Floats) -> Floats:
    """How many of each part are expected before and after, and which piece the hoofddoel seems to be."""
    parts = first[:, [_HOOFDDOEL, _SUBDOEL, _AFSPRAAK]]
    until = np.cumsum(parts, axis=0)
    best, places = int(parts[:, 0].argmax()), np.arange(len(first))
    alone = [np.full(len(first), parts[best, 0]), places == best, places - best, places / len(first)]
    return np.column_stack([until - parts, until[-1] - until, *alone, np.full(len(first), len(first))])


def _between(first: Floats) -> Floats:
    """The nearest parts before and after with how far these are, and where in the plan the piece stands."""
    parts = [_PART[best] for best in first.argmax(axis=1)]
    inside = [place for place, part in enumerate(parts) if part in {_SUBDOEL, _AFSPRAAK}]
    start, end = (inside[0], inside[-1]) if inside else (len(parts), len(parts))
    places = np.arange(len(parts))
    within = np.column_stack([(start <= places) & (places <= end), places - start, end - places])
    return np.hstack([within, _nearest(parts), _nearest(parts[::-1])[::-1]])


def _nearest(parts: Sequence[int]) -> Floats:
    """Per piece the last part before it, and how many pieces ago that was."""
    found, last, since = [], -1, _FAR
    for part in parts:
        found.append((last, since))
        last, since = (part, 1) if part else (last, since + 1)
    return np.array(found, dtype=np.float64)


def _text(view: View) -> Floats:
    return np.array(
        [
            [
                min(sum(map(str.isalpha, piece.text)), 300),
                sum(map(str.isdigit, piece.text)) / max(1, len(piece.text)),
                returns,
                min(len(piece.text), 400),
            ]
            for piece, returns in zip(view.pieces, view.returns, strict=True)
        ],
        dtype=np.float64,
    )


def _code(name: str) -> int:
    """The number of what a heading announces; of a column's heading another one."""
    return _codes()[name]


@cache
def _codes() -> dict[str, int]:
    names = ("", "?", "begin", "kruis", *concepts())
    return {name: code for code, name in enumerate([*names, *(f"{_COLUMN}{name}" for name in names)])}
