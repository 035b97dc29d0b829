"""Where the printed lines of a text began: on some forms each line of a cell is a text of its own."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.reading.learning import plain
from pipeline.reading.pieces import Piece

_STARTS = frozenset(("hoofddoel", "subdoel", "afspraak"))


def at_lines(piece: Piece) -> list[Piece]:
    """A text in a cell cut before each printed line that starts with a capital; what follows may go on with
    what comes before.
    """
    if piece.cell is None or piece.bullet or piece.is_label or len(piece.lines) < 2:
        return [piece]
    starts = [start for start in _line_starts(piece) if _may_start(piece.text, start)]
    edges = zip([0, *starts], [*starts, len(piece.text)], strict=True)
    first, *rest = (piece.text[start:end].strip() for start, end in edges)
    later = (replace(piece, text=text, number=None, labelled=False, joint=" ") for text in rest)
    return [replace(piece, text=first), *later]


def texts_share_cells(pieces: Sequence[Piece], roles: Sequence[str]) -> bool:
    """Whether in a taught plan two texts stood in one cell with nothing between but the end of a line."""
    pairs = zip(pieces, pieces[1:], roles, roles[1:], strict=False)
    return any(
        {one, other} <= _STARTS
        and before.cell is not None
        and before.cell == piece.cell
        and not (piece.bullet or piece.sentence)
        for before, piece, one, other in pairs
    )


def _may_start(text: str, start: int) -> bool:
    before = text[:start].rstrip()
    is_open = before.count("(") > before.count(")")
    return text[start].isupper() and before[-1:] not in {"-", ",", "&", "/"} and not is_open


def _line_starts(piece: Piece) -> list[int]:
    """Where in a piece the printed lines of its block start, found by letters and digits."""
    letters = [plain(line) for line in piece.lines]
    own = plain(piece.text)
    offset = "".join(letters).find(own)
    if offset < 0 or not own:
        return []
    ends = {sum(map(len, letters[:count])) - offset for count in range(1, len(letters))}
    starts, seen = [], 0
    for index, letter in enumerate(piece.text):
        if seen in ends and seen and plain(letter):
            starts.append(index)
        seen += len(plain(letter))
    return starts
