"""What a report may have beside what it always has: quotations, and figures from elsewhere."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.codebook import Codebook
from pipeline.errors import UsageError
from pipeline.report import Wishes, write_report
from pipeline.report.quotes import read_quotes

WriteFolder = Callable[[list[dict[str, Any]], list[dict[str, Any]]], Path]


def unit(plan: str, nr: int, tekst: str, score: float, **more: Any) -> dict[str, Any]:
    codes = {
        "plan": plan,
        "subdoel_nr": nr,
        "tekst": tekst,
        "thema": ["taal"],
        "scores": {"thema.taal": score},
    }
    return codes | more


@pytest.fixture
def texts(write_folder: WriteFolder) -> Path:
    files = [{"status": "gecodeerd", "plan": plan} for plan in ("p1", "p2", "p3")]
    units = [
        unit("p1", 1, "Naar de taalschool gaan <b>", 0.90),
        unit("p1", 2, "Elke dag Nederlands oefenen", 0.99),
        unit("p2", 1, "NAAR DE TAALSCHOOL GAAN <B>", 0.80),
        unit("p2", 2, "Twijfelachtig over de taalles", 0.999, nakijken=["thema onzeker"]),
        unit("p3", 1, "Te kort", 0.999),
        unit("p3", 2, "Een cursus volgen bij het buurthuis", 0.70),
    ]
    return write_folder(files, units)


def test_quotations_by_the_rule(texts: Path, codebook: Codebook) -> None:
    """The surest first; one a plan; no doubtful, short or equal texts."""
    assert [quote.text for quote in read_quotes(texts, codebook, 3)] == [
        "Elke dag Nederlands oefenen",
        "NAAR DE TAALSCHOOL GAAN <B>",
        "Een cursus volgen bij het buurthuis",
    ]
    assert len(read_quotes(texts, codebook, 1)) == 1


def test_quotations_stand_in_the_report_only_when_asked_for(texts: Path, codebook: Codebook) -> None:
    plain = write_report(texts, codebook).read_text(encoding="utf-8")
    assert "oefenen" not in plain
    assert "bevat geen teksten uit plannen" in plain
    quoted = write_report(texts, codebook, wishes=Wishes(quotes=3)).read_text(encoding="utf-8")
    assert "NAAR DE TAALSCHOOL GAAN &lt;B&gt;" in quoted
    assert "bevat citaten uit plannen" in quoted
    assert "Citaten zijn gekozen met een vaste regel" in (texts / "methode.txt").read_text(encoding="utf-8")


FIGURES = """
naam: vorig onderzoek
cijfers:
  - {tabel: themas, kolom: eerste subdoel, rij: Werk, percentage: 12}
  - {tabel: intake, rij: Ontvangen, aantal: 9}
"""


def test_other_figures_stand_beside_those_of_the_report(
    small_study: Path, codebook: Codebook, tmp_path: Path
) -> None:
    path = tmp_path / "cijfers.yaml"
    path.write_text(FIGURES, encoding="utf-8")
    page = write_report(small_study, codebook, wishes=Wishes(compare=path)).read_text(encoding="utf-8")
    assert "Naast vorig onderzoek" in page
    text = (small_study / "tabellen" / "naast-elkaar.csv").read_text(encoding="utf-8")
    assert text.splitlines()[1:] == [
        "Thema's van de doelen,Werk,eerste subdoel,0,0.0,,0.12,-12.0,",
        "Ontvangen en bruikbaar,Ontvangen,,8,1.0,9,,,",
    ]


def test_other_figures_have_a_column_in_their_own_table(
    small_study: Path, codebook: Codebook, tmp_path: Path
) -> None:
    path = tmp_path / "cijfers.yaml"
    more = "  - {tabel: intake, rij: Bruikbaar en gecodeerd, percentage: 40.5}\n"
    path.write_text(FIGURES + more, encoding="utf-8")
    page = write_report(small_study, codebook, wishes=Wishes(compare=path)).read_text(encoding="utf-8")
    assert page.count('class="other">vorig onderzoek</th>') == 2
    assert '<td class="other" data-label="vorig onderzoek">12%</td>' in page
    themes = rows_of(small_study / "tabellen" / "themas.csv")
    found = {row["Thema"]: row["eerste subdoel: vorig onderzoek"] for row in themes}
    assert (found["Werk"], found["Participatie"]) == ("0.12", "")
    assert "hoofddoel: vorig onderzoek" not in themes[0]
    received = {
        row["Stap"]: row["bestanden: vorig onderzoek"]
        for row in rows_of(small_study / "tabellen" / "intake.csv")
    }
    assert received["Ontvangen"] == "9"
    assert received["Bruikbaar en gecodeerd"] == "40,5%"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("{tabel: thema, rij: Werk, percentage: 1}", "tabel 'thema' is er niet"),
        ("{tabel: themas, rij: Wrek, kolom: hoofddoel, percentage: 1}", "geen rij 'Wrek'"),
        ("{tabel: themas, rij: Werk, percentage: 1}", "noem een kolom"),
        ("{tabel: themas, rij: Werk, kolom: vijfde, percentage: 1}", "geen kolom 'vijfde'"),
        ("{tabel: themas, rij: Werk, kolom: hoofddoel}", "noem een van beide"),
        ("{tabel: themas, rij: Werk, kolom: hoofddoel, percentage: 101}", "hoogstens 100"),
    ],
)
def test_a_figure_that_is_not_in_the_report_is_told(
    small_study: Path, codebook: Codebook, tmp_path: Path, entry: str, told: str
) -> None:
    path = tmp_path / "cijfers.yaml"
    path.write_text(f"naam: x\ncijfers:\n  - {entry}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=told):
        write_report(small_study, codebook, wishes=Wishes(compare=path))


def test_the_figures_of_the_first_study_fit_a_report(small_study: Path, codebook: Codebook) -> None:
    path = Path(__file__).parents[3] / "docs" / "cijfers-klantreis.yaml"
    with pytest.raises(UsageError) as caught:
        write_report(small_study, codebook, wishes=Wishes(compare=path))
    assert len(caught.value.faults) == 1  # no diagnose-export here
