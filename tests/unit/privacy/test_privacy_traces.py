"""What is looked for in the output: in every form it may take, and not what only looks like it."""

from datetime import date

import pytest

from pipeline.domain import Passage, Plan, Reading, Veld
from pipeline.privacy.traces import NAME, PERHAPS, Trace, TraceIndex, Traces, all_traces, traces_of

FORM = (
    Veld("Naam", "Maryam Al Hariri"),
    Veld("BSN", "999123456"),
    Veld("Klantmanager", "Roos Bakker"),
    Veld("Geboortedatum", "04-05-1985"),
    Veld("Telefoon", "06-12345678"),
    Veld("Adres", "Lijsterhof 12, 3841 AB Harderwijk"),
    Veld("Dossiernummer", "Z-2019-01234"),
)
TEXT = (
    "Zoon Yonatan mailt h.tesfay@voorbeeld.nl. IBAN NL00 BANK 0123 4567 89. Zijn vrouw komt uit Putten. "
    "Bij ziekte belt hij dr. Van Putten."
)


@pytest.fixture(scope="module")
def index() -> TraceIndex:
    plan = Plan(date(2020, 5, 1), (Passage(TEXT, 1),), None, ())
    reading = Reading(plan, FORM, (TEXT,), 1, 1.0)
    return TraceIndex(all_traces([traces_of(reading)]))


def kinds(index: TraceIndex, text: str) -> list[str]:
    return sorted(hit.kind for hit in index.find(text))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("maryam belt", "naam"),
        ("Aan MARYAM gevraagd", "naam"),
        ("Maryams zoon", "naam"),
        ("Hariri's zoon", "naam"),
        ("met yonatan mee", "naam"),
        ("Vraag het Roos morgen", "naam"),
        ("mevrouw Bakker belt", "naam"),
        ("bij dr. Van Putten langs", "naam"),
        ("de klantmanager van Putten belt", "naam"),
        ("999123456", "BSN"),
        ("nummer 999.123.456.", "BSN"),
        ("999 12 34 56", "BSN"),
        ("9991 23 456", "BSN"),
        ("+31 6 1234 5678", "telefoonnummer"),
        ("0612345678", "telefoonnummer"),
        ("(06) 123 456 78", "telefoonnummer"),
        ("H.Tesfay@voorbeeld.nl", "e-mailadres"),
        ("NL00BANK0123456789", "rekeningnummer"),
        ("lijsterhof 12", "adres"),
        ("3841ab", "adres"),
        ("4 mei 1985", "geboortedatum"),
        ("1985-05-04", "geboortedatum"),
        ("4/5/85", "geboortedatum"),
        ("Z 2019 01234", "nummer"),
    ],
)
def test_a_trace_is_found_in_every_form(index: TraceIndex, text: str, kind: str) -> None:
    assert kind in kinds(index, text)


@pytest.mark.parametrize(
    "text",
    [
        "een roos bij de bakker",
        "Bakker worden is zijn wens",
        "klantmanager,Bakker worden",
        '"tekst": "Bakker worden"',
        "<t>Bakker worden</t>",
        "Zij woont in Putten",
        "de bibliotheek van Putten",
        "999123457",
        "8999123456",
        "d5d1999123456b",
        "0.9991234567",
        "al haar lessen",
        "Lijsterhof is een straat",
        "14 mei 1985, 4 mei 2021",
        "[NAAM-1] belt [KLANTMANAGER] op [TELEFOON]",
        "maryamita",
    ],
)
def test_what_is_something_else_is_left(index: TraceIndex, text: str) -> None:
    assert kinds(index, text) == []


def test_a_name_that_is_a_place_is_sure_when_one_plan_is_sure() -> None:
    for order in (
        [Trace(NAME, "Putten"), Trace(PERHAPS, "Putten")],
        [Trace(PERHAPS, "Putten"), Trace(NAME, "Putten")],
    ):
        assert kinds(TraceIndex(order), "Vraag het mevrouw Putten") == [NAME]


def test_a_hit_says_where(index: TraceIndex) -> None:
    text = "Op maandag belt Maryam met 06 12345678."
    assert [(hit.kind, text[hit.start :][:6]) for hit in index.find(text)] == [
        ("naam", "Maryam"),
        ("telefoonnummer", "06 123"),
    ]


def test_a_word_that_is_no_name_elsewhere_is_not_looked_for() -> None:
    nothing: frozenset[Trace] = frozenset()
    one = Traces(nothing, frozenset({"Zorgvlam", "Xhevdet"}), frozenset())
    other = Traces(frozenset({Trace(NAME, "Bilal")}), frozenset(), frozenset({"zorgvlam"}))
    assert all_traces([one, other]) == {Trace(PERHAPS, "Xhevdet"), Trace(NAME, "Bilal")}
