"""Whether what may be a label is one, on a form of which a plan was taught.

On any form some texts are parted where something may set a label off from them (``Piece.joint``). A taught
plan shows at which joints its texts really part; where it shows none its labels stand elsewhere.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.reading.layouts.fingerprint import label_key
from pipeline.reading.pieces import Piece

_COLUMN = 9  # points: pieces that start this near stand in line


@dataclass(frozen=True, slots=True)
class Joints:
    """``labels``: the places (``_place``) where labels stand before a text. ``parted`` and ``joined``: the
    kinds of joints (``_kind``) at which texts of taught plans ended, or went on.
    """

    parted: frozenset[str] = frozenset()
    joined: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()

    def decide(self, pieces: Sequence[Piece], names: Collection[str]) -> list[Piece]:
        """The pieces with each proposed label made one, or put together with its text again; left as it is
        where a taught plan shows both. ``names``: those of labels (``label_key``).
        """
        found = list(pieces[:1])
        for before, piece in pairwise(pieces):
            kind = _kind(before, piece, self.labels)
            named = before.proposed and label_key(before.text) in names
            if named or (kind in self.parted and kind not in self.joined):
                found[-1:] = _parted(found[-1], piece)
            elif not kind or kind in self.parted or (kind in self.joined and _at_label(kind)):
                found.append(piece)
            elif _at_label(kind):
                found[-1:] = _parted(found[-1], piece)
            else:
                found[-1] = replace(
                    found[-1], text=f"{found[-1].text}{piece.joint}{piece.text}", proposed=False
                )
        return found

    def added(self, other: "Joints") -> "Joints":
        """With what another plan shows."""
        return Joints(self.parted | other.parted, self.joined | other.joined, self.labels | other.labels)


def joints_of(pieces: Sequence[Piece], roles: Sequence[str]) -> Joints:
    """What a taught plan shows; ``roles``: of its pieces."""
    pairs = list(zip(pieces, pieces[1:], roles, roles[1:], strict=False))
    labels = frozenset(
        _place(before)
        for before, piece, role_before, role in pairs
        if before.is_label and role_before == "anders" and piece.labelled and role != "anders"
    )
    kinds = [(_kind(before, piece, labels), one, other) for before, piece, one, other in pairs]
    return Joints(
        frozenset(kind for kind, one, other in kinds if one != other and not _goes_on(one, other)) - {""},
        frozenset(kind for kind, one, other in kinds if _goes_on(one, other)) - {""},
        labels,
    )


def _goes_on(one: str, other: str) -> bool:
    return other.endswith("+") and other.rstrip("+") == one.rstrip("+")


def _kind(before: Piece, piece: Piece, labels: Collection[str]) -> str:
    """The kind of a joint at which a label was proposed, '' where none was."""
    sign = piece.joint.strip()
    if not sign:
        return ""
    if before.proposed:
        place = "label" if _place(before) in labels else f"cel {before.bullet:d}" if piece.cell else "los"
        return f"{place} {sign}"
    return f"achter {sign}" if piece.labelled else ""


def _at_label(kind: str) -> bool:
    return kind.startswith("label")


def _parted(before: Piece, piece: Piece) -> list[Piece]:
    """A label and its text, or a text and the label behind it."""
    if before.proposed:
        label = replace(before, is_label=True, proposed=False)
        return [label, replace(piece, labelled=True, joint="")]
    return [before, replace(piece, is_label=True, joint="")]


def _place(piece: Piece) -> str:
    cell = piece.cell
    column = f"{cell.column}/{cell.columns}" if cell else f"x{round(piece.x0 / _COLUMN)}"
    return f"{column} {piece.labelled:d}"
