"""How well plans are read: whole plans right, units in their place, and whether doubt was where it belonged.

A unit is right when its whole text stands in its place: the hoofddoel, the n-th subdoel, or among the
afspraken of the n-th subdoel. The order of afspraken within a subdoel does not count, as forms print them
by actor. Texts are compared by their letters and digits.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from pipeline.domain import Plan, Reading
from pipeline.reading.learning import plain

Units = Counter[tuple[int, str, str]]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over plans; add them up with ``total``."""

    plans: int = 0
    perfect: int = 0
    matched: int = 0
    found: int = 0
    expected: int = 0
    actors: int = 0
    actors_right: int = 0
    dates_right: int = 0
    marked: int = 0
    wrong_unmarked: int = 0
    right_marked: int = 0

    @property
    def f1(self) -> float:
        """Harmonic mean of the share of found units that is right and the share of true units found."""
        both = self.found + self.expected
        return 2 * self.matched / both if both else 0.0


def score(reading: Reading | None, truth: Mapping[str, Any]) -> Score:
    """One plan against one line of ``waarheid.jsonl``; None for a file that was refused."""
    plan = reading.plan if reading else None
    expected = true_units(truth)
    if plan is None:
        return Score(plans=1, expected=expected.total(), marked=1)
    found = read_units(plan)
    perfect = found == expected
    marked = bool(plan.nakijken)
    actors = _actors(plan, truth)
    return Score(
        plans=1,
        perfect=perfect,
        matched=(found & expected).total(),
        found=found.total(),
        expected=expected.total(),
        actors=len(actors),
        actors_right=sum(actors),
        dates_right=plan.datum is not None and plan.datum.isoformat() == truth["datum"],
        marked=marked,
        wrong_unmarked=not perfect and not marked,
        right_marked=perfect and marked,
    )


def is_right(plan: Plan, truth: Mapping[str, Any]) -> bool:
    """Whether every unit of a plan stands in its place, and nothing else."""
    return read_units(plan) == true_units(truth)


def total(scores: Iterable[Score]) -> Score:
    names = [field.name for field in fields(Score)]
    counted = list(scores)
    return Score(**{name: sum(int(getattr(one, name)) for one in counted) for name in names})


def true_units(truth: Mapping[str, Any]) -> Units:
    """The units of one line of ``waarheid.jsonl``: (number of the subdoel, kind, letters and digits)."""
    units: Units = Counter({(0, "hoofddoel", plain(truth["hoofddoel"]["tekst"])): 1})
    for number, goal in enumerate(truth["subdoelen"], start=1):
        units[number, "subdoel", plain(goal["tekst"])] += 1
        units.update((number, "afspraak", plain(step["tekst"])) for step in goal["afspraken"])
    return units


def read_units(plan: Plan) -> Units:
    """The same of a plan as it was read."""
    units: Units = Counter()
    if plan.hoofddoel:
        units[0, "hoofddoel", plain(plan.hoofddoel.tekst)] += 1
    for number, goal in enumerate(plan.subdoelen, start=1):
        units[number, "subdoel", plain(goal.tekst)] += 1
        units.update((number, "afspraak", plain(step.tekst)) for step in goal.afspraken)
    return units


def _actors(plan: Plan, truth: Mapping[str, Any]) -> list[bool]:
    """Per afspraak in its place, whether it names the true actor."""
    true = {
        (number, plain(step["tekst"])): step["wie"]
        for number, goal in enumerate(truth["subdoelen"], start=1)
        for step in goal["afspraken"]
    }
    read = [
        ((number, plain(step.tekst)), step.wie)
        for number, goal in enumerate(plan.subdoelen, start=1)
        for step in goal.afspraken
    ]
    return [wie == true[place] for place, wie in read if place in true]
