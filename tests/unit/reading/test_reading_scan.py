"""What is made of a scanned page: straight, its rulings apart, its type estimated, its text read."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.domain import Plan
from pipeline.reading import read_plan
from pipeline.reading.checks import doubts
from pipeline.reading.document import open_document
from pipeline.reading.evaluation import score
from pipeline.reading.grid import find_grids
from pipeline.reading.misread import mended
from pipeline.reading.pdf import Page, Ruling, Word
from pipeline.reading.recognition import Box, is_available
from pipeline.reading.scan import _bulleted, _without_specks, unclear_pages
from pipeline.reading.scan_bullets import find_bullets
from pipeline.reading.scan_columns import reading_areas
from pipeline.reading.scan_image import draw, evened, is_dark, levelness, straightened, without_borders
from pipeline.reading.scan_rulings import edges_of, find_fills, find_rulings
from pipeline.reading.scan_style import likeliest_runs, styles_of
from pipeline.reading.scan_type import fitted, sizes_of

DEMO = Path(__file__).parents[3] / "demo"


def page_with_lines(angle: float = 0.0) -> Image.Image:
    image = Image.new("L", (1200, 1600), 245)
    draw = ImageDraw.Draw(image)
    for row in range(200, 1400, 40):
        draw.rectangle((150, row, 1050, row + 8), fill=30)
    return image.rotate(angle, fillcolor=245)


@pytest.mark.parametrize("angle", [-1.3, 0.0, 0.7])
def test_a_skewed_page_is_set_straight(angle: float) -> None:
    level = levelness(page_with_lines(), 0.0)
    assert levelness(straightened(page_with_lines(angle)), 0.0) > 0.8 * level


def test_a_dark_border_does_not_keep_a_page_askew() -> None:
    image = page_with_lines(1.9)
    ImageDraw.Draw(image).rectangle((0, 0, 1200, 60), fill=20)
    level = levelness(page_with_lines(), 0.0)
    assert levelness(straightened(without_borders(image)), 0.0) > 0.8 * level


def test_thin_bars_are_rulings_and_blocks_and_words_are_not() -> None:
    ink = np.zeros((400, 900), dtype=bool)
    ink[100:103, 50:850] = True  # a ruling
    ink[200:260, 50:850] = True  # a dark block
    ink[300:303, 50:850:9] = True  # a row of dots
    rulings, covered = find_rulings(ink, 300)
    assert [(round(ruling.start), round(ruling.at)) for ruling in rulings] == [(12, 24)]
    assert covered[101, 400]
    assert not covered[230, 400]


def test_the_feet_of_letters_are_no_ruling() -> None:
    ink = np.zeros((200, 400), dtype=bool)
    ink[100:103, 50:350] = True  # serifs that all but touch
    ink[70:103, 50:350:8] = ink[70:103, 51:350:8] = ink[70:103, 52:350:8] = True  # and stems on them
    assert find_rulings(ink, 200)[0] == []


def test_a_page_is_drawn_at_the_resolution_it_was_scanned_with(tmp_path: Path) -> None:
    page_with_lines().save(tmp_path / "scan.pdf", resolution=200)
    document = pdfium.PdfDocument(tmp_path / "scan.pdf")
    image, dpi = draw(document[0])
    assert (image.size, dpi) == ((1200, 1600), 200)


def test_shades_and_dark_bars_become_paper_and_their_text_black() -> None:
    grey = np.full((400, 600), 240, dtype=np.uint8)
    grey[50:120] = 60  # a dark bar with light text
    grey[70:100, 100:105] = 235
    grey[200:300] = 200  # a shade with dark text
    grey[240:270, 100:105] = 40
    fills = find_fills(grey < 220, 200)
    assert [(top, bottom) for top, bottom, _, _ in fills] == [(50, 120), (200, 300)]
    clean = evened(grey, [fill for fill in fills if is_dark(grey, fill)])
    assert clean[85, 102] < 60 < 200 < clean[85, 300]
    assert clean[255, 102] < 60 < 200 < clean[255, 300]


def test_the_noise_of_a_page_with_few_words_stays_paper() -> None:
    grey = np.random.default_rng(1).normal(240, 6, (800, 600)).clip(0, 255).astype(np.uint8)
    grey[100:110, 100:140] = 90
    clean = evened(grey, [])
    assert clean[105, 120] < 40
    assert clean[300:].min() > 200


def test_bullets_and_boxes_at_the_start_of_a_text_are_found_by_their_shape() -> None:
    image = Image.new("L", (600, 300), 255)
    draw_on = ImageDraw.Draw(image)
    draw_on.ellipse((40, 45, 50, 55), fill=0)  # a disc
    draw_on.rectangle((40, 140, 62, 162), outline=0, width=2)  # a box to tick
    draw_on.line((40, 282, 58, 282), fill=0, width=3)  # a dash
    draw_on.line((300, 20, 300, 43), fill=0, width=3)  # a letter n, which is open below
    draw_on.line((322, 20, 322, 43), fill=0, width=3)
    draw_on.line((300, 20, 322, 20), fill=0, width=3)
    draw_on.ellipse((40, 240, 62, 262), outline=0, width=3)  # a letter O
    for top in (40, 140, 240, 273):
        draw_on.rectangle((80, top, 260, top + 20), fill=0)  # text
    draw_on.rectangle((340, 20, 400, 43), fill=0)
    draw_on.ellipse((264, 156, 269, 161), fill=0)  # a full stop
    found = find_bullets(np.asarray(image) < 128, 200)
    assert [(top, left) for top, _, left, _ in found] == [(45, 40), (140, 40), (281, 40)]


WORDS = ["Afspraken", "deelnemer", "meldt", "zich", "bij", "taalschool", "Toptaal"]


def printed(
    bold: frozenset[int] = frozenset(),
    slanted: frozenset[int] = frozenset(),
    light: frozenset[int] = frozenset(),
) -> tuple[np.ndarray, list[Box]]:
    """A line of WORDS, some printed otherwise, and their boxes."""
    font = ImageFont.load_default(size=34)
    page = Image.new("L", (1500, 80), 255)
    boxes, x = [], 20
    for index, word in enumerate(WORDS):
        picture = Image.new("L", (400, 80), 255)
        ink = 110 if index in light else 0
        ImageDraw.Draw(picture).text((30, 15), word, ink, font, stroke_width=1 if index in bold else 0)
        if index in slanted:
            picture = picture.transform(
                picture.size, Image.Transform.AFFINE, (1, 0.22, -10, 0, 1, 0), fillcolor=255
            )
        left, top, right, bottom = Image.eval(picture, lambda value: 255 - value).getbbox() or (0, 0, 1, 1)
        page.paste(picture.crop((left, top, right, bottom)), (x, top))
        boxes.append(Box(word, x, top, right - left, bottom - top, 95.0))
        x += right - left + 12
    return np.asarray(page), boxes


@pytest.mark.parametrize("marked", [frozenset({0}), frozenset({1, 2}), frozenset(range(7))])
def test_what_is_printed_otherwise_is_seen_by_its_strokes_slant_and_ink(marked: frozenset[int]) -> None:
    plain, plain_boxes = printed()
    for kind in ("bold", "slanted", "light"):
        page, boxes = printed(**{kind: marked})
        both = np.vstack([page, plain, plain, plain])  # most of a page is plain
        below = [[replace(box, top=box.top + 80 * row) for box in plain_boxes] for row in (1, 2, 3)]
        line, *others = styles_of([boxes, *below], [12.0] * 4, both)
        assert [getattr(style, kind) for style in line] == [index in marked for index in range(7)], kind
        assert not any(getattr(style, kind) for other in others for style in other)


def test_one_odd_word_does_not_change_the_type_of_a_line() -> None:
    assert likeliest_runs([-3, -3, 1, -3]) == [False] * 4
    assert likeliest_runs([3, 3, -1, 3, -3, -3]) == [True] * 4 + [False] * 2
    assert likeliest_runs([]) == []


def test_a_box_is_drawn_close_around_its_letters_with_their_dots() -> None:
    clean = np.full((100, 60), 255, dtype=np.uint8)
    clean[2:4, 5:50] = 0  # what is left of a ruling
    clean[40:43, 10:13] = clean[47:70, 10:13] = 0  # an i
    assert fitted(Box("i", 5, 0, 50, 90, 90.0), clean) == Box("i", 5, 40, 50, 30, 90.0)
    assert fitted(Box("-", 5, 0, 50, 90, 90.0), clean).height == 90


def test_a_line_that_goes_on_has_the_size_of_the_one_above() -> None:
    above = [Box("Hamid", 100 + 90 * word, 100, 80, 26, 90.0) for word in range(8)]
    rest = [Box("aan", 100, 146, 50, 17, 90.0), Box("zee.", 160, 146, 50, 17, 90.0)]
    first, second = sizes_of([above, rest], 200)
    assert first == second


def test_a_bar_between_two_words_is_a_sign_and_one_at_an_edge_is_a_ruling() -> None:
    line = [
        Box("|", 80, 95, 3, 33, 90.0), Box("Derden", 100, 100, 116, 26, 90.0),
        Box("|", 232, 95, 3, 33, 90.0), Box("Leveren", 252, 100, 123, 26, 90.0),
    ]  # fmt: skip
    assert [box.text for box in _without_specks(line)] == ["Derden", "|", "Leveren"]


def test_a_sign_that_starts_several_lines_is_a_bullet() -> None:
    def page(signs: list[str]) -> list[str]:
        words = []
        for row, sign in enumerate(signs):
            words.append(Word(sign, 50, 56, 100 + 20 * row, 10, False, 2 * row))
            words.append(Word("Oefenen", 62, 110, 100 + 20 * row, 10, False, 2 * row + 1))
        return [word.text for word in _bulleted(words)][::2]

    assert page(["/", "/", "/"]) == ["•"] * 3
    assert page(["A", "B", "C"]) == ["A", "B", "C"]
    assert page(["U", "U", "U"]) == ["U"] * 3  # a word


def test_a_dotted_ruling_is_one() -> None:
    ink = np.zeros((200, 400), dtype=bool)
    ink[100:102, 40:360:6] = ink[100:102, 41:360:6] = True
    (ruling,), covered = find_rulings(ink, 200)
    assert ruling.horizontal and covered[100, 40]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("tot niveau Bl.", "tot niveau B1."),
        ("en Al in de les", "en A1 in de les"),
        ("Al gaat het goed", "Al gaat het goed"),
        ("mevrouw Al Hassan", "mevrouw Al Hassan"),
        ("lets doen met lezen", "Iets doen met lezen"),
        ("elke ó weken", "elke 6 weken"),
        ("“ledereen praat”", "“Iedereen praat”"),
        ("Staatsexamen Il", "Staatsexamen II"),
        ("lx per week", "1x per week"),
    ],
)
def test_signs_that_can_only_be_misread_are_put_right(read: str, meant: str) -> None:
    line = [Box(text, 0, 0, 10, 10, 90.0) for text in read.split()]
    assert " ".join(box.text for box in mended(line)) == meant


def two_columns() -> Image.Image:
    image = Image.new("L", (1200, 1600), 255)
    draw_on = ImageDraw.Draw(image)
    draw_on.rectangle((100, 100, 1100, 112), fill=0)  # a heading over the whole width
    for row in range(200, 1400, 33):
        draw_on.rectangle((100, row, 570, row + 12), fill=0)
    for row in range(209, 1400, 33):
        draw_on.rectangle((630, row, 1100, row + 12), fill=0)
    return image


def test_columns_of_running_text_are_areas_and_a_plain_page_is_one() -> None:
    areas = reading_areas(np.asarray(two_columns()) < 128, [], 150)
    above, left, right = areas
    assert above[1] < 200 and (above[2], above[3]) == (0, 1200)
    assert left[2] == 0 and 570 <= left[3] <= 630 and (right[2], right[3]) == (left[3], 1200)
    assert len(reading_areas(np.asarray(page_with_lines()) < 128, [], 150)) == 1


def test_the_column_of_merged_cells_is_an_area_apart() -> None:
    flat = [Ruling(True, start, 540, at) for start, at in ((50, 100), (160, 140), (160, 180), (50, 220))]
    upright = [Ruling(False, 100, 220, at) for at in (50, 160, 300, 540)]
    ink = np.zeros((842, 596), dtype=bool)
    found = reading_areas(ink, [*flat, *upright], 72)
    assert found == [(0, 100, 0, 596), (100, 220, 0, 160), (100, 220, 160, 596), (220, 842, 0, 596)]
    even = [Ruling(True, 50, 540, line.at) for line in flat]
    assert reading_areas(ink, [*even, *upright], 72) == [(0, 842, 0, 596)]


def test_a_dark_bar_is_a_row_of_the_table_whose_lines_lead_to_it() -> None:
    grey = np.full((600, 800), 240, dtype=np.uint8)
    grey[200:240, 100:701] = 40  # the bar
    for y in (120, 160, 280, 320):
        grey[y : y + 2, 100:701] = 60
    for x in (100, 400, 699):
        grey[120:196, x : x + 2] = grey[244:322, x : x + 2] = 60
    fills = find_fills(grey < 220, 144)
    assert [(top, bottom) for top, bottom, _, _ in fills] == [(200, 240)]
    rulings, _ = find_rulings(evened(grey, fills) < 219, 144)
    parts = find_grids(rulings)
    (whole,) = find_grids([*rulings, *edges_of(fills, rulings, 144)])
    assert len(parts) == 2
    assert len(whole.ys) - 1 == 5
    assert whole.cell_at(60, 110) == whole.cell_at(340, 110) == (2, 0)


def test_a_page_that_was_hard_to_read_is_for_a_person_to_see() -> None:
    clear = Page(1, 0.0, 842.0, (), (), 1.0, scanned=True, sure=0.95)
    pages = [clear, replace(clear, number=2, sure=0.8), replace(clear, number=3, scanned=False, sure=0.1)]
    assert unclear_pages(pages) == [2]
    reasons = doubts(Plan(None, (), None, ()), 0.9, sure=0.8, uncovered=0.0, unclear=[2])
    assert "lezen: de scan is op bladzijde 2 slecht leesbaar" in reasons


@pytest.mark.skipif(not is_available(), reason="Tesseract with Dutch is not installed")
def test_a_scan_of_a_plan_gives_its_units(tmp_path: Path) -> None:

    truths = (DEMO / "waarheid.jsonl").read_text(encoding="utf-8").splitlines()
    truth = next(item for item in map(json.loads, truths) if item["bestand"].startswith("P04"))
    document = pdfium.PdfDocument(DEMO / "plannen" / truth["bestand"])
    images = [
        page.render(scale=200 / 72).to_pil().convert("L").rotate(0.5, fillcolor=255) for page in document
    ]
    scan = tmp_path / "scan.pdf"
    images[0].save(scan, save_all=True, append_images=images[1:], resolution=200, quality=70)
    reading = read_plan(scan)
    assert "tekstherkenning" in reading.reden
    assert score(reading, truth).f1 > 0.8


@pytest.mark.skipif(not is_available(), reason="Tesseract with Dutch is not installed")
@pytest.mark.parametrize("angle", [90, 180])
def test_a_page_scanned_lying_or_upside_down_is_turned(tmp_path: Path, angle: int) -> None:
    document = pdfium.PdfDocument(next((DEMO / "plannen").glob("P04*.pdf")))
    image = document[0].render(scale=200 / 72).to_pil().convert("L")
    words = {word.text for word in document_words(image, tmp_path / "recht.pdf")}
    turned = {
        word.text for word in document_words(image.rotate(angle, expand=True), tmp_path / "gedraaid.pdf")
    }
    assert len(words & turned) > 0.9 * len(words) > 20


def document_words(image: Image.Image, path: Path) -> tuple[Word, ...]:
    image.save(path, resolution=200, quality=80)
    return open_document(path).pages[0].words
