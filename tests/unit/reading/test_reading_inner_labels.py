"""Labels amid a text, printed otherwise than it."""

from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from pipeline.reading.document import open_document

Run = tuple[str, str, float]  # font, words, size


def texts_of(path: Path, lines: list[list[Run]]) -> list[str]:
    canvas = Canvas(str(path), pagesize=A4)
    for number, runs in enumerate(lines):
        x = 60.0
        for font, words, size in runs:
            canvas.setFont(font, size)
            canvas.drawString(x, 700 - 20 * number, words)
            x += canvas.stringWidth(f"{words} ", font, size)
    canvas.save()
    return [piece.text for piece in open_document(path).pieces]


def test_each_label_stands_before_its_own_text(tmp_path: Path) -> None:
    def line(who: str, what: str) -> list[Run]:
        return [
            ("Helvetica-Oblique", "Wie", 11), ("Helvetica", f"{who}.", 11),
            ("Helvetica-Oblique", "Namelijk", 11), ("Helvetica", what, 11),
        ]  # fmt: skip

    steps = ["oefent elke avond thuis", "schrijft haar in bij de school", "brengt de kinderen weg"]
    found = texts_of(tmp_path / "plan.pdf", [line("de klant", step) for step in steps])
    assert [text for text in found if text in steps] == steps


def test_small_capitals_made_of_large_ones_are_one_label(tmp_path: Path) -> None:
    def line(what: str) -> list[Run]:
        return [
            ("Helvetica-Oblique", "D", 12),
            ("Helvetica-Oblique", "DOET WAT", 8.9),
            ("Helvetica", what, 12),
        ]

    steps = ["oefent elke avond thuis", "schrijft haar in bij de school", "brengt de kinderen weg"]
    found = texts_of(tmp_path / "plan.pdf", [line(step) for step in steps])
    assert [text for text in found if text in steps] == steps


def test_a_word_that_is_stressed_stays_in_its_sentence(tmp_path: Path) -> None:
    line: list[Run] = [
        ("Helvetica", "Zij gaat", 11),
        ("Helvetica-Oblique", "elke", 11),
        ("Helvetica", "dag lopen.", 11),
    ]
    found = texts_of(tmp_path / "plan.pdf", [line] * 3)
    assert found == ["Zij gaat elke dag lopen."] * 3
