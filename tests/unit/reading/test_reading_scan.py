"""What is made of a scanned page: straight, its rulings apart, its type estimated, its text read."""

import json
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw

from pipeline.reading import read_plan
from pipeline.reading.evaluation import score
from pipeline.reading.recognition import is_available
from pipeline.reading.scan import _bars, _levelness, _straightened, _stroke

DEMO = Path(__file__).parents[3] / "demo"


def page_with_lines(angle: float = 0.0) -> Image.Image:
    image = Image.new("L", (1200, 1600), 245)
    draw = ImageDraw.Draw(image)
    for row in range(200, 1400, 40):
        draw.rectangle((150, row, 1050, row + 8), fill=30)
    return image.rotate(angle, fillcolor=245)


@pytest.mark.parametrize("angle", [-1.3, 0.0, 0.7])
def test_a_skewed_page_is_set_straight(angle: float) -> None:
    level = _levelness(page_with_lines(), 0.0)
    assert _levelness(_straightened(page_with_lines(angle)), 0.0) > 0.8 * level


def test_thin_bars_are_rulings_and_blocks_and_words_are_not() -> None:
    ink = np.zeros((400, 900), dtype=bool)
    ink[100:103, 50:850] = True  # a ruling
    ink[200:260, 50:850] = True  # a dark block
    ink[300:303, 50:850:9] = True  # a row of dots
    bars, covered = _bars(ink)
    assert [(round(start), round(y)) for start, _, y in bars] == [(50, 101)]
    assert covered[101, 400]
    assert not covered[230, 400]


def test_bold_strokes_are_thicker() -> None:
    ink = np.zeros((60, 120), dtype=bool)
    ink[10:50, 10:14] = True
    ink[10:50, 60:68] = True
    assert _stroke(ink, (55, 5, 20, 50)) > 1.5 * _stroke(ink, (5, 5, 20, 50))


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
