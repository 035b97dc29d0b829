"""How a plan was read, as a picture of its pages: the found parts in colour, each with its name beside it."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium

from pipeline.reading.document import Document
from pipeline.reading.furniture import without_furniture
from pipeline.reading.learning import plain
from pipeline.reading.page_lines import page_lines
from pipeline.reading.parts import Part
from pipeline.reading.pdf import Page, Word

# Colours that colour-blind people tell apart (Okabe & Ito 2008); every part has its name beside it too.
COLOURS = {
    "situatie": (86, 180, 233),
    "hoofddoel": (213, 94, 0),
    "subdoel": (0, 158, 115),
    "afspraak": (230, 159, 0),
}
_SCALE = 1.6  # pixels a point
_MOST_PIXELS = 2400  # of a side
_MARGIN = 240  # pixels beside the page, for the names and the lines to them
_ROOM = 34  # of these, for the lines
_LEGEND = 44
_TEXT, _NOTE = 13, 15
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Mark:
    """A part on a page: the boxes of its lines."""

    part: Part
    page: int
    boxes: tuple[Box, ...]
    starts: bool


def draw_reading(path: Path, document: Document, parts: Sequence[Part | None]) -> bytes:
    """A PNG with the pages below each other. ``parts`` runs parallel to the document's pieces."""
    from PIL import Image

    marks = list(_marks(document, parts))
    pages = [
        _draw_page(image, page, scale, [mark for mark in marks if mark.page == page.number])
        for page, image, scale in _rendered(path, document)
    ]
    whole = Image.new(
        "RGB", (max(page.width for page in pages), _LEGEND + sum(p.height for p in pages)), "white"
    )
    _draw_legend(whole)
    top = _LEGEND
    for page in pages:
        whole.paste(page, (0, top))
        top += page.height
    stream = io.BytesIO()
    whole.save(stream, "PNG")
    return stream.getvalue()


def _rendered(path: Path, document: Document) -> Iterator[tuple[Page, Any, float]]:
    """Each page with its picture, turned so that its text is upright, and the pixels a point."""
    opened = pdfium.PdfDocument(path, password=document.password)
    try:
        opened.init_forms()
        for page in document.pages:
            source = opened[page.number - 1]
            source.set_rotation(0)
            left, bottom, right, top = source.get_bbox()
            turn = _turn(page, (left, bottom, right, top))
            scale = min(_SCALE, _MOST_PIXELS / max(right - left, top - bottom, 1))
            image = source.render(scale=scale, rotation=90 * turn).to_pil().convert("RGB")
            shift = (left, bottom, -right, -top)[turn]
            yield page, _Shifted(image, shift), scale
    finally:
        opened.close()


@dataclass(frozen=True, slots=True)
class _Shifted:
    """A page's picture and the x of its left side."""

    image: Any
    left: float


def _turn(page: Page, box: Box) -> int:
    """The quarter turns at which the page was read: those at which its top and bottom are as they are."""
    left, bottom, right, top = box
    edges = ((-top, -bottom), (left, right), (bottom, top), (-right, -left))
    return min(range(4), key=lambda turn: abs(edges[turn][0] - page.top) + abs(edges[turn][1] - page.bottom))


def _draw_page(shifted: _Shifted, page: Page, scale: float, marks: Sequence[_Mark]) -> Any:
    from PIL import Image, ImageDraw

    image = shifted.image
    drawn = Image.new("RGB", (image.width + _MARGIN, image.height), "white")
    drawn.paste(image, (0, 0))
    draw = ImageDraw.Draw(drawn, "RGBA")
    draw.line([(0, 0), (drawn.width, 0)], fill=(120, 120, 120), width=2)
    notes = []
    for mark in marks:
        boxes = [_pixels(box, shifted.left, page.top, scale) for box in mark.boxes]
        for box in boxes:
            draw.rectangle(box, fill=(*COLOURS[mark.part.kind], 70))
            draw.rectangle((box[0] - 4, box[1], box[0] - 1, box[3]), fill=(*COLOURS[mark.part.kind], 255))
        if mark.starts:
            notes.append((boxes[0], mark.part))
    _draw_notes(draw, notes, image.width)
    return drawn


def _pixels(box: Box, left: float, top: float, scale: float) -> Box:
    return (
        (box[0] - left) * scale - 1,
        (box[1] - top) * scale - 1,
        (box[2] - left) * scale + 1,
        (box[3] - top) * scale + 1,
    )


def _draw_notes(draw: Any, notes: Sequence[tuple[Box, Part]], edge: float) -> None:
    """The names in the margin, each as high as its part or just below the one before, with a line to it."""
    font = _font(_TEXT)
    free = 0.0
    for box, part in sorted(notes, key=lambda note: (note[0][1], note[0][0])):
        top = max(free, (box[1] + box[3] - _NOTE) / 2)
        free = top + _NOTE + 1
        colour = COLOURS[part.kind]
        side = top + _NOTE / 2
        line = [(box[2], box[1]), (edge, box[1]), (edge + _ROOM, side)]  # along the top: not through words
        draw.line(line, fill=(*colour, 150))
        draw.rectangle((edge + _ROOM, top, edge + _ROOM + 8, top + _NOTE - 2), fill=(*colour, 255))
        draw.text((edge + _ROOM + 13, top - 1), part.label, fill=(0, 0, 0), font=font)


def _draw_legend(whole: Any) -> None:
    from PIL import ImageDraw

    draw = ImageDraw.Draw(whole)
    font, x = _font(_TEXT + 1), 12
    for kind, colour in COLOURS.items():
        draw.rectangle((x, 14, x + 16, 30), fill=colour)
        draw.text((x + 22, 13), kind, fill=(0, 0, 0), font=font)
        x += 40 + int(draw.textlength(kind, font=font))
    draw.text((x, 13), "zonder kleur: niet als deel van het plan gelezen", fill=(90, 90, 90), font=font)


def _font(size: int) -> Any:
    from PIL import ImageFont

    return ImageFont.load_default(size)


def _marks(document: Document, parts: Sequence[Part | None]) -> Iterator[_Mark]:
    """Where each part stands: its letters are looked for in those of the page, from the last one found on."""
    words = list(_words(document))
    letters = "".join(plain(word.text) for _, word in words)
    owner = [index for index, (_, word) in enumerate(words) for _ in plain(word.text)]
    at = 0
    before: Part | None = None
    for piece, part in zip(document.pieces, parts, strict=True):
        text = plain(piece.text)
        place = letters.find(text, at)
        place = letters.find(text) if place < 0 else place
        if place >= 0 and text:
            at = place + len(text)
            if part:
                yield from _mark(part, [words[i] for i in sorted(set(owner[place:at]))], part != before)
        before = part


def _words(document: Document) -> Iterator[tuple[int, Word]]:
    lines = [page_lines(page, page.number * 1000) for page in document.pages]
    body = without_furniture(document.pages, lines)
    return ((line.page, word) for on_page in body for line in on_page for word in line.words)


def _mark(part: Part, words: Sequence[tuple[int, Word]], starts: bool) -> Iterator[_Mark]:
    for number in sorted({page for page, _ in words}):
        here = [word for page, word in words if page == number]
        lines: dict[int, list[Word]] = {}
        for word in here:
            lines.setdefault(round(word.baseline), []).append(word)
        boxes = tuple(
            (
                min(w.x0 for w in line),
                min(w.top for w in line),
                max(w.x1 for w in line),
                max(w.bottom for w in line),
            )
            for line in lines.values()
        )
        yield _Mark(part, number, boxes, starts and number == words[0][0])
