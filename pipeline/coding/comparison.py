"""Two models compared on the same units, which neither had learnt from.

What each answered was kept when it was trained (``answers.py``), so nothing is learnt again. Differences are
paired: each draw of plans is taken for both (``bootstrap.Resampling.difference``), so what is hard for both
does not widen the interval.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from pipeline.coding.answers import Answers
from pipeline.coding.bootstrap import Measured, Resampling, Statistic
from pipeline.coding.carried import Versions
from pipeline.coding.metrics import RIGHT, WANTED, count, f1, macro_f1, ratio, sums
from pipeline.coding.targets import EIGEN_INZET, THEMA
from pipeline.domain import UnitKey

Booleans = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.intp]

MACRO = "macro-F1"
MARGIN = 0.02  # how much less F1 is no objection
ENOUGH = 200  # units with a code from which on it must be shown that the code did not get worse


class Verdict(StrEnum):
    """What can be said of a difference, given how sure it is."""

    BETTER = "beter"
    NO_WORSE = "niet slechter"
    WORSE = "slechter"
    UNDECIDED = "niet zeker"
    TOO_FEW = "te weinig plannen"


@dataclass(frozen=True)
class Difference:
    """A figure of both models, and how much more the second has, with its interval.

    ``wanted``: the units with the code; for a figure over several codes, the units that it is about.
    """

    name: str
    first: float
    second: float
    more: Measured
    wanted: int

    def verdict(self, margin: float = MARGIN) -> Verdict:
        """Whether the second is worse by more than ``margin``, as far as the interval tells."""
        if np.isnan(self.more.low):
            return Verdict.TOO_FEW
        if self.more.low > 0:
            return Verdict.BETTER
        if self.more.high < 0 and self.more.value < -margin:
            return Verdict.WORSE
        return Verdict.NO_WORSE if self.more.low >= -margin else Verdict.UNDECIDED

    def objection(self, margin: float = MARGIN) -> bool:
        """Whether this stands in the way of the second taking the place of the first.

        Of a code that is found often it must be shown that it is not worse; a rare code gives too little
        to show that with, and counts when it is shown to be worse.
        """
        verdict = self.verdict(margin)
        return verdict == Verdict.WORSE or (verdict == Verdict.UNDECIDED and self.wanted >= ENOUGH)


@dataclass(frozen=True)
class Differing:
    """A unit that the two models coded differently."""

    key: UnitKey
    group: str
    right: tuple[str, ...]
    first: tuple[str, ...]
    second: tuple[str, ...]

    @property
    def better(self) -> bool | None:
        """Whether the second is nearer to what is right; None when both are as far from it."""
        far = [len(set(self.right) ^ set(codes)) for codes in (self.first, self.second)]
        return None if far[0] == far[1] else far[1] < far[0]


@dataclass(frozen=True)
class Comparison:
    """``overall``: macro-F1 and the single choices; ``codes``: F1 of each code that occurs.

    Only units that both were asked, with the same text, and codes that mean the same to both; ``versions``
    says which do not, None when both are of one codebook. ``recoded`` units were
    coded otherwise by people for the second than for the first: they are not counted, for whichever coding is
    taken as right favours the model that learnt from it. ``retold`` units had another text for the first.
    """

    plans: int
    units: int
    groups: int
    recoded: int
    retold: int
    overall: tuple[Difference, ...]
    codes: tuple[Difference, ...]
    differing: tuple[Differing, ...]
    versions: Versions | None = None

    def objections(self, margin: float = MARGIN) -> list[Difference]:
        """The figures that stand in the way of putting the second in the place of the first."""
        return [found for found in (*self.overall, *self.codes) if found.objection(margin)]


def compare(first: Answers, second: Answers, versions: Versions | None = None) -> Comparison | None:
    """How ``second`` differs from ``first``; None when they have no unit in common.

    ``versions`` tells of answers of different codebooks which codes cannot be compared (``carried.py``).
    """
    shared = [unit for unit in second.units if unit.key in first.place]
    same = [unit for unit in shared if first.units[first.place[unit.key]].text == unit.text]
    if not same:
        return None
    changed = versions.changed if versions else ()
    names = [name for name in second.targets if name in first.targets and name not in changed]
    before, after = (_part(answers, [unit.key for unit in same], names) for answers in (first, second))
    plans, owner = np.unique([unit.key[0] for unit in same], return_inverse=True)
    recoded = (before.truth != after.truth).any(axis=1)
    drawn = Resampling(len(plans))
    measured = _Paired(drawn, owner, after.truth, ~recoded, before, after, names, second.single)
    tables = (after.truth, before.given, after.given)
    return Comparison(
        plans=len(plans),
        units=len(same),
        groups=len({unit.group for unit in same}),
        recoded=int(recoded.sum()),
        retold=len(shared) - len(same),
        overall=measured.overall(),
        codes=measured.codes(),
        differing=tuple(
            Differing(same[row].key, same[row].group, *(_codes(table[row], names) for table in tables))
            for row in np.flatnonzero((before.given != after.given).any(axis=1))
        ),
        versions=versions,
    )


@dataclass(frozen=True)
class _Part:
    truth: Booleans
    given: Booleans
    possible: Booleans


def _part(answers: Answers, keys: list[UnitKey], names: list[str]) -> _Part:
    cells = np.ix_([answers.place[key] for key in keys], [answers.targets.index(name) for name in names])
    return _Part(answers.truth[cells], answers.given[cells], answers.possible[cells])


@dataclass(frozen=True)
class _Paired:
    """Counts per plan of both models, against the same truth."""

    resampling: Resampling
    owner: Integers
    truth: Booleans
    counted: Booleans
    before: _Part
    after: _Part
    names: list[str]
    single: tuple[str, ...]

    def codes(self) -> tuple[Difference, ...]:
        first, second = self._counts(self.before), self._counts(self.after)
        wanted = first[..., WANTED].sum(axis=0)
        return tuple(
            self._difference(self.names[at], f1, first[:, at], second[:, at], wanted[at])
            for at in np.flatnonzero(wanted)
        )

    def overall(self) -> tuple[Difference, ...]:
        """Macro-F1 over thema and eigen inzet, and the share right of each single choice."""
        many = [at for at, name in enumerate(self.names) if name.partition(".")[0] in (THEMA, EIGEN_INZET)]
        first, second = (self._counts(part)[:, many] for part in (self.before, self.after))
        found = [self._difference(MACRO, macro_f1, first, second, first[..., WANTED].sum())]
        for variable in self.single:
            columns = [at for at, name in enumerate(self.names) if name.partition(".")[0] == variable]
            first, second = (self._counts(part)[:, columns].sum(axis=1) for part in (self.before, self.after))
            if first[..., WANTED].any():
                name = f"juist bij {variable}"
                found.append(self._difference(name, _right, first, second, first[..., WANTED].sum()))
        return tuple(found)

    def _counts(self, part: _Part) -> Floats:
        counts = count(self.truth, part.given) * (part.possible & self.counted[:, None])[:, :, None]
        return sums(counts, self.owner, self.resampling.plans)

    def _difference(
        self, name: str, statistic: Statistic, first: Floats, second: Floats, wanted: float
    ) -> Difference:
        more = self.resampling.difference(statistic, second, first)
        before, after = (float(statistic(counts.sum(axis=0))) for counts in (first, second))
        return Difference(name, before, after, more, int(wanted))


def _right(counts: Floats) -> Floats:
    return ratio(counts[..., RIGHT], counts[..., WANTED])


def _codes(row: Booleans, names: list[str]) -> tuple[str, ...]:
    return tuple(names[at] for at in np.flatnonzero(row))
