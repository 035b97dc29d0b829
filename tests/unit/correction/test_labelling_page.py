from xml.etree import ElementTree

import pytest

from pipeline.codebook import Codebook
from pipeline.correction.labelstudio import page
from pipeline.correction.labelstudio.answers import from_result, shared_result, to_result
from pipeline.correction.worklist import Codes
from pipeline.domain import Eenheid


def controls(text: str) -> dict[str, ElementTree.Element]:
    return {str(tag.get("name")): tag for tag in ElementTree.fromstring(text).iter("Choices")}


def test_every_code_of_the_codebook_can_be_chosen(codebook: Codebook) -> None:
    found = page.aliases(page.make_page(codebook))
    themes = tuple(code.id for code in codebook.variables["thema"].codes if code.id != "eigen_inzet")
    assert found["hoofdcode"] == (*themes, page.NO_CODE)
    assert found["tweede_code"] == themes
    assert found["eigen_inzet"] == ("eigen_inzet",)
    for name in page.SINGLE:
        assert found[name] == tuple(code.id for code in codebook.variables[name].codes)


def test_single_variables_take_one_answer_and_ask_for_it(codebook: Codebook) -> None:
    found = controls(page.make_page(codebook))
    for name in ("hoofdcode", "instrument", "hoofddoel_type"):
        assert found[name].get("choice") == "single-radio"
        assert found[name].get("required") == "true"
    assert found["tweede_code"].get("choice") == "multiple"
    assert found["tweede_code"].get("required") is None


def test_a_question_is_asked_only_of_the_units_it_is_about(codebook: Codebook) -> None:
    root = ElementTree.fromstring(page.make_page(codebook))
    parents = {child: parent for parent in root.iter() for child in parent}
    asked_of = {
        tag.get("name"): parents[tag].get("whenChoiceValue")
        for tag in root.iter("Choices")
        if parents[tag].get("whenTagName") == page.KIND
    }
    assert asked_of == {
        "eigen_inzet": "subdoel,afspraak",
        "instrument": "subdoel",
        "hoofddoel_type": "hoofddoel",
    }


def test_definitions_are_hints(codebook: Codebook) -> None:
    for choice in controls(page.make_page(codebook))["instrument"].iter("Choice"):
        definition = codebook.variables["instrument"].code(str(choice.get("alias"))).definition
        assert str(choice.get("hint")).startswith(definition)


def test_no_key_and_no_answer_is_there_twice(codebook: Codebook) -> None:
    root = ElementTree.fromstring(page.make_page(codebook))
    keys = [choice.get("hotkey") for choice in root.iter("Choice") if choice.get("hotkey")]
    assert len(keys) == len(set(keys)) > 25
    for name, codes in page.aliases(page.make_page(codebook)).items():
        assert len(codes) == len(set(codes)), name


def test_names_that_xml_or_label_studio_would_misread_stay_text(codebook: Codebook) -> None:
    content = codebook.model_dump(by_alias=True)
    content["variabelen"]["thema"]["codes"][0]["naam"] = '$taal & "werk" <b>'
    for variable in content["variabelen"].values():
        variable.pop("id")
    choice = next(controls(page.make_page(Codebook.model_validate(content)))["hoofdcode"].iter("Choice"))
    assert choice.get("value") == 'taal & "werk" <b>'


def test_a_retired_code_stays_on_the_page_as_such(codebook: Codebook) -> None:
    retired = {"instrument": ["oud_traject", "taalles"]}
    found = controls(page.make_page(codebook, retired=retired))["instrument"]
    names = [choice.get("value") for choice in found.iter("Choice") if choice.get("alias") == "oud_traject"]
    assert names == ["oud_traject (vervallen)"]
    assert len([1 for choice in found.iter("Choice") if choice.get("alias") == "taalles"]) == 1


CODINGS = [
    (Eenheid.HOOFDDOEL, Codes(thema=("taal", "werk"), hoofddoel_type="onderwijs")),
    (Eenheid.SUBDOEL, Codes(thema=("werk",), eigen_inzet=True, instrument="eigen_inzet")),
    (Eenheid.AFSPRAAK, Codes(thema=("gezondheid", "taal", "werk"), eigen_inzet=True)),
    (Eenheid.AFSPRAAK, Codes()),
]


@pytest.mark.parametrize(("kind", "codes"), CODINGS)
def test_a_coding_goes_through_the_page_unchanged(codebook: Codebook, kind: Eenheid, codes: Codes) -> None:
    asked = page.questions(codebook)
    answers = from_result(to_result(kind, codes, asked), kind, asked)
    assert answers.codes == codes
    assert (answers.misread, answers.missing, answers.unknown) == (False, (), ())


def test_blind_work_tells_the_kind_of_unit_only(codebook: Codebook) -> None:
    (only,) = to_result(Eenheid.SUBDOEL, None, page.questions(codebook))
    assert (only["from_name"], only["value"]) == ("soort", {"choices": ["subdoel"]})


def answered(**choices: list[str]) -> list[dict[str, object]]:
    return [{"from_name": name, "value": {"choices": codes}} for name, codes in choices.items()]


def test_what_is_missing_or_unknown_is_no_coding(codebook: Codebook) -> None:
    asked = page.questions(codebook)
    no_instrument = from_result(answered(hoofdcode=["taal"]), Eenheid.SUBDOEL, asked)
    assert (no_instrument.codes, no_instrument.missing) == (None, ("instrument",))
    strange = from_result(answered(hoofdcode=["geld"]), Eenheid.AFSPRAAK, asked)
    assert (strange.codes, strange.unknown) == (None, ("hoofdcode: geld",))
    hidden = from_result(answered(hoofdcode=["taal"], instrument=["zorg"]), Eenheid.AFSPRAAK, asked)
    assert hidden.codes == Codes(thema=("taal",))


def test_marked_as_misread_or_of_another_kind_is_no_coding(codebook: Codebook) -> None:
    asked = page.questions(codebook)
    marked = [
        *answered(lezing=["verkeerd_gelezen"]),
        {"from_name": "opmerking", "value": {"text": ["Halve zin"]}},
    ]
    answers = from_result(marked, Eenheid.AFSPRAAK, asked)
    assert (answers.codes, answers.misread, answers.remark, answers.missing) == (None, True, "Halve zin", ())
    other = from_result(answered(hoofdcode=["taal"], soort=["subdoel"]), Eenheid.AFSPRAAK, asked)
    assert (other.codes, other.misread, other.kind) == (None, True, "subdoel")


def test_the_arbiter_finds_filled_in_what_coders_share(codebook: Codebook) -> None:
    one = Codes(thema=("taal", "werk"), instrument="taalles")
    two = Codes(thema=("taal",), eigen_inzet=True, instrument="voltijdroute")
    shared = shared_result(Eenheid.SUBDOEL, [one, two], page.questions(codebook))
    assert {item["from_name"]: item["value"]["choices"] for item in shared} == {
        "soort": ["subdoel"],
        "hoofdcode": ["taal"],
    }
