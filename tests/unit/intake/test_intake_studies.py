"""Whole studies of any size and mix: the counts are those that went in, whatever the order of receipt."""

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipeline.domain import Status
from pipeline.intake import Received, decide

START = date(2018, 1, 1)
KINDS = (
    "copy",  # the same bytes, perhaps in the second round
    "reprint",  # the same plan in another file
    "older",  # an earlier plan of the same person
    "stranger",  # an earlier plan with the same BSN and another name
    "broken",
    "letter",
)
STATUS = {
    "copy": Status.DUBBEL_BESTAND,
    "reprint": Status.DUBBEL_BESTAND,
    "older": Status.VERVANGEN,
    "stranger": Status.DUBBEL_BSN,
    "broken": Status.ONLEESBAAR,
    "letter": Status.GEEN_PLAN,
}


@dataclass
class Study:
    """Received files, and how many of them should end in each status."""

    files: list[Received] = field(default_factory=list)
    expected: Counter[Status] = field(default_factory=Counter)

    def add(self, file: Received, status: Status) -> None:
        self.files.append(replace(file, bestand=f"{len(self.files)}.pdf"))
        self.expected[status] += 1

    def add_person(self, number: int, extras: list[str], chance: random.Random) -> None:
        """One person, whose latest plan counts, and what else came of or near that person."""
        latest = START + timedelta(days=1000 + chance.randrange(300))
        plan = Received(
            "",
            f"sha {number}",
            "ok",
            persoon=f"p{number}",
            naam_sleutel=f"voor{number} achter{number}",
            inhoud_sleutel=f"inhoud {number}",
            datum=latest,
            meting=2,
        )
        self.add(plan, Status.GECODEERD)
        for place, kind in enumerate(extras):
            own = f"{number} {place}"
            day = START + timedelta(days=place)
            other = {
                "copy": replace(plan, meting=chance.choice((1, 2))),
                "reprint": replace(plan, sha256=own, meting=chance.choice((1, 2))),
                "older": replace(plan, sha256=own, inhoud_sleutel=own, datum=day, meting=1),
                "stranger": replace(
                    plan, sha256=own, inhoud_sleutel=own, datum=day, meting=1, naam_sleutel=f"x{own}"
                ),
                "broken": Received("", own, "onleesbaar"),
                "letter": Received("", own, "geen_plan"),
            }[kind]
            self.add(other, STATUS[kind])


@st.composite
def studies(draw: st.DrawFn) -> Study:
    study = Study()
    chance = random.Random(draw(st.integers(0, 10_000)))
    people = draw(st.lists(st.lists(st.sampled_from(KINDS), max_size=4), max_size=40))
    for number, extras in enumerate(people):
        study.add_person(number, extras, chance)
    chance.shuffle(study.files)
    return study


@given(studies())
def test_a_study_of_any_size_and_mix_is_counted_as_it_was_made(study: Study) -> None:
    rows = decide(study.files)
    assert Counter(row.status for row in rows) == study.expected
    assert (
        len({row.persoon for row in rows if row.status is Status.GECODEERD})
        == study.expected[Status.GECODEERD]
    )


@given(studies())
def test_a_plan_sent_in_both_rounds_counts_once_and_the_ledger_says_so(study: Study) -> None:
    rows = decide(study.files)
    by_name = {row.bestand: row for row in rows}
    coded = {row.persoon: row for row in rows if row.status is Status.GECODEERD}
    for row in rows:
        if row.status is Status.VERVANGEN:
            assert coded[row.persoon].bestand in row.reden
            assert ("meting 1 en in meting 2" in row.reden) == (row.meting != coded[row.persoon].meting)
    assert len(by_name) == len(study.files)
