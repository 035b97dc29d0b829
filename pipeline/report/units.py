"""Coded units in columns, so that a report of millions of them fits in memory.

What units have alike (kind, codes, doubts, model) is kept once, as a ``Given``; of each unit there are four
numbers: its plan, its Given, and its numbers in the plan. So a unit takes 16 bytes, and what is asked of its
codes is asked once of each Given.
"""

from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Annotated, Self, TypeVar, overload

import numpy as np
import numpy.typing as npt
from pydantic import BeforeValidator

from pipeline.domain import Eenheid, UnitKey, Wie, unit_key

Integers = npt.NDArray[np.intc]
Booleans = npt.NDArray[np.bool_]
T = TypeVar("T")
_PLAN, _GIVEN, _SUBDOEL, _AFSPRAAK = range(4)
_NO_NUMBER = -1
Added = Annotated[
    tuple[tuple[str, tuple[str, ...]], ...], BeforeValidator(lambda found: tuple(dict(found).items()))
]
"""Per variable that the codebook adds its codes; in the file an object."""
_AT_ONCE = 4096
"""So many units are there as objects while all are gone through."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a model made of a unit, and which kind of unit that is."""

    eenheid: Eenheid
    wie: Wie | None
    thema: tuple[str, ...]
    eigen_inzet: bool
    instrument: str | None
    hoofddoel_type: str | None
    nakijken: tuple[str, ...]
    model: str
    codeboek: str
    andere: Added = field(default=(), kw_only=True)

    @property
    def hoofdcode(self) -> str | None:
        """The first theme without its subcode; None is overig."""
        return self.thema[0].partition(".")[0] if self.thema else None

    def codes(self, variable: str) -> tuple[str, ...]:
        """The codes of a variable that the codebook adds."""
        return dict(self.andere).get(variable, ())


_fields = attrgetter(*(name for name in Given.__dataclass_fields__ if name != "andere"))


@dataclass(frozen=True, slots=True)
class CountedUnit(Given):
    """A unit as it is counted: a line of eenheden.jsonl without what the report does not use."""

    plan: str
    subdoel_nr: int | None
    afspraak_nr: int | None

    @property
    def key(self) -> UnitKey:
        """Which unit (``unit_key``)."""
        return unit_key(self.plan, self.eenheid, self.subdoel_nr, self.afspraak_nr)


@dataclass(frozen=True, slots=True)
class TextUnit(CountedUnit):
    """The same with its text."""

    tekst: str


class Units(Sequence[CountedUnit]):
    """Units in the order in which they came; a part of them (``where``) takes 16 bytes for each again."""

    def __init__(self, units: Iterable[CountedUnit] = ()) -> None:
        plans: dict[str, int] = {}
        givens: dict[Given, int] = {}
        numbers = array("i")
        for unit in units:
            numbers.append(plans.setdefault(unit.plan, len(plans)))
            numbers.append(givens.setdefault(Given(*_fields(unit), andere=unit.andere), len(givens)))
            numbers.append(_NO_NUMBER if unit.subdoel_nr is None else unit.subdoel_nr)
            numbers.append(_NO_NUMBER if unit.afspraak_nr is None else unit.afspraak_nr)
        self._names = tuple(plans)
        self._givens = tuple(givens)
        self._rows: Integers = np.frombuffer(numbers, dtype=np.intc).reshape(-1, 4)

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[CountedUnit]:
        for start in range(0, len(self), _AT_ONCE):
            yield from map(self._unit, self._rows[start : start + _AT_ONCE].tolist())

    @overload
    def __getitem__(self, at: int) -> CountedUnit: ...
    @overload
    def __getitem__(self, at: slice) -> "Units": ...
    def __getitem__(self, at: int | slice) -> "CountedUnit | Units":
        return self._part(self._rows[at]) if isinstance(at, slice) else self._unit(self._rows[at].tolist())

    def where(self, test: Callable[[Given], bool]) -> "Units":
        """Those that were given what passes the test."""
        return self._part(self._rows[self.marks(test)])

    def numbered(self, first: int, last: int | None = None) -> "Units":
        """Those of the subdoelen of a plan from the ``first`` on, up to and with the ``last`` if given."""
        number = self._rows[:, _SUBDOEL]
        wanted = number >= first
        return self._part(self._rows[wanted if last is None else wanted & (number <= last)])

    def of_plans(self, plans: Collection[str]) -> "Units":
        """Those of these plans."""
        wanted = np.fromiter((name in plans for name in self._names), np.bool_, len(self._names))
        return self._part(self._rows[wanted[self._rows[:, _PLAN]]])

    def changed(self, change: Callable[[Given], Given]) -> "Units":
        """The same units, given something else."""
        givens = [*self._givens]
        for number, _ in self._occurring:
            givens[number] = change(givens[number])
        other = self._part(self._rows)
        other._givens = tuple(givens)
        return other

    def tally(self, value_of: Callable[[Given], T]) -> Counter[T]:
        """How many have each value, in the order in which the values came."""
        found: Counter[T] = Counter()
        for number, count in self._occurring:
            found[value_of(self._givens[number])] += count
        return found

    def marks(self, test: Callable[[Given], bool]) -> Booleans:
        """Of each whether what it was given passes the test, ``(units,)``."""
        passes = np.zeros(len(self._givens), np.bool_)
        for number, _ in self._occurring:
            passes[number] = test(self._givens[number])
        return passes[self._rows[:, _GIVEN]]

    @property
    def names(self) -> set[str]:
        """Their plans."""
        return {self._names[number] for number in np.unique(self._rows[:, _PLAN]).tolist()}

    @property
    def plans(self) -> list[str]:
        """The plan of each, in order."""
        return [self._names[number] for number in self._rows[:, _PLAN].tolist()]

    def by_plan(self, value_of: Callable[[Given], T]) -> dict[str, T]:
        """Of each plan the value of its last unit."""
        values = {number: value_of(self._givens[number]) for number, _ in self._occurring}
        given = self._rows[:, _GIVEN].tolist()
        return {plan: values[number] for plan, number in zip(self.plans, given, strict=True)}

    def orders(self, value_of: Callable[[Given], T]) -> Counter[tuple[T, ...]]:
        """How many plans have which values, in the order of their subdoelen."""
        values = {number: value_of(self._givens[number]) for number, _ in self._occurring}
        order = np.lexsort((self._rows[:, _SUBDOEL], self._rows[:, _PLAN]))
        plans, given = (self._rows[order, column].tolist() for column in (_PLAN, _GIVEN))
        each = groupby(zip(plans, given, strict=True), key=itemgetter(0))
        return Counter(tuple(values[number] for _, number in own) for _, own in each)

    def counts_by_plan(self, test: Callable[[Given], bool]) -> dict[str, tuple[int, int]]:
        """Of each plan how many of its units pass the test, and how many it has."""
        plan = self._rows[:, _PLAN]
        units = np.bincount(plan, minlength=len(self._names))
        hits = np.bincount(plan[self.marks(test)], minlength=len(self._names))
        own = np.flatnonzero(units)
        pairs = zip(hits[own].tolist(), units[own].tolist(), strict=True)
        return dict(zip((self._names[number] for number in own.tolist()), pairs, strict=True))

    def repeated(self) -> int:
        """How many subdoelen (or plans, of units without) there are more than once."""
        first = int(self._rows[:, _SUBDOEL].max(initial=0)) - _NO_NUMBER + 1
        place = self._rows[:, _PLAN].astype(np.int64) * first + self._rows[:, _SUBDOEL]
        return int((np.unique(place, return_counts=True)[1] > 1).sum())

    @cached_property
    def _occurring(self) -> list[tuple[int, int]]:
        """The numbers of the Givens that these units have, and how many have each."""
        counts = np.bincount(self._rows[:, _GIVEN], minlength=len(self._givens))
        return [(number, int(counts[number])) for number in np.flatnonzero(counts).tolist()]

    def _part(self, rows: Integers) -> Self:
        part = object.__new__(type(self))
        part._names, part._givens, part._rows = self._names, self._givens, rows
        return part

    def _unit(self, row: Sequence[int]) -> CountedUnit:
        plan, number, subdoel, afspraak = row
        given = self._givens[number]
        return CountedUnit(
            given.eenheid,
            given.wie,
            given.thema,
            given.eigen_inzet,
            given.instrument,
            given.hoofddoel_type,
            given.nakijken,
            given.model,
            given.codeboek,
            self._names[plan],
            None if subdoel == _NO_NUMBER else subdoel,
            None if afspraak == _NO_NUMBER else afspraak,
            andere=given.andere,
        )
