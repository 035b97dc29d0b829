"""A document as a sheet: what is merged, how high its rows are, and that no text is lost."""

from pathlib import Path
from typing import Any

import pytest
from layouts.blocks import (
    Box,
    Cell,
    Document,
    Heading,
    Items,
    Lead,
    Para,
    Rule,
    Space,
    Span,
    Style,
    Table,
    cell,
    inline,
)
from layouts.programs.sheetrows import rows_of
from layouts.programs.xlsx import count_lines, longest_head, write_xlsx

pytest.importorskip("PIL")
LONG = "Zij gaat vier ochtenden per week naar school en zij oefent thuis met de app. " * 3
HEAD = (cell("Doel", head=True), cell("Actie", head=True), cell("Wie", head=True))
BAND = (Cell((Para(inline("Taal")),), columns=3, shaded=True),)
ACTIONS = Table((HEAD, BAND, (cell(""), cell(LONG), cell("Zij"))), (1, 3, 1), heads=1)
BLOCKS = (
    Heading(inline("Plan"), 0), Para(inline(LONG)), ACTIONS, Space(), Rule(),
    Items((("-", inline("Zij belt.")),)), Lead("KM", inline("Hij belt."), 2),
    Box((Para((Span("Naam: ", bold=True), Span("Testpersoon"))),), inline("Akkoord")),
)  # fmt: skip


@pytest.fixture
def sheet(tmp_path: Path) -> Any:
    import openpyxl

    path = tmp_path / "plan.xlsx"
    write_xlsx(Document(BLOCKS, Style(footer="Pagina {p} van {n}", header="W & I"), "Plan"), path)
    return openpyxl.load_workbook(path).active


def test_every_text_stands_in_the_sheet_once(sheet: Any) -> None:
    values = [str(one.value) for row in sheet.iter_rows() for one in row if one.value is not None]
    assert values == [
        "Plan", LONG, "Doel", "Actie", "Wie", "Taal", LONG, "Zij", "- Zij belt.", "KM", "Hij belt.",
        "Akkoord", "Naam: Testpersoon",
    ]  # fmt: skip


def test_cells_are_merged_over_the_columns_that_another_table_needs(sheet: Any) -> None:
    merged = {str(one) for one in sheet.merged_cells.ranges}
    band = next(one.row for row in sheet.iter_rows() for one in row if one.value == "Taal")
    assert any(one.startswith(f"A{band}:") for one in merged)


def test_a_row_is_as_high_as_its_text_needs(sheet: Any) -> None:
    rows = {str(one.value): one.row for row in sheet.iter_rows() for one in row if one.value}
    assert sheet.row_dimensions[rows[LONG]].height > 2 * sheet.row_dimensions[rows["Taal"]].height


def test_the_page_has_its_number_and_its_header(sheet: Any) -> None:
    assert sheet.oddFooter.right.text == "Pagina &P van &N"
    assert sheet.oddHeader.left.text == "W && I"


def test_only_the_heads_of_a_long_table_are_repeated() -> None:
    long = Table((HEAD, *([(cell("a"), cell("b"), cell("c"))] * 6)), (1, 3, 1), heads=1)
    rows = rows_of((ACTIONS, long, Para(inline("Slot"))), Style())
    assert longest_head(rows) == 4
    assert longest_head(rows_of((ACTIONS,), Style())) == 0


@pytest.mark.parametrize(("text", "lines"), [("kort", 1), ("een\ntwee", 2), ("woord " * 40, 4), ("", 1)])
def test_the_lines_of_a_text_are_counted(text: str, lines: int) -> None:
    assert count_lines(inline(text), "sans", 10, 320) == pytest.approx(lines, abs=1 if lines > 2 else 0)


def test_what_a_sheet_cannot_hold_is_refused() -> None:
    from layouts.blocks import Field

    with pytest.raises(NotImplementedError, match="Field"):
        rows_of((Field("Naam", "x"),), Style())
