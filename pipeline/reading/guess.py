"""A first guess of each piece's role, by its headings alone: what a form filled in as meant would give.

The role model weighs this guess against everything else. It carries what headings announce from one
layout to the next, so that the model need not learn each way in which a plan can be drawn.
"""

from collections.abc import Sequence

from pipeline.reading.labels import ACTORS
from pipeline.reading.pieces import Piece

_STEP_HEADS = ACTORS | {"afspraak", "organisatie"}
_UNDER = {
    "hoofddoel": "hoofddoel",
    "subdoel": "subdoel",
    "situatie": "situatie",
    **dict.fromkeys(_STEP_HEADS, "afspraak"),
}


def guesses(
    pieces: Sequence[Piece],
    concepts: Sequence[str],
    heading: Sequence[bool],
    column_heads: Sequence[str],
    row_heads: Sequence[str],
) -> list[str]:
    """Per piece a role, ``anders``, or ``?`` where the headings say nothing. All arguments run parallel."""
    state, since, goal_section = "begin", 0, False
    found: list[str] = []
    for piece, concept, is_head, column, row in zip(
        pieces, concepts, heading, column_heads, row_heads, strict=True
    ):
        if piece.is_label and piece.labelled:
            found.append("anders")  # an actor behind its afspraak
        elif is_head:
            found.append("anders" if concept else "?kop")
            if concept and concept not in {"wie", "wanneer"}:
                state, since = concept, 0
                goal_section = concept == "subdoel" or (goal_section and concept in _STEP_HEADS)
            elif not concept and state not in _STEP_HEADS | {"subdoel"}:
                state, since = "?", 0
        else:
            found.append(_by_table(piece, column, row) or _by_heading(piece, state, since, goal_section))
            since += 1
    return found


def _by_table(piece: Piece, column: str, row: str) -> str:
    if piece.cell is None:
        return ""
    if column in {"wie", "wanneer", "evaluatie", "kruis", "datum"}:
        return "anders"
    if column:
        return _UNDER.get(column, "anders")
    if piece.row_head and row:
        return _UNDER.get(row, "anders")
    return ""


def _by_heading(piece: Piece, state: str, since: int, goal_section: bool) -> str:
    if state == "begin":
        return "begin"
    if state == "?":
        return "?"
    if goal_section and piece.number is not None and not piece.bullet:
        return "subdoel"
    role = _UNDER.get(state, "anders")
    if role == "subdoel" and since:
        return "afspraak"
    if role == "hoofddoel" and since:
        return "hoofddoel+"
    return role
