"""A scanned page as the words and rulings that a page with text has, by character recognition.

The page is drawn, set straight, and its lines, bullets and shades are taken out, since they mislead the
recogniser; what it reads goes the way of all other pages.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.reading.drawings import drawn_bullets
from pipeline.reading.garbled import is_garbled
from pipeline.reading.page import Page, Word
from pipeline.reading.recognition import Box, is_available, recognise
from pipeline.reading.scan_bullets import find_bullets
from pipeline.reading.scan_columns import Area, reading_areas
from pipeline.reading.scan_image import Grey, draw, evened, straightened, without_borders
from pipeline.reading.scan_rulings import find_fills, find_rulings
from pipeline.reading.scan_type import baseline_of, bold_words, sizes_of, split_at_gaps

MAX_SCANS = 20  # pages of one file
FEW_CHARACTERS = 40
MUCH_IMAGE = 0.25
_SHADE = 20  # grey levels from the paper
_FAINT = 36  # grey levels from the paper: rulings are often printed lighter than text
_EDGES = re.compile(r"^[|¦_]+|[|¦_]+$|^[_‚‘’`´.,:;]$")  # remains of rulings and specks
_BULLETS = frozenset("e©*¢°«»®o·•-–—~=+>■□☐¥¤")  # what a bullet is often read as
_BOXES = frozenset(["O", "0", "[]", "[ ]", "LI", "LJ", "C]", "[_]", "Q", "oO"])


def needs_recognition(page: Page) -> bool:
    """Whether a page is an image of a page: much image, and as good as no text but what lies unseen over it.

    Such text knows no rulings, and is often read with fewer pains.
    """
    few = sum(len(word.text) for word in page.words) < FEW_CHARACTERS
    return page.image_share > MUCH_IMAGE and (few or page.unseen)


def mend_scans(path: Path, pages: Sequence[Page], password: str | None = None) -> list[Page]:
    """The pages, with those that are images or garbled read by character recognition, if that is installed.

    Raises UnreadableFile when the recognition fails.
    """
    scans = [page.number for page in pages if needs_recognition(page) or is_garbled(page.words)]
    if not scans or not is_available():
        return list(pages)
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(path, password=password)
    try:
        read = {number: read_scan(*draw(document[number - 1]), number) for number in scans[:MAX_SCANS]}
    finally:
        document.close()
    return [read.get(page.number, page) for page in pages]


def read_scan(image: Any, dpi: int, number: int) -> Page:
    """The page ``number`` from its grey image (Pillow).

    Raises UnreadableFile when the program is missing or takes too long.
    """
    grey = np.asarray(straightened(without_borders(image)))
    clean = evened(grey, find_fills(grey < np.median(grey) - _SHADE, dpi))
    rulings, lines = find_rulings(clean < 255 - _FAINT, dpi)
    clean[lines] = 255
    bullets = find_bullets(clean < 128, dpi)
    for top, bottom, left, right in bullets:
        clean[max(0, top - 1) : bottom + 1, max(0, left - 1) : right + 1] = 255
    points = 72 / dpi
    words = _bulleted(list(_words(clean, reading_areas(clean < 128, rulings, dpi), dpi)))
    marks = [
        (left * points, right * points, (top + bottom) / 2 * points) for top, bottom, left, right in bullets
    ]
    words += drawn_bullets(words, marks)
    return Page(number, 0.0, len(grey) * points, tuple(words), tuple(rulings), 1.0, scanned=True)


def _words(clean: Grey, areas: Sequence[Area], dpi: int) -> Iterator[Word]:
    """The words of the page, area by area, and line by line as the recogniser orders them."""
    pictures = [clean[top:bottom, left:right] for top, bottom, left, right in areas]
    found = [
        [replace(box, left=box.left + left, top=box.top + top) for box in line]
        for (top, _, left, _), read in zip(areas, recognise(pictures, dpi), strict=True)
        for line in read
    ]
    lines = [part for line in found for part in split_at_gaps(_without_specks(line), dpi)]
    baselines = [baseline_of(line) for line in found for _ in split_at_gaps(_without_specks(line), dpi)]
    sizes = sizes_of(lines, dpi)
    bold = bold_words(lines, sizes, clean)
    points = 72 / dpi
    order = 0
    for line, baseline, size, weights in zip(lines, baselines, sizes, bold, strict=True):
        for box, is_bold in zip(line, weights, strict=True):
            x0, x1 = box.left * points, (box.left + box.width) * points
            yield Word(box.text, x0, x1, baseline * points, size, is_bold, order)
            order += 1


def _without_specks(boxes: Sequence[Box]) -> list[Box]:
    return [replace(box, text=bare) for box in boxes if (bare := _EDGES.sub("", box.text))]


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
