"""A scanned page as the words and rulings that a page with text has, by character recognition.

The page is drawn, set straight, and its lines, bullets and shades are taken out, since they mislead the
recogniser; what it reads goes the way of all other pages.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.reading.characters import clean
from pipeline.reading.drawings import drawn_bullets
from pipeline.reading.garbled import is_garbled
from pipeline.reading.misread import mended
from pipeline.reading.page import Page, Word
from pipeline.reading.recognition import Box, is_available, recognise
from pipeline.reading.scan_bullets import find_bullets
from pipeline.reading.scan_columns import Area, reading_areas
from pipeline.reading.scan_image import Grey, draw, evened, is_dark, straightened, without_borders
from pipeline.reading.scan_rulings import edges_of, find_fills, find_rulings
from pipeline.reading.scan_style import styles_of
from pipeline.reading.scan_type import baseline_of, fitted, sizes_of, split_at_gaps

_SURE = 0.92  # of its letters; blurred scans below this had a wrong letter in one text of four, others in 3%
_DARK, _INKED = 128, 0.002  # grey, and the share of a page that is darker if something is printed on it
_SENSELESS = 0.6  # lying pages are read with less, all others with more than 0.7
MAX_SCANS = 20  # pages of one file
FEW_CHARACTERS = 40
MUCH_IMAGE = 0.25
_SHADE = 20  # grey levels from the paper
_FAINT = 36  # grey levels from the paper: rulings are often printed lighter than text
_EDGES = re.compile(r"^[|¦_]+|[|¦_]+$|^[_‚‘’`´.,:;]$")  # remains of rulings and specks
_GLUED = re.compile(r"[*•■=«]+(?=[A-Z])")  # a bullet read as one word with what follows
_OFTEN = 3  # lines of a page
_BULLETS = frozenset("e©*¢°«»®o·•-–—~=+>■□☐¥¤")  # what a bullet is often read as
_BOXES = frozenset(["O", "0", "[]", "[ ]", "LI", "LJ", "C]", "[_]", "Q", "oO"])


def needs_recognition(page: Page) -> bool:
    """Whether a page is an image of a page: much image, and as good as no text but what lies unseen over it.

    Such text knows no rulings, and is often read with fewer pains.
    """
    few = sum(len(word.text) for word in page.words) < FEW_CHARACTERS
    return page.image_share > MUCH_IMAGE and (few or page.unseen)


def unclear_pages(pages: Sequence[Page]) -> list[int]:
    """The numbers of the pages that the recogniser was not sure enough of."""
    return [page.number for page in pages if page.scanned and page.sure < _SURE]


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
        read = {number: _read_upright(*draw(document[number - 1]), number) for number in scans[:MAX_SCANS]}
    finally:
        document.close()
    return [read.get(page.number, page) for page in pages]


def _read_upright(image: Any, dpi: int, number: int) -> Page:
    """The page as it was scanned, or turned if it makes no sense so: some are put in lying or upside down."""
    page = read_scan(image, dpi, number)
    if page.words and page.sure > _SENSELESS:
        return page
    if (np.asarray(image) < _DARK).mean() < _INKED:  # blank
        return page
    turned = [read_scan(image.rotate(angle, expand=True), dpi, number) for angle in (90, 270, 180)]
    return max([page, *turned], key=lambda one: one.sure * len(one.words))


def read_scan(image: Any, dpi: int, number: int) -> Page:
    """The page ``number`` from its grey image (Pillow).

    Raises UnreadableFile when the program is missing or takes too long.
    """
    grey = np.asarray(straightened(without_borders(image)))
    dark = [fill for fill in find_fills(grey < np.median(grey) - _SHADE, dpi) if is_dark(grey, fill)]
    paper = evened(grey, dark)
    rulings, lines = find_rulings(paper < 255 - _FAINT, dpi)
    rulings = [*rulings, *edges_of(dark, rulings, dpi)]
    paper[lines] = 255
    bullets = find_bullets(paper < 128, dpi)
    for top, bottom, left, right in bullets:
        paper[max(0, top - 1) : bottom + 1, max(0, left - 1) : right + 1] = 255
    read = _recognised(paper, reading_areas(paper < 128, rulings, dpi), dpi)
    read = [[fitted(box, paper) for box in line] for line in read]
    words = _bulleted(list(_words(read, paper, dpi)))
    points = 72 / dpi
    words += drawn_bullets(
        words,
        [
            (left * points, right * points, (top + bottom) / 2 * points)
            for top, bottom, left, right in bullets
        ],
    )
    height = len(grey) * points
    return Page(number, 0.0, height, tuple(words), tuple(rulings), 1.0, scanned=True, sure=_sureness(read))


def _recognised(paper: Grey, areas: Sequence[Area], dpi: int) -> list[list[Box]]:
    """The lines of the page, area by area as the recogniser orders them."""
    pictures = [paper[top:bottom, left:right] for top, bottom, left, right in areas]
    lines = [
        [replace(box, left=box.left + left, top=box.top + top) for box in mended(_without_specks(line))]
        for (top, _, left, _), read in zip(areas, recognise(pictures, dpi), strict=True)
        for line in read
    ]
    return [line for line in lines if line]


def _sureness(lines: Sequence[Sequence[Box]]) -> float:
    """How sure the recogniser was of its letters, 0 to 1; a page without any says nothing."""
    letters = [(len(box.text), box.sure) for line in lines for box in line]
    total = sum(count for count, _ in letters)
    return sum(count * sure for count, sure in letters) / (100 * total) if total else 1.0


def _words(lines: Sequence[Sequence[Box]], paper: Grey, dpi: int) -> Iterator[Word]:
    """The recognised words with their type."""
    parts = [(part, baseline_of(line)) for line in lines for part in split_at_gaps(line, dpi)]
    boxes = [part for part, _ in parts]
    sizes = sizes_of(boxes, dpi)
    points = 72 / dpi
    order = 0
    for (part, baseline), size, styles in zip(parts, sizes, styles_of(boxes, sizes, paper), strict=True):
        for box, style in zip(part, styles, strict=True):
            x0, x1 = box.left * points, (box.left + box.width) * points
            yield Word(box.text, x0, x1, baseline * points, size, style.bold, order, style.name)
            order += 1


def _without_specks(boxes: Sequence[Box]) -> list[Box]:
    """The words of a line without what is left of rulings, and with the bars that stand between two words."""
    kept = []
    for index, box in enumerate(boxes):
        if bare := box.text if _parts(boxes, index) else clean(_EDGES.sub("", box.text)):
            kept.append(replace(box, text=bare))
    return kept


def _parts(boxes: Sequence[Box], index: int) -> bool:
    """Whether a bar is a sign between two words: as far from one as from the other, and near both."""
    if boxes[index].text != "|" or not 0 < index < len(boxes) - 1:
        return False
    before, bar, after = boxes[index - 1 : index + 2]
    gaps = (bar.left - before.left - before.width, after.left - bar.left - bar.width)
    return min(gaps) > 0 and max(gaps) < 0.85 * bar.height and max(gaps) < 2 * min(gaps) + 2


def _bulleted(words: Sequence[Word]) -> list[Word]:
    """The words, with a lone sign at the start of a line read as the bullet it is."""
    first = [index for index in range(len(words)) if _starts(words, index)]
    lone = {index for index in first if _stands_apart(words, index)}
    signs = Counter(words[index].text for index in lone)
    result: list[Word] = []
    for index, word in enumerate(words):
        sign = word.text in _BULLETS or word.text in _BOXES or _recurs(word.text, signs)
        if index in lone and sign:
            word = Word("•", word.x0, word.x1, word.baseline, word.size, False, word.order)
        elif index in first and (glued := _GLUED.match(word.text)):
            dot = word.x0 + 0.3 * word.size
            result.append(replace(word, text="•", x1=dot, bold=False))
            word = replace(word, text=word.text[glued.end() :], x0=dot)
        result.append(word)
    return result


def _starts(words: Sequence[Word], index: int) -> bool:
    """Whether a word is the first of its line or column."""
    before, word = words[index - 1], words[index]
    return not index or before.baseline != word.baseline or word.x0 - before.x1 > word.size


def _stands_apart(words: Sequence[Word], index: int) -> bool:
    """Whether a text follows a word on its line, at some distance."""
    word, after = words[index], words[index + 1] if index + 1 < len(words) else None
    return after is not None and after.baseline == word.baseline and after.x0 - word.x1 > 0.25 * word.size


def _recurs(text: str, signs: Counter[str]) -> bool:
    """Whether one sign or letter, no word or number, starts several lines: a tick, hand or arrow misread."""
    sign = len(text) == 1 or (len(text) == 2 and not text.isalnum() and text[-1] not in ".):")
    return sign and not any(map(str.isdigit, text)) and text not in "uU" and signs[text] >= _OFTEN
