"""A good codebook is read whole; a broken one tells every fault, with its line."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.codebook import describe, load_codebook
from pipeline.codebook.checks import find_faults
from pipeline.domain import Eenheid
from pipeline.errors import CodebookError

OWN_CODEBOOK = Path(__file__).parents[3] / "codebook.yaml"

GOOD = """\
naam: proef
versie: "1.0.0"
taal: nl
omschrijving: Een klein codeboek.
variabelen:
  thema:
    naam: Thema
    omschrijving: Waar het over gaat.
    eenheden: [hoofddoel, subdoel]
    meervoudig: true
    groepen:
      leren: Leren
    codes:
      - id: taal
        naam: Taal
        definitie: Nederlands leren.
        gebruik_wanneer: [Het gaat over de taal.]
        voorbeelden: [Oefenen met lezen.]
        termen: [taalles, NT2]
        groep: leren
        subcodes:
          - id: taal.examen
            naam: Examen
            definitie: Het examen halen.
            termen: [staatsexamen]
      - id: werk
        naam: Werk
        definitie: Een baan.
        gebruik_wanneer: [Het gaat over werk.]
        voorbeelden: [Een cv maken.]
        termen: [baan]
        eenheden: [subdoel]
"""


def load(folder: Path, text: str):
    path = folder / "codebook.yaml"
    path.write_text(text, encoding="utf-8")
    return load_codebook(path)


def faults(folder: Path, text: str) -> tuple[str, ...]:
    with pytest.raises(CodebookError) as caught:
        load(folder, text)
    return caught.value.faults


def changed(old: str, new: str) -> str:
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new)


def test_good_codebook_is_read_whole(tmp_path):
    codebook = load(tmp_path, GOOD)
    thema = codebook.variables["thema"]
    assert (codebook.name, codebook.version) == ("proef", "1.0.0")
    assert (thema.id, thema.name, thema.multiple) == ("thema", "Thema", True)
    assert thema.units == {Eenheid.HOOFDDOEL, Eenheid.SUBDOEL}
    assert [code.id for code in thema.codes] == ["taal", "werk"]
    taal = thema.code("taal")
    assert taal.group == "leren"
    assert taal.use_when == ("Het gaat over de taal.",)
    assert taal.all_terms == ("taalles", "NT2", "staatsexamen")
    assert taal.subcodes[0].id == "taal.examen"
    with pytest.raises(KeyError):
        thema.code("geluk")


def test_a_code_can_be_limited_to_some_units(tmp_path):
    thema = load(tmp_path, GOOD).variables["thema"]
    assert [code.id for code in thema.codes_for(Eenheid.HOOFDDOEL)] == ["taal"]
    assert [code.id for code in thema.codes_for(Eenheid.SUBDOEL)] == ["taal", "werk"]
    assert thema.codes_for(Eenheid.AFSPRAAK) == ()


def test_id_follows_the_content_and_not_the_layout(tmp_path):
    codebook = load(tmp_path, GOOD)
    relaid = GOOD.replace(
        "omschrijving: Een klein codeboek.", "# toelichting\nomschrijving: >-\n  Een klein\n  codeboek."
    )
    relaid = relaid.replace("eenheden: [hoofddoel, subdoel]", "eenheden:\n      - subdoel\n      - hoofddoel")
    assert load(tmp_path, relaid).id == codebook.id
    other = load(tmp_path, changed("[baan]", "[baan, loon]"))
    assert other.id.startswith("proef@1.0.0+")
    assert other.id != codebook.id


FAULTS = [
    ("naam: proef", "naam: Proef Een", 1, "naam: heeft niet de juiste vorm, zoals plannen"),
    ('versie: "1.0.0"', "versie: 1.0", 2, "versie: moet tekst zijn"),
    ('versie: "1.0.0"', 'versie: "1.0"', 2, "versie: heeft niet de juiste vorm, zoals 1.0.0"),
    ("taal: nl\n", "", 1, "taal: ontbreekt"),
    ("taal: nl\n", "taal:\n", 3, "taal: is leeg"),
    ("taal: nl\n", "taal: nl\nomschijving: x\n", 4, "onbekende sleutel (bedoelt u 'omschrijving'?)"),
    ("naam: Thema", 'naam: "  "', 7, "variabelen.thema.naam: mag niet leeg zijn"),
    (
        "[hoofddoel, subdoel]",
        "[hoofddoel, subdoelen]",
        9,
        "kies uit hoofddoel, subdoel, afspraak (bedoelt u 'subdoel'?)",
    ),
    ("[hoofddoel, subdoel]", "[]", 9, "moet er ten minste 1 hebben"),
    ("meervoudig: true", "meervoudig: ja", 10, "meervoudig: moet true of false zijn"),
    (
        "leren: Leren",
        "leren: Leren\n      werken: Werken",
        13,
        "groepen.werken: geen enkele code hoort bij deze groep",
    ),
    (
        "groep: leren",
        "groep: leeren",
        20,
        "de groep 'leeren' staat niet onder 'groepen' (bedoelt u 'leren'?)",
    ),
    ("id: taal\n", "id: Taal les\n", 14, "variabelen.thema.codes[0].id: 'Taal les': een id bestaat uit"),
    ("id: werk\n", "id: taal\n", 26, "de code 'taal' staat al eerder bij deze variabele"),
    ("id: taal.examen", "id: werk.examen", 22, "'werk.examen' moet de vorm 'taal.naam' hebben"),
    ("id: taal.examen", "id: examen", 22, "'examen' moet de vorm 'taal.naam' hebben"),
    ("[staatsexamen]", "[taalles]", 25, "subcodes[0].termen[0]: de term 'taalles' staat al bij 'taal'"),
    ("[baan]", "[baan, nt2]", 31, "codes[1].termen[1]: de term 'nt2' staat al bij 'taal'"),
    ("[Een cv maken.]", "[]", 30, "voorbeelden: moet er ten minste 1 hebben"),
    ("[Een cv maken.]", "Een cv maken.", 30, "voorbeelden: moet een lijst zijn"),
    ("[Een cv maken.]", "[12]", 30, "voorbeelden[0]: moet tekst zijn"),
    ("eenheden: [subdoel]", "eenheden: [afspraak]", 32, "'afspraak' is geen eenheid van deze variabele"),
    ("naam: Werk\n", "naam: Werk\n        naam: Arbeid\n", 28, "staat er twee keer, ook op regel 27"),
    ("naam: Werk\n", "naam: Werk\n        12: x\n", 28, "een sleutel moet tekst zijn"),
    ("  thema:\n", "  Thema:\n", 6, "variabelen.Thema: een id bestaat uit"),
    ("  thema:\n", "  thema:\n    id: onderwerp\n", 7, "moet gelijk zijn aan de sleutel 'thema'"),
]


@pytest.mark.parametrize(("old", "new", "line", "message"), FAULTS)
def test_each_fault_is_told_with_its_line(tmp_path, old, new, line, message):
    found = faults(tmp_path, changed(old, new))
    assert any(fault.startswith(f"[codebook.yaml regel {line}] ") and message in fault for fault in found), (
        found
    )


def test_all_faults_of_all_kinds_are_told_in_one_go(tmp_path):
    text = (
        changed("[baan]", "[baan, NT2]")
        .replace('"1.0.0"', "1")
        .replace("definitie: Een baan.", "defnitie: Een baan.")
    )
    found = faults(tmp_path, text)
    assert [fault.split("] ")[1].split(":")[0] for fault in found] == [
        "versie",
        "variabelen.thema.codes[1].definitie",
        "variabelen.thema.codes[1].defnitie",
        "variabelen.thema.codes[1].termen[1]",
    ]


def test_message_says_where_what_and_what_to_do(tmp_path):
    with pytest.raises(CodebookError) as caught:
        load(tmp_path, changed("taal: nl\n", ""))
    assert caught.value.message == (
        "[codebook.yaml] Dit bestand klopt niet: 1 fout.\n"
        "  [codebook.yaml regel 1] taal: ontbreekt\n"
        "Verbeter het bestand en probeer het opnieuw."
    )


def test_single_variable_needs_a_choice(tmp_path):
    one_code = GOOD[: GOOD.index("      - id: werk")].replace("meervoudig: true", "meervoudig: false")
    assert any("ten minste twee codes" in fault for fault in faults(tmp_path, one_code))


@pytest.mark.parametrize(
    "text", ["", "# niets\n", "- a\n- b\n", "zomaar tekst", "variabelen: 12", "variabelen: [1]"]
)
def test_a_file_of_another_shape_is_refused(tmp_path, text):
    assert faults(tmp_path, text)


def test_a_variable_of_another_shape_does_not_hide_other_faults(tmp_path):
    found = faults(tmp_path, changed("[baan]", "[baan, NT2]") + "  instrument: 3\n")
    assert len(found) == 2


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("naam: proef\n\tversie: x\n", 2),
        ("naam: [a\nversie: 1\n", 2),
        ("a: &x [1]\nb: *x\n", 1),
        ("a: \x07\n", 1),
    ],
)
def test_what_is_no_yaml_is_refused_with_its_line(tmp_path, text, line):
    with pytest.raises(CodebookError, match="geen geldige yaml") as caught:
        load(tmp_path, text)
    assert caught.value.waar == f"codebook.yaml regel {line}"


def test_a_reference_to_itself_is_refused(tmp_path):
    with pytest.raises(CodebookError, match="geen geldige yaml"):
        load(tmp_path, "a: &x\n  b: *x\n")


def test_missing_or_unreadable_file(tmp_path):
    with pytest.raises(CodebookError, match="kan niet worden gelezen"):
        load_codebook(tmp_path / "geen.yaml")
    path = tmp_path / "codebook.yaml"
    path.write_bytes(b"naam: caf\xe9\n")
    with pytest.raises(CodebookError, match="geen UTF-8"):
        load_codebook(path)


def test_windows_line_ends_and_byte_order_mark(tmp_path):
    path = tmp_path / "codebook.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert load_codebook(path).id == load(tmp_path, GOOD).id


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda children: (
        st.lists(children, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["variabelen", "thema", "codes", "id", "termen", "groepen", "groep", "subcodes", "eenheden"]
            ),
            children,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(json_like)
@settings(max_examples=300, deadline=None)
def test_checks_bear_any_data(data):
    assert all(isinstance(message, str) for _, message in find_faults({"variabelen": {"thema": data}}))
    assert all(isinstance(message, str) for _, message in find_faults(data))


def test_our_own_codebook_holds_what_the_coding_instruction_asks():
    codebook = load_codebook(OWN_CODEBOOK)
    sizes = {
        variable.id: (len(variable.codes), variable.multiple) for variable in codebook.variables.values()
    }
    assert sizes == {"thema": (5, True), "instrument": (11, False), "hoofddoel_type": (6, False)}
    thema = codebook.variables["thema"]
    assert [code.id for code in thema.codes_for(Eenheid.HOOFDDOEL)] == [
        "taal",
        "werk",
        "participatie",
        "gezondheid",
    ]
    assert "eigen_inzet" in [code.id for code in thema.codes_for(Eenheid.AFSPRAAK)]
    assert [rule[0] for rule in thema.rules] == list("123456789")
    groups = {code.id: code.group for code in codebook.variables["instrument"].codes if code.group}
    assert groups == dict.fromkeys(["participatiehuis", "bemiddeling", "intervens_overig"], "intervens")
    assert {code.group for code in codebook.variables["hoofddoel_type"].codes} == {
        "betaald_werk",
        "onderwijs",
        "overig",
    }


def test_overview_names_every_variable_code_and_group():
    codebook = load_codebook(OWN_CODEBOOK)
    text = describe(codebook)
    assert codebook.id in text
    for variable in codebook.variables.values():
        assert f"\n{variable.id} ({variable.name})" in text
        assert all(f"\n  {code.id} " in text for code in variable.codes)
    assert "groep Intervens: participatiehuis, bemiddeling, intervens_overig" in text
