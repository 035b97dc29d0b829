"""Examples drawn otherwise, to learn from: other type, and other matter around the plan.

Writers differ in more ways than there are layouts to learn from. A document without its bold, its numbers or
its table, or with sections that are no part of the plan, is one more layout.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import yaml

from pipeline.reading.pieces import Piece

_DATA = Path(__file__).parent / "data" / "bijzaken.yaml"
_SMALL = 10.0
Roled = tuple[tuple[Piece, ...], tuple[str, ...]]  # pieces and their roles, parallel


@cache
def side_matter() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Per kind of side matter its headings and its texts, from ``data/bijzaken.yaml``."""
    kinds: Mapping[str, Mapping[str, list[str]]] = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    return tuple((tuple(kind["koppen"]), tuple(kind["teksten"])) for kind in kinds.values())


def restyled(
    pieces: Sequence[Piece], generator: np.random.Generator, chance: float = 0.25
) -> tuple[Piece, ...]:
    """The pieces, each kind of typographic evidence left out with ``chance``, tables with half of it."""
    bold, size, number, bullet = (bool(draw) for draw in generator.random(4) < chance)
    table = bool(generator.random() < chance / 2)
    return tuple(_plainer(piece, bold, size, number, bullet, table) for piece in pieces)


def _plainer(piece: Piece, bold: bool, size: bool, number: bool, bullet: bool, table: bool) -> Piece:
    if bold:
        piece = replace(piece, bold=False)
    if size:
        piece = replace(piece, size=_SMALL)
    if number and not piece.is_label:
        piece = replace(piece, number=None, depth=0)
    if bullet:
        piece = replace(piece, bullet=False)
    if table:
        piece = _loose(piece)
    return piece


def _loose(piece: Piece) -> Piece:
    return replace(piece, cell=None, column_head="", row_head="", column_kind="", in_head_row=False)


def with_side_matter(pieces: Sequence[Piece], roles: Sequence[str], generator: np.random.Generator) -> Roled:
    """The pieces with one to three sections added that look like the document's own and are no plan."""
    places = _section_starts(pieces, roles)
    if not places or not {"situatie", "afspraak"} & set(roles):  # nothing to look like
        return tuple(pieces), tuple(roles)
    drawn = generator.choice(len(places), size=min(len(places), int(generator.integers(1, 4))), replace=False)
    new_pieces, new_roles = list(pieces), list(roles)
    for place in sorted((places[index] for index in drawn), reverse=True):
        section = _section(pieces, roles, generator)
        new_pieces[place:place] = section
        new_roles[place:place] = ["anders"] * len(section)
    return tuple(new_pieces), tuple(new_roles)


def _section_starts(pieces: Sequence[Piece], roles: Sequence[str]) -> list[int]:
    """Where a section may go: before the heading of each part of the plan, and after the last part."""
    places = []
    for part in ("situatie", "hoofddoel", "subdoel"):
        place = roles.index(part) if part in roles else 0
        while place and roles[place - 1] == "anders" and (part != "situatie" or place == roles.index(part)):
            place -= 1  # before all headings of the part; above a situatie stand the details of a person too
        places.append(place)
    parts = [index for index, role in enumerate(roles) if role != "anders"]
    after = parts[-1] + 1 if parts else 0
    while after < len(pieces) and pieces[after].is_label and pieces[after].labelled:
        after += 1  # an actor behind the last afspraak
    return sorted({place for place in [*places, after, len(pieces)] if place > 0})


def _section(pieces: Sequence[Piece], roles: Sequence[str], generator: np.random.Generator) -> list[Piece]:
    headings, texts = side_matter()[int(generator.integers(len(side_matter())))]
    headlike = [
        piece
        for piece, role, following in zip(pieces, roles, roles[1:], strict=False)
        if role == "anders" and following in {"situatie", "hoofddoel", "subdoel"} and not piece.cell
    ]
    bodies = [piece for piece, role in zip(pieces, roles, strict=True) if role in {"situatie", "afspraak"}]
    head = headlike[int(generator.integers(len(headlike)))] if headlike else replace(bodies[0], bold=True)
    body = bodies[int(generator.integers(len(bodies)))]
    page = head.page
    chosen = generator.permutation(len(texts))[: int(generator.integers(2, 7))]
    heading = replace(_loose(head), text=str(generator.choice(headings)), page=page, proposed=False, joint="")
    if head.text.isupper():
        heading = replace(heading, text=heading.text.upper())
    plain = replace(
        _loose(body), labelled=False, is_label=False, proposed=False, joint="", number=None, depth=0,
        sentence=0, page=page,
    )  # fmt: skip
    return [heading, *(replace(plain, text=texts[index]) for index in chosen)]
