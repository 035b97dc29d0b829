"""Pages that pdfium garbles (fonts that do not say which letters they draw), read with pdfplumber instead."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.errors import UnreadableFile
from pipeline.reading.characters import clean
from pipeline.reading.pdf import Page, Word
from pipeline.reading.recognition import is_available

_MIN_CHARACTERS = 40
_COMMON = set(
    "de het een en van in is op te voor met aan bij dat die naar niet ik u wij hij zij om zijn".split()
)


def is_garbled(words: Sequence[Word]) -> bool:
    """Whether the words are no language: control characters, few letters, or none of the commonest words."""
    text = "".join(word.text for word in words)
    if text.count("(cid:") > 3:  # how pdfplumber writes a letter it does not know
        return True
    if len(text) < _MIN_CHARACTERS:
        return False
    unprintable = 0 if text.isprintable() else sum(not char.isprintable() for char in text)
    odd = unprintable + text.count("\ufffd")  # characters for private use are unprintable too
    letters = sum(map(str.isalpha, text))
    common = sum(word.text.lower() in _COMMON for word in words)
    # A page of running text has one common word in four; forms have fewer, but not one in fifty.
    return (
        odd > 0.05 * len(text)
        or letters < 0.35 * len(text)
        or (len(words) > 60 and common < 0.02 * len(words))
    )


def mend_garbled(path: Path, pages: Sequence[Page], password: str | None = None) -> list[Page]:
    """The pages, with garbled ones read again by pdfplumber.

    Pages that stay garbled are left to character recognition; without it, raises UnreadableFile.
    """
    garbled = [page.number for page in pages if is_garbled(page.words)]
    if not garbled:
        return list(pages)
    words = _plumber_words(path, garbled, password)
    mended = [replace(page, words=words.get(page.number, page.words)) for page in pages]
    if any(is_garbled(page.words) for page in mended) and not is_available():
        raise UnreadableFile(
            "De letters in de pdf zijn niet te herkennen (het lettertype noemt zijn letters niet).",
            doe="Sla het document opnieuw op als pdf, of installeer Tesseract met Nederlands.",
        )
    return mended


def _plumber_words(path: Path, numbers: Sequence[int], password: str | None) -> dict[int, tuple[Word, ...]]:
    import pdfplumber

    try:
        with pdfplumber.open(path, pages=list(numbers), password=password) as document:
            return {page.page_number: _words(page) for page in document.pages}
    except Exception:  # a second opinion only: whatever it trips over, the first reading stands
        return {}


def _words(page: Any) -> tuple[Word, ...]:
    found = page.extract_words(extra_attrs=["size", "fontname"], use_text_flow=True)
    return tuple(_word(word, order, float(page.height)) for order, word in enumerate(found))


def _word(word: dict[str, Any], order: int, height: float) -> Word:
    size, bottom = float(word["size"]), float(word["bottom"]) - height
    bold = "bold" in word["fontname"].lower()
    return Word(
        clean(word["text"]), float(word["x0"]), float(word["x1"]), bottom - 0.22 * size, size, bold, order
    )
