"""The whole pipeline: tokens, sentences, lemmas and parts of texts as they come."""

import sys
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy_package import install

from pipeline.errors import ModelError
from pipeline.language import language_id, load_language

TELEGRAM = Path(__file__).parents[2] / "data" / "telegram.txt"


@pytest.fixture(scope="module")
def nlp():
    return load_language()


def sentences(nlp, text):
    return [sentence.text.strip() for sentence in nlp(text).sents]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SH oefent 2x p.w. KM belt.", ["SH oefent 2x p.w.", "KM belt."]),
        ("Overleg i.o.m. KM en dhr. [NAAM-1].", ["Overleg i.o.m. KM en dhr. [NAAM-1]."]),
        ("Termijn t/m nov. 2019 verlengd.", ["Termijn t/m nov. 2019 verlengd."]),
        ("Geen uitk. meer nodig. Werkt.", ["Geen uitk. meer nodig.", "Werkt."]),
        ("Zoekt werk in de rich. techniek", ["Zoekt werk in de rich. techniek"]),
        ("Meldt zich aan; Belt de school; oefent.", ["Meldt zich aan;", "Belt de school; oefent."]),
        (
            "- Aanmelden\n- cv maken\nen opsturen\n\nklaar",
            ["- Aanmelden", "- cv maken\nen opsturen", "klaar"],
        ),
        ("1. Taalles volgen. 2. Werk zoeken.", ["1. Taalles volgen.", "2. Werk zoeken."]),
        ("Hij zei: 'Ik wil werken.' Daarna belde hij.", ["Hij zei: 'Ik wil werken.'", "Daarna belde hij."]),
        ("Lukt dat? Ja! (Zie boven.) Verder…", ["Lukt dat?", "Ja!", "(Zie boven.)", "Verder…"]),
        ("[NAAM-1] belt. [NAAM-2] komt.", ["[NAAM-1] belt.", "[NAAM-2] komt."]),
        ("...", ["..."]),
        ("", []),
    ],
)
def test_sentences(nlp, text, expected):
    assert sentences(nlp, text) == expected


@pytest.mark.parametrize(
    "tag", ["[NAAM]", "[NAAM-1]", "[NAAM-12]", "[KLANTMANAGER]", "[GEBOORTEDATUM]", "[IBAN]"]
)
@pytest.mark.parametrize(
    "around", ["{}", "{}.", "({})", "{}, {}", "{}/{}", "'{}'", "{}'s kind", "aan:{}", "{}-{}", "x{}"]
)
def test_a_tag_is_one_token_with_itself_as_lemma(nlp, tag, around):
    doc = nlp(around.replace("{}", tag))
    found = [token for token in doc if tag in token.text]
    assert len(found) == around.count("{}")
    assert all(token.text == token.lemma_ == tag and token._.parts == (tag,) for token in found)


def test_brackets_that_are_no_tag_are_cut(nlp):
    assert [token.text for token in nlp("[zie bijlage]")] == ["[", "zie", "bijlage", "]"]


def test_abbreviations_are_whole_and_understood(nlp):
    doc = nlp("Evt. KDV-plek voor knd, i.o.m. HA (p.kw.)")
    assert [(token.text, token.lemma_) for token in doc] == [
        ("Evt.", "eventueel"),
        ("KDV-plek", "kinderdagverblijf-plek"),
        ("voor", "voor"),
        ("knd", "kind"),
        (",", ","),
        ("i.o.m.", "in overleg met"),
        ("HA", "huisarts"),
        ("(", "("),
        ("p.kw.", "per kwartaal"),
        (")", ")"),
    ]
    assert doc[0]._.expanded == "eventueel"
    assert doc[2]._.expanded == "voor"
    assert doc[1]._.parts == ("kind", "dag", "verblijf", "plek")
    assert doc[6]._.parts == ("huis", "arts")


def test_lemmas_of_telegram_style(nlp):
    pairs = [
        token.split("|")
        for line in TELEGRAM.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
        for token in line.split()
        if "|" in token
    ]
    assert len(pairs) >= 70
    right = sum(nlp(form)[0].lemma_.lower() == lemma for form, lemma in pairs)
    assert right / len(pairs) >= 0.98


@given(st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_any_text_is_kept_whole(text):
    nlp = loaded()
    doc = nlp(text)
    assert doc.text == text
    assert "".join(sentence.text_with_ws for sentence in doc.sents) == text
    assert all(token._.parts and token.lemma_ for token in doc)


def loaded(cache=[]):  # noqa: B006 (hypothesis does not take a module fixture)
    if not cache:
        cache.append(load_language())
    return cache[0]


def test_id_names_the_versions(nlp):
    name, spacy_version, simplemma_version, rules = language_id(nlp).split()
    assert name == "nl"
    assert spacy.__version__.startswith(spacy_version.removeprefix("spacy"))
    assert simplemma_version.startswith("simplemma")
    assert rules.startswith("regels")
    assert language_id(load_language()) == language_id(nlp)


def test_a_missing_model_says_how_to_get_it():
    with pytest.raises(ModelError, match=r"'nl_core_news_xx' is niet geïnstalleerd.*plancoder\[nl\]"):
        load_language("nl_core_news_xx")


@pytest.fixture
def installed(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    for name in ("nl_proef_sm", "de_proef_sm"):
        sys.modules.pop(name, None)


def test_an_installed_model_gets_our_additions(installed):
    install(installed, "nl_proef_sm", "nl")
    nlp = load_language("nl_proef_sm")
    doc = nlp("Opgelost i.o.m. [NAAM-1]. KM belt.")
    assert doc[0].lemma_ == "oplossen"
    assert doc[1].lemma_ == "in overleg met"
    assert doc[2].text == doc[2].lemma_ == "[NAAM-1]"
    assert len(list(doc.sents)) == 2
    assert language_id(nlp).startswith("nl_proef_sm-1.2.3 regels")


def test_a_model_of_another_language_is_refused(installed):
    install(installed, "de_proef_sm", "de")
    with pytest.raises(ModelError, match="niet Nederlands"):
        load_language("de_proef_sm")


def test_a_damaged_model_is_refused(installed):
    install(installed, "nl_proef_sm", "nl")
    (installed / "nl_proef_sm" / "config.cfg").unlink()
    with pytest.raises(ModelError, match="past niet bij spaCy"):
        load_language("nl_proef_sm")
