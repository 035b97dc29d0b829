"""Figures as PNG, drawn with Pillow: for who cannot place an SVG in a document."""

import io
from functools import cache
from typing import TYPE_CHECKING

from pipeline.report.drawing import Figure
from pipeline.report.look import BARS, HALO, INK, LETTERS, PAPER

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

SCALE = 2.0
MARGIN = 12
REGULAR = (
    "DejaVuSans.ttf",
    "LiberationSans-Regular.ttf",
    "NotoSans-Regular.ttf",
    "segoeui.ttf",
    "Arial.ttf",
    "arial.ttf",
)
BOLD = (
    "DejaVuSans-Bold.ttf",
    "LiberationSans-Bold.ttf",
    "NotoSans-Bold.ttf",
    "segoeuib.ttf",
    "Arial Bold.ttf",
    "arialbd.ttf",
)
WIDE_LETTERS = 0.92
"""These letters are wider than those the figures were measured for."""
_ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}


def png(figure: Figure) -> bytes | None:
    """The figure as a picture of 2 pixels a point; None when this computer has none of the known fonts."""
    from PIL import Image, ImageDraw

    if _font(1.0, bold=False) is None:
        return None
    size = (_pixels(figure.width + 2 * MARGIN), _pixels(figure.height + 2 * MARGIN))
    image = Image.new("RGB", size, PAPER)
    draw = ImageDraw.Draw(image)
    for bar in figure.bars:
        if bar.width > 0:
            left, top = _at(bar.x), _at(bar.y)
            # A few among thousands: the bar is less than a pixel, and still there.
            right = max(left, _at(bar.x + bar.width) - 1)
            draw.rectangle((left, top, right, _at(bar.y + bar.height) - 1), BARS[bar.style])
    for rule in figure.rules:
        draw.line((_at(rule.x), _at(rule.top), _at(rule.x), _at(rule.bottom)), INK, 2)
    for text in figure.texts:
        letter = LETTERS[text.style]
        font = _font(letter.size, bold=letter.bold)
        edge = {"stroke_width": HALO, "stroke_fill": PAPER} if letter.halo else {}
        for base, line in text.lines:
            place = (_at(text.x), _at(base))
            draw.text(place, line, letter.colour, font, anchor=_ANCHORS[text.anchor], **edge)
    stream = io.BytesIO()
    image.save(stream, "PNG", compress_level=4)
    return stream.getvalue()


def _at(value: float) -> int:
    return _pixels(value + MARGIN)


def _pixels(value: float) -> int:
    return round(value * SCALE)


@cache
def _font(size: float, *, bold: bool) -> "FreeTypeFont | None":
    """The first of the fonts that this computer has."""
    from PIL import ImageFont

    for name in BOLD if bold else REGULAR:
        try:
            return ImageFont.truetype(name, size * SCALE * WIDE_LETTERS)
        except OSError:
            continue
    return None
