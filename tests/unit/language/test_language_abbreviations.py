"""Abbreviations: each spelling means one thing, stays one token and is understood."""

from collections import defaultdict

import pytest

from pipeline.language.abbreviations import _spellings, abbreviations
from pipeline.language.resources import read_rules


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("i.o.m.", "in overleg met"),
        ("I.o.m.", "in overleg met"),
        ("m.b.t", "met betrekking tot"),
        ("ivm", "in verband met"),
        ("t/m", "tot en met"),
        ("Dhr.", "heer"),
        ("mevr.", "mevrouw"),
        ("d.d.", "de dato"),
        ("p.kw.", "per kwartaal"),
        ("wkn", "weken"),
        ("knd", "kinderen"),
        ("jr", "jaar"),
        ("KM", "klantmanager"),
        ("SH", "statushouder"),
        ("PH", "Participatiehuis"),
        ("IB", "inburgering"),
        ("VT", "voltijdroute"),
        ("HA", "huisarts"),
    ],
)
def test_meaning(text, meaning):
    assert abbreviations().expand(text) == meaning


@pytest.mark.parametrize("text", ["sh", "Km", "km", "ha", "P.", "", ".", "taal", "ph", "UWV", "KNM"])
def test_what_is_no_abbreviation_of_ours(text):
    assert abbreviations().expand(text) is None


def test_no_spelling_means_two_things():
    meanings = defaultdict(set)
    for entries in read_rules("abbreviations").values():
        for meaning, forms in entries.items():
            for form in forms:
                for spelling in _spellings(form):
                    meanings[spelling].add(meaning)
    assert not {spelling: found for spelling, found in meanings.items() if len(found) > 1}


def test_some_never_end_a_sentence():
    assert abbreviations().goes_on("Dhr.")
    assert not abbreviations().goes_on("p.w.")
    assert not abbreviations().goes_on("taal")
