"""Counting: from units and files to tables. No layout, no drawing, nothing of html."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.codebook import Code, Variable
from pipeline.report.units import Given, Units

OVERIG = "Overig (geen code)"
UNKNOWN_CODE = "{code} (staat niet in het codeboek)"


@dataclass(frozen=True, slots=True)
class Share:
    """``count`` out of ``total``; ``part`` is None when there is nothing to take a share of.

    ``hidden``: so few people that neither number may be shown; ``part`` is then None as well.
    """

    count: int
    total: int
    hidden: bool = False

    @property
    def part(self) -> float | None:
        return self.count / self.total if self.total and not self.hidden else None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: a share for each column. ``member``: part of the group in the row above.

    ``rest`` marks what is left over (overig, geen), which a figure draws with less weight. ``heading``: the
    rows below it, up to the next heading, are shares of its totals.
    """

    label: str
    shares: tuple[Share, ...]
    member: bool = False
    rest: bool = False
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """Figures from elsewhere in a column of their own, by row and column of the table that they belong to.

    A share (0 to 1) is a float, a count an int.
    """

    name: str
    figures: Mapping[tuple[int, int], float | int]

    @property
    def columns(self) -> set[int]:
        """After which columns of the table one of these stands."""
        return {column for _, column in self.figures}


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of shares under named columns.

    ``totals``: the denominator of each column, when all rows share it; else each row shows its own.
    ``beside``: what another study found.
    """

    row_title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    totals: tuple[int, ...] | None = None
    beside: Beside | None = None

    @property
    def of_rows(self) -> bool:
        """Whether the shares of each row have one denominator, so that it can stand before them."""
        alike = (not row.heading and len({share.total for share in row.shares}) == 1 for row in self.rows)
        return not self.totals and len(self.columns) > 1 and all(alike)


Kind = Literal["text", "count", "share", "decimal", "points", "p"]
Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of other things than shares. ``kinds`` says of each column what its values are.

    ``share``: from 0 to 1; ``points``: percentage points; ``p``: a p-value. None: nothing to tell.
    """

    columns: tuple[str, ...]
    kinds: tuple[Kind, ...]
    rows: tuple[tuple[Value, ...], ...]


Column = tuple[str, Units]
CodeOf = Callable[[Given], str | None]


def code_table(
    variable: Variable, codes: Sequence[Code], columns: Sequence[Column], code_of: CodeOf
) -> Table:
    """The share of units with each code, one column for each named list of units.

    Codes stand in the order of the codebook, those of a report group together under the group's sum.
    A code that the codebook does not have gets a row of its own; overig (no code) comes last when it occurs
    or when the variable allows it.
    """
    counts = [units.tally(code_of) for _, units in columns]
    totals = tuple(len(units) for _, units in columns)

    def row(label: str, ids: Iterable[str | None], *, member: bool = False, rest: bool = False) -> Row:
        ids = tuple(ids)
        shares = (
            Share(sum(count[code] for code in ids), total)
            for count, total in zip(counts, totals, strict=True)
        )
        return Row(label, tuple(shares), member, rest)

    rows: list[Row] = []
    for heading, members in report_groups(variable, codes):
        rows.append(row(heading, (code.id for code in members)))
        if len(members) > 1:
            rows += [row(code.name, [code.id], member=True) for code in members]
    known = {code.id for code in codes}
    unknown = sorted({code for count in counts for code in count if code is not None and code not in known})
    rows += [row(UNKNOWN_CODE.format(code=code), [code]) for code in unknown]
    if variable.multiple or any(count[None] for count in counts):
        rows.append(row(OVERIG, [None], rest=True))
    return Table(variable.name, tuple(name for name, _ in columns), tuple(rows), totals)


def report_groups(variable: Variable, codes: Sequence[Code]) -> list[tuple[str, list[Code]]]:
    """Each report group with its codes, in the order of its first code; a code without group alone."""
    groups: dict[str, tuple[str, list[Code]]] = {}
    for code in codes:
        key = f"group:{code.group}" if code.group else f"code:{code.id}"
        heading = variable.groups.get(code.group, code.name) if code.group else code.name
        groups.setdefault(key, (heading, []))[1].append(code)
    return list(groups.values())


def group_names(variable: Variable) -> dict[str, str]:
    """Of each code the heading it stands under in the report: its group's, or its own name."""
    groups = report_groups(variable, variable.codes)
    return {code.id: heading for heading, members in groups for code in members}


def share_of(units: Units, test: Callable[[Given], bool]) -> Share:
    """The share of units that pass the test."""
    return Share(units.tally(test)[True], len(units))


def count_table(title: str, column: str, counts: Iterable[tuple[str, int]], total: int) -> Table:
    """Named counts out of one total."""
    rows = tuple(Row(label, (Share(count, total),)) for label, count in counts)
    return Table(title, (column,), rows, (total,))


def plans_with(units: Units, test: Callable[[Given], bool]) -> Share:
    """Of the plans that own these units, the share with at least one unit that passes the test."""
    counts = units.counts_by_plan(test)
    return Share(sum(1 for hits, _ in counts.values() if hits), len(counts))


def units_per_plan(plans: Iterable[str], units: Units) -> list[tuple[int, int]]:
    """How many plans have 0, 1, 2, ... of these units: (number, plans), from the least to the most."""
    owned = Counter(units.plans)
    numbers = Counter(owned[plan] for plan in plans)
    if not numbers:
        return []
    return [(number, numbers[number]) for number in range(min(numbers), max(numbers) + 1)]
