"""Newspaper columns, rows over a page end, badges beside texts, and fields in a sheet, on real pages."""

from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from pipeline.reading.document import open_document

LEFT = [
    "Mevrouw wil graag als verpleegkundige aan de slag",
    "en heeft daarvoor in het land van herkomst al een",
    "opleiding gevolgd die hier nog niet is erkend door",
    "de dienst die daar over gaat. Zij leert de taal in",
    "een groep bij Toptaal en oefent thuis met de buren.",
    "De consulent vraagt een waardering aan en belt over",
]
RIGHT = [
    "drie weken met de uitslag. Daarna maken zij samen",
    "een afspraak met de school voor een gesprek over",
    "de opleiding die in september begint.",
    "Mevrouw loopt twee dagen mee in het verpleeghuis om",
    "te zien of het werk past bij wat zij verwacht en wat",
    "zij met de zorg voor de kinderen samen kan doen.",
]


def texts(path: Path) -> list[str]:
    return [piece.text for piece in open_document(path).pieces]


def test_a_text_goes_on_from_one_newspaper_column_to_the_next(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "krant.pdf"), pagesize=A4)
    canvas.setFont("Helvetica-Bold", 10)
    canvas.drawString(60, 740, "In beeld")
    canvas.setFont("Helvetica", 10)
    canvas.drawString(60, 726, "Een kort bericht vooraf staat hier boven de tekst")
    canvas.drawString(60, 714, "van deze week.")
    for number, line in enumerate(LEFT):
        canvas.drawString(60, 690 - 12 * number, line)
    for number, line in enumerate(RIGHT):
        canvas.drawString(320, 740 - 12 * number, line)
    canvas.save()
    found = texts(tmp_path / "krant.pdf")
    whole = "De consulent vraagt een waardering aan en belt over drie weken met de uitslag."
    assert whole in found
    assert all(piece.cell is None for piece in open_document(tmp_path / "krant.pdf").pieces)


def test_a_code_at_the_foot_of_a_page_is_no_page_number(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "plan.pdf"), pagesize=A4)
    for page, rows in enumerate((["4-1 Belt de school", "4-2 Brengt de post mee"], ["5-1 Gaat naar les"])):
        for number, row in enumerate(rows):
            code, _, text = row.partition(" ")
            y = 80 - 22 * number if page == 0 else 760
            canvas.drawString(60, y, code)
            canvas.drawString(120, y, text)
        canvas.drawString(60, 20, f"blad {page + 1} van 2")
        canvas.showPage()
    canvas.save()
    found = " ".join(texts(tmp_path / "plan.pdf"))
    assert "4-2" in found
    assert "Brengt de post mee" in found
    assert "blad" not in found


def test_a_row_that_tells_anew_who_acts_is_no_rest_of_the_row_before(tmp_path: Path) -> None:
    path = tmp_path / "rijen.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    pages = [
        ("RG", "gesprek bij de school over de overstap van het kind naar groep 8"),
        ("KL", "man komt ook mee"),
    ]
    for who, text in pages:
        top, bottom = (120, 60) if who == "RG" else (800, 740)
        for y in (top, bottom):
            canvas.line(50, y, 420, y)
        for x in (50, 110, 420):
            canvas.line(x, top, x, bottom)
        canvas.setFont("Helvetica", 9)
        canvas.drawString(56, top - 16, who)
        canvas.drawString(116, top - 16, text)
        canvas.showPage()
    canvas.save()
    assert texts(path) == ["RG", pages[0][1], "KL", pages[1][1]]


def test_a_badge_on_a_line_makes_no_table_of_the_text_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "kaart.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    steps = [
        ("KM", "Meldt het gezin aan bij de gemeente.", "6 mnd"),
        ("SH", "Levert de brieven in.", "week 8"),
    ]
    for number, (who, text, term) in enumerate(steps):
        y = 700 - 22 * number
        canvas.line(40, y + 14, 400, y + 14)
        canvas.rect(40, y - 4, 22, 13)
        canvas.setFont("Helvetica", 7)
        canvas.drawString(45, y, who)
        canvas.drawRightString(396, y + 2, term)
        canvas.setFont("Helvetica", 9)
        canvas.drawString(68, y, text)
    canvas.save()
    found = open_document(path).pieces
    assert [piece.text for piece in found if piece.text.endswith(".")] == [text for _, text, _ in steps]
    assert not any(piece.cell and piece.cell.ruled for piece in found)


def test_each_field_of_a_sheet_is_a_row(tmp_path: Path) -> None:
    path = tmp_path / "uitdraai.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    fields = [("soort =", "stap"), ("tekst =", "Belt de school"), ("datum =", "week 3")]
    for record in range(3):
        for number, (name, value) in enumerate(fields):
            y = 700 - 60 * record - 13 * number
            canvas.drawString(60, y, name)
            canvas.drawString(190, y, value)
    canvas.save()
    rows = {piece.row for piece in open_document(path).pieces if piece.text == "Belt de school"}
    assert len(rows) == 3
