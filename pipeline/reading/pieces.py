"""Blocks to pieces: a label and the text behind it apart, numbers and bullets off, lists in a line cut up.

A piece is what the segmenter gives a role. ``Subdoel 1: IB rond`` becomes a label with number 1 and a
text; ``Thuis oefenen (actie: klant)`` a text and a label.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.reading.blocks import Block
from pipeline.reading.characters import BULLET, join_lines
from pipeline.reading.headings import concepts_of, main_concept, masked, number_in
from pipeline.reading.lines import Cell
from pipeline.reading.pdf import Word

ACTORS = frozenset({"klantmanager", "statushouder", "beide", "derde"})
_LABELS = ACTORS | {
    "hoofddoel", "subdoel", "situatie", "afspraak", "gegevens", "datum", "ondertekening", "wie", "wanneer",
    "evaluatie", "titel",
}  # fmt: skip
_DASH_LABELS = ACTORS | {"hoofddoel", "subdoel", "situatie"}
_STOP_LABELS = {
    "hoofddoel",
    "subdoel",
    "situatie",
}  # an actor before a full stop is an abbreviation or a sentence
_ENUMERATOR = re.compile(
    r"^(?:\(?(?P<digits>\d{1,2}(?:\.\d{1,2})*)(?:[.):]+\s*|\s*[-–]\s+|(?<=\.\d)\s+|\s+(?=[A-ZÀ-Þ\"'“‘(\[]))|\(?(?P<letter>[a-zA-Z])[.)]\s+"
    r"|\(?(?P<roman>[IVX]{1,4}|[ivx]{1,4})[.):]\s+)(?=\S)"
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_COLON = re.compile(r"^([^:]{1,70}?)\s?:\s+(?=\S)")
_DASH = re.compile(r"^([^-–—]{1,45}?)\s+[-–—]\s+(?=\S)")
_STOP = re.compile(r"^([^.]{1,45}?)\.\s+(?=[A-ZÀ-Þ0-9\"“‘'])")
_SUFFIX = re.compile(r"^(?P<text>.{8,}?)\s*[(\[](?P<label>[^()\[\]]{2,60})[)\]][.;]?$")
_SENTENCE = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[A-ZÀ-Þ0-9\"“‘'(])")
# An abbreviation or initial before the break: no sentence ended.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[A-Z]|dr|drs|mr|ir|prof|mw|mevr|dhr|hr|nr|evt|incl|excl|ca|circa|bijv|bv|o\.a|d\.w\.z|i\.v\.m|m\.b\.t"
    r"|i\.o\.m|d\.d|t/m|max|min|tel|art|p\.w|p\.m|resp|vgl|a\.s|jl|ds|sr|jr)\.$",
    re.IGNORECASE,
)
_ITEMS = re.compile(r";\s+(?=[A-ZÀ-Þ0-9])")


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
    column_head: str = ""
    row_head: str = ""
    sentence: int = 0  # its place in the paragraph it was cut from


def make_pieces(blocks: Sequence[Block]) -> list[Piece]:
    """The pieces of a document in reading order, empty ones left out."""
    affixes = _recurring_affixes(blocks)
    in_prose = not any(block.bullet for block in blocks)
    pieces = [
        part
        for block in blocks
        for piece in _pieces_of(block, affixes)
        for part in (_sentences(piece) if in_prose or len(piece.text) > 160 else [piece])
    ]
    return [piece for piece in pieces if re.search(r"\w", piece.text)]


def _recurring_affixes(blocks: Sequence[Block]) -> frozenset[str]:
    """Short texts that several blocks start with before a colon, or end with in brackets: labels of any words."""
    counts: Counter[str] = Counter()
    for block in blocks:
        if (match := _COLON.match(block.text)) and len(match[1].split()) <= 5 and match[1][:1].isalnum():
            counts[masked(match[1])] += 1
        if match := _SUFFIX.match(block.text):
            counts[masked(match["label"])] += 1
    return frozenset(text for text, count in counts.items() if count >= 2 and text)


def _sentences(piece: Piece) -> list[Piece]:
    """A paragraph as its sentences: in prose each may be a part of the plan. A bulleted item stays whole."""
    if piece.bullet or piece.is_label or piece.cell is not None:
        return [piece]
    texts = [text for text in _SENTENCE.split(piece.text) if text.strip()]
    joined: list[str] = []
    for text in texts:
        if joined and (_ABBREVIATION.search(joined[-1]) or len(text.split()) < 2):
            joined[-1] = f"{joined[-1]} {text}"
        else:
            joined.append(text)
    return [
        replace(
            piece,
            text=text,
            sentence=index,
            number=piece.number if index == 0 else None,
            labelled=piece.labelled and index == 0,
        )
        for index, text in enumerate(joined)
    ]


def _pieces_of(block: Block, affixes: frozenset[str]) -> Iterator[Piece]:
    label, text, bold = _bold_label(block)
    base = Piece(
        text, block.page, block.cell, block.x0, block.size, bold, block.bullet, None, 0, False, bool(label)
    )
    if label:
        number, depth, bare = split_enumerator(label)
        yield replace(
            base, text=bare.strip(), bold=True, number=number if number is not None else number_in(bare),
            depth=depth, is_label=True, labelled=False,
        )  # fmt: skip
    yield from _split_text(base, main_concept(label) in ACTORS, affixes)


def _split_text(base: Piece, actor_seen: bool, affixes: frozenset[str]) -> Iterator[Piece]:
    number, depth, text = split_enumerator(base.text)
    label, text = _inline_label(text, affixes)
    if label:
        own = number_in(label)
        yield replace(base, text=label, number=number if own is None else own, depth=depth, is_label=True)
        number, depth = None, 0
    text, suffix = _suffix_label(text, affixes)
    actor_seen = actor_seen or main_concept(label, 0.6) in ACTORS
    items = _ITEMS.split(text) if actor_seen and not base.bullet else [text]
    for item in items:
        yield replace(
            base, text=item.strip(), number=number, depth=depth, labelled=base.labelled or bool(label),
            bullet=base.bullet or len(items) > 1,
        )  # fmt: skip
    if suffix:
        yield replace(base, text=suffix, is_label=True, labelled=True)


def split_enumerator(text: str) -> tuple[int | None, int, str]:
    """Number, depth and the text without the number it starts with: '3.1 Taal' gives (1, 2, 'Taal')."""
    match = _ENUMERATOR.match(text)
    if not match:
        return None, 0, text
    rest = text[match.end() :]
    if digits := match["digits"]:
        if re.match(r"[-/.:]?\d", rest) or re.match(
            r"(?:uur|u\b|januari|februari|maart|april|mei\b|juni|juli|augustus|sept|okt|nov|dec)", rest
        ):
            return None, 0, text
        return int(digits.split(".")[-1]), digits.count(".") + 1, rest
    if match["roman"] and (match["roman"].lower() in _ROMAN):
        return _ROMAN[match["roman"].lower()], 1, rest
    letter = match["letter"]
    if not letter:
        return None, 0, text
    if letter in "IVX":
        return _ROMAN[letter.lower()], 1, rest
    return ord(letter.lower()) - ord("a") + 1, 3 if letter.islower() else 1, rest


def _bold_label(block: Block) -> tuple[str, str, bool]:
    """Label, text and whether the text is bold: a block that starts bold and goes on plain has a label."""
    words = [(word, index) for index, line in enumerate(block.lines) for word in line.words]
    first = next((i for i, (word, _) in enumerate(words) if not BULLET.fullmatch(word.text)), 0)
    lead = first
    while lead < len(words) and words[lead][0].bold:
        lead += 1
    if not first < lead < len(words) or lead - first > 12:
        return "", block.text, block.bold > 0.5
    label = _joined(words[first:lead])
    text = _joined(words[lead:])
    if not (re.search(r"[:.?!–-]$", label) or main_concept(label) or re.match(r"[:–-]\s", text)):
        return "", block.text, block.bold > 0.5
    return label.rstrip(" :–-"), re.sub(r"^[:–-]\s*", "", text), False


def _joined(words: Sequence[tuple[Word, int]]) -> str:
    lines: dict[int, list[str]] = {}
    for word, index in words:
        lines.setdefault(index, []).append(word.text)
    texts = [" ".join(line) for line in lines.values()]
    whole = texts[0]
    for text in texts[1:]:
        whole = join_lines(whole, text)
    return whole.replace("\u00ad", "-")


def _inline_label(text: str, affixes: frozenset[str]) -> tuple[str, str]:
    """A label at the start of a running text: by its words, by its number, or because it recurs."""
    for pattern, names, share in (
        (_COLON, _LABELS, 0.6),
        (_DASH, _DASH_LABELS, 0.75),
        (_STOP, _STOP_LABELS, 0.75),
    ):
        match = pattern.match(text)
        if match and match[1][0].isalnum() and _is_label(match[1], names, share, pattern is _COLON, affixes):
            return match[1].strip(), text[match.end() :].strip()
    return "", text


def _is_label(text: str, names: Collection[str], share: float, colon: bool, affixes: frozenset[str]) -> bool:
    words = len(text.split())
    if main_concept(text, share) in names:
        return words <= 9
    if not colon or words > 4:
        return False
    return masked(text) in affixes or number_in(text) is not None or main_concept(text, 0.35) in names


def _suffix_label(text: str, affixes: frozenset[str]) -> tuple[str, str]:
    """An actor in brackets at the end: ('Thuis oefenen', 'actie: klant')."""
    match = _SUFFIX.match(text)
    if match:
        shares = concepts_of(match["label"])
        if masked(match["label"]) in affixes or sum(shares.get(name, 0.0) for name in ACTORS) >= 0.5:
            return match["text"], match["label"]
    return text, ""
