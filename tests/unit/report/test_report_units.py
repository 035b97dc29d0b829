"""Units in columns, against the same questions asked of a plain list of them."""

import random
from collections import Counter
from dataclasses import replace

import pytest

from pipeline.domain import Eenheid, Wie
from pipeline.report.units import CountedUnit, Given, Units

THEMES = ((), ("taal",), ("taal.inburgering", "werk"), ("werk",))


def made(plans: int) -> list[CountedUnit]:
    """Plans of a hoofddoel, up to four subdoelen, and afspraken; seeded."""
    rng = random.Random(3)

    def unit(plan: str, eenheid: Eenheid, subdoel: int | None, afspraak: int | None) -> CountedUnit:
        wie = rng.choice([None, *Wie]) if eenheid is Eenheid.AFSPRAAK else None
        doubts = rng.choice([(), ("thema onzeker",)])
        theme = rng.choice(THEMES)
        own = rng.random() < 0.3
        return CountedUnit(eenheid, wie, theme, own, None, None, doubts, "m", "c", plan, subdoel, afspraak)

    found = []
    for plan in map("p{}".format, range(plans)):
        found.append(unit(plan, Eenheid.HOOFDDOEL, None, None))
        for subdoel in range(1, rng.randint(1, 5)):
            found.append(unit(plan, Eenheid.SUBDOEL, subdoel, None))
            found += [unit(plan, Eenheid.AFSPRAAK, subdoel, nr) for nr in range(1, rng.randint(1, 3))]
    return found


@pytest.fixture(scope="module")
def plain() -> list[CountedUnit]:
    return made(2000)


@pytest.fixture(scope="module")
def units(plain: list[CountedUnit]) -> Units:
    return Units(iter(plain))


def is_own(given: Given) -> bool:
    return given.eigen_inzet


def test_what_goes_in_comes_out(plain: list[CountedUnit], units: Units) -> None:
    assert len(plain) > 4096  # more than are made at once
    assert [*units] == plain
    assert (units[0], units[-1]) == (plain[0], plain[-1])
    assert [*units[10:20]] == plain[10:20]
    assert units[7].key == plain[7].key


def test_parts_of_parts(plain: list[CountedUnit], units: Units) -> None:
    own = units.where(lambda given: given.eenheid is Eenheid.SUBDOEL).where(is_own)
    wanted = [unit for unit in plain if unit.eenheid is Eenheid.SUBDOEL and unit.eigen_inzet]
    assert [*own] == wanted
    assert [*own.numbered(2, 3)] == [unit for unit in wanted if unit.subdoel_nr in (2, 3)]
    assert [*own.numbered(3)] == [unit for unit in wanted if (unit.subdoel_nr or 0) >= 3]
    some = {"p1", "p1999", "elsewhere"}
    assert [*units.of_plans(some)] == [unit for unit in plain if unit.plan in some]
    assert own.names == {unit.plan for unit in wanted}
    assert own.plans == [unit.plan for unit in wanted]


def test_counts_are_those_of_each_unit_asked(plain: list[CountedUnit], units: Units) -> None:
    assert units.tally(lambda given: given.hoofdcode) == Counter(unit.hoofdcode for unit in plain)
    assert [*units.tally(lambda given: given.eenheid)] == [*dict.fromkeys(unit.eenheid for unit in plain)]
    assert units.marks(is_own).tolist() == [unit.eigen_inzet for unit in plain]
    assert units.by_plan(is_own) == {unit.plan: unit.eigen_inzet for unit in plain}
    counts: dict[str, tuple[int, int]] = {}
    for unit in plain:
        hits, number = counts.get(unit.plan, (0, 0))
        counts[unit.plan] = (hits + unit.eigen_inzet, number + 1)
    assert [*units.counts_by_plan(is_own).items()] == [*counts.items()]


def test_orders_follow_the_numbers_of_subdoelen(plain: list[CountedUnit]) -> None:
    subdoelen = [unit for unit in plain if unit.eenheid is Eenheid.SUBDOEL]
    plans: dict[str, list[str | None]] = {}
    for unit in subdoelen:
        plans.setdefault(unit.plan, []).append(unit.hoofdcode)
    mixed = random.Random(5).sample(subdoelen, len(subdoelen))
    assert Units(mixed).orders(lambda given: given.hoofdcode) == Counter(map(tuple, plans.values()))


def test_units_that_are_there_twice(plain: list[CountedUnit]) -> None:
    subdoelen = [unit for unit in plain if unit.eenheid is Eenheid.SUBDOEL]
    goals = [unit for unit in plain if unit.eenheid is Eenheid.HOOFDDOEL]
    assert (Units(subdoelen).repeated(), Units(goals).repeated()) == (0, 0)
    other = [replace(unit, thema=("zorg",)) for unit in subdoelen[:2]]
    assert Units([*subdoelen, *other, other[0]]).repeated() == 2
    assert Units([*goals, goals[3]]).repeated() == 1


def test_what_was_given_may_change_where_it_occurs(plain: list[CountedUnit], units: Units) -> None:
    def never_a_goal(given: Given) -> Given:
        assert given.eenheid is not Eenheid.HOOFDDOEL
        return replace(given, thema=("nieuw",))

    part = units.where(lambda given: given.eenheid is not Eenheid.HOOFDDOEL)
    changed = part.changed(never_a_goal)
    assert {unit.thema for unit in changed} == {("nieuw",)}
    assert [unit.key for unit in changed] == [unit.key for unit in part]
    assert [*units] == plain


def test_nothing_at_all() -> None:
    none = Units()
    assert ([*none], len(none), bool(none), none.repeated(), none.names) == ([], 0, False, 0, set())
    assert (none.tally(is_own), none.by_plan(is_own), none.orders(is_own)) == (Counter(), {}, Counter())
    assert (none.counts_by_plan(is_own), none.marks(is_own).tolist()) == ({}, [])
    assert [*none.numbered(1).of_plans({"p"}).where(is_own)] == []
