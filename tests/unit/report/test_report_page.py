"""The page as a reader gets it: whole, offline, figures beside their tables, safe with hostile text."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from pipeline.codebook import Codebook
from pipeline.errors import StudyError
from pipeline.report import write_report

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
    assert len(figures) == page.tags.count("table") == 7
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
        "50% (2 van 4) plannen",
        "zonder traject: 50% (1 van 2).",
        "Gemerkt om na te kijken: 14% (2 van 14)",
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
    assert page.tags.count("svg") == 1


def test_only_unusable_files(write_folder: WriteFolder, codebook: Codebook) -> None:
    _, page = read(write_folder([{"status": "onleesbaar", "reden": "Leeg bestand."}], []), codebook)
    assert "Niet te lezen: Leeg bestand (1)." in page.text


def test_one_plan_without_second_subdoel(write_folder: WriteFolder, codebook: Codebook) -> None:
    units = [{"eenheid": "hoofddoel", "thema": ["werk"]}, {"subdoel_nr": 1, "thema": ["taal"]}]
    _, page = read(write_folder([{"status": "gecodeerd", "plan": "p1"}], units), codebook)
    assert "eerste subdoel" in page.text
    assert "tweede subdoel" not in page.text.replace("het eerste en het tweede subdoel", "")
    assert "geen datum gevonden" in page.text


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
