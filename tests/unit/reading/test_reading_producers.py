"""What other programs make of a page: heavy fonts, lost and spaced letters, and letters without names."""

from pathlib import Path

import pytest
import reportlab
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.errors import UnreadableFile
from pipeline.reading import garbled
from pipeline.reading.characters import clean
from pipeline.reading.document import open_document
from pipeline.reading.lost_letters import mend_lost_letters
from pipeline.reading.page import Page, Word
from pipeline.reading.pdf import read_pages
from pipeline.reading.recognition import is_available

FONTS = Path(reportlab.__file__).parent / "fonts"


def test_where_every_font_is_called_heavy_the_name_tells_what_is_bold(tmp_path: Path) -> None:
    for name, file in (("Zwaar", "Vera.ttf"), ("ZwaarBold", "VeraBd.ttf")):
        font = TTFont(name, str(FONTS / file))
        font.face.stemV = 140  # a stem that pdfium makes a weight of 700 of
        pdfmetrics.registerFont(font)
    canvas = Canvas(str(tmp_path / "zwaar.pdf"), pagesize=A4)
    canvas.setFont("ZwaarBold", 12)
    canvas.drawString(50, 720, "Hoofddoel")
    canvas.setFont("Zwaar", 10)
    canvas.drawString(50, 700, "Een baan in de zorg vinden en die ook houden.")
    canvas.save()
    (page,) = read_pages(tmp_path / "zwaar.pdf")
    assert [word.text for word in page.words if word.bold] == ["Hoofddoel"]


def test_swapped_bytes_of_ligatures_are_letters() -> None:
    assert clean("hee\u6600\u7400 par\u7400\u6900cipa\u7400\u6900e") == "heeft participatie"
    assert clean("par\udd00me").encode("utf-8")  # half a character cannot be stored


def page_of(*texts: str) -> Page:
    words = [Word(text, 50 + 40 * i, 80 + 40 * i, 100, 10, False, i) for i, text in enumerate(texts)]
    return Page(1, 0, 800, tuple(words), (), 0)


def test_lost_ligatures_are_found_back_by_their_words() -> None:
    texts = [
        "\x03",
        "De",
        "organisa\x01e",
        "hee\x04",
        "een",
        "prak\x01sche",
        "\x01jd",
        "en",
        "schri\x04",
        "a\ufffdesten",
    ]
    (page,) = mend_lost_letters(
        [page_of(*texts, *("de klant komt naar de les en doet wat is gevraagd " * 5).split())]
    )
    assert " ".join(word.text for word in page.words[:10]) == (
        "• De organisatie heeft een praktische tijd en schrift attesten"
    )


def test_letters_wide_apart_are_words(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "gespatieerd.pdf"), pagesize=A4)
    canvas.setFont("Helvetica", 12)
    canvas.drawString(50, 720, "ONZE AFSPRAKEN", charSpace=5)
    canvas.drawString(50, 700, "Elke dag oefenen.")
    for column in range(6):
        canvas.drawString(50 + 40 * column, 680, "x")
    canvas.save()
    assert open_document(tmp_path / "gespatieerd.pdf").lines[:2] == ("ONZE AFSPRAKEN", "Elke dag oefenen.")
    assert "xx" not in "\n".join(open_document(tmp_path / "gespatieerd.pdf").lines)


def without_letter_names(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A page whose font says that its letters are signs for private use."""
    named = ttfonts.makeToUnicodeCMap
    monkeypatch.setattr(
        ttfonts, "makeToUnicodeCMap", lambda name, codes: named(name, [0xE000 + code for code in codes])
    )
    pdfmetrics.registerFont(TTFont("Naamloos", str(FONTS / "Vera.ttf")))
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Naamloos", 12)
    for row, text in enumerate(("Hoofddoel: een baan in de zorg", "De klant oefent elke dag met de app.")):
        canvas.drawString(50, 720 - 20 * row, text)
    canvas.save()
    return path


@pytest.mark.skipif(not is_available(), reason="Tesseract with Dutch is not installed")
def test_letters_without_names_are_recognised_by_their_shape(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = open_document(without_letter_names(tmp_path / "naamloos.pdf", monkeypatch))
    assert document.pages[0].scanned
    assert document.lines == ("Hoofddoel: een baan in de zorg", "De klant oefent elke dag met de app.")


def test_letters_without_names_are_refused_where_shapes_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbled, "is_available", lambda: False)
    with pytest.raises(UnreadableFile, match="niet te herkennen"):
        open_document(without_letter_names(tmp_path / "naamloos.pdf", monkeypatch))
