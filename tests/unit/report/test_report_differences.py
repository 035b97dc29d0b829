"""Groups beside each other: counted by hand, small ones hidden, 'significant' only where it is."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from pipeline.codebook import Codebook
from pipeline.report import Wishes, write_report
from pipeline.report.background import backgrounds_of
from pipeline.report.comparison import compare, comparison_table, corrected_together
from pipeline.report.outcomes import Outcome

WriteFolder = Callable[[list[dict[str, Any]], list[dict[str, Any]]], Path]
MEN, WOMEN = 30, 30


@pytest.fixture
def linked(write_folder: WriteFolder) -> Path:
    """Thirty men with werk first, thirty women with taal first but for three; forty more without a plan."""
    files = [{"status": "gecodeerd", "plan": f"p{nr}", "meting": "1"} for nr in range(MEN + WOMEN)]
    units = [
        {
            "plan": f"p{nr}",
            "subdoel_nr": 1,
            "thema": ["werk" if nr < MEN + 3 else "taal"],
            "instrument": "zorg",
        }
        for nr in range(MEN + WOMEN)
    ]
    folder = write_folder(files, units)
    people = [
        {"geslacht": "man" if nr < MEN else "vrouw", "leeftijd": 20 + nr % 40, "primair_doel": "werk"}
        for nr in range(MEN + WOMEN)
    ]
    write(
        folder / "koppeling.csv",
        [{"bestand": f"{nr}.pdf", "plan": f"p{nr}", **who} for nr, who in enumerate(people)],
    )
    others = [{"geslacht": "vrouw", "leeftijd": 30, "primair_doel": "werk", "heeft_plan": "nee"}] * 40
    write(folder / "diagnoses.csv", [*({**who, "heeft_plan": "ja"} for who in people), *others])
    return folder


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "tabellen" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_clear_difference_is_significant_and_small_cells_are_hidden(
    linked: Path, codebook: Codebook
) -> None:
    page = write_report(linked, codebook).read_text(encoding="utf-8")
    tests = {(row["Achtergrond"], row["Wat vergeleken is"]): row for row in table(linked, "toetsen")}
    assert tests["Geslacht", "Thema van het eerste subdoel"]["Oordeel"] == "significant, sterk verband"
    assert tests["Leeftijd", "Thema van het eerste subdoel"]["Oordeel"] != "significant, sterk verband"
    rows = {row["Geslacht"]: row for row in table(linked, "naar-geslacht") if "Thema" in row["onderdeel van"]}
    assert rows["Werk"]["vrouw: aantal"] == rows["Taal, inburgering en opleiding"]["vrouw: aantal"] == "×"
    assert "minder dan 5 personen" in page


def test_internal_use_shows_all_and_says_so(linked: Path, codebook: Codebook) -> None:
    page = write_report(linked, codebook, wishes=Wishes(internal=True)).read_text(encoding="utf-8")
    rows = {row["Geslacht"]: row for row in table(linked, "naar-geslacht") if "Thema" in row["onderdeel van"]}
    assert (rows["Werk"]["man: aantal"], rows["Werk"]["vrouw: aantal"]) == ("30", "3")
    assert "Alleen voor intern gebruik" in page
    assert "intern gebruik" in load_workbook(linked / "report.xlsx")["Inhoud"]["A2"].value
    assert "intern gebruik" in (linked / "methode.txt").read_text(encoding="utf-8")


def test_a_row_under_a_heading_can_be_compared(linked: Path, codebook: Codebook, tmp_path: Path) -> None:
    path = tmp_path / "cijfers.yaml"
    row, theme = "Eigen inzet bij ten minste één subdoel / nee", "Thema van het eerste subdoel / Werk"
    path.write_text(
        f"naam: x\ncijfers:\n  - {{tabel: naar-geslacht, rij: {row}, kolom: man, percentage: 90}}\n"
        f"  - {{tabel: naar-geslacht, rij: {theme}, kolom: vrouw, percentage: 5}}\n",
        encoding="utf-8",
    )
    write_report(linked, codebook, wishes=Wishes(compare=path))
    shown, hidden = table(linked, "naast-elkaar")
    assert (shown["aantal hier"], shown["verschil in punten"]) == ("30", "10.0")
    assert (hidden["aantal hier"], hidden["aandeel hier"], hidden["verschil in punten"]) == ("", "", "")


def test_who_has_a_plan(linked: Path, codebook: Codebook) -> None:
    page = write_report(linked, codebook).read_text(encoding="utf-8")
    rows = {row["Groep"]: row for row in table(linked, "wie-een-plan")}
    assert rows["vrouw"]["heeft een plan: aantal"] == "30"
    assert rows["vrouw"]["heeft een plan: van"] == "70"
    assert rows["man"]["heeft een plan: aandeel"] == "1.0"
    assert "heeft 60% (60\N{NO-BREAK SPACE}van\N{NO-BREAK SPACE}100) een gekoppeld plan" in page


def test_where_all_have_the_same_code_there_is_nothing_to_test(linked: Path, codebook: Codebook) -> None:
    lines = (linked / "eenheden.jsonl").read_text(encoding="utf-8")
    (linked / "eenheden.jsonl").write_text(lines.replace('["taal"]', '["werk"]'), encoding="utf-8")
    page = write_report(linked, codebook).read_text(encoding="utf-8")
    assert "Er is niets te toetsen" in page
    assert not (linked / "tabellen" / "toetsen.csv").exists()
    assert all(row["man: aandeel"] in ("0.0", "1.0") for row in table(linked, "naar-geslacht"))


def test_numbers_are_grouped_and_small_groups_taken_together() -> None:
    people = [
        {"leeftijd": str(age), "heeft_plan": "ja"} for age in [20] * 18 + [29.5] * 3 + [30] * 20 + [65] * 2
    ]
    [background] = backgrounds_of({}, people)
    assert background.groups == ("tot 30 jaar", "30 tot 40 jaar", "andere")
    assert [group for group, _ in background.people].count("andere") == 2
    assert background.together == ("50 jaar of meer",)
    assert background.remarks == (
        "Leeftijd, ‘andere’: ‘50 jaar of meer’ (minder dan 20 personen in de export).",
    )


def test_a_background_of_one_group_is_none() -> None:
    assert backgrounds_of({}, [{"geslacht": "man", "heeft_plan": "ja"}] * 20) == ()


def test_p_values_are_corrected_for_each_other_only_where_there_is_a_test() -> None:
    def made(title: str, counts: list[tuple[str, str, int]]) -> Any:
        pairs = [(value, group) for value, group, count in counts for _ in range(count)]
        of_plan = {str(nr): group for nr, (_, group) in enumerate(pairs)}
        outcome = Outcome(title, ("a", "b"), {str(nr): value for nr, (value, _) in enumerate(pairs)})
        return compare("X", ("g", "h"), of_plan, outcome)

    clear = made("clear", [("a", "g", 30), ("b", "h", 30)])
    none = made("none", [("a", "g", 10), ("b", "g", 10), ("a", "h", 10), ("b", "h", 10)])
    single = made("single", [("a", "g", 10)])
    first, second, third = corrected_together([clear, none, single])
    assert first.corrected == pytest.approx(2 * first.test.p)
    assert (first.verdict, second.verdict) == ("significant, sterk verband", "geen aantoonbaar verschil")
    assert (third.corrected, third.verdict) == (None, "niet te toetsen")
    assert [row.label for row in comparison_table("X", [first], hide=True).rows] == ["clear", "a", "b"]
