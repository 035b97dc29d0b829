"""What a page is to the reader: words with their place and type, and drawn lines.

All coordinates are points in upright, top-down page space.
"""

from dataclasses import dataclass

_ASCENT, _DESCENT = 0.78, 0.22  # of the font size; font boxes of some producers are wrong


@dataclass(slots=True)  # frozen ones take three times as long to make
class Word:
    """A printed word; ``order`` is its place in the file, ``bold`` and ``size`` its type.

    ``style`` names its font and colour: words that differ in it are printed otherwise ('' if unknown).
    """

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    bold: bool
    order: int
    style: str = ""

    @property
    def top(self) -> float:
        return self.baseline - _ASCENT * self.size

    @property
    def bottom(self) -> float:
        return self.baseline + _DESCENT * self.size


@dataclass(frozen=True, slots=True)
class Ruling:
    """A drawn line: horizontal from x ``start`` to ``end`` at y ``at``, or vertical with x and y swapped."""

    horizontal: bool
    start: float
    end: float
    at: float


@dataclass(frozen=True, slots=True)
class Page:
    number: int
    top: float
    bottom: float
    words: tuple[Word, ...]
    rulings: tuple[Ruling, ...]
    image_share: float
    scanned: bool = False  # read by character recognition
    sure: float = 1.0  # how sure the recogniser was of its words, 0 to 1
    unseen: bool = False  # its text lies unseen over a picture: a scan that other software read
    has_form: bool = False  # values of form fields come last in the file, wherever they stand


def upright(x: float, y: float, turn: int) -> tuple[float, float]:
    """A point of PDF user space in upright, top-down space; ``turn`` counts quarter turns of the text."""
    return ((x, -y), (y, x), (-x, y), (-y, -x))[turn]
