"""Two models compared on the same units, on answers made by hand."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pipeline.coding.answers import Answers, Asked, read_answers, to_bytes
from pipeline.coding.bootstrap import Measured
from pipeline.coding.carried import in_one_version
from pipeline.coding.comparison import ENOUGH, Comparison, Difference, Verdict, compare
from pipeline.coding.comparison_text import describe, write_comparison
from pipeline.coding.promotion import objections
from pipeline.errors import ModelError

TARGETS = ("thema.taal", "thema.werk", "instrument.taalles", "instrument.geen")


def answers(*given: tuple[bool, bool], model: str = "m", texts: str = "t", name: str = "P") -> Answers:
    """One subdoel of taal in the taalles per plan; ``given``: whether it got that thema and instrument."""
    rows = np.array(given)
    units = tuple(Asked((f"{name}{at:02}", "subdoel", 1, 0), "w", texts) for at in range(len(given)))
    table = np.column_stack([rows[:, 0], ~rows[:, 0], rows[:, 1], ~rows[:, 1]])
    truth = np.tile([True, False, True, False], (len(given), 1))
    return Answers(
        model,
        TARGETS,
        units,
        truth,
        table,
        np.ones_like(truth),
        np.where(table, 0.75, 0.25),
        np.zeros(len(given), dtype=bool),
    )


def compared(first: Answers, second: Answers) -> Comparison:
    found = compare(first, second)
    assert found is not None
    return found


ALL_RIGHT = answers(*[(True, True)] * 12)
# Three of twelve plans miss taal: over draws of plans the number missed is binomial (12, 1/4).
THREE_MISSED = answers(*[(False, True)] * 3, *[(True, True)] * 9)


def test_the_interval_of_a_paired_difference_by_hand() -> None:
    taal = compared(ALL_RIGHT, THREE_MISSED).codes[0]
    # F1 with m of 12 missed is 2(12 - m) / (24 - m), so the difference is -m / (24 - m).
    assert (taal.first, taal.second) == (1.0, pytest.approx(18 / 21))
    assert taal.more.value == pytest.approx(-3 / 21)
    # P(m = 0) = 3.2% > 2.5%; P(m <= 5) = 94.6% < 97.5% < P(m <= 6) = 98.6%
    assert (taal.more.low, taal.more.high) == (pytest.approx(-6 / 18), 0.0)
    assert taal.wanted == 12


def test_what_is_hard_for_both_does_not_widen_the_interval() -> None:
    same = compared(THREE_MISSED, THREE_MISSED)
    assert [(each.more.low, each.more.high) for each in same.codes] == [(0.0, 0.0)] * len(same.codes)
    assert all(each.verdict(0) == Verdict.NO_WORSE for each in (*same.overall, *same.codes))
    assert same.differing == ()


def test_overall_figures_are_over_many_codes_and_single_choices() -> None:
    second = answers(*[(True, False)] * 3, *[(True, True)] * 9)
    macro, instrument = compared(ALL_RIGHT, second).overall
    assert (macro.name, macro.more.value) == ("macro-F1", 0.0)
    assert (instrument.name, instrument.more.value) == ("juist bij instrument", pytest.approx(-3 / 12))


def test_units_that_differ_say_who_is_nearer() -> None:
    found = compared(ALL_RIGHT, THREE_MISSED)
    assert [unit.key[0] for unit in found.differing] == ["P00", "P01", "P02"]
    assert {unit.better for unit in found.differing} == {False}
    assert found.differing[0].second == ("thema.werk", "instrument.taalles")
    assert {unit.better for unit in compared(THREE_MISSED, ALL_RIGHT).differing} == {True}


def test_only_the_same_texts_with_the_same_right_codes_are_counted() -> None:
    other = replace(ALL_RIGHT, units=(ALL_RIGHT.units[0]._replace(text="u"), *ALL_RIGHT.units[1:]))
    assert (compared(other, ALL_RIGHT).units, compared(other, ALL_RIGHT).retold) == (11, 1)
    truth = ALL_RIGHT.truth.copy()
    truth[0] = ~truth[0]
    recoded = compared(ALL_RIGHT, replace(ALL_RIGHT, truth=truth))
    assert recoded.recoded == 1
    assert recoded.codes[0].wanted == 11
    assert recoded.codes[0].first == recoded.codes[0].second == 1
    all_recoded = compared(ALL_RIGHT, replace(ALL_RIGHT, truth=~ALL_RIGHT.truth))
    assert all_recoded.codes == ()
    assert len(list(objections({"Hier": all_recoded}, 0.02))) == 1


def test_codes_that_one_does_not_know_are_left_out() -> None:
    fewer = replace(ALL_RIGHT, targets=("thema.taal", "thema.wonen", *TARGETS[2:]))
    assert [each.name for each in compared(fewer, ALL_RIGHT).codes] == ["thema.taal", "instrument.taalles"]


def test_nothing_in_common() -> None:
    assert compare(ALL_RIGHT, answers((True, True), name="Q")) is None


@pytest.mark.parametrize(
    ("value", "low", "high", "wanted", "verdict", "objection"),
    [
        (0.03, 0.01, 0.05, ENOUGH, Verdict.BETTER, False),
        (-0.01, -0.02, 0.01, ENOUGH, Verdict.NO_WORSE, False),
        (-0.01, -0.03, 0.01, ENOUGH, Verdict.UNDECIDED, True),
        (-0.01, -0.03, 0.01, ENOUGH - 1, Verdict.UNDECIDED, False),
        (-0.05, -0.09, -0.01, ENOUGH - 1, Verdict.WORSE, True),
        (-0.015, -0.018, -0.01, ENOUGH, Verdict.NO_WORSE, False),
        (-0.5, float("nan"), float("nan"), ENOUGH - 1, Verdict.TOO_FEW, False),
    ],
)
def test_verdicts(
    value: float, low: float, high: float, wanted: int, verdict: Verdict, objection: bool
) -> None:
    found = Difference("thema.taal", 0.9, 0.9 + value, Measured(value, low, high), wanted)
    assert found.verdict(0.02) == verdict
    assert found.objection(0.02) == objection


def test_too_few_plans_to_tell_is_an_objection() -> None:
    few = answers((True, True), (True, True))
    (told,) = objections({"Hier": compared(few, few)}, 0.02)
    assert "te weinig plannen" in told
    assert list(objections({"Hier": compared(ALL_RIGHT, ALL_RIGHT)}, 0.02)) == []


def test_text_and_files(tmp_path: Path) -> None:
    found, key = compared(ALL_RIGHT, THREE_MISSED), THREE_MISSED.units[1].key
    text = describe(found, "oud", "nieuw", 0.02, {key: "=leert taal"})
    assert "dezelfde 12 eenheden in 12 plannen" in text
    row = next(line for line in text.splitlines() if line.startswith("thema.taal"))
    assert row.split() == [
        "thema.taal",
        "1,000",
        "0,857",
        "-0,143",
        "(-0,333",
        "–",
        "+0,000)",
        "12",
        "niet",
        "zeker",
    ]
    assert "bij 0 zit nieuw er dichter bij, bij 3 oud" in text
    assert '"=leert taal"' in text
    names = [
        path.name for path in write_comparison({"a": found, "b": found}, tmp_path, 0.02, {key: "=leert"})
    ]
    assert names == ["verschil.csv", "eenheden.csv", "verschil-2.csv", "eenheden-2.csv"]
    assert "'=leert" in (tmp_path / "eenheden.csv").read_text(encoding="utf-8")
    assert "thema.taal,1.0,0.8571,-0.1429,-0.3333,0.0,12,niet zeker" in (tmp_path / "verschil.csv").read_text(
        "utf-8"
    )


def test_answers_come_back_as_they_were_kept(tmp_path: Path) -> None:
    path = tmp_path / "antwoorden.json.gz"
    assert read_answers(path, "m") is None
    possible = THREE_MISSED.possible.copy()
    possible[:, 3] = False
    kept = replace(THREE_MISSED, possible=possible, given=THREE_MISSED.given & possible)
    path.write_bytes(to_bytes(kept))
    assert path.read_bytes() == to_bytes(kept)
    found = read_answers(path, "m")
    assert found is not None
    assert (found.targets, found.units) == (kept.targets, kept.units)
    for name in ("truth", "given", "possible", "marked"):
        assert (getattr(found, name) == getattr(kept, name)).all()
    assert (found.probability == kept.probability * possible).all()


@pytest.mark.parametrize("damage", [b"", b"geen gzip", to_bytes(ALL_RIGHT)[:-20]])
def test_damaged_answers_are_told(damage: bytes, tmp_path: Path) -> None:
    path = tmp_path / "oud" / "buitengelaten.json.gz"
    path.parent.mkdir()
    path.write_bytes(damage)
    with pytest.raises(ModelError, match=r"beschadigd.*plancoder evaluate oud"):
        read_answers(path, "m")


def test_answers_of_another_model_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.json.gz"
    path.write_bytes(to_bytes(ALL_RIGHT))
    with pytest.raises(ModelError, match="ander model"):
        read_answers(path, "n")


OLD, NEW = "boek@1.0.0+aaaa", "boek@1.1.0+bbbb"


def migrations(folder: Path, *rows: str) -> Path:
    """What is kept of a migration from 1.0.0 to 1.1.0 with these rows of its crosswalk."""
    own = folder / "toegepast" / "1.1.0"
    own.mkdir(parents=True)
    (own / "verslag.json").write_text('{"van": "boek@1.0.0", "naar": "boek@1.1.0", "volgnummer": 1}', "utf-8")
    table = "\n".join(("variabele,oude_code,nieuwe_code,zeker,toelichting", *rows))
    (own / "omzetting.csv").write_text(table + "\n", encoding="utf-8")
    return folder


def with_names(answers: Answers, **names: str) -> Answers:
    return replace(
        answers, targets=tuple(names.get(name.replace(".", "_"), name) for name in answers.targets)
    )


def test_a_renamed_code_is_followed_in_either_order(tmp_path: Path) -> None:
    kept = migrations(tmp_path, "thema,taal,leren,ja,hernoemd")
    newer = with_names(THREE_MISSED, thema_taal="thema.leren")
    for first, second, labels, more in (
        (ALL_RIGHT, newer, (OLD, NEW), -3 / 21),
        (newer, ALL_RIGHT, (NEW, OLD), 3 / 21),
    ):
        found = compare(*in_one_version(first, second, labels, kept))
        assert found is not None
        assert found.codes[0].name == "thema.leren"
        assert found.codes[0].more.value == pytest.approx(more)
        assert found.versions is not None
        assert found.versions.followed == (("thema.taal", "thema.leren"),)
        assert not found.versions.not_compared
        assert "Gevolgd langs de migraties: thema.taal is thema.leren." in describe(found, "a", "b", 0.02, {})


def test_codes_that_became_one_are_one(tmp_path: Path) -> None:
    kept = migrations(tmp_path, "instrument,geen,taalles,ja,samengevoegd")
    newer = replace(
        ALL_RIGHT,
        targets=TARGETS[:3],
        **{name: getattr(ALL_RIGHT, name)[:, :3] for name in ("truth", "given", "possible", "probability")},
    )
    wrong = answers(*[(True, False)] * 12)  # all got geen instead of taalles, which is no difference now
    found = compare(*in_one_version(wrong, newer, (OLD, NEW), kept))
    assert found is not None
    assert {each.name: each.first for each in found.codes} == {"thema.taal": 1.0, "instrument.taalles": 1.0}


def test_a_code_that_means_something_else_is_not_compared_and_that_is_said(tmp_path: Path) -> None:
    kept = migrations(tmp_path, "thema,taal,spreken,nee,gesplitst", "thema,,schrijven,nee,nieuw")
    newer = with_names(ALL_RIGHT, thema_taal="thema.spreken", thema_werk="thema.schrijven")
    found = compare(*in_one_version(THREE_MISSED, newer, (OLD, NEW), kept))
    assert found is not None
    assert {each.name for each in found.codes} == {"instrument.taalles"}
    told = describe(found, "oud", "nieuw", 0.02, {})
    assert f"oud is van codeboek {OLD}, nieuw van {NEW}" in told
    assert "gesplitst, nieuw of anders bedoeld: thema.spreken" in told
    assert "maar bij een van beide: thema.werk, thema.schrijven" in told


def test_without_a_migration_codes_of_one_name_are_compared_and_that_is_said() -> None:
    newer = with_names(ALL_RIGHT, thema_taal="thema.leren")
    found = compare(*in_one_version(ALL_RIGHT, newer, (OLD, NEW), None))
    assert found is not None
    told = describe(found, "a", "b", 0.02, {})
    assert "Er is geen migratie van het ene naar het andere" in told
    assert "maar bij een van beide: thema.taal, thema.leren" in told


def test_models_of_one_codebook_need_no_word_about_it() -> None:
    assert in_one_version(ALL_RIGHT, THREE_MISSED, (OLD, OLD), None) == (ALL_RIGHT, THREE_MISSED, None)
