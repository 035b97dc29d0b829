"""What pieces have in common: their print, heading, place, and the words beside them."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence

import numpy as np

from pipeline.reading.headings import masked
from pipeline.reading.pieces import Piece
from pipeline.reading.roles import Floats
from pipeline.reading.view import View

Signature = Mapping[str, Hashable]
WAYS = ("druk", "onder", "zelf", "plek", "na", "voor", "rij", "vorm")  # in which pieces may be alike
_UNKNOWN = -1.0


def alike(signatures: Sequence[Signature], known: Floats) -> Floats:
    """What is ``known``, (pieces, n), on average of the other pieces of the document that are alike: per way
    n means and how many these others are. Shape (pieces, ways times (n + 1)); the means are -1 where there is
    no other.
    """
    pieces = len(signatures)
    groups: dict[tuple[int, Hashable], list[int]] = defaultdict(list)  # of places in what is found
    for way, name in enumerate(WAYS):
        for index, signature in enumerate(signatures):
            if (value := signature.get(name)) is not None:
                groups[way, value].append(way * pieces + index)
    found = np.full((len(WAYS) * pieces, known.shape[1] + 1), _UNKNOWN)
    found[:, -1] = 0
    shared = [members for members in groups.values() if len(members) > 1]
    if shared:
        sizes, members = np.array([*map(len, shared)]), np.concatenate(shared)
        own, others = known[members % pieces], np.repeat(sizes - 1, sizes)
        sums = np.add.reduceat(own, np.cumsum(sizes) - sizes, axis=0)
        found[members, :-1] = (np.repeat(sums, sizes, axis=0) - own) / others[:, None]
        found[members, -1] = others
    return found.reshape(len(WAYS), pieces, -1).swapaxes(0, 1).reshape(pieces, -1)


def signatures_of(view: View) -> list[Signature]:
    """Per piece what it may share with others, by way."""
    masks = [masked(piece.text)[:40] for piece in view.pieces]
    counts = Counter(masks)
    again = [mask if mask and counts[mask] > 1 else None for mask in masks]
    first_of_row = row_heads(view.pieces)
    found: list[Signature] = []
    head = ""
    for index, piece in enumerate(view.pieces):
        is_head = view.heading[index]
        place: Hashable = (piece.bullet, piece.cell.column if piece.cell else -1)
        own: dict[str, Hashable] = _by_print(view, index) | _by_words(view, index, head)
        if index and again[index - 1]:
            own["na"] = (again[index - 1], place)
        if index + 1 < len(masks) and again[index + 1]:
            own["voor"] = (again[index + 1], place)
        first = first_of_row[index]
        if first is not None and first != index and again[first]:
            own["rij"] = (again[first], place)
        found.append(own)
        if is_head and not piece.column_head:
            head = masked(piece.text)
    return found


def _by_print(view: View, index: int) -> dict[str, Hashable]:
    """How a piece is printed, and what stands around it."""
    piece, is_head = view.pieces[index], view.heading[index]
    cell, kind, numbered = piece.cell, _kind(view, index), (piece.number is not None, piece.depth)
    place: Hashable = (
        (cell.column, cell.columns, masked(piece.column_head)[:30]) if cell else (round(piece.x0 / 6),)
    )
    around = tuple(
        view.heading[i] if 0 <= i < len(view.heading) else None for i in (index - 1, index, index + 1)
    )
    form = (
        piece.bullet, cell.column if cell else -1, piece.bold, piece.is_label, piece.labelled, piece.proposed,
        *around, numbered[0],
    )  # fmt: skip
    found: dict[str, Hashable] = {
        "druk": (kind, place, numbered, piece.bold, round(piece.size), is_head),
        "vorm": form,
    }
    if cell:
        found["plek"] = (place, piece.bullet, piece.is_label, is_head, piece.bold)
    return found


def _by_words(view: View, index: int, head: str) -> dict[str, Hashable]:
    """A heading by its own words, another piece by the heading and label it stands under."""
    piece = view.pieces[index]
    if view.heading[index] or piece.is_label:
        own = masked(piece.text)
        return {"zelf": own} if own and len(piece.text) < 70 else {}
    label = masked(view.pieces[index - 1].text) if index and _behind(view, index) else ""
    return {"onder": (head, label, _kind(view, index), piece.cell is None)}


def _behind(view: View, index: int) -> bool:
    """Whether a piece stands behind a label, or what may be one."""
    piece = view.pieces[index]
    return piece.labelled or (bool(piece.joint) and index > 0 and view.pieces[index - 1].proposed)


def _kind(view: View, index: int) -> tuple[bool, ...]:
    piece = view.pieces[index]
    return piece.is_label, piece.proposed, _behind(view, index), piece.bullet, piece.sentence > 0


def row_heads(pieces: Sequence[Piece]) -> list[int | None]:
    """Per piece in a table the first piece of its row."""
    first: dict[tuple[int, int, int], int] = {}
    found: list[int | None] = []
    for index, piece in enumerate(pieces):
        key = (piece.page, piece.cell.table, piece.cell.row) if piece.cell else None
        found.append(None if key is None else first.setdefault(key, index))
    return found
