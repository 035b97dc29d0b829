"""The page as a reader gets it: whole, offline, figures beside their tables, safe with hostile text."""

import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from pipeline.codebook import Codebook
from pipeline.domain import Status
from pipeline.errors import OutdatedLink, StudyError
from pipeline.report import write_report
from pipeline.report.chapters.intake import funnel_table
from pipeline.report.coded_folder import CodedFolder, ReceivedFile
from pipeline.report.link import Link
from pipeline.report.page import _environment
from pipeline.report.tables import Row, Share, Table
from pipeline.report.units import Units

VOID = {"meta", "link", "br", "img", "input", "hr"}
HOSTILE = "<script>alert('x')</script> \"&amp;"
WriteFolder = Callable[[list[dict[str, Any]], list[dict[str, Any]]], Path]


class Page(HTMLParser):
    """Tags, ids, links and text of a page; fails on tags that do not close."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "xlink:href")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def read(folder: Path, codebook: Codebook) -> tuple[str, Page]:
    html = write_report(folder, codebook).read_text(encoding="utf-8")
    return html, Page(html)


def test_page_is_whole_and_refers_to_nothing_outside(small_study: Path, codebook: Codebook) -> None:
    html, page = read(small_study, codebook)
    assert html.startswith('<!DOCTYPE html>\n<html lang="nl">')
    assert all(link.startswith("#") for link in page.links)
    assert {link[1:] for link in page.links} <= set(page.ids)
    assert not re.search(r"@import|url\(|https?:|<script", html)
    assert len(page.ids) == len(set(page.ids))


def test_every_figure_is_told_in_words_and_has_its_table(small_study: Path, codebook: Codebook) -> None:
    html, page = read(small_study, codebook)
    figures = [ElementTree.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", html, flags=re.DOTALL)]
    assert len(figures) == 2 * 12  # each also for a phone
    assert (
        page.tags.count("table") == page.tags.count("figure") + 1
    )  # shares that are not corrected are told, not drawn
    for figure in figures:
        named = [child.get("id") for child in figure if child.tag in ("title", "desc") and child.text]
        assert figure.get("role") == "img"
        assert figure.get("aria-labelledby", "").split() == named


def test_numbers_stand_in_the_text_with_their_denominators(small_study: Path, codebook: Codebook) -> None:
    _, page = read(small_study, codebook)
    for told in (
        "Bruikbaar: 50% (4 van 8).",
        "Niet te lezen: Geen tekst: een scan (2).",
        "In 1 bruikbaar plan is geen BSN gevonden",
        "eerste subdoel ‘Taal, inburgering en opleiding’ 75% (3 van 4)",
        "hoofddoel 25% (1 van 4)",
        "Gemiddeld 2,0: 8 subdoelen in 4 plannen.",
        "50% van de plannen (2 van 4)",
        "zonder traject: 50% (1 van 2).",
        "Gemerkt om na te kijken: 14% van de gecodeerde eenheden (2 van 14)",
        "31 december 2019 tot en met 9 maart 2020; zonder datum: 1 plan",
        "meting 1: 2 plannen; meting 2: 2 plannen",
        f"Model model-1 Gemeten kwaliteit niet gemeten Codeboek {codebook.id}",
    ):
        assert told in page.text


def test_says_what_the_codes_rest_on(small_study: Path, codebook: Codebook) -> None:
    _, page = read(small_study, codebook)
    assert "geleerd van verzonnen plannen" in page.text
    assert "niet gecorrigeerd voor zijn fouten" in page.text


def test_holds_no_text_of_plans(small_study: Path, codebook: Codebook) -> None:
    html, _ = read(small_study, codebook)
    assert "Tekst van het plan" not in html


def test_same_folder_gives_the_same_page(small_study: Path, codebook: Codebook) -> None:
    first = write_report(small_study, codebook).read_bytes()
    assert write_report(small_study, codebook).read_bytes() == first


def test_hostile_text_stays_text(write_folder: WriteFolder, codebook: Codebook) -> None:
    files = [
        {"status": "gecodeerd", "plan": "p1", "meting": HOSTILE},
        {"status": "onleesbaar", "reden": HOSTILE},
    ]
    unit = {
        "subdoel_nr": 1,
        "instrument": HOSTILE,
        "thema": [HOSTILE],
        "nakijken": [HOSTILE],
        "model": HOSTILE,
    }
    html, page = read(write_folder(files, [unit]), codebook)
    assert "script" not in page.tags
    assert "<script" not in html
    assert page.text.count(HOSTILE) > 5


def test_no_plans_at_all(write_folder: WriteFolder, codebook: Codebook) -> None:
    _, page = read(write_folder([], []), codebook)
    assert "geen enkel bruikbaar plan" in page.text
    assert page.tags.count("figure") == 1


def test_only_unusable_files(write_folder: WriteFolder, codebook: Codebook) -> None:
    _, page = read(write_folder([{"status": "onleesbaar", "reden": "Leeg bestand."}], []), codebook)
    assert "Niet te lezen: Leeg bestand (1)." in page.text


def test_one_plan_without_second_subdoel(write_folder: WriteFolder, codebook: Codebook) -> None:
    units = [{"eenheid": "hoofddoel", "thema": ["werk"]}, {"subdoel_nr": 1, "thema": ["taal"]}]
    _, page = read(write_folder([{"status": "gecodeerd", "plan": "p1"}], units), codebook)
    assert "eerste subdoel" in page.text
    assert "tweede subdoel" not in page.text.replace("het eerste en het tweede subdoel", "")
    assert "geen datum gevonden" in page.text
    assert "Ontvangen is 1 bestand;" in page.text


def test_plans_with_one_theme_each_have_none_together(write_folder: WriteFolder, codebook: Codebook) -> None:
    files = [{"status": "gecodeerd", "plan": plan} for plan in ("p1", "p2")]
    units = [
        {"plan": f"p{nr}", "subdoel_nr": 1, "thema": [theme]} for nr, theme in ((1, "taal"), (2, "werk"))
    ]
    _, page = read(write_folder(files, units), codebook)
    assert "Geen plan heeft subdoelen over meer dan één thema." in page.text


def test_plan_without_any_unit(write_folder: WriteFolder, codebook: Codebook) -> None:
    _, page = read(write_folder([{"status": "gecodeerd", "plan": "p1"}], []), codebook)
    assert "0 subdoelen in 1 plan" in page.text


def test_subdoelen_without_hoofddoel(write_folder: WriteFolder, codebook: Codebook) -> None:
    _, page = read(write_folder([{"status": "gecodeerd", "plan": "p1"}], [{"subdoel_nr": 1}]), codebook)
    assert "Soort hoofddoel" not in page.text
    assert "Overig (geen code)" in page.text


def test_plans_without_hoofddoel_are_told(write_folder: WriteFolder, codebook: Codebook) -> None:
    files = [{"status": "gecodeerd", "plan": plan} for plan in ("p1", "p2")]
    units = [{"eenheid": "hoofddoel", "hoofddoel_type": "anders"}, {"plan": "p2", "subdoel_nr": 1}]
    _, page = read(write_folder(files, units), codebook)
    assert "In 1 bruikbaar plan is geen hoofddoel gevonden." in page.text


def test_two_models_and_another_codebook_are_told(write_folder: WriteFolder, codebook: Codebook) -> None:
    units = [{"subdoel_nr": 1, "model": "a"}, {"subdoel_nr": 2, "model": "b", "codeboek": "oud@0.9.0"}]
    _, page = read(write_folder([{"status": "gecodeerd", "plan": "p1"}], units), codebook)
    assert "gecodeerd door 2 modellen" in page.text
    assert "met een ander codeboek gecodeerd" in page.text
    assert "a: 1 eenheden; b: 1 eenheden" in page.text


def test_codes_that_contradict_each_other_are_told(write_folder: WriteFolder, codebook: Codebook) -> None:
    units = [{"subdoel_nr": 1, "eigen_inzet": True, "instrument": "zorg"}]
    _, page = read(write_folder([{"status": "gecodeerd", "plan": "p1"}], units), codebook)
    assert "Bij 1 subdoel zeggen de code eigen inzet en het instrument iets anders" in page.text


def test_usable_plan_with_a_note_is_told(write_folder: WriteFolder, codebook: Codebook) -> None:
    files = [
        {"status": "gecodeerd", "plan": "p1", "reden": "Nakijken: hetzelfde BSN staat op een ander plan."}
    ]
    _, page = read(write_folder(files, []), codebook)
    assert "Bij 1 bruikbaar plan is iets na te kijken: zie intake.csv." in page.text
    assert "Metingen niet opgegeven" in page.text


def test_what_does_not_add_up_leaves_the_old_report(small_study: Path, codebook: Codebook) -> None:
    path = write_report(small_study, codebook)
    before = path.read_bytes()
    (small_study / "eenheden.jsonl").unlink()
    with pytest.raises(StudyError):
        write_report(small_study, codebook)
    assert path.read_bytes() == before


def linked(folder: Path, linked: list[str], others: dict[str, str]) -> None:
    lines = "".join(f"{name},plan,persoon\n" for name in linked)
    (folder / "koppeling.csv").write_text(f"bestand,plan,persoon\n{lines}", encoding="utf-8")
    lines = "".join(f'{name},"{reden}"\n' for name, reden in others.items())
    (folder / "niet_gekoppeld.csv").write_text(f"bestand,reden\n{lines}", encoding="utf-8")


def test_the_funnel_ends_at_the_linked_plans_when_there_is_a_link(
    small_study: Path, codebook: Codebook
) -> None:
    reasons = {
        "2.pdf": "Geen diagnose met dit BSN. Kijk na.",
        "3.pdf": "Geen diagnose met dit BSN. Vraag na.",
    }
    linked(small_study, ["0.pdf", "1.pdf"], reasons)
    html, page = read(small_study, codebook)
    assert "Gekoppeld: 50% van de bruikbare plannen (2 van 4)." in page.text
    assert "Geen diagnose met dit BSN 2 25% Gekoppeld aan de diagnoses 2 25%" in page.text
    told = "Bruikbaar en gecodeerd: 4; Geen diagnose met dit BSN: 2; Gekoppeld aan de diagnoses: 2."
    assert told in html
    assert page.text.count("−2") == 2 * 2  # not to be read, and not linked


def test_many_reasons_are_drawn_together_and_still_add_up(
    write_folder: WriteFolder, codebook: Codebook
) -> None:
    files = [{"status": "gecodeerd", "plan": f"p{i}"} for i in range(12)]
    folder = write_folder(files, [])
    linked(folder, ["0.pdf"], {f"{i}.pdf": f"Reden {i}" for i in range(1, 12)})
    _, page = read(folder, codebook)
    assert "Andere redenen 6 50% Gekoppeld aan de diagnoses 1 8%" in page.text


@pytest.mark.parametrize(
    ("names", "others"),
    [
        (["0.pdf", "1.pdf"], {"2.pdf": "x"}),  # one is not there
        (["0.pdf", "1.pdf", "2.pdf", "3.pdf"], {"3.pdf": "x"}),  # one is there twice
        (["0.pdf", "1.pdf", "2.pdf", "4.pdf"], {}),  # one was not coded
    ],
)
def test_a_link_that_does_not_add_up_is_refused_or_left_out(
    small_study: Path, codebook: Codebook, names: list[str], others: dict[str, str]
) -> None:
    linked(small_study, names, others)
    with pytest.raises(OutdatedLink, match=r"4 gecodeerd.*plancoder link"):
        write_report(small_study, codebook)
    page = Page(write_report(small_study, codebook, with_link=False).read_text(encoding="utf-8"))
    assert "van vóór de laatste wijziging" in page.text
    assert "Gekoppeld aan" not in page.text


def test_a_funnel_that_does_not_add_up_is_refused() -> None:
    file = ReceivedFile("a.pdf", Status.GECODEERD, "", "p1", "", "", "")
    with pytest.raises(StudyError, match="trechter telt niet op"):
        funnel_table(CodedFolder((file,), Units(), Link(1, Counter({"x": 1}))))


def test_decisions_are_listed_those_not_applied_first(small_study: Path, codebook: Codebook) -> None:
    (small_study / "besluiten_verwerkt.csv").write_text(
        "bestand,programma,besluit,reden,door,koppeling,gevolg\n"
        "0.pdf,vervangen,gecodeerd,<b>Zo</b> is het,Mieke,,toegepast\n"
        "1.pdf,gecodeerd,,Gelijke naam,Mieke,p-1,alleen koppeling\n"
        "weg.pdf,,geen_plan,Een brief,Mieke,,niet toegepast: dit bestand is er niet\n",
        encoding="utf-8",
    )
    html, page = read(small_study, codebook)
    told = [
        "weg.pdf – geen plan Een brief Mieke niet toegepast: dit bestand is er niet",
        "0.pdf vervangen gecodeerd <b>Zo</b> is het Mieke toegepast",
        "1.pdf gecodeerd koppelen aan p-1 Gelijke naam Mieke alleen koppeling",
    ]
    assert " ".join(told) in page.text
    assert "<b>" not in html
    assert "1 besluit kon niet worden toegepast" in page.text.replace("Besluit", "besluit")


def test_what_was_decided_is_not_to_be_checked_again(write_folder: WriteFolder, codebook: Codebook) -> None:
    files = [
        {"status": "gecodeerd", "plan": "p1", "reden": "Besluit van J. Smit: dit telt."},
        {"status": "geen_plan", "reden": "Besluit van J. Smit: een brief."},
    ]
    _, page = read(write_folder(files, []), codebook)
    assert "na te kijken: zie intake.csv" not in page.text
    assert "Geen ondersteuningsplan: op besluit (1)." in page.text
    assert "Smit" not in page.text


def test_a_table_of_many_columns_can_be_read_as_blocks(small_study: Path, codebook: Codebook) -> None:
    """On a phone the head of such a table is not seen: every cell says of which column it is."""
    html, _ = read(small_study, codebook)
    tables = re.findall(r'<table class="[^"]*blocks.*?</table>', html, flags=re.DOTALL)
    assert tables
    for table in tables:
        columns = re.findall(r'<th scope="colgroup" colspan="2">(.*?)\s*(?:<span|</th>)', table)
        for row in re.findall(r"<tr(?: class=\"(?:member|rest)\")?>(.*?)</tr>", table, flags=re.DOTALL)[1:]:
            told = re.findall(r'<td class="count" data-label="(.*?)(?: \(n = [0-9.]+\))?"', row)
            assert told == columns


def test_a_hidden_count_has_no_bar() -> None:
    shares = (Share(9, 20), Share(3, 20, hidden=True), Share(0, 20))
    macros = _environment().get_template("table.html.j2").module
    html = str(macros.shares(Table("Groep", ("a", "b", "c"), (Row("ja", shares),)), "Titel"))  # type: ignore[attr-defined]
    seen, hidden, none = re.findall(r'<td class="count".*?</td>', html)
    assert "--part: 45.0%" in seen and "--part: 0.0%" in none
    assert "×" in hidden and "--part" not in hidden
