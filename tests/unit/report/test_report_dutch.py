"""Numbers as Dutch readers write them."""

import pytest

from pipeline.report.dutch import (
    counted,
    day,
    doubt_kind,
    enumerated,
    first_sentence,
    how_many,
    number,
    of_the,
    percent,
    signed,
    written_out,
)
from pipeline.report.tables import Share


@pytest.mark.parametrize(
    ("value", "written"), [(0, "0"), (999, "999"), (1234, "1.234"), (1234567, "1.234.567")]
)
def test_thousands(value: int, written: str) -> None:
    assert number(value) == written


@pytest.mark.parametrize(
    ("count", "total", "written"),
    [
        (0, 0, "–"),
        (0, 9, "0%"),
        (9, 9, "100%"),
        (1, 8, "13%"),  # 12.5: a half goes up
        (23, 40, "58%"),
        (1, 200, "1%"),
        (1, 201, "<1%"),
        (999, 1000, ">99%"),
        (199, 200, ">99%"),
        (121, 178, "68%"),
    ],
)
def test_percentages(count: int, total: int, written: str) -> None:
    assert percent(Share(count, total)) == written


def test_sentences() -> None:
    assert written_out(Share(1210, 1780)) == "68% (1.210\xa0van\xa01.780)"
    assert (counted(1, "plan", "plannen"), counted(2, "plan", "plannen")) == ("1 plan", "2 plannen")
    assert day("2020-03-09") == "9 maart 2020"


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("thema onzeker: taal (43%)", "thema onzeker"),
        ("instrument onzeker: zorg (45%) of geen (30%)", "instrument onzeker"),
        ("eigen inzet onzeker (52%)", "eigen inzet onzeker"),
        ("lezen: ongewoon veel subdoelen (9)", "lezen: ongewoon veel subdoelen"),
        ("lezen: geen hoofddoel gevonden", "lezen: geen hoofddoel gevonden"),
        ("", ""),
    ],
)
def test_doubts_are_counted_without_their_particulars(reason: str, kind: str) -> None:
    assert doubt_kind(reason) == kind


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("De pdf is een scan: alleen beeld. Lever tekst aan.", "De pdf is een scan: alleen beeld"),
        ("Leeg bestand.", "Leeg bestand"),
        ("plan.pdf is leeg", "plan.pdf is leeg"),
        ("", "geen reden genoteerd"),
    ],
)
def test_reason_of_a_file_is_its_first_sentence(reason: str, sentence: str) -> None:
    assert first_sentence(reason) == sentence


@pytest.mark.parametrize(
    ("value", "written"),
    [(3.25, "+3,2"), (-1.0, "−1,0"), (0.0, "0,0"), (-0.04, "0,0"), (10.0, "+10,0")],
)
def test_a_difference_has_its_sign(value: float, written: str) -> None:
    assert signed(value) == written


def test_a_share_of_something() -> None:
    told = of_the(Share(3, 41), "de plannen").replace("\N{NO-BREAK SPACE}", " ")
    assert told == "7% van de plannen (3 van 41)"


@pytest.mark.parametrize(
    ("count", "total", "written"),
    [
        (2, 31, "2 van de 31 percentages"),
        (0, 31, "geen van de 31 percentages"),
        (1, 1, "1 van 1 percentage"),
        (0, 1, "geen van 1 percentage"),
    ],
)
def test_how_many_of_all(count: int, total: int, written: str) -> None:
    assert how_many(count, total, "percentage", "percentages") == written


@pytest.mark.parametrize(
    ("parts", "written"), [([], ""), (["a"], "a"), (["a", "b"], "a en b"), (["a", "b", "c"], "a, b en c")]
)
def test_enumerated(parts: list[str], written: str) -> None:
    assert enumerated(parts) == written
