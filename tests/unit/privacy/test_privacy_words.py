"""The pieces under the search: BSN, spelling, dates of birth, sentences, and the lists themselves."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.privacy import normalise_bsn, passes_eleven_test
from pipeline.privacy.dates import birth_pattern
from pipeline.privacy.dutch import is_dutch, is_slip, is_verb
from pipeline.privacy.forms import find_forms
from pipeline.privacy.lists import DATA, read_entries, read_rules
from pipeline.privacy.spelling import fold, same_name, within_one
from pipeline.privacy.tokens import tokenise
from pipeline.privacy.words import Kind, kind_of

WORDS = st.text("abcdefghij", min_size=1, max_size=9)


def test_the_eleven_test_against_a_known_number() -> None:
    assert passes_eleven_test("123456782")
    assert not passes_eleven_test("123456789")


@pytest.mark.parametrize(
    "text", ["", "000000000", "12345678", "1234567820", "12345678a", "１２３４５６７８２"]
)
def test_what_is_no_bsn_fails(text: str) -> None:
    assert not passes_eleven_test(text)


@given(st.integers(10_000_000, 999_999_999), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_seen(number: int, place: int, more: int) -> None:
    bsn = f"{number:09d}"
    wrong = f"{bsn[:place]}{(int(bsn[place]) + more) % 10}{bsn[place + 1 :]}"
    assert not (passes_eleven_test(bsn) and passes_eleven_test(wrong))


@pytest.mark.parametrize(
    ("text", "bsn"),
    [
        ("123.456.782", "123456782"),
        ("1234 56 782", "123456782"),
        ("12345678", "012345678"),
        ("12", ""),
        ("", ""),
    ],
)
def test_a_bsn_is_nine_digits(text: str, bsn: str) -> None:
    assert normalise_bsn(text) == bsn


@given(WORDS, WORDS)
def test_within_one_is_one_edit(one: str, other: str) -> None:
    letters = "abcdefghij"
    edits = {one}
    for i in range(len(one) + 1):
        edits |= {one[:i] + letter + one[i:] for letter in letters}
        edits |= {one[:i] + one[i + 1 :], one[:i] + one[i + 1 : i + 2] + one[i : i + 1] + one[i + 2 :]}
        edits |= {one[:i] + letter + one[i + 1 :] for letter in letters if i < len(one)}
    assert within_one(one, other) == (other in edits)
    assert within_one(one, other) == within_one(other, one)


@given(st.text("aàbBçdeEéiımnoöuüy-'", max_size=20))
def test_folding_does_not_see_case_or_hyphens(word: str) -> None:
    assert fold(word) == fold(word.casefold()) == fold(word.replace("-", "").replace("'", ""))


@pytest.mark.parametrize(
    "names", [("Yousef", "Youssef", "Yusef"), ("Mohammed", "Mohamed"), ("Qasem", "Kasem")]
)
def test_spellings_of_one_sound_fold_to_one_form(names: tuple[str, ...]) -> None:
    assert len({fold(name) for name in names}) == 1


def test_short_names_allow_no_misspelling() -> None:
    assert same_name("hariri", "haririe")
    assert not same_name("rami", "rima")
    assert not same_name("hariri", "barari")


@pytest.mark.parametrize("value", ["04-05-1985", "4/5/85", "4 mei 1985", "1985-05-04", "4.5.1985"])
@pytest.mark.parametrize(
    "written", ["04-05-1985", "4-5-85", "4 mei '85", "1985-05-04", "04.05.1985", "4 MEI 1985"]
)
def test_a_date_of_birth_is_found_in_every_form(value: str, written: str) -> None:
    pattern = birth_pattern(value)
    assert pattern is not None
    assert pattern.search(f"Op {written}, zei hij")
    assert not pattern.search("Op 14-05-1985 en 4-5-1986 en 104-05-1985")


@pytest.mark.parametrize("value", ["", "onbekend", "34 jaar", "31 foo 1985", "12-13-1985"])
def test_no_date_gives_no_pattern(value: str) -> None:
    assert birth_pattern(value) is None


def test_abbreviations_and_initials_end_no_sentence() -> None:
    tokens = tokenise(
        "Zij belt dr. Van Dam. Mevr. A. Bos komt.\nDaarna gaat B1. 'Ik wil'", frozenset({"dr", "mevr"})
    )
    assert [token.text for token in tokens if token.opens] == ["Zij", "Mevr", "Daarna", "Ik"]


def test_tags_are_no_words() -> None:
    assert [token.text for token in tokenise("[NAAM-1] belt [KLANTMANAGER] op")] == ["belt", "op"]


@pytest.mark.parametrize(
    "word", ["voortgangsgesprek", "taalmaatje", "inburgeringsexamen", "daarnaast", "aanmelding"]
)
def test_dutch_words_the_dictionary_lacks(word: str) -> None:
    assert is_dutch(word)


def test_slips_and_verbs() -> None:
    assert is_slip("begrijpd")
    assert not is_slip("tesfay")
    assert is_verb("oefent")
    assert not is_verb("taalles")


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Bilal", Kind.NAME),
        ("Harderwijk", Kind.KEPT),
        ("DUO", Kind.KEPT),
        ("VluchtelingenWerk", Kind.KEPT),
        ("Bakker", Kind.AMBIGUOUS),
        ("School", Kind.DUTCH),
        ("Xhevdet", Kind.UNKNOWN),
        ("A2", Kind.NONE),
        ("O'Neill", Kind.UNKNOWN),
        ("NL'er", Kind.KEPT),
    ],
)
def test_kinds_of_words(word: str, kind: Kind) -> None:
    assert kind_of(word) is kind


@pytest.mark.parametrize("path", sorted(DATA.glob("*.txt")), ids=lambda path: path.stem)
def test_lists_hold_each_entry_once(path: Path) -> None:
    entries = read_entries(path.stem)
    assert len(entries) > 50
    assert len(set(entries)) == len(entries)


def test_there_are_hundreds_of_names_of_each_origin() -> None:
    for origin in ("afghan", "arabic", "dutch", "eritrean", "iranian", "somali", "turkish", "ukrainian"):
        assert len(read_entries(f"first_names_{origin}")) + len(read_entries(f"last_names_{origin}")) > 350


def test_every_pattern_compiles_and_has_a_known_tag() -> None:
    rules = read_rules("patterns")
    for rule in rules["patterns"]:
        assert set(rule) <= {
            "tag", "pattern", "any_case", "without_digits", "check", "otherwise", "years_before", "digits",
            "needs",
        }  # fmt: skip
        assert rule["tag"] in {"EMAIL", "IBAN", "BSN", "TELEFOON", "GEBOORTEDATUM", "ADRES", "NUMMER"}
        assert set(re.findall(r"\{([a-z_]+)\}", rule["pattern"])) <= set(rules["parts"])
    assert find_forms("geen getal") == []
