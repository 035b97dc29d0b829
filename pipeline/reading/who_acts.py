"""Who acts in each afspraak: by what the form prints beside it, else by what the sentence itself sounds like.

In this order: the label before or behind the text, a cell of its row that names actors, the head of its
column, of its row, and the heading above. Words that nobody foresaw are decided for all afspraken that
have them together, and are no one whom another label of the form names already.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.domain import Wie
from pipeline.reading.headings import concepts_of, main_concept, masked
from pipeline.reading.labels import ACTORS
from pipeline.reading.pieces import Piece
from pipeline.reading.tables import names_only_actors
from pipeline.reading.text_model import TextModel

_BY_TEXT = {Wie.BEIDE, Wie.DERDE}  # one heading often stands for both: the text decides
_IS_TERM = re.compile(r"\d|week|maand|direct|doorlopend|z\.?s\.?m", re.IGNORECASE)
_TAKEN = 2.0  # nats against a second mark for the same actor
_Cells = dict[tuple[int, int], list[tuple[int, str]]]  # by table and row: column and text


@dataclass(slots=True)
class Step:
    """An afspraak being read: its text, its first piece, the heading above it, and a label of its own."""

    text: str
    page: int
    piece: Piece
    head: str = ""
    label: str = ""
    wie: Wie | None = None


def name_actors(steps: Sequence[Step], pieces: Sequence[Piece], model: TextModel) -> None:
    """Fills in ``wie`` of each step."""
    cells = _naming_cells(pieces)
    heads = {masked(step.head) for step in steps if step.head}
    unknown: dict[str, list[Step]] = defaultdict(list)
    alone: list[Step] = []
    named: set[Wie] = set()
    for step in steps:
        mark = next(_marks(step, cells, heads_differ=len(heads) > 1), "")
        step.wie = actor_of(mark) if mark else None
        if step.wie in _BY_TEXT:
            step.wie = _likeliest(step.text, model, _BY_TEXT)
        elif step.wie is not None:
            named.add(step.wie)
        elif mark:
            unknown[masked(mark.partition(",")[0])].append(step)
        else:
            alone.append(step)
    _name_together(unknown, model, named)
    for step in alone:
        step.wie = _likeliest(step.text, model, set(Wie))


def _marks(step: Step, cells: _Cells, *, heads_differ: bool) -> Iterator[str]:
    """What may name the actor of a step, the surest first."""
    if step.label and (actor_of(step.label) or not _IS_TERM.search(step.label)):
        yield step.label
    cell = step.piece.cell
    if cell is not None:
        beside = cells.get((cell.table, cell.row), ())
        if all(column != cell.column for column, _ in beside):  # else each cell names its own
            yield from (text for _, text in beside)
    for text in (step.piece.column_head, step.piece.row_head):
        if text and main_concept(text, 0.3) != "subdoel" and actor_of(text):
            yield text
    # One heading above all afspraken, 'Acties', names nobody.
    if step.head and (heads_differ or actor_of(step.head)) and main_concept(step.head, 0.6) != "afspraak":
        yield step.head


def _naming_cells(pieces: Sequence[Piece]) -> _Cells:
    """Cells that name who acts in their row: by their words, or because others of their column do."""
    columns = {
        (piece.cell.table, piece.cell.column)
        for piece in pieces
        if piece.cell and not piece.in_head_row and names_only_actors(piece.text)
    }
    found: _Cells = defaultdict(list)
    for piece in pieces:
        if piece.cell is None or piece.in_head_row:
            continue
        place = piece.cell.table, piece.cell.row
        in_column = (piece.cell.table, piece.cell.column) in columns and len(piece.text.split()) <= 4
        if piece.column_kind == "kruis":
            found[place].append((piece.cell.column, piece.column_head))
        elif in_column or main_concept(piece.column_head) == "wie":
            found[place].append((piece.cell.column, piece.text))
    return found


def actor_of(text: str) -> Wie | None:
    """Who a heading, label or cell names, or None."""
    shares = concepts_of(text)
    named = {name for name in ACTORS if shares.get(name, 0.0) >= 0.15}
    if "ondertekening" in shares or not named:
        return Wie.DERDE if shares.get("organisatie", 0.0) >= 0.5 else None
    if named >= {"klantmanager", "statushouder"}:
        return Wie.BEIDE
    best = max(named, key=lambda name: (shares[name], name))
    return Wie(best) if shares[best] >= 0.3 or len(text.split()) <= 2 else None


def _likeliest(text: str, model: TextModel, among: set[Wie]) -> Wie:
    chances = dict(zip(model.classes, model.probabilities(text), strict=True))
    return max(sorted(among), key=lambda wie: chances.get(wie.value, 0.0))


def _name_together(unknown: Mapping[str, Sequence[Step]], model: TextModel, named: set[Wie]) -> None:
    """Those with one unknown mark act alike: whoever is likeliest by all their texts, and rather not one
    whom another mark names already.
    """
    taken = set(named)
    for steps in sorted(unknown.values(), key=len, reverse=True):
        total = sum(np.log(np.maximum(model.probabilities(step.text), 1e-3)) for step in steps)
        scores = dict(zip(model.classes, np.asarray(total, dtype=float), strict=True))
        best = max(sorted(Wie), key=lambda wie: scores.get(wie.value, -np.inf) - _TAKEN * (wie in taken))
        taken |= {best} - _BY_TEXT
        for step in steps:
            step.wie = _likeliest(step.text, model, _BY_TEXT) if best in _BY_TEXT else best
