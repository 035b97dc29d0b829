"""The reasons for a code, as a person reads them."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.annotations import by_plan, read_annotations
from pipeline.codebook import load_codebook
from pipeline.coding import Coder, model_in_use
from pipeline.coding.reasons import MOST_NEIGHBOURS, MOST_WORDS, as_written
from pipeline.domain import Coding, Eenheid, Unit, Wie

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load(model_in_use(ROOT / "models"), load_codebook(ROOT / "codebook.yaml"), "nl")


def unit(eenheid: Eenheid, tekst: str, *numbers: int, wie: Wie | None = None) -> Unit:
    subdoel, afspraak = (*numbers, None, None)[:2]
    return Unit("a.pdf", "p", "", "", eenheid, subdoel, afspraak, wie, tekst, 1)


PLAN = (
    unit(Eenheid.HOOFDDOEL, "Een betaalde baan als lasser."),
    unit(Eenheid.SUBDOEL, "Nederlands leren tot niveau B1", 1),
    unit(Eenheid.AFSPRAAK, "[NAAM-1] volgt taalles bij de bibliotheek.", 1, 1, wie=Wie.STATUSHOUDER),
    unit(Eenheid.AFSPRAAK, "Oefent elke dag thuis met de app", 1, 2, wie=Wie.STATUSHOUDER),
)


def line(coding: Coding, code: str) -> str:
    (found,) = [each for each in coding.waarom if each.startswith(f"{code}:")]
    return found


def test_a_clear_unit_names_its_telling_word_and_who_stands_above(coder: Coder) -> None:
    ((hoofddoel, subdoel, taalles, app),) = coder.code([PLAN])
    assert '"baan"' in line(hoofddoel, "werk")
    assert '"baan"' in line(hoofddoel, "type betaald_werk")
    assert '"Nederlands" (+)' in line(subdoel, "taal")
    assert "de afspraken eronder wijzen vooral op taalles (+)" in line(subdoel, "instrument taalles")
    assert '"taalles" (+)' in line(taalles, "taal")
    assert "het subdoel erboven is taal (+)" in line(taalles, "taal")
    assert '"thuis"' in line(app, "eigen inzet")


def test_words_that_speak_against_a_code_have_a_minus(coder: Coder) -> None:
    ((_, coding),) = coder.code([[PLAN[0], unit(Eenheid.SUBDOEL, "Huurtoeslag aanvragen", 1)]])
    assert coding.thema == ()
    (reason,) = [each for each in coding.waarom if "(niet gekozen)" in each and "instrument" not in each]
    assert '"Huurtoeslag"' in reason
    assert "(–)" in reason


@pytest.fixture(scope="module")
def annotated(coder: Coder) -> list[tuple[Unit, Coding]]:
    annotations = read_annotations(ROOT / "annotations" / "P08.jsonl")
    plans: Sequence[Sequence[Unit]] = [[item.unit for item in plan] for plan in by_plan(annotations)]
    coded = coder.code(plans)
    return [pair for plan, codes in zip(plans, coded, strict=True) for pair in zip(plan, codes, strict=True)]


def test_every_code_has_its_reasons(annotated: list[tuple[Unit, Coding]]) -> None:
    for each, coding in annotated:
        told = {reason.partition(":")[0] for reason in coding.waarom}
        assert set(coding.thema) <= told
        assert coding.instrument is None or f"instrument {coding.instrument}" in told
        assert coding.hoofddoel_type is None or f"type {coding.hoofddoel_type}" in told
        assert ("eigen inzet" in told) == (coding.eigen_inzet and each.eenheid is Eenheid.AFSPRAAK)


def test_a_doubt_between_two_codes_tells_of_both(coder: Coder) -> None:
    plan = (
        PLAN[0],
        unit(Eenheid.SUBDOEL, "Meedoen in de buurt", 1),
        unit(Eenheid.AFSPRAAK, "Vrijwilligerswerk bij het buurthuis", 1, 1),
        unit(Eenheid.AFSPRAAK, "Aanmelden voltijdroute", 1, 2),
    )
    ((_, coding, *_),) = coder.code([plan])
    assert "instrument onzeker: voltijdroute" in coding.nakijken[0]
    assert "of activering" in coding.nakijken[0]
    assert "de afspraken eronder wijzen vooral op voltijdroute (+)" in line(coding, "instrument voltijdroute")
    assert '"buurt" (+)' in line(coding, "instrument activering (niet gekozen)")


def test_an_instrument_without_afspraken_says_so(coder: Coder) -> None:
    ((_, coding),) = coder.code([PLAN[:2]])
    (reason,) = [why for why in coding.waarom if why.startswith(f"instrument {coding.instrument}")]
    assert reason.endswith("er staan geen afspraken onder")


def test_a_reason_is_short_and_in_words_of_the_unit(annotated: list[tuple[Unit, Coding]]) -> None:
    for each, coding in annotated:
        for reason in coding.waarom:
            words, *neighbours = reason.partition(": ")[2].split("; ")
            assert len(re.findall(r"\([+–]\)", words)) <= MOST_WORDS
            assert len([named for named in neighbours if named.endswith(")")]) <= MOST_NEIGHBOURS
            for word in re.findall(r'"([^"]+)"', reason):
                assert word == "[NAAM]" or word in each.tekst


def test_units_without_words_and_no_units(coder: Coder) -> None:
    assert coder.code([]) == []
    ((coding,),) = coder.code([[unit(Eenheid.HOOFDDOEL, "...")]])
    assert all(reason.endswith("geen duidelijke reden") for reason in coding.waarom)


def test_words_are_shown_as_they_are_written() -> None:
    assert as_written("b0", "Nederlands naar B1.") == "B1"
    assert as_written("taalles", "De Taalles begint") == "Taalles"
    assert as_written("persoonsnaam", "[NAAM-3] belt") == "[NAAM]"
    assert as_written("emailadres", "mail aan [EMAIL]") == "emailadres"
