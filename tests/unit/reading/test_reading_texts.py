"""Characters, headings, labels, sentences and dates: the text rules of reading."""

from datetime import date

import pytest

from pipeline.reading.affixes import Affixes
from pipeline.reading.characters import clean, join_lines
from pipeline.reading.dates import dates_in
from pipeline.reading.enumerators import split_enumerator
from pipeline.reading.headings import concepts_of, main_concept, masked, number_in
from pipeline.reading.labels import split_label
from pipeline.reading.recurring import find_affixes
from pipeline.reading.sentences import ends_sentence, must_go_on, split_sentences
from pipeline.reading.suffixes import split_suffix

NOTHING = Affixes()


def test_symbols_and_ligatures_become_plain() -> None:
    assert clean("\uf0b7 eﬃciënt ﬁets\u00a0pad") == "• efficiënt fiets pad"


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("de inburgerings-", "cursus volgen", "de inburgeringscursus volgen"),
        ("een sociaal-", "medische indicatie", "een sociaal-medische indicatie"),
        ("taal-", "en rekenles", "taal- en rekenles"),
        ("op school", "en thuis", "op school en thuis"),
        ("week 14 -", "Harderwijk", "week 14 - Harderwijk"),
    ],
)
def test_lines_join_with_hyphenation_undone(first: str, second: str, whole: str) -> None:
    assert join_lines(first, second) == whole


@pytest.mark.parametrize(
    ("heading", "concept"),
    [
        ("Hoofddoel", "hoofddoel"),
        ("Waar werken we naartoe?", "hoofddoel"),
        ("Tweede subdoel", "subdoel"),
        ("SD1", "subdoel"),
        ("Mijlpaal 3:", "subdoel"),
        ("Wat doet mijn klantmanager?", "klantmanager"),
        ("Inzet cliënt", "statushouder"),
        ("Wat wij van u verwachten:", "statushouder"),
        ("Wat u van ons kunt verwachten", "klantmanager"),
        ("Gezamenlijke afspraken", "beide"),
        ("Handtekening cliënt", "ondertekening"),
        ("BSN", "gegevens"),
        ("Mevrouw neemt deel aan alle lessen en toetsmomenten", ""),
        ("", ""),
    ],
)
def test_headings_announce(heading: str, concept: str) -> None:
    assert main_concept(heading) == concept


def test_no_concept_covers_more_than_the_heading() -> None:
    shares = concepts_of("Afspraken klantmanager en klant")
    assert 0.99 <= sum(shares.values()) <= 1.01
    assert concepts_of("klant " * 20) == {}


@pytest.mark.parametrize(
    ("label", "number"),
    [
        ("Subdoel 2:", 2),
        ("Tweede doel", 2),
        ("Stap III", 3),
        ("doel drie", 3),
        ("Doelen", None),
        ("week 12-2019", None),
    ],
)
def test_numbers_of_labels(label: str, number: int | None) -> None:
    assert number_in(label) == number


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("3.1 Taal leren", (1, 2, "Taal leren")),
        ("2. Werk", (2, 1, "Werk")),
        ("b) bellen", (2, 3, "bellen")),
        ("IV. Gezondheid", (4, 1, "Gezondheid")),
        ("2. 6x oefenen", (2, 1, "6x oefenen")),
        ("3 keer per week oefenen", (None, 0, "3 keer per week oefenen")),
        ("1 mei aanmelden", (None, 0, "1 mei aanmelden")),
        ("8.30 uur aanwezig", (None, 0, "8.30 uur aanwezig")),
        ("D0 Vader verdient het geld", (0, 1, "Vader verdient het geld")),
        ("B1 Nederlands halen", (None, 0, "B1 Nederlands halen")),
        ("+2. Werk zoeken", (2, 1, "Werk zoeken")),
    ],
)
def test_enumerators_come_off_but_amounts_stay(text: str, parts: tuple[int | None, int, str]) -> None:
    assert split_enumerator(text) == parts


def test_labels_by_words_and_by_recurrence() -> None:
    assert split_label("KM: Aanmelden bij school", NOTHING, item=False) == ("KM", "Aanmelden bij school")
    assert split_label("Fysio: oefenplan 8 weken", NOTHING, item=False) == ("", "Fysio: oefenplan 8 weken")
    affixes = find_affixes(
        [("Tandem: bellen", False, 0.0), ("Tandem: schrijven", False, 0.0), ("Los: eenmaal", False, 0.0)]
    )
    assert split_label("Tandem: lopen", affixes, item=False) == ("Tandem", "lopen")
    assert split_label("Los: eenmaal", affixes, item=False) == ("", "Los: eenmaal")


def test_actor_behind_a_text() -> None:
    assert split_suffix("Elke dag thuis oefenen (actie: klant)", NOTHING) == (
        "Elke dag thuis oefenen",
        "actie: klant",
    )
    assert split_suffix("Twee dagen les (vanaf mei)", NOTHING) == ("Twee dagen les (vanaf mei)", "")


def test_sentences_do_not_end_after_abbreviations() -> None:
    text = 'Zij belt dr. Jansen i.v.m. haar rug. "Het gaat goed." Daarna volgt les.'
    assert split_sentences(text) == [
        "Zij belt dr. Jansen i.v.m. haar rug.",
        '"Het gaat goed."',
        "Daarna volgt les.",
    ]
    assert split_sentences("") == [""]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("gesprek 5/3/19", [date(2019, 3, 5)]),
        ("op 19 maart 2019 en 2020-01-07", [date(2019, 3, 19), date(2020, 1, 7)]),
        ("d.d. 3-4-2019", [date(2019, 4, 3)]),
        ("31-02-2019 en 04-05-1985 en tel. 06-36984634", []),
    ],
)
def test_dates(text: str, found: list[date]) -> None:
    assert [day for day, _ in dates_in(text)] == found


def test_masked_headings_recur_whatever_their_number() -> None:
    assert masked("Doel 1:") == masked("Doel 12")
    assert masked("Eerste stap") == masked("Tweede stap")


@pytest.mark.parametrize(
    ("line", "ends", "goes_on"),
    [
        ("Zij gaat naar de les.", True, False),
        ("gesprek met dr.", False, False),
        ("uitproberen in het", False, True),
        ("Zij meldt zich aan", False, False),
    ],
)
def test_where_a_line_ends_a_sentence_or_must_go_on(line: str, ends: bool, goes_on: bool) -> None:
    assert (ends_sentence(line), must_go_on(line)) == (ends, goes_on)
