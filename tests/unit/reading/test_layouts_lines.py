"""Where each printed line of a cell may be a text of its own."""

from dataclasses import replace

from pipeline.reading.layouts.printed_lines import at_lines, texts_share_cells
from pipeline.reading.lines import Cell
from pipeline.reading.pieces import Piece

CELL = Cell(1, 0, 1, 2, True, 50, 200)


def piece(*lines: str, text: str = "") -> Piece:
    return Piece(text or " ".join(lines), 1, CELL, 50, 10, False, False, None, 0, False, False, lines=lines)


def texts(whole: Piece) -> list[str]:
    return [part.text for part in at_lines(whole)]


def test_a_line_that_starts_with_a_capital_may_be_a_text_of_its_own() -> None:
    whole = piece("Kennismaken bij het bedrijf, datum volgt", "Langsgaan bij de hovenier", "in april")
    assert texts(whole) == ["Kennismaken bij het bedrijf, datum volgt", "Langsgaan bij de hovenier in april"]
    assert [part.joint for part in at_lines(whole)] == ["", " "]


def test_what_cannot_start_a_text_is_not_cut_off() -> None:
    assert len(texts(piece("Aanmelden bij Toptaal-", "Intervens (of", "Landstede) in mei"))) == 1
    assert len(texts(replace(piece("Bellen", "Mailen"), cell=None))) == 1
    assert len(texts(replace(piece("Bellen", "Mailen"), bullet=True))) == 1


def test_lines_are_found_in_a_text_without_its_label_and_hyphen() -> None:
    whole = piece(
        "Klant: zoekt een taal-",
        "maatje via de bieb",
        "Belt de school",
        text="zoekt een taalmaatje via de bieb Belt de school",
    )
    assert texts(whole) == ["zoekt een taalmaatje via de bieb", "Belt de school"]


def test_two_texts_in_a_cell_show_that_a_line_may_end_one() -> None:
    both = [piece("Bellen"), piece("Mailen")]
    assert texts_share_cells(both, ["afspraak", "afspraak"])
    assert not texts_share_cells(both, ["afspraak", "afspraak+"])
    assert not texts_share_cells([both[0], replace(both[1], bullet=True)], ["afspraak", "afspraak"])
    assert not texts_share_cells([both[0], replace(both[1], sentence=1)], ["afspraak", "afspraak"])
