"""What is known of each piece of a plan by its place on the form, and not by what was filled in."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from pipeline.reading.layouts.fingerprint import is_short, word_number
from pipeline.reading.pieces import Piece

# What people write where there is nothing to fill in.
EMPTY_MARKS = ("geen", "n.v.t.", "nvt", "-", "niet van toepassing", "geen afspraken")
_EMPTY = frozenset(mark.strip(" .-–").lower() for mark in EMPTY_MARKS)
_LENGTHS = (1, 2, 4, 8, 16, 35)  # words
_STEP = 6  # points of indent
_COLUMN = 9  # points: pieces that start this near stand in line


@dataclass(frozen=True, slots=True)
class _Look:
    """How a piece is printed."""

    place: str
    kind: str
    number: str
    type: str

    @property
    def all(self) -> str:
        return f"{self.kind}|{self.number}|{self.type}"


def is_empty_mark(text: str) -> bool:
    """Whether a text says that nothing was filled in."""
    return text.strip(" .-–").lower() in _EMPTY


def form_features(
    pieces: Sequence[Piece], heading: Sequence[bool], guess: Sequence[str], words: frozenset[str]
) -> list[list[str]]:
    """Per piece the names of its features. ``guess``: the general model's roles; ``words``: the form's."""
    body = median(piece.size for piece in pieces) if pieces else 10.0
    looks = [_look(piece, body) for piece in pieces]
    names = [_name(piece.text, words) if is_short(piece) else "-" for piece in pieces]
    heads = _heads(pieces, heading, names)
    return [
        [
            "altijd",
            *_own(piece, looks[i], names[i], heading[i], guess[i]),
            *_under(looks[i], *heads[i]),
            *_indent(i, pieces, looks, heading),
            *_in_table(piece, looks[i], words),
            *_behind(i, pieces, looks, names),
            *_beside(i, pieces, looks, names),
        ]
        for i, piece in enumerate(pieces)
    ]


def _name(text: str, words: frozenset[str]) -> str:
    number = word_number(text)
    return number if number in words else "?"


def _look(piece: Piece, body: float) -> _Look:
    cell = piece.cell
    return _Look(
        place=f"{cell.column}/{cell.columns}" if cell else f"x{round(piece.x0 / _COLUMN)}",
        kind=f"{piece.is_label:d}{piece.labelled:d}{piece.bullet:d}{min(piece.sentence, 1)}",
        number=f"{piece.number is not None:d}{piece.depth}",
        type=f"{piece.bold:d}{round(piece.size - body)}",
    )


def _own(piece: Piece, look: _Look, name: str, heading: bool, guess: str) -> list[str]:
    words = len(piece.text.split())
    length = sum(words > limit for limit in _LENGTHS)
    return [
        f"zelf={name}", f"plek={look.place}", f"soort={look.kind}", f"nummer={look.number}",
        f"druk={look.type}", f"woorden={length}", f"plek={look.place}|{look.all}",
        f"alles={look.all}|{heading:d}",
        f"kop={heading:d}", f"leeg={is_empty_mark(piece.text):d}",
        f"klein={piece.text[:1].islower():d}", f"gok={guess}", f"gok={guess}|{look.all}",
    ]  # fmt: skip


def _under(look: _Look, head: str, known: str, since: int) -> list[str]:
    """``head``: the last heading; ``known``: the last that is the form's, ``since`` so many pieces ago."""
    near = min(since, 2)
    return [
        f"onder={known}", f"onder={known}|{near}", f"kop_ervoor={head}|{near}", f"onder={known}|{look.all}",
        f"onder={known}|{look.place}",
    ]  # fmt: skip


def _indent(i: int, pieces: Sequence[Piece], looks: Sequence[_Look], heading: Sequence[bool]) -> list[str]:
    """How far a piece stands in from the last heading and from the piece before it: in another column of the
    page, or on another page, that is the same.
    """
    head = next((j for j in range(i - 1, -1, -1) if heading[j] or pieces[j].is_label), None)
    found = []
    for name, j in (("kop", head), ("vorige", i - 1 if i else None)):
        step = "" if j is None else str(round((pieces[i].x0 - pieces[j].x0) / _STEP))
        found += [f"in_{name}={step}", f"in_{name}={step}|{looks[i].all}"]
    return found


def _in_table(piece: Piece, look: _Look, words: frozenset[str]) -> list[str]:
    if piece.cell is None:
        return []
    column = _name(piece.column_head, words) if piece.column_head else ""
    row = _name(piece.row_head, words) if piece.row_head else ""
    return [
        f"kolom={column}", f"kolom={column}|{look.place}", f"kolom={column}|{look.all}", f"rij={row}",
        f"rij={row}|kolom={column}", f"kopregel={piece.in_head_row:d}", f"breed={piece.cell.columns}",
    ]  # fmt: skip


def _behind(i: int, pieces: Sequence[Piece], looks: Sequence[_Look], names: Sequence[str]) -> list[str]:
    """The label a piece stands behind, and whether it may go on with the text before it."""
    if not i:
        return []
    before, piece = pieces[i - 1], pieces[i]
    ended = before.text[-1:] in ".!?"
    found = [f"ga_door={ended:d}|{piece.text[:1].islower():d}|{looks[i - 1] == looks[i]:d}"]
    if piece.labelled and not piece.is_label:
        found += [f"achter={names[i - 1]}", f"achter={names[i - 1]}|{looks[i].kind}"]
    return found


def _beside(i: int, pieces: Sequence[Piece], looks: Sequence[_Look], names: Sequence[str]) -> list[str]:
    found = []
    for step in (-1, 1):
        j = i + step
        if not 0 <= j < len(pieces):
            found.append(f"{step}:rand")
            continue
        found += [f"{step}:{looks[j].all}", f"{step}:{names[j]}", f"{step}:{looks[j].all}|{looks[i].all}"]
        if pieces[i].cell:
            found.append(f"{step}:zelfde_cel={pieces[j].cell == pieces[i].cell:d}")
    return found


def _heads(
    pieces: Sequence[Piece], heading: Sequence[bool], names: Sequence[str]
) -> list[tuple[str, str, int]]:
    """Per piece the last heading, the last heading that is the form's, and how many pieces ago that was."""
    last, known, since = "begin", "begin", 0
    found = []
    for piece, is_head, name in zip(pieces, heading, names, strict=True):
        found.append((last, known, since))
        if piece.column_head:
            continue
        since += 1
        if is_head or piece.is_label:
            last = "?" if name == "-" else name
            if last != "?":
                known, since = last, 0
    return found
