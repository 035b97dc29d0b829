"""Unsure plans by the form they are on, and what the run says of them."""

from collections import Counter

from pipeline.cli.summary import describe
from pipeline.domain import Status
from pipeline.study.job import Summary
from pipeline.study.unsure import Unsure, unsure_layouts

SURE: tuple[str, ...] = ()
UNSURE = ("lezen: onzeker over de opbouw (zekerheid 0,40)",)
OTHER = ("pseudonimiseren: geen naam gevonden",)
ONE, TWO = "1-v10-0 2-v10-0 3-g10-2 4-g10-2", "7-v12-0 8-v12-0 9-v12-0"


def test_plans_of_one_form_are_counted_together_the_largest_group_first() -> None:
    plans = {
        "a": UNSURE,
        "b": UNSURE,
        "c": UNSURE,
        "d": UNSURE,
        "e": UNSURE,
        "f": SURE,
        "g": OTHER,
        "h": UNSURE,
    }
    looks = {"a": TWO, "b": ONE, "c": f"{ONE} 5-v10-0", "d": ONE, "e": TWO, "f": ONE, "g": ONE, "h": "3-v9-0"}
    assert unsure_layouts(plans, looks) == (Unsure(3, "b"), Unsure(2, "a"))


def test_the_run_names_an_example_of_each_layout_and_the_first_command() -> None:
    groups = (Unsure(30, "/plannen/a b.pdf"), Unsure(9, "/plannen/c.pdf"), Unsure(2, "/plannen/d.pdf"))
    statuses = Counter({Status.GECODEERD: 50})
    text = describe(Summary(statuses, 300, 60, 50, 50, 7, 50, 9.0, (), None, groups))
    assert "Leer deze 3 opmaken aan, dan volgen 41 plannen" in text
    assert "9 plannen zoals /plannen/c.pdf" in text
    assert 'plancoder reading show "/plannen/a b.pdf" --sheet regels.xlsx' in text
    assert "Leer" not in describe(Summary(statuses, 300, 60, 50, 50, 7, 50, 9.0, (), None))
