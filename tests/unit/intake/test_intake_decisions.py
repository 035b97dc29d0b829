"""What people decide goes before the program's own verdict; what cannot be is refused in words."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_intake_ledger import RECEIVED, file

from pipeline.domain import BESLUIT, Status
from pipeline.errors import UsageError
from pipeline.intake import Received, read_decisions, settle
from pipeline.intake.decisions import Decision

EARLY = file("vroeg.pdf", persoon="p", naam_sleutel="n")
MIDDLE = file("midden.pdf", persoon="p", naam_sleutel="n", datum=date(2019, 6, 1))
LATE = file("laat.pdf", persoon="p", naam_sleutel="n", datum=date(2020, 2, 3))
STRANGER = file("ander.pdf", persoon="p", naam_sleutel="m", datum=date(2018, 1, 1))


def decision(bestand: str, status: Status | None, koppeling: str = "", regel: int = 2) -> Decision:
    return Decision(bestand, status, "Zo is het.", "Mieke", koppeling, regel)


def settled(files: list[Received], *decisions: Decision) -> dict[str, tuple[str, str]]:
    rows, _ = settle(files, decisions)
    return {row.bestand: (row.status.value, row.reden) for row in rows}


def test_without_decisions_nothing_changes() -> None:
    rows, decided = settle([EARLY, LATE], [])
    assert [row.status for row in rows] == [Status.VERVANGEN, Status.GECODEERD]
    assert decided == []


def test_an_older_plan_that_must_count_takes_the_place_of_the_later() -> None:
    rows = settled([EARLY, MIDDLE, LATE], decision("vroeg.pdf", Status.GECODEERD))
    assert [status for status, _ in rows.values()] == ["gecodeerd", "vervangen", "vervangen"]
    own = "Besluit van Mieke: Zo is het. (Zonder besluit: vervangen. Er is een later plan"
    assert rows["vroeg.pdf"][1].startswith(own)
    for name in ("midden.pdf", "laat.pdf"):
        assert rows[name][1].startswith("Besluit van Mieke: met dit BSN telt vroeg.pdf")
        assert "later plan" not in rows[name][1]


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.GECODEERD])
def test_a_plan_that_must_not_count_makes_room_for_the_one_before(status: Status) -> None:
    rows = settled([EARLY, MIDDLE, LATE], decision("laat.pdf", status))
    assert [status for status, _ in rows.values()] == ["vervangen", "gecodeerd", status.value]
    assert "over laat.pdf, van Mieke" in rows["midden.pdf"][1]
    assert "Zonder besluit: vervangen" in rows["midden.pdf"][1]
    assert "midden.pdf is van 01-06-2019" in rows["vroeg.pdf"][1]


def test_the_copy_of_what_is_no_plan_does_not_take_its_place() -> None:
    files = [file("a.pdf", sha256="x"), file("kopie van a.pdf", sha256="x")]
    assert [s for s, _ in settled(files, decision("a.pdf", Status.GEEN_PLAN)).values()] == [
        "geen_plan",
        "dubbel_bestand",
    ]
    assert [s for s, _ in settled(files, decision("a.pdf", Status.DUBBEL_BESTAND)).values()] == [
        "dubbel_bestand",
        "gecodeerd",
    ]
    assert [s for s, _ in settled(files, decision("kopie van a.pdf", Status.GECODEERD)).values()] == [
        "dubbel_bestand",
        "gecodeerd",
    ]


def test_the_reprint_of_what_does_not_count_does_not_take_its_place() -> None:
    files = [file("a.pdf", inhoud_sleutel="x", persoon="p"), file("b.pdf", inhoud_sleutel="x", persoon="p")]
    for status in (Status.GEEN_PLAN, Status.VERVANGEN):
        rows = settled(files, decision("a.pdf", status))
        assert [each for each, _ in rows.values()] == [status.value, "dubbel_bestand"]
    rows = settled(files, decision("a.pdf", Status.DUBBEL_BESTAND))
    assert [each for each, _ in rows.values()] == ["dubbel_bestand", "gecodeerd"]


def test_the_reprint_that_must_count_makes_the_other_the_double() -> None:
    files = [file("a.pdf", inhoud_sleutel="x", persoon="p"), file("b.pdf", inhoud_sleutel="x", persoon="p")]
    rows = settled(files, decision("b.pdf", Status.GECODEERD))
    assert [status for status, _ in rows.values()] == ["dubbel_bestand", "gecodeerd"]
    assert "b.pdf" in rows["a.pdf"][1]


def test_of_two_names_with_one_bsn_the_decided_one_counts_or_both_when_both_are_decided() -> None:
    one = settled([LATE, STRANGER], decision("ander.pdf", Status.GECODEERD))
    assert [status for status, _ in one.values()] == ["dubbel_bsn", "gecodeerd"]
    both = settled(
        [LATE, STRANGER], decision("ander.pdf", Status.GECODEERD), decision("laat.pdf", Status.GECODEERD)
    )
    assert [status for status, _ in both.values()] == ["gecodeerd", "gecodeerd"]


def test_a_confirmed_status_is_no_longer_to_be_looked_at() -> None:
    plain, _ = settle([LATE, STRANGER], [])
    assert all(row.nakijken for row in plain)
    rows, decided = settle(
        [LATE, STRANGER], [decision("ander.pdf", Status.DUBBEL_BSN), decision("laat.pdf", Status.GECODEERD)]
    )
    assert not any(row.nakijken for row in rows)
    assert [each.gevolg for each in decided] == ["bevestigd", "bevestigd"]


def test_what_became_of_each_decision_is_told() -> None:
    files = [EARLY, LATE, file("een/x.pdf"), file("twee/x.pdf"), file("map/y.pdf")]
    _, decided = settle(
        files,
        [
            decision("vroeg.pdf", Status.GECODEERD),
            decision("laat.pdf", None, "p-1"),
            decision("weg.pdf", Status.GEEN_PLAN),
            decision("x.pdf", Status.GEEN_PLAN),
            decision("y.pdf", Status.GEEN_PLAN),
        ],
    )
    told = [(each.bestand, each.programma, each.besluit, each.gevolg, each.found) for each in decided]
    assert told == [
        ("vroeg.pdf", "vervangen", "gecodeerd", "toegepast", True),
        ("laat.pdf", "gecodeerd", "", "alleen koppeling", True),
        ("weg.pdf", "", "geen_plan", "niet toegepast: dit bestand is er niet", False),
        (
            "x.pdf",
            "",
            "geen_plan",
            "niet toegepast: er zijn er meer die zo heten; schrijf de naam zoals in intake.csv",
            False,
        ),
        ("map/y.pdf", "gecodeerd", "geen_plan", "toegepast", True),
    ]


def test_the_apostrophe_before_a_formula_is_no_part_of_the_name() -> None:
    rows = settled([file("-plan.pdf")], decision("'-plan.pdf", Status.GEEN_PLAN))
    assert rows["-plan.pdf"][0] == "geen_plan"


@pytest.mark.parametrize(
    ("files", "decisions", "told"),
    [
        (
            [file("scan.pdf", uitkomst="onleesbaar", reden="Een scan.")],
            [decision("scan.pdf", Status.GECODEERD, regel=7)],
            "regel 7: scan.pdf kan niet gecodeerd worden: er is geen plan uit gelezen. Een scan.",
        ),
        (
            [EARLY, LATE],
            [decision("vroeg.pdf", Status.GECODEERD), decision("laat.pdf", Status.GECODEERD)],
            "laat.pdf kan niet gecodeerd worden naast vroeg.pdf: van een persoon telt één plan",
        ),
        (
            [file("a.pdf", sha256="x"), file("b.pdf", sha256="x")],
            [decision("a.pdf", Status.GECODEERD), decision("b.pdf", Status.GECODEERD)],
            "b.pdf kan niet gecodeerd worden naast a.pdf: het is hetzelfde bestand",
        ),
        (
            [file("map/a.pdf")],
            [decision("map/a.pdf", Status.GEEN_PLAN, regel=2), decision("a.pdf", Status.VERVANGEN, regel=3)],
            "regel 3: over dit bestand staat al een besluit op regel 2",
        ),
    ],
)
def test_what_cannot_be_is_refused(files: list[Received], decisions: list[Decision], told: str) -> None:
    with pytest.raises(UsageError) as caught:
        settle(files, decisions)
    assert caught.value.exit_code == 2
    assert told in caught.value.message
    assert "besluiten.csv" in caught.value.message


def test_decisions_are_read_with_their_lines(tmp_path: Path) -> None:
    (tmp_path / "besluiten.csv").write_text(
        "bestand;status;reden;door\na.pdf;geen_plan;Een brief;Mieke\n\nb.pdf;;x;y\n", encoding="utf-8"
    )
    with pytest.raises(UsageError, match="regel 4: er staat geen status"):
        read_decisions(tmp_path)
    (tmp_path / "besluiten.csv").write_text("bestand,status,reden,door\na.pdf,geen_plan,Een brief,Mieke\n")
    assert read_decisions(tmp_path) == (Decision("a.pdf", Status.GEEN_PLAN, "Een brief", "Mieke", "", 2),)


@given(RECEIVED, st.data())
def test_whatever_is_decided_every_file_has_one_status_and_a_decided_one_that(
    files: list[Received], data: st.DataObject
) -> None:
    about = data.draw(st.dictionaries(st.integers(0, max(len(files) - 1, 0)), st.sampled_from(Status)))
    decisions = [decision(files[i].bestand, status) for i, status in about.items() if i < len(files)]
    try:
        rows, decided = settle(files, decisions)
    except UsageError:
        assert any(each.status is Status.GECODEERD for each in decisions)
        return
    assert [row.bestand for row in rows] == [each.bestand for each in files]
    assert Counter(row.status for row in rows).total() == len(files)
    by_name = {row.bestand: row for row in rows}
    for each in decisions:
        assert by_name[each.bestand].status is each.status
        assert by_name[each.bestand].reden.startswith(BESLUIT)
    assert all(row.reden or row.status is Status.GECODEERD for row in rows)
    assert len(decided) == len(decisions)


@given(RECEIVED, st.data())
def test_of_one_person_by_one_name_one_plan_is_coded(files: list[Received], data: st.DataObject) -> None:
    named = [Received(**_values(each) | {"naam_sleutel": ""}) for each in files]
    about = data.draw(st.dictionaries(st.integers(0, max(len(files) - 1, 0)), st.sampled_from(Status)))
    decisions = [decision(files[i].bestand, status) for i, status in about.items() if i < len(files)]
    try:
        rows, _ = settle(named, decisions)
    except UsageError:
        return
    people = [row.persoon for row in rows if row.status is Status.GECODEERD and row.persoon]
    assert len(people) == len(set(people))


def _values(each: Received) -> dict[str, object]:
    return {name: getattr(each, name) for name in Received.__slots__}
