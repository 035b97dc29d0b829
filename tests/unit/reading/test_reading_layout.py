"""Rulings, columns and blocks on pages drawn for the purpose."""

from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from pipeline.errors import UnreadableFile
from pipeline.reading.document import open_document
from pipeline.reading.grid import find_grids
from pipeline.reading.pdf import Ruling, read_pages


def box(x0: float, y0: float, x1: float, y1: float) -> list[Ruling]:
    return [
        Ruling(True, x0, x1, y0),
        Ruling(True, x0, x1, y1),
        Ruling(False, y0, y1, x0),
        Ruling(False, y0, y1, x1),
    ]


def test_cells_of_a_grid_with_a_merged_cell() -> None:
    rulings = [*box(0, 0, 200, 100), Ruling(True, 100, 200, 50), Ruling(False, 0, 100, 100)]
    (grid,) = find_grids(rulings)
    assert grid.cell_at(50, 25) == grid.cell_at(50, 75) == (0, 0)
    assert grid.cell_at(150, 25) == (0, 1)
    assert grid.cell_at(150, 75) == (1, 1)
    assert grid.cell_at(300, 75) is None


def test_rulings_apart_make_no_grid() -> None:
    assert find_grids([Ruling(True, 0, 100, 10), Ruling(True, 0, 100, 30)]) == []


def draw(path: Path, lines: list[tuple[float, float, str]]) -> Path:
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Helvetica", 10)
    for x, y, text in lines:
        canvas.drawString(x, y, text)
    canvas.save()
    return path


def test_columns_without_rulings_are_rows(tmp_path: Path) -> None:
    lines = [
        (50, 700, "Naam"), (200, 700, "Samira Voorbeeld"),
        (50, 670, "Subdoel 1"), (200, 670, "De taal leren op school in"), (200, 658, "de stad."),
        (50, 630, "Inzet klant"), (200, 630, "Elke dag oefenen."),
    ]  # fmt: skip
    pieces = open_document(draw(tmp_path / "kolommen.pdf", lines)).pieces
    assert [(piece.row_head, piece.text) for piece in pieces if piece.row_head] == [
        ("Naam", "Samira Voorbeeld"),
        ("Subdoel 1", "De taal leren op school in de stad."),
        ("Inzet klant", "Elke dag oefenen."),
    ]


def test_labels_that_float_are_read_where_they_stand_though_the_file_has_them_first(tmp_path: Path) -> None:
    labels = [(50, 640, "Doel 1"), (50, 600, "Doel 2")]
    texts = [
        (50, 760, "Plan van aanpak van de gemeente"), (50, 730, "Wat er speelt"),
        (50, 700, "De heer woont sinds kort in de stad en wil hier werken."), (50, 670, "Wat we afspreken"),
        (130, 640, "Nederlands leren op school"), (130, 600, "Werk vinden in de buurt"),
        (50, 560, "Getekend door beide partijen"),
    ]  # fmt: skip
    floating = open_document(draw(tmp_path / "zwevend.pdf", labels + texts)).pieces
    in_order = [*texts[:4], labels[0], texts[4], labels[1], texts[5], texts[6]]
    assert [piece.text for piece in floating] == [text for _, _, text in in_order]


def test_two_columns_of_text_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = [(50, 700 - 12 * i, f"links regel {i} met wat woorden") for i in range(12)]
    right = [(320, 700 - 12 * i, f"rechts regel {i} met wat woorden") for i in range(12)]
    text = " ".join(
        piece.text for piece in open_document(draw(tmp_path / "krant.pdf", [*left, *right])).pieces
    )
    assert text.index("links regel 11") < text.index("rechts regel 0")


def test_page_numbers_and_repeated_headers_are_no_part_of_the_text(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "koppen.pdf"), pagesize=A4)
    for number in (1, 2):
        canvas.drawString(50, 820, "Gemeente Voorbeeldstad")
        canvas.drawString(50, 400, f"Tekst van deel {'een' if number == 1 else 'twee'}.")
        canvas.drawString(280, 20, f"Pagina {number} van 2")
        canvas.showPage()
    canvas.save()
    document = open_document(tmp_path / "koppen.pdf")
    assert [piece.text for piece in document.pieces] == ["Tekst van deel een.", "Tekst van deel twee."]
    assert "Pagina 2 van 2" in document.lines


def test_drawn_bullets_separate_items(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "bolletjes.pdf"), pagesize=A4)
    canvas.setFont("Helvetica", 10)
    for row, text in enumerate(("Elke dag oefenen met de app", "Naar de les gaan op maandag")):
        canvas.circle(55, 703 - 12 * row, 1.5, fill=1)
        canvas.drawString(65, 700 - 12 * row, text)
    canvas.save()
    pieces = open_document(tmp_path / "bolletjes.pdf").pieces
    assert [(piece.bullet, piece.text) for piece in pieces] == [
        (True, "Elke dag oefenen met de app"),
        (True, "Naar de les gaan op maandag"),
    ]


def test_turned_text_is_read_upright(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "gedraaid.pdf"), pagesize=A4)
    canvas.translate(300, 100)
    canvas.rotate(90)
    canvas.drawString(0, 0, "Eerste regel van het plan.")
    canvas.drawString(0, -14, "Tweede regel van het plan.")
    canvas.save()
    (page,) = read_pages(tmp_path / "gedraaid.pdf")
    assert (
        " ".join(word.text for word in page.words) == "Eerste regel van het plan. Tweede regel van het plan."
    )
    assert open_document(tmp_path / "gedraaid.pdf").lines[0] == "Eerste regel van het plan."


def test_values_of_form_fields_are_read(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "formulier.pdf"), pagesize=A4)
    canvas.drawString(50, 700, "Hoofddoel")
    canvas.acroForm.textfield(name="doel", value="Een baan in de zorg", x=150, y=690, width=250, height=24)
    canvas.save()
    assert "Een baan in de zorg" in " ".join(open_document(tmp_path / "formulier.pdf").lines)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "leeg"), (b"gewone tekst", "geen pdf"), (b"%PDF-1.4\nkapot", "beschadigd")],
)
def test_unusable_files_say_why(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=reason):
        read_pages(path)
