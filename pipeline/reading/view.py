"""What is known of a whole document before its pieces get features: headings in force, series, recurrence."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from pipeline.reading.guess import guesses
from pipeline.reading.headings import main_concept, masked
from pipeline.reading.labels import ACTORS
from pipeline.reading.pieces import Piece
from pipeline.reading.text_model import TextModel

_SIDES = ACTORS | {"wie", "organisatie"}


@dataclass(frozen=True, slots=True)
class Heads:
    """Headings in force at a piece: the last two that say something, and how many pieces ago the last was."""

    last: str = "begin"
    before: str = ""
    section: str = "begin"
    since: int = 0


def is_heading(piece: Piece, following: Piece | None, concept: str) -> bool:
    """Whether a piece looks like a heading or label rather than a text of the plan."""
    words = len(piece.text.split())
    if piece.is_label or piece.in_head_row or (piece.proposed and (concept or piece.number is not None)):
        return True
    if piece.proposed:
        return False
    if words > 12 or piece.bullet or (piece.sentence and not piece.text.endswith(":")):
        return False
    if concept and ((words <= 8 and not piece.text.endswith(".")) or words <= 2):
        return True
    changes = following is not None and (piece.bold > following.bold or piece.size > following.size + 0.6)
    capitals = piece.text.isupper() and words > 1
    return capitals or piece.text.endswith((":", "?")) or (changes and not piece.text.endswith("."))


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What is known of a whole document; the lists run parallel to the pieces. Two are equal when the same
    one, so that what was worked out of it can be kept with it.
    """

    pieces: Sequence[Piece]
    concepts: list[str]
    heading: list[bool]
    columns: list[str]
    rows: list[str]
    guesses: list[str]
    heads: list[Heads]
    sounds: list[dict[str, float]]
    tops: list[str]
    series: list[list[str]]
    returns: list[bool]
    recurring: Counter[str]
    body: float


def view_of(pieces: Sequence[Piece], model: TextModel, blind: frozenset[str]) -> View:
    def concept(text: str, share: float) -> str:
        return "" if blind and masked(text) in blind else main_concept(text, share)

    concepts = [concept(piece.text, 0.55) for piece in pieces]
    recurring = Counter(masked(piece.text) for piece in pieces if len(piece.text) < 70)
    heading = [
        is_heading(piece, pieces[i + 1] if i + 1 < len(pieces) else None, concepts[i])
        or (piece.proposed and recurring[masked(piece.text)] > 1)
        for i, piece in enumerate(pieces)
    ]
    columns = [piece.column_kind or concept(piece.column_head, 0.5) for piece in pieces]
    rows = [concept(piece.row_head, 0.5) if len(piece.row_head) < 60 else "" for piece in pieces]
    chances = model.probabilities_of([piece.text for piece in pieces]).tolist()
    sounds = [dict(zip(model.classes, each, strict=True)) for each in chances]
    return View(
        pieces, concepts, heading, columns, rows, guesses(pieces, concepts, heading, columns, rows),
        _heads(pieces, concepts, heading, columns), sounds,
        [max(sound, key=sound.__getitem__) for sound in sounds],
        _series(pieces), _returns(pieces),
        recurring,
        median(piece.size for piece in pieces) if pieces else 10.0,
    )  # fmt: skip


def _series(pieces: Sequence[Piece]) -> list[list[str]]:
    """Whether a numbered piece goes on a series of its depth and kind: 1, 2, 3."""
    last: dict[tuple[int, bool], int] = {}
    found: list[list[str]] = []
    for piece in pieces:
        kind = (piece.depth, piece.is_label)
        if piece.number is None:
            found.append([])
            continue
        follows = piece.number == last.get(kind, 0) + 1
        found.append(
            [f"reeks={'door' if follows and piece.number > 1 else 'begin' if piece.number == 1 else 'los'}"]
        )
        last[kind] = piece.number
    return found


def _returns(pieces: Sequence[Piece]) -> list[bool]:
    """Whether a short piece ends with a label that stood before: 'Bij station A' after 'Station A: ...'."""
    labels: set[str] = set()
    found: list[bool] = []
    for piece in pieces:
        words = re.findall(r"\w+", piece.text.lower())
        tails = {" ".join(words[start:]) for start in range(len(words))} if len(words) <= 8 else set()
        found.append(bool(tails & labels) and not piece.bullet)
        if piece.is_label and len(words) > 1:
            labels.add(" ".join(words))
    return found


def _heads(
    pieces: Sequence[Piece], concepts: Sequence[str], heading: Sequence[bool], columns: Sequence[str]
) -> list[Heads]:
    """In a table with a head row the column's head is in force, and what a cell says heads nothing else."""
    current = Heads()
    found: list[Heads] = []
    for piece, concept, is_head, column in zip(pieces, concepts, heading, columns, strict=True):
        if piece.column_head:
            found.append(Heads(f"kolom {column or '?'}", "", current.section, 0))
            continue
        found.append(current)
        if is_head:
            name = "wie" if concept in _SIDES else concept or "?"
            section = name if name not in {"wie", "?", "afspraak"} else current.section
            current = Heads(name, current.last if current.last != name else current.before, section, 0)
        else:
            current = Heads(current.last, current.before, current.section, current.since + 1)
    return found
