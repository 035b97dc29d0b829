"""The labelled values of a form (naam, BSN, klantmanager): what the privacy step needs to know."""

from collections.abc import Sequence

from pipeline.domain import Veld
from pipeline.reading.headings import main_concept
from pipeline.reading.pieces import Piece

_FIELDS = {"gegevens", "datum", "klantmanager", "statushouder", "ondertekening", "organisatie", "derde"}
_MAX_VALUE = 90  # characters; longer is running text


def labelled_values(pieces: Sequence[Piece], roles: Sequence[str]) -> tuple[Veld, ...]:
    """Label and value pairs among the pieces that are no part of the plan, in the order of the page."""
    found: list[Veld] = []
    for index, (piece, role) in enumerate(zip(pieces, roles, strict=True)):
        if role != "anders" or len(piece.text) > _MAX_VALUE:
            continue
        for label in (piece.row_head, piece.column_head, _label_before(pieces, index)):
            if label and label != piece.text and main_concept(label, 0.4) in _FIELDS:
                found.append(Veld(label.rstrip(" :"), piece.text))
                break
    return tuple(found)


def _label_before(pieces: Sequence[Piece], index: int) -> str:
    """The label that a value stands behind, or right under."""
    if index == 0:
        return ""
    before = pieces[index - 1]
    is_value = pieces[index].labelled or before.text.endswith(":") or before.is_label or before.bold
    return before.text if is_value and len(before.text.split()) <= 6 else ""
