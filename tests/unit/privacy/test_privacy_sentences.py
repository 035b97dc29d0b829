"""Sentences that hold identifiers in many forms, and sentences that hold none."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from pipeline.domain import Passage, Plan, Reading
from pipeline.privacy import Pseudonymiser

SENTENCES = yaml.safe_load(
    (Path(__file__).parents[2] / "data" / "privacy_sentences.yaml").read_text(encoding="utf-8")
)
TAGS = {
    "n": r"\[NAAM-\d+\]",
    "k": r"\[KLANTMANAGER\]",
    "b": r"\[BSN\]",
    "t": r"\[TELEFOON\]",
    "m": r"\[EMAIL\]",
    "a": r"\[ADRES\]",
    "d": r"\[GEBOORTEDATUM\]",
    "i": r"\[IBAN\]",
    "x": r"\[NUMMER\]",
}
MARK = re.compile(r"<(\w):([^>]*)>")


def expected(sentence: str) -> re.Pattern[str]:
    """What ``sentence`` must become: its marked pieces a tag of their kind, the rest as it stands."""
    pieces, end = [], 0
    for match in MARK.finditer(sentence):
        pieces += [re.escape(sentence[end : match.start()]), TAGS[match.group(1)]]
        end = match.end()
    return re.compile("".join(pieces) + re.escape(sentence[end:]))


@pytest.mark.parametrize("sentence", [each for group in SENTENCES.values() for each in group])
def test_what_identifies_goes_and_the_rest_stays(sentence: str) -> None:
    text = MARK.sub(r"\2", sentence)
    reading = Reading(Plan(date(2020, 5, 1), (Passage(text, 1),), None, ()), (), (text,), 1, 1.0)
    private = Pseudonymiser(bytes(32)).pseudonymise(reading)
    assert expected(sentence).fullmatch(private.plan.situatie[0].tekst), private.plan.situatie[0].tekst
