"""A scanned page as the words and rulings that a page with text has, by character recognition.

The page is drawn, set straight, and its lines are taken out, since they mislead the recogniser; what it reads
goes the way of all other pages. Type is estimated: size by the height of the letters, bold by their stroke.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.reading.pdf import Page, Ruling, Word
from pipeline.reading.recognition import Box, is_available, recognise

DPI = 300
MAX_SCANS = 20  # pages of one file
_MOST_PIXELS = 5000  # of a side: a poster is read more coarsely
FEW_CHARACTERS = 40
MUCH_IMAGE = 0.25
_POINTS = 72 / DPI
_SHORTEST_RULING = 36 / _POINTS  # pixels; longer than any stroke of a letter
_THICKEST_RULING = 3 / _POINTS
_GAP = 4  # pixels
_FAINT = 32  # grey levels from the paper: rulings are often printed lighter than text
_DRAWN = 0.85  # share of a ruling that must be there; a line of letters has less
_STEEPEST = 2.0  # degrees
_TALL = re.compile(r"[A-Zbdfhklt0-9]")
_HANGING = re.compile(r"[gjpqy,;()\[\]]")
_EDGES = re.compile(r"^[|¦]+|[|¦]+$|^[_‚‘’`´.,:;]$")  # remains of rulings and specks
_CAP_HEIGHT = 0.72  # of the type size
_BOLDER = 1.22  # times the usual stroke of that size
_BULLETS = frozenset("e©*¢°«»®o·•-–—~=+>■□☐¥¤")  # what a bullet is often read as
_BOXES = frozenset(["O", "0", "[]", "[ ]", "LI", "LJ", "C]", "[_]", "Q", "oO"])
Ink = npt.NDArray[np.bool_]


def needs_recognition(page: Page) -> bool:
    """Whether a page is an image of a page: as good as no text, and much image."""
    return sum(len(word.text) for word in page.words) < FEW_CHARACTERS and page.image_share > MUCH_IMAGE


def mend_scans(path: Path, pages: Sequence[Page], password: str | None = None) -> list[Page]:
    """The pages, with those that are images read by character recognition, if that is installed.

    Raises UnreadableFile when the recognition fails.
    """
    scans = [page.number for page in pages if needs_recognition(page)]
    if not scans or not is_available():
        return list(pages)
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(path, password=password)
    try:
        read = {number: _read_page(document[number - 1], number) for number in scans[:MAX_SCANS]}
    finally:
        document.close()
    return [read.get(page.number, page) for page in pages]


def _read_page(page: Any, number: int) -> Page:
    scale = min(DPI / 72, _MOST_PIXELS / max(page.get_size()))
    return read_scan(page.render(scale=scale).to_pil(), number)


def read_scan(image: Any, number: int) -> Page:
    """The page ``number`` from its image (Pillow, DPI dots per inch).

    Raises UnreadableFile when the program is missing or takes too long.
    """
    straight = _straightened(image.convert("L"))
    grey = np.asarray(straight)
    ink = _ink(grey)
    rulings, lines = _rulings(grey < np.median(grey) - _FAINT)
    clean = grey.copy()
    clean[lines] = 255
    words = _bulleted(list(_words(clean, ink & ~lines)))
    return Page(number, 0.0, straight.height * _POINTS, tuple(words), tuple(rulings), 1.0, scanned=True)


def _ink(grey: npt.NDArray[np.uint8]) -> Ink:
    """The dark pixels, by the threshold that parts dark from light best (Otsu 1979)."""
    counts = np.bincount(grey.ravel(), minlength=256).astype(np.float64)
    weight = np.cumsum(counts)
    total = np.cumsum(counts * np.arange(256))
    with np.errstate(divide="ignore", invalid="ignore"):
        between = (total[-1] * weight / weight[-1] - total) ** 2 / (weight * (weight[-1] - weight))
    threshold = int(np.nan_to_num(between, posinf=0.0).argmax())
    dark: Ink = grey <= min(threshold, 200)
    return dark


def _straightened(image: Any) -> Any:
    """The image turned so that its lines of text run level: their ink is then most concentrated in rows."""
    small = image.resize((image.width // 4, image.height // 4))
    rough = max(np.arange(-_STEEPEST, _STEEPEST + 0.01, 0.2), key=lambda angle: _levelness(small, angle))
    half = image.resize((image.width // 2, image.height // 2))
    best = max(np.arange(rough - 0.2, rough + 0.21, 0.04), key=lambda angle: _levelness(half, angle))
    if abs(best) < 0.03:
        return image
    from PIL import Image

    return image.rotate(float(best), resample=Image.Resampling.BICUBIC, fillcolor=255)


def _levelness(image: Any, angle: float) -> float:
    rows = 255.0 - np.asarray(image.rotate(float(angle), fillcolor=255), dtype=np.float32)
    return float(np.var(rows.sum(axis=1)))


def _rulings(ink: Ink) -> tuple[list[Ruling], Ink]:
    """The drawn lines, in points, and the pixels that they cover."""
    flat, covered = _bars(ink)
    upright, across = _bars(ink.T)
    rulings = [Ruling(True, x0 * _POINTS, x1 * _POINTS, y * _POINTS) for x0, x1, y in flat]
    rulings += [Ruling(False, y0 * _POINTS, y1 * _POINTS, x * _POINTS) for y0, y1, x in upright]
    return rulings, covered | across.T


def _bars(ink: Ink) -> tuple[list[tuple[float, float, float]], Ink]:
    """Thin horizontal bars as (start, end, middle) in pixels, and their pixels."""
    padded = np.zeros((ink.shape[0], ink.shape[1] + 2), dtype=np.int8)
    closed = ink.copy()
    for step in range(1, _GAP + 1):  # a scan leaves gaps in a line
        closed[:, step:] |= ink[:, :-step]
    padded[:, 1:-1] = closed
    steps = np.diff(padded, axis=1)
    rows, starts = np.nonzero(steps == 1)
    ends = np.nonzero(steps == -1)[1]
    drawn = np.zeros((ink.shape[0], ink.shape[1] + 1), dtype=np.int32)
    np.cumsum(ink, axis=1, out=drawn[:, 1:])
    length = ends - starts
    inked = drawn[rows, np.minimum(ends, ink.shape[1])] - drawn[rows, starts]
    long = (length >= _SHORTEST_RULING) & (inked >= _DRAWN * length)
    open_bars: list[list[int]] = []  # first row, last row, start, end
    found: list[list[int]] = []
    for row, start, end in zip(rows[long].tolist(), starts[long].tolist(), ends[long].tolist(), strict=True):
        found += [bar for bar in open_bars if bar[1] < row - 2]
        open_bars = [bar for bar in open_bars if bar[1] >= row - 2]
        match = next((bar for bar in open_bars if start <= bar[3] + 8 and bar[2] <= end + 8), None)
        if match is None:
            open_bars.append([row, row, start, end])
        else:
            match[1], match[2], match[3] = row, min(match[2], start), max(match[3], end)
    thin = [bar for bar in found + open_bars if bar[1] - bar[0] <= _THICKEST_RULING]
    covered = np.zeros_like(ink)
    for top, bottom, start, end in thin:
        covered[max(0, top - 1) : bottom + 2, start:end] = True
    return [(start, end, (top + bottom) / 2) for top, bottom, start, end in thin], covered


def _words(grey: npt.NDArray[np.uint8], ink: Ink) -> Iterator[Word]:
    """The words of the page, line by line as the recogniser orders them."""
    lines = [kept for line in recognise(grey, DPI) if (kept := _without_specks(line))]
    types = [_type_of(boxes) for boxes in lines]
    strokes = [
        [_stroke(ink, box[1:]) / size for box in boxes] for boxes, (_, size) in zip(lines, types, strict=True)
    ]
    usual = median([stroke for line in strokes for stroke in line] or [1.0])
    order = 0
    for boxes, (baseline, size), thickness in zip(lines, types, strokes, strict=True):
        for (text, left, _, width, _), stroke in zip(boxes, thickness, strict=True):
            bold = stroke > _BOLDER * usual
            yield Word(text, left * _POINTS, (left + width) * _POINTS, baseline * _POINTS, size, bold, order)
            order += 1


def _without_specks(boxes: Sequence[Box]) -> list[Box]:
    return [(bare, *box) for text, *box in boxes if (bare := _EDGES.sub("", text))]  # type: ignore[misc]


def _type_of(boxes: Sequence[Box]) -> tuple[float, float]:
    """Baseline in pixels and type size in points of a line, from the boxes of its words."""
    bottoms = [top + height for text, _, top, _, height in boxes if not _HANGING.search(text)]
    baseline = median(bottoms or [top + height for _, _, top, _, height in boxes])
    letters = [
        (text, height) for text, _, _, _, height in boxes if len(text) > 1 and any(map(str.isalpha, text))
    ]
    tall = [height for text, height in letters if _TALL.search(text) and not _HANGING.search(text)]
    low = [height / 0.72 for text, height in letters if not _TALL.search(text) and not _HANGING.search(text)]
    heights = tall or low or [0.8 * max(height for *_, height in boxes)]
    return baseline, max(5.0, round(2 * median(heights) * _POINTS / _CAP_HEIGHT) / 2)


def _stroke(ink: Ink, box: Sequence[int]) -> float:
    """The mean thickness of the strokes in a box, in pixels: twice their area by their outline."""
    left, top, width, height = box
    part = ink[top : top + height, left : left + width]
    edge = (part[:, 1:] != part[:, :-1]).sum() + (part[1:] != part[:-1]).sum()
    return float(2 * part.sum() / edge) if edge else 0.0


def _bulleted(words: Sequence[Word]) -> list[Word]:
    """The words, with a lone sign at the start of a line read as the bullet it is."""
    result: list[Word] = []
    for index, word in enumerate(words):
        before = words[index - 1] if index else None
        starts = before is None or before.baseline != word.baseline or word.x0 - before.x1 > word.size
        after = words[index + 1] if index + 1 < len(words) else None
        apart = (
            after is not None and after.baseline == word.baseline and after.x0 - word.x1 > 0.25 * word.size
        )
        sign = word.text in _BULLETS or word.text in _BOXES
        if starts and apart and sign:
            word = Word("•", word.x0, word.x1, word.baseline, word.size, False, word.order)
        result.append(word)
    return result
