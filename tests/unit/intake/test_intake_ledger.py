"""Each received file gets the one status that holds first, with a reason that names the other file."""

import random
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.domain import Status
from pipeline.intake import LedgerRow, Received, decide
from pipeline.intake.received import EMPTY_SHA256


def file(bestand: str, **known: object) -> Received:
    """A usable plan of its own, but for what is given."""
    values: dict[str, object] = {
        "sha256": f"sha {bestand}",
        "uitkomst": "ok",
        "plan": f"plan {bestand}",
        "inhoud_sleutel": f"inhoud {bestand}",
        "datum": date(2019, 3, 1),
        "meting": 1,
        "paginas": 2,
    }
    return Received(bestand, **(values | known))  # type: ignore[arg-type]


def statuses(*files: Received) -> list[str]:
    return [row.status.value for row in decide(files)]


def test_nothing_received_is_an_empty_ledger() -> None:
    assert decide([]) == []


def test_a_usable_plan_is_coded_without_a_reason() -> None:
    (row,) = decide([file("a.pdf", persoon="p")])
    assert row == LedgerRow("a.pdf", "sha a.pdf", Status.GECODEERD, "", "plan a.pdf", "p", "2019-03-01", 1, 2)
    assert not row.nakijken


def test_a_copy_counts_once_and_the_original_is_kept() -> None:
    rows = decide([file("kopie van a.pdf", sha256="x"), file("a.pdf", sha256="x")])
    assert [row.status for row in rows] == [Status.DUBBEL_BESTAND, Status.GECODEERD]
    assert "byte voor byte gelijk aan a.pdf" in rows[0].reden


def test_a_copy_in_the_second_round_counts_for_the_first() -> None:
    rows = decide([file("a.pdf", sha256="x", meting=2), file("later/a.pdf", sha256="x", meting=1)])
    assert [row.status for row in rows] == [Status.DUBBEL_BESTAND, Status.GECODEERD]
    assert "meting 1 en in meting 2" in rows[0].reden


def test_empty_files_are_no_copies_of_each_other() -> None:
    empty = {"sha256": EMPTY_SHA256, "uitkomst": "onleesbaar", "reden": "Het bestand is leeg."}
    rows = decide([file("a.pdf", **empty), file("b.pdf", **empty)])
    assert [(row.status, row.reden) for row in rows] == [(Status.ONLEESBAAR, "Het bestand is leeg.")] * 2


def test_files_without_a_hash_are_no_copies() -> None:
    lost = {"sha256": "", "uitkomst": "onleesbaar", "reden": "Weg."}
    assert statuses(file("a.pdf", **lost), file("b.pdf", **lost)) == ["onleesbaar"] * 2


@pytest.mark.parametrize("outcome", ["geen_plan", "onleesbaar"])
def test_what_cannot_be_used_keeps_its_reason_or_gets_one(outcome: str) -> None:
    rows = decide(
        [file("a.pdf", uitkomst=outcome, reden="Zo is het."), file("b.pdf", uitkomst=outcome, plan="")]
    )
    assert [row.status.value for row in rows] == [outcome] * 2
    assert rows[0].reden == "Zo is het."
    assert rows[1].reden


def test_the_same_plan_printed_again_counts_once() -> None:
    rows = decide(
        [file("a.pdf", inhoud_sleutel="x", persoon="p"), file("b.pdf", inhoud_sleutel="x", persoon="p")]
    )
    assert [row.status for row in rows] == [Status.GECODEERD, Status.DUBBEL_BESTAND]
    assert "tekst zijn gelijk aan die van a.pdf" in rows[1].reden


def test_the_same_words_for_two_people_are_two_plans() -> None:
    files = [file("a.pdf", inhoud_sleutel="x", persoon="p"), file("b.pdf", inhoud_sleutel="x", persoon="q")]
    assert statuses(*files) == ["gecodeerd"] * 2
    without_bsn = file("c.pdf", inhoud_sleutel="x")
    assert (
        statuses(*files, without_bsn) == ["gecodeerd"] * 3
    )  # of which of the two it is a copy cannot be told
    assert statuses(files[0], without_bsn) == ["gecodeerd", "dubbel_bestand"]


def test_a_later_plan_of_a_person_replaces_the_earlier_ones() -> None:
    early = file("a.pdf", persoon="p", naam_sleutel="n")
    late = file("b.pdf", persoon="p", naam_sleutel="n", datum=date(2020, 2, 3))
    rows = decide([late, early])
    assert [row.status for row in rows] == [Status.GECODEERD, Status.VERVANGEN]
    assert "b.pdf is van 03-02-2020, dit plan van 01-03-2019" in rows[1].reden


def test_on_one_day_the_later_round_counts_and_then_the_order() -> None:
    one, two = file("a.pdf", persoon="p", meting=2), file("b.pdf", persoon="p", meting=1)
    assert statuses(one, two) == ["gecodeerd", "vervangen"]
    assert "a.pdf is van meting 2, dit plan van meting 1" in decide([one, two])[1].reden
    again = file("c.pdf", persoon="p", meting=2)
    rows = decide([one, again])
    assert [row.status for row in rows] == [Status.VERVANGEN, Status.GECODEERD]
    assert "Kijk na" in rows[0].reden


def test_without_a_date_the_round_decides_and_someone_looks() -> None:
    dated = file("a.pdf", persoon="p", datum=date(2021, 1, 1), meting=1)
    rows = decide([dated, file("b.pdf", persoon="p", datum=None, meting=2)])
    assert [row.status for row in rows] == [Status.VERVANGEN, Status.GECODEERD]
    assert rows[1].nakijken
    assert "a.pdf" in rows[1].reden
    assert "2021" not in rows[0].reden


def test_one_bsn_with_two_names_keeps_one_and_marks_both() -> None:
    rows = decide(
        [
            file("a.pdf", persoon="p", naam_sleutel="samir barakat"),
            file("b.pdf", persoon="p", naam_sleutel="noura haddad", datum=date(2018, 1, 1)),
        ]
    )
    assert [row.status for row in rows] == [Status.GECODEERD, Status.DUBBEL_BSN]
    assert all(row.nakijken for row in rows)
    assert "b.pdf" in rows[0].reden
    assert "a.pdf" in rows[1].reden


def test_part_of_a_name_is_no_other_name() -> None:
    full = file("a.pdf", persoon="p", naam_sleutel="samir barakat", datum=date(2020, 1, 1))
    last = file("b.pdf", persoon="p", naam_sleutel="barakat")
    none = file("c.pdf", persoon="p")
    sister = file("d.pdf", persoon="p", naam_sleutel="rana barakat")
    assert statuses(full, last, none, sister) == ["gecodeerd", "vervangen", "vervangen", "dubbel_bsn"]


def test_of_three_plans_over_two_rounds_the_latest_counts() -> None:
    known = {"persoon": "p", "naam_sleutel": "n"}
    rows = decide(
        [
            file("a.pdf", **known, meting=1),
            file("c.pdf", **known, meting=2, datum=date(2020, 5, 1)),
            file("b.pdf", **known, meting=1, datum=date(2019, 9, 1)),
        ]
    )
    assert [row.status.value for row in rows] == ["vervangen", "gecodeerd", "vervangen"]
    for row in (rows[0], rows[2]):
        assert "c.pdf is van 01-05-2020" in row.reden
        assert "meting 1 en in meting 2" in row.reden


def test_between_plans_of_one_day_and_round_someone_must_choose() -> None:
    rows = decide([file("a.pdf", persoon="p"), file("b.pdf", persoon="p")])
    assert [row.status.value for row in rows] == ["vervangen", "gecodeerd"]
    assert rows[1].nakijken
    assert "a.pdf is van dezelfde persoon en even oud" in rows[1].reden


def test_one_full_name_without_a_bsn_counts_and_is_marked() -> None:
    files = [file("a.pdf", naam_sleutel="x y"), file("b.pdf", naam_sleutel="x y")]
    rows = decide([*files, file("c.pdf", naam_sleutel="x"), file("d.pdf", naam_sleutel="x")])
    assert [row.status.value for row in rows] == ["gecodeerd"] * 4
    assert [row.nakijken for row in rows] == [True, True, False, False]
    assert "b.pdf" in rows[0].reden


def test_plans_without_a_bsn_are_never_taken_together() -> None:
    files = [file(f"{i}.pdf", naam_sleutel="n", datum=date(2019, 1, i + 1)) for i in range(5)]
    assert statuses(*files) == ["gecodeerd"] * 5


def test_a_file_is_judged_once_by_what_holds_first() -> None:
    rows = decide(
        [
            file("a.pdf", persoon="p", naam_sleutel="n", datum=date(2020, 1, 1)),
            file("b.pdf", persoon="p", naam_sleutel="m", sha256="x"),
            file("kopie b.pdf", persoon="p", naam_sleutel="m", sha256="x"),
            file("kapot.pdf", persoon="p", uitkomst="onleesbaar"),
        ]
    )
    assert [row.status.value for row in rows] == ["gecodeerd", "dubbel_bsn", "dubbel_bestand", "onleesbaar"]


SMALL = st.sampled_from(("", "x", "y"))
RECEIVED = st.lists(
    st.builds(
        Received,
        bestand=st.just(""),
        sha256=st.sampled_from(("", "s1", "s2", "s3", "s4", EMPTY_SHA256)),
        uitkomst=st.sampled_from(("ok", "ok", "ok", "geen_plan", "onleesbaar")),
        persoon=SMALL,
        naam_sleutel=st.sampled_from(("", "a", "b", "a b", "a c")),
        inhoud_sleutel=SMALL,
        datum=st.sampled_from((None, date(2019, 1, 1), date(2020, 1, 1))),
        meting=st.sampled_from((None, 1, 2)),
    ),
    max_size=12,
).map(lambda files: [_named(each, f"{i}.pdf") for i, each in enumerate(files)])


def _named(each: Received, bestand: str) -> Received:
    return Received(**({name: getattr(each, name) for name in Received.__slots__} | {"bestand": bestand}))


@given(RECEIVED)
def test_there_are_as_many_rows_as_files_in_their_order(files: list[Received]) -> None:
    rows = decide(files)
    assert [row.bestand for row in rows] == [each.bestand for each in files]
    assert Counter(row.status for row in rows).total() == len(files)


@given(RECEIVED)
def test_every_loss_has_a_reason(files: list[Received]) -> None:
    for row in decide(files):
        assert row.reden or row.status is Status.GECODEERD


@given(RECEIVED)
def test_only_readable_plans_are_coded_and_a_person_once(files: list[Received]) -> None:
    coded = [each for each, row in zip(files, decide(files), strict=True) if row.status is Status.GECODEERD]
    assert all(each.uitkomst == "ok" for each in coded)
    people = [each.persoon for each in coded if each.persoon]
    assert len(people) == len(set(people))


@given(RECEIVED)
def test_every_person_with_a_readable_plan_is_coded(files: list[Received]) -> None:
    rows = decide(files)
    usable = {each.persoon for each in files if each.uitkomst == "ok"}
    coded = {row.persoon for row in rows if row.status is Status.GECODEERD}
    copied = {row.persoon for row in rows if row.status is Status.DUBBEL_BESTAND}
    assert usable - {""} <= coded | copied


@given(RECEIVED, st.randoms())
def test_with_dates_and_rounds_told_apart_the_order_does_not_matter(
    files: list[Received], chance: random.Random
) -> None:
    told = [
        Received(
            **({name: getattr(each, name) for name in Received.__slots__} | {"datum": date(2019, 1, i + 1)})
        )
        for i, each in enumerate(files)
    ]
    mixed = list(told)
    chance.shuffle(mixed)
    assert {row.bestand: row for row in decide(mixed)} == {row.bestand: row for row in decide(told)}


def test_ten_thousand_files_take_seconds() -> None:
    files = [
        file(f"{i}.pdf", persoon=f"p{i % 7000}", inhoud_sleutel=f"{i % 9000}", sha256=f"{i % 9900}")
        for i in range(10_000)
    ]
    assert len(decide(files)) == 10_000
