"""Tables with bands and no upright lines: one head above all, a band for each subdoel, ticks in columns."""

from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from pipeline.reading.document import open_document
from pipeline.reading.pieces import Piece

COLUMNS = {"Wat": 60.0, "Klant": 360.0, "Gemeente": 410.0, "Wanneer": 480.0}


def draw_bands(path: Path) -> list[Piece]:
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Helvetica-Bold", 10)
    for head, x in COLUMNS.items():
        canvas.drawString(x, 700, head)
    y = 680
    for goal, steps in (
        (
            "Nederlands leren tussen de machines van de werkplaats",
            [("Klant", "week 35"), ("Gemeente", "z.s.m.")],
        ),
        (
            "Werken in de bouw, het liefst met beton of met stenen",
            [("Gemeente", "wekelijks"), ("Klant", "mei")],
        ),
    ):
        canvas.setFont("Helvetica-Bold", 10)
        canvas.drawString(60, y, f"{goal} en wat daar verder bij hoort")
        for who, term in steps:
            y -= 20
            canvas.setFont("Helvetica", 10)
            canvas.drawString(60, y, f"Een afspraak voor {term} die twee regels")
            canvas.drawString(60, y - 12, "lang is.")
            canvas.drawString(COLUMNS[who] + 8, y, "x")
            canvas.drawString(COLUMNS["Wanneer"], y, term)
            y -= 12
        y -= 20
    canvas.save()
    return list(open_document(path).pieces)


def test_ticks_and_terms_are_cells_of_their_own(tmp_path: Path) -> None:
    pieces = draw_bands(tmp_path / "plan.pdf")
    steps = [piece.text for piece in pieces if piece.text.startswith("Een afspraak")]
    terms = ("week 35", "z.s.m.", "wekelijks", "mei")
    assert steps == [f"Een afspraak voor {term} die twee regels lang is." for term in terms]


def test_ticks_know_the_head_above_the_bands(tmp_path: Path) -> None:
    pieces = draw_bands(tmp_path / "plan.pdf")
    ticks = [(piece.column_head, piece.column_kind) for piece in pieces if piece.text == "x"]
    assert ticks == [(who, "kruis") for who in ("Klant", "Gemeente", "Gemeente", "Klant")]
