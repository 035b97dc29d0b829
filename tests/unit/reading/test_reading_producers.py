"""What other programs make of a page: heavy fonts, lost and spaced letters, and letters without names."""

from pathlib import Path

import pytest
import reportlab
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
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


def cells_of(path: Path) -> list[tuple[str, str]]:
    return [(piece.column_head, piece.text) for piece in open_document(path).pieces if piece.column_head]


def draw_rulings(canvas: Canvas, xs: list[float], ys: list[float]) -> None:
    for x in xs:
        canvas.line(x, min(ys), x, max(ys))
    for y in ys:
        canvas.line(min(xs), y, max(xs), y)


def draw_cells(canvas: Canvas, rows: list[tuple[float, list[tuple[float, list[str]]]]]) -> None:
    """Rows of cells as a word processor writes them, each in the middle of its row."""
    canvas.setFont("Helvetica", 9)
    for middle, cells in rows:
        for x, lines in cells:
            for number, line in enumerate(lines):
                canvas.drawString(x, middle + 5.5 * (len(lines) - 1) - 11 * number, line)


def test_cells_in_the_middle_of_their_row_need_no_rulings(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "midden.pdf"), pagesize=A4)
    long = ["Mevrouw oefent elke dag", "een half uur met de app,", "ook in het weekend."]
    rows = [
        (720.0, [(50.0, ["Nr"]), (90.0, ["Subdoel"]),
                 (250.0, ["Inzet klantmanager"]), (400.0, ["Inzet klant"])]),
        (680.0, [(50.0, ["1"]), (90.0, ["De taal leren", "op school."]),
                 (250.0, ["Meldt aan."]), (400.0, long)]),
        (630.0, [(50.0, ["2"]), (90.0, ["Werk vinden in", "de zorg."]),
                 (250.0, long), (400.0, ["Belt de", "bemiddelaar."])]),
    ]  # fmt: skip
    draw_cells(canvas, rows)
    canvas.save()
    assert cells_of(tmp_path / "midden.pdf") == [
        ("Nr", "1"), ("Subdoel", "De taal leren op school."), ("Inzet klantmanager", "Meldt aan."),
        ("Inzet klant", " ".join(long)),
        ("Nr", "2"), ("Subdoel", "Werk vinden in de zorg."), ("Inzet klantmanager", " ".join(long)),
        ("Inzet klant", "Belt de bemiddelaar."),
    ]  # fmt: skip


@pytest.mark.parametrize("draw", ["drawRightString", "drawCentredString"])
def test_lines_set_to_the_right_or_in_the_middle_are_one_text(tmp_path: Path, draw: str) -> None:
    canvas = Canvas(str(tmp_path / "rechts.pdf"), pagesize=A4)
    draw_rulings(canvas, [50, 200, 350], [600, 660, 700])
    canvas.setFont("Helvetica", 10)
    texts = ["De klant oefent iedere dag", "thuis met de app.", "De klant komt naar de les."]
    for left in (50, 200):
        x = left + 145 if draw == "drawRightString" else left + 75
        for row, text in enumerate(texts):
            getattr(canvas, draw)(x, 648 - 12 * row, text)
    canvas.save()
    whole = ["De klant oefent iedere dag thuis met de app.", "De klant komt naar de les."]
    assert [piece.text for piece in open_document(tmp_path / "rechts.pdf").pieces] == whole * 2


def test_the_head_of_a_table_may_stand_lower_on_a_sheet_with_lines(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "blad.pdf"), pagesize=A4)
    rows = [
        ["Naam", "S. Voorbeeld", "", ""], ["BSN", "999990019", "", ""], ["Datum", "1 mei 2023", "", ""],
        ["Team", "Noord", "", ""], ["Nr", "Subdoel", "Klantmanager", "Klant"],
        ["1", "De taal leren.", "Meldt aan.", "Gaat naar les."],
    ]  # fmt: skip
    draw_rulings(canvas, [50, 150, 260, 370, 480], [700 - 20 * row for row in range(len(rows) + 1)])
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            canvas.drawString(55 + 105 * column, 686 - 20 * row, text)
    canvas.save()
    assert cells_of(tmp_path / "blad.pdf") == [
        ("Nr", "1"), ("Subdoel", "De taal leren."), ("Klantmanager", "Meldt aan."),
        ("Klant", "Gaat naar les."),
    ]  # fmt: skip


def test_a_table_may_be_drawn_as_one_path(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "pad.pdf"), pagesize=A4)
    canvas.grid([50, 200, 350, 500], [600, 640, 670, 700])
    for column, texts in enumerate(
        (["Subdoel", "Taal."], ["Klantmanager", "Meldt aan."], ["Klant", "Oefent."])
    ):
        for row, text in enumerate(texts):
            canvas.drawString(55 + 150 * column, 685 - 30 * row, text)
    canvas.save()
    pieces = open_document(tmp_path / "pad.pdf").pieces
    assert all(piece.cell and piece.cell.ruled and piece.cell.columns == 3 for piece in pieces)


@pytest.mark.skipif(not is_available(), reason="Tesseract with Dutch is not installed")
def test_a_scan_that_other_software_read_is_read_anew(tmp_path: Path) -> None:
    image = Image.new("L", (1240, 1754), 255)
    font = ImageFont.truetype(str(FONTS / "Vera.ttf"), 34)
    ImageDraw.Draw(image).text((150, 300), "De klant oefent elke dag met de app.", fill=0, font=font)
    canvas = Canvas(str(tmp_path / "doorzoekbaar.pdf"), pagesize=A4)
    canvas.drawImage(ImageReader(image), 0, 0, *A4)
    text = canvas.beginText(70, 680)
    text.setTextRenderMode(3)
    text.textOut("De klent oefemt elke dog met de opp, zo las een ander het.")
    canvas.drawText(text)
    canvas.save()
    assert open_document(tmp_path / "doorzoekbaar.pdf").lines == ("De klant oefent elke dag met de app.",)
