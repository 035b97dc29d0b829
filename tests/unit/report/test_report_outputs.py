"""What stands beside the page: workbook, csv, figures and method, from one report."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from pipeline.codebook import Codebook
from pipeline.report import OURS, Wishes, write_report
from pipeline.report.drawing import bar_panels
from pipeline.report.picture import png
from pipeline.report.tables import count_table

WriteFolder = Callable[[list[dict[str, Any]], list[dict[str, Any]]], Path]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_table_is_a_sheet_and_a_csv_with_equal_numbers(small_study: Path, codebook: Codebook) -> None:
    write_report(small_study, codebook)
    book = load_workbook(small_study / "report.xlsx")
    listed = rows_of(small_study / "tabellen" / "inhoud.csv")
    assert book.sheetnames == ["Inhoud", *(row["bestand"].removesuffix(".csv") for row in listed), "Methode"]
    for row in listed:
        name = row["bestand"].removesuffix(".csv")
        head, *lines = [[cell.value for cell in line] for line in book[name].iter_rows(min_row=3)]
        wanted = rows_of(small_study / "tabellen" / row["bestand"])
        assert head == list(wanted[0])
        for line, values in zip(lines, wanted, strict=False):
            told = [float(value) if isinstance(value, int | float) else value or None for value in line]
            assert told == [as_number(value) for value in values.values()]


def as_number(text: str) -> float | str | None:
    try:
        return float(text)
    except ValueError:
        return text or None


def test_counts_of_groups_and_members_in_csv(small_study: Path, codebook: Codebook) -> None:
    write_report(small_study, codebook)
    rows = {
        row["Belangrijkste instrument"]: row for row in rows_of(small_study / "tabellen/instrumenten.csv")
    }
    assert rows["Intervens"]["tweede subdoel: aantal"] == "2"
    assert rows["Bemiddeling"]["onderdeel van"] == "Intervens"
    assert float(rows["Bemiddeling"]["tweede subdoel: aandeel"]) == pytest.approx(1 / 3)


def test_contents_lead_to_the_sheets(small_study: Path, codebook: Codebook) -> None:
    write_report(small_study, codebook)
    book = load_workbook(small_study / "report.xlsx")
    links = [row[2] for row in book["Inhoud"].iter_rows(min_row=4) if row[2].value]
    assert [link.value for link in links] == book.sheetnames[1:-1]
    assert all(link.hyperlink.location == f"'{link.value}'!A1" for link in links)


def test_text_that_looks_like_a_formula_stays_text(write_folder: WriteFolder, codebook: Codebook) -> None:
    formula = '=HYPERLINK("http://x","y")'
    folder = write_folder(
        [{"status": "gecodeerd", "plan": "p1"}], [{"subdoel_nr": 1, "instrument": formula, "thema": ["+1"]}]
    )
    write_report(folder, codebook)
    cells = [
        cell for sheet in load_workbook(folder / "report.xlsx") for row in sheet.iter_rows() for cell in row
    ]
    assert any(formula in str(cell.value) for cell in cells)
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert f"'{formula}" in (folder / "tabellen/instrumenten.csv").read_text("utf-8").replace('""', '"')


def test_figures_are_whole_files_of_their_own(small_study: Path, codebook: Codebook) -> None:
    write_report(small_study, codebook)
    figures = sorted((small_study / "figuren").glob("*.svg"))
    assert len(figures) > 8
    for path in figures:
        root = ElementTree.fromstring(path.read_text(encoding="utf-8"))
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert "fill" in (root.findtext("{*}style") or "")
        assert root.findtext("{*}title") and root.findtext("{*}desc")


def test_picture_shows_the_bars_where_they_are_drawn() -> None:
    from io import BytesIO

    from PIL import Image

    content = png(bar_panels("Titel", count_table("Code", "n", [("één", 3), ("geen", 0)], 4)))
    if content is None:
        pytest.skip("this computer has none of the fonts")
    image = Image.open(BytesIO(content)).convert("RGB")
    accent = sum(count for count, colour in image.getcolors(1 << 20) or [] if colour == (0x17, 0x63, 0x6E))
    assert accent == pytest.approx(16 * 2 * 370 * 2, rel=0.02)  # 16 high, 370 wide, 2 pixels a point


def test_a_bar_of_less_than_a_pixel_is_drawn_too() -> None:
    counts = [("veel", 30_000), *((f"code {few}", few) for few in range(1, 80))]
    content = png(bar_panels("Titel", count_table("Code", "n", counts, 30_000)))
    if content is None:
        pytest.skip("this computer has none of the fonts")
    assert content.startswith(b"\x89PNG")


def test_what_an_earlier_report_made_and_this_one_not_goes(small_study: Path, codebook: Codebook) -> None:
    write_report(small_study, codebook)
    own = small_study / "tabellen" / "eigen.csv"
    own.write_text("van de onderzoeker", encoding="utf-8")
    (small_study / "eenheden.jsonl").write_text("", encoding="utf-8")
    write_report(small_study, codebook)
    assert {path.name for path in (small_study / "tabellen").iterdir()} == {
        "aantal-subdoelen.csv",
        "eigen.csv",
        "inhoud.csv",
        "intake.csv",
    }


def test_all_is_the_same_again_and_listed_as_ours(small_study: Path, codebook: Codebook) -> None:
    before = set(small_study.iterdir())
    write_report(small_study, codebook)
    first = {path: path.read_bytes() for path in small_study.rglob("*") if path.is_file()}
    write_report(small_study, codebook)
    assert {path: path.read_bytes() for path in small_study.rglob("*") if path.is_file()} == first
    assert {path.name for path in set(small_study.iterdir()) - before} == set(OURS)


def test_method_tells_the_numbers_of_this_folder(small_study: Path, codebook: Codebook) -> None:
    page = write_report(small_study, codebook).read_text(encoding="utf-8")
    method = (small_study / "methode.txt").read_text(encoding="utf-8")
    assert "Ontvangen zijn 8 bestanden; daarvan is 50%" in method.replace("\N{NO-BREAK SPACE}", " ")
    assert codebook.id in method
    assert method.split("\n\n")[0].replace("'", "&#39;") in page


def test_given_groups_are_compared(small_study: Path, codebook: Codebook, tmp_path: Path) -> None:
    table = tmp_path / "schrijvers.csv"
    table.write_text("bestand;groep\n0.pdf;Anna\n1.pdf;Bart\n2.pdf;Anna\n", encoding="utf-8")
    page = write_report(small_study, codebook, wishes=Wishes(groups=table)).read_text(encoding="utf-8")
    assert "Verschil tussen de opgegeven groepen" in page
    assert "Zonder groep: 1 plan." in page
