"""What may be a label is decided by a taught plan."""

from collections.abc import Sequence

import pytest

from pipeline.reading.layouts.fingerprint import label_key
from pipeline.reading.layouts.joints import Joints, joints_of
from pipeline.reading.pieces import Piece


def piece(text: str, x0: float = 50, joint: str = "", *, label: bool = False, behind: bool = False) -> Piece:
    maybe = text[-1] == "~"  # proposed as a label
    return Piece(text.strip("~"), 1, None, x0, 10, False, False, None, 0, label, behind, maybe, joint)


def told(joints: Joints, pieces: Sequence[Piece], *names: str) -> list[tuple[str, bool]]:
    return [(each.text, each.is_label) for each in joints.decide(pieces, {*map(label_key, names)})]


TAUGHT = [
    piece("Werk~"), piece("een baan in de zorg", joint=": "),
    piece("Klant", 70, label=True), piece("belt op", 70, behind=True),
]  # fmt: skip
OTHER = [
    piece("Taal~"), piece("niveau B1", joint=": "),
    piece("School~", 70), piece("geeft les", 70, joint=": "),
]  # fmt: skip


def test_a_text_stays_whole_where_no_label_stands_and_is_parted_where_one_does() -> None:
    joints = joints_of(TAUGHT, ["hoofddoel", "hoofddoel+", "anders", "afspraak"])
    assert told(joints, OTHER) == [("Taal: niveau B1", False), ("School", True), ("geeft les", False)]
    assert joints.decide(OTHER, set())[-1].labelled


def test_a_word_that_was_a_label_in_the_taught_plan_is_one_anywhere() -> None:
    joints = joints_of(TAUGHT, ["hoofddoel", "hoofddoel+", "anders", "afspraak"])
    assert ("Taal", True) in told(joints, OTHER, "Taal")


def test_where_taught_plans_show_both_it_is_left_open() -> None:
    whole = joints_of(TAUGHT, ["hoofddoel", "hoofddoel+", "anders", "afspraak"])
    apart = joints_of(TAUGHT, ["anders", "hoofddoel", "anders", "afspraak"])
    assert told(apart, OTHER)[:2] == [("Taal", True), ("niveau B1", False)]
    assert whole.added(apart).decide(OTHER[:2], set()) == OTHER[:2]


@pytest.mark.parametrize("pieces", [[], [piece("Werk")]])
def test_without_joints_nothing_changes(pieces: list[Piece]) -> None:
    assert Joints().decide(pieces, set()) == pieces
