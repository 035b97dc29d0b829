"""Lemmas and compound parts of single words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.language.compounds import splitter
from pipeline.language.lemmas import lemmatizer
from pipeline.language.resources import NAMES, fingerprint, read_rules


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("taallesgroepen", "taallesgroep"),
        ("taallessen", "taalles"),
        ("rugoefeningen", "rugoefening"),
        ("werknemersvaardigheden", "werknemersvaardigheid"),
        ("voltijdroutes", "voltijdroute"),
        ("Inburgeringscursussen", "inburgeringscursus"),
        ("solliciteert", "solliciteren"),
        ("fysiotherapeut", "fysiotherapeut"),
        ("les", "les"),
        ("ingevulde", "invullen"),
        ("opgelost", "oplossen"),
        ("deelneemt", "deelnemen"),
        ("regeringsvorming", "regeringsvorming"),
        ("aanvragen", "aanvragen"),
        ("afspraken", "afspraak"),
        ("onderdelen", "onderdeel"),
        ("lopen", "lopen"),
        ("Syrische", "syrisch"),
        ("Nederlandse", "nederlands"),
        ("B1-routes", "b1-route"),
        ("VCA-trajecten", "vca-traject"),
        ("maandag-", "maandag"),
        ("foto’s", "foto"),
        ("xylqzpt", "xylqzpt"),
        ("", ""),
        ("-", "-"),
        ("...", "..."),
        ("06-12345678", "06-12345678"),
        ("2x", "2x"),
    ],
)
def test_lemma(form, lemma):
    assert lemmatizer().lemma(form) == lemma


@pytest.mark.parametrize(
    ("lemma", "parts"),
    [
        ("taalles", ("taal", "les")),
        ("huisarts", ("huis", "arts")),
        ("vrijwilligerswerk", ("vrijwilliger", "werk")),
        ("participatieverklaringstraject", ("participatie", "verklaring", "traject")),
        ("schuldhulpverlening", ("schuld", "hulp", "verlening")),
        ("opvoedondersteuning", ("opvoeden", "ondersteuning")),
        ("buurthuis", ("buurt", "huis")),
        ("toetsuitslag", ("toets", "uitslag")),
        ("b1-route", ("b1", "route")),
        ("in overleg met", ("in", "overleg", "met")),
        ("Participatiehuis", ("participatie", "huis")),
        ("inburgering", ("inburgering",)),
        ("voorbeeld", ("voorbeeld",)),
        ("waarderen", ("waarderen",)),
        ("meelopen", ("meelopen",)),
        ("persoonlijk", ("persoonlijk",)),
        ("taal", ("taal",)),
        ("", ("",)),
        ("-", ("-",)),
        (".", (".",)),
        ("2x", ("2x",)),
    ],
)
def test_parts(lemma, parts):
    assert splitter().parts(lemma) == parts


def test_an_endless_word_costs_nothing():
    endless = "taal" * 25_000
    assert lemmatizer().lemma(endless) == endless
    assert splitter().parts(endless) == (endless,)


@given(st.text(max_size=70))
@settings(max_examples=300, deadline=None)
def test_any_text_has_a_lemma_and_parts(text):
    lemma = lemmatizer().lemma(text)
    assert bool(lemma) == bool(text)
    assert splitter().parts(lemma)


@given(
    st.lists(
        st.sampled_from(["taal", "les", "werk", "zorg", "inburgering", "traject", "school"]),
        min_size=2,
        max_size=4,
    )
)
@settings(deadline=None)
def test_parts_are_cut_out_of_the_word_and_nothing_is_lost(words):
    word = "".join(words)
    assert "".join(splitter().parts(word)) == word


@pytest.mark.parametrize("name", NAMES)
def test_lists_hold_each_entry_once(name):
    for entries in read_rules(name).values():
        items = [str(item) for item in entries]
        assert len(items) == len(set(items))


def test_every_exception_makes_a_difference_or_guards_a_term():
    rules = read_rules("lemmas")
    overlap = set(rules["uitzonderingen"]) & {*rules["zelfstandig"], *rules["werkwoorden"]}
    assert not overlap


def test_fingerprint_is_short_and_steady():
    assert fingerprint() == fingerprint()
    assert len(fingerprint()) == 8
