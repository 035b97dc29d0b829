"""Blocks to pieces: a label and the text behind it apart, numbers and bullets off, lists in a line cut up.

A piece is what the segmenter gives a role. ``Subdoel 1: IB rond`` becomes a label with number 1 and a
text; ``Thuis oefenen (actie: klant)`` a text and a label.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.reading.affixes import NO_AFFIXES, Affixes
from pipeline.reading.blocks import Block
from pipeline.reading.characters import BULLET
from pipeline.reading.enumerators import split_enumerator
from pipeline.reading.headings import main_concept, number_in
from pipeline.reading.inner_labels import cut_at_inner_labels
from pipeline.reading.labels import ACTORS, BRACKETED, propose_label, split_label
from pipeline.reading.lines import Cell
from pipeline.reading.recurring import find_affixes
from pipeline.reading.running_text import Column, column_of, running_columns
from pipeline.reading.sentences import split_sentences
from pipeline.reading.set_off import joined, placed_words, set_off
from pipeline.reading.suffixes import propose_suffix, split_suffix

_ITEMS = re.compile(r"(?<=[.!?]);\s+|;\s+(?=[A-ZÀ-Þ0-9])")
_SMALL_ITEMS = re.compile(r";\s+")  # of a writer who starts texts without a capital
_SURE_ITEMS = re.compile(r"(?<=[.!?]);\s+")  # nobody ends a sentence so within a text
_INSIDE = frozenset((":", "."))  # signs that do stand within the text behind a label
_FINAL = ACTORS | {"hoofddoel", "situatie"}  # labels behind which no other is foreseen
_ALONE = re.compile(r"\(?(\d{1,2}|[A-H]|[IVX]{1,4})[.):]?|\[(\d{1,2}|[A-H]|[IVX]{1,4})\]")
_LONG = 160  # characters: a longer paragraph is cut into sentences even where lists are used


@dataclass(frozen=True, slots=True)
class Piece:
    """A label or a text, with where and how it is printed. ``number``: of its label or enumeration."""

    text: str
    page: int
    cell: Cell | None
    x0: float
    size: float
    bold: bool
    bullet: bool
    number: int | None
    depth: int  # of its enumeration: 1 for '3.', 2 for '3.1', 0 for none
    is_label: bool  # stood before a text in one block
    labelled: bool  # stood behind a label in one block
    proposed: bool = False  # it may be a label, or the start of the text behind it
    joint: str = ""  # what stands between it and the piece before, of which it may be the rest
    column_head: str = ""
    row_head: str = ""
    column_kind: str = ""  # what the cells of its column hold: wie, wanneer, kruis
    in_head_row: bool = False  # it names what a column of its table holds
    sentence: int = 0  # its place in the paragraph it was cut from
    lines: tuple[str, ...] = ()  # as printed, of the text it was cut from

    @property
    def row(self) -> tuple[int, int] | None:
        """The table and row it stands in."""
        return (self.cell.table, self.cell.row) if self.cell else None


def make_pieces(blocks: Sequence[Block]) -> list[Piece]:
    """The pieces of a document in reading order, empty ones left out."""
    blocks = cut_at_inner_labels(blocks)
    parts = (part for block in blocks for part in block.parts())
    affixes = find_affixes((part.text, part.bullet, part.x0) for part in parts)
    in_prose = not any(block.bullet for block in blocks)
    running = running_columns(blocks)
    pieces = [
        part
        for block in blocks
        for piece in _pieces_of(block, affixes)
        for part in (
            _sentences(piece, running) if in_prose or piece.cell or len(piece.text) > _LONG else [piece]
        )
    ]
    return [_as_number(piece) for piece in pieces if re.search(r"\w", piece.text)]


def _as_number(piece: Piece) -> Piece:
    """A number or letter that stands alone, as in a first column, numbers what follows it."""
    match = _ALONE.fullmatch(piece.text)
    if match is None or piece.labelled or not (piece.cell or piece.text[0] == "[" or piece.text[0].isdigit()):
        return piece
    return replace(piece, is_label=True, number=number_in(f"nr {match[1] or match[2]}"))


def _sentences(piece: Piece, running: Collection[Column]) -> list[Piece]:
    """A paragraph as its sentences: in prose each may be a part of the plan. A bulleted item stays whole, and
    the text of a cell but in ``running`` columns.
    """
    whole = piece.cell is not None and column_of(piece.cell) not in running
    if piece.bullet or piece.is_label or piece.proposed or whole:
        return [piece]
    first, *rest = split_sentences(piece.text)
    later = (
        replace(piece, text=text, sentence=index, number=None, labelled=False, joint=" ")
        for index, text in enumerate(rest, start=1)
    )
    return [replace(piece, text=first), *later]


def _pieces_of(block: Block, affixes: Affixes) -> Iterator[Piece]:
    behind = False  # a label
    for index, part in enumerate(block.parts()):
        for place, piece in enumerate(_pieces_of_part(part, affixes)):
            behind = behind or piece.is_label
            if index and not piece.is_label:
                piece = replace(piece, labelled=piece.labelled or behind, joint=piece.joint if place else " ")
            yield piece


def _pieces_of_part(block: Block, affixes: Affixes) -> Iterator[Piece]:
    label, text, bold = _bold_label(block)
    base = Piece(
        text, block.page, block.cell, block.x0, block.size, bold, block.bullet, None, 0, False, bool(label),
        lines=tuple(line.text for line in block.lines),
    )  # fmt: skip
    if label:
        yield _label(base, label, affixes)
        yield from _split_text(base, label, affixes)
        return
    parts = set_off(block)
    if parts.lead or parts.tail:
        base = replace(base, text=parts.text)
    if parts.lead:
        if main_concept(parts.lead):
            yield _label(base, parts.lead, affixes)
            base, label = replace(base, labelled=True), parts.lead
        else:
            yield replace(_label(base, parts.lead, affixes), bold=bold, is_label=False, proposed=True)
            base = replace(base, joint=parts.joint)
    yield from _split_text(base, label, affixes)
    if parts.tail:
        known = main_concept(parts.tail) in ACTORS
        yield replace(
            base, text=parts.tail, is_label=known, labelled=True, joint="" if known else parts.tail_joint
        )


def _label(base: Piece, label: str, affixes: Affixes) -> Piece:
    number, depth, bare = split_enumerator(label, affixes)
    return replace(
        base, text=bare.strip(), bold=True, number=number if number is not None else number_in(bare),
        depth=depth, is_label=True, labelled=False,
    )  # fmt: skip


def _split_text(base: Piece, before: str, affixes: Affixes) -> Iterator[Piece]:
    """The pieces of a text; ``before`` is the bold label it stood behind, if any."""
    number, depth, text = split_enumerator(base.text, NO_AFFIXES if base.bullet else affixes)
    label, text = split_label(text, affixes, base.bullet)
    if label:
        own = number_in(label)
        yield replace(base, text=label, number=number if own is None else own, depth=depth, is_label=True)
        number, depth, text = split_enumerator(text)
        base = replace(base, labelled=True)
        if behind := BRACKETED.match(text):  # 'A1 [klant] ...'
            yield replace(base, text=behind[1].strip(), is_label=True)
            text = text[behind.end() :]
    maybe, joint, rest = propose_label(text, affixes)
    inside = joint.strip() in _INSIDE and main_concept(label) in _FINAL
    if maybe and not (inside and main_concept(maybe) not in ACTORS):
        text = rest
        own = number_in(maybe) if number is None else number
        yield replace(base, text=maybe, number=own, depth=depth, proposed=True)
        base, number, depth = replace(base, joint=joint), None, 0
    text, tail = _tail(text, base, affixes)
    items = _items(text, _is_list(label or before, base))
    for item in items:
        bullet = base.bullet or len(items) > 1
        joined_by = base.joint if item is items[0] else ""
        yield replace(base, text=item.strip(), number=number, depth=depth, bullet=bullet, joint=joined_by)
    yield from tail


def _tail(text: str, base: Piece, affixes: Affixes) -> tuple[str, list[Piece]]:
    """A text, and what is or may be a label behind it."""
    bare, label = split_suffix(text, affixes)
    joint = ""
    if not label:
        bare, joint, label = propose_suffix(text, affixes)
    known = not joint
    return bare, [replace(base, text=label, is_label=known, labelled=True, joint=joint)] if label else []


def _items(text: str, is_list: bool) -> list[str]:
    """What stands in one line, parted by semicolons."""
    if not is_list:
        return _SURE_ITEMS.split(text)
    return (_SMALL_ITEMS if text[:1].islower() else _ITEMS).split(text)


def _is_list(label: str, base: Piece) -> bool:
    """Whether semicolons behind a label separate items: afspraken do stand in a line, goals do not."""
    return bool(label) and not base.bullet and main_concept(label) not in {"hoofddoel", "subdoel", "situatie"}


def _bold_label(block: Block) -> tuple[str, str, bool]:
    """Label, text and whether the text is bold: a block that starts bold and goes on plain has a label."""
    words = placed_words(block)
    first = next((i for i, (word, _) in enumerate(words) if not BULLET.fullmatch(word.text)), 0)
    lead = first
    while lead < len(words) and words[lead][0].bold:
        lead += 1
    if not first < lead < len(words) or lead - first > 12:
        return "", block.text, block.bold > 0.5
    label = joined(words[first:lead])
    text = joined(words[lead:])
    if not (re.search(r"[:.?!–-]$", label) or main_concept(label) or re.match(r"[:–-]\s", text)):
        return "", block.text, block.bold > 0.5
    return label.rstrip(" :–-"), re.sub(r"^[:–-]\s*", "", text), False
