"""Groups of plans beside each other: counts, hidden where people are few, and a test for each outcome."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.report.dutch import LEVEL, counted, decimal, p_value, strength
from pipeline.report.outcomes import Outcome
from pipeline.report.tables import Grid, Row, Share, Table
from pipeline.statistics.association import Association, associate, holm
from pipeline.statistics.suppression import SMALLEST, hidden_cells

PER_GROUP = 5
OTHERS = "andere samen"
NOT_TESTABLE = "niet te toetsen"
NOT_SHOWN = (
    f"× is een aantal van minder dan {SMALLEST} personen, of een aantal waaruit dat is af te leiden; het "
    "wordt niet getoond."
)
HOW = (
    "Getoetst is of de verdeling over de groepen verschilt: met chi-kwadraat, of waar de aantallen "
    "daarvoor te klein zijn met een exacte toets. De p-waarden zijn volgens Holm gecorrigeerd voor alle "
    "toetsen van deze tabel samen. ‘Significant’ staat er alleen bij een gecorrigeerde p onder 0,05."
)
STRENGTH = "Cramérs V loopt van 0 (geen verband) tot 1 (volledig)."


@dataclass(frozen=True, slots=True)
class Comparison:
    """One outcome over the groups of one division; ``counts`` has a row a value and a column a group."""

    division: str
    outcome: Outcome
    groups: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    test: Association | None
    corrected: float | None = None
    """The p-value corrected for all tests of the report's chapter; None before, or without a test."""

    @property
    def significant(self) -> bool:
        return self.corrected is not None and self.corrected < LEVEL

    @property
    def verdict(self) -> str:
        """In words; 'significant' only where it is, after correction."""
        if self.test is None or self.corrected is None:
            return NOT_TESTABLE
        if not self.significant:
            return "geen aantoonbaar verschil"
        return f"significant, {self._strength} verband"

    @property
    def evidence(self) -> str:
        """The test in brief, for between brackets."""
        if self.test is None or self.corrected is None:
            return NOT_TESTABLE
        told = p_value(self.corrected)
        sign = "" if told.startswith("<") else "= "
        return f"{self.test.method}, gecorrigeerde p {sign}{told}, Cramérs V = {decimal(self.test.cramers_v)}"

    @property
    def _strength(self) -> str:
        assert self.test is not None
        rows = sum(1 for row in self.counts if any(row))
        columns = sum(1 for column in zip(*self.counts, strict=True) if any(column))
        word = strength(self.test.cramers_v, min(rows, columns))
        return {"groot": "sterk", "matig": "matig", "klein": "zwak"}.get(word, "heel zwak")


def compare(division: str, groups: Sequence[str], of_plan: Mapping[str, str], outcome: Outcome) -> Comparison:
    """Count ``outcome`` in each of ``groups``, over the plans that have both."""
    both = ((value, of_plan[plan]) for plan, value in outcome.of_plan.items() if plan in of_plan)
    pairs = Counter(both)
    counts = tuple(tuple(pairs[value, group] for group in groups) for value in outcome.values)
    return Comparison(division, outcome, tuple(groups), counts, associate(counts))


def without_rare(outcome: Outcome, plans: Collection[str], groups: int) -> Outcome:
    """The outcome with its rare values together: fewer than five of these plans for each of the groups.

    Which values those are does not depend on how they are divided, so a test of what is left holds.
    """
    common = Counter(value for plan, value in outcome.of_plan.items() if plan in plans)
    rare = {value for value in outcome.values if common[value] < PER_GROUP * groups}
    if len(rare) < 2 or len(outcome.values) - len(rare) < 1:
        return outcome
    kept = tuple(value for value in outcome.values if value not in rare)
    of_plan = {plan: OTHERS if value in rare else value for plan, value in outcome.of_plan.items()}
    return Outcome(outcome.title, (*kept, OTHERS), of_plan)


def corrected_together(comparisons: Sequence[Comparison]) -> list[Comparison]:
    """The same with the p-values of all tests corrected for each other, by Holm."""
    tested = [each for each in comparisons if each.test is not None]
    values = iter(holm([each.test.p for each in tested if each.test]))
    return [replace(each, corrected=next(values)) if each.test is not None else each for each in comparisons]


def comparison_table(title: str, comparisons: Sequence[Comparison], *, hide: bool) -> Table:
    """All outcomes of one division in one table, each under a heading with the number of plans per group."""
    rows: list[Row] = []
    for each in comparisons:
        totals = [sum(column) for column in zip(*each.counts, strict=True)]
        hidden = hidden_cells(each.counts) if hide else set()
        small = [hide and 0 < total < SMALLEST for total in totals]
        shares = (Share(total, total, few) for total, few in zip(totals, small, strict=True))
        rows.append(Row(each.outcome.title, tuple(shares), heading=True))
        for index, (value, counts) in enumerate(zip(each.outcome.values, each.counts, strict=True)):
            cells = (
                Share(count, total, small[column] or (index, column) in hidden)
                for column, (count, total) in enumerate(zip(counts, totals, strict=True))
            )
            rows.append(Row(value, tuple(cells)))
    return Table(title, comparisons[0].groups if comparisons else (), tuple(rows))


def test_grid(tested: Sequence[Comparison]) -> Grid:
    """All tests, one a row."""
    columns = ("Achtergrond", "Wat vergeleken is", "n", "Toets", "p", "p (Holm)", "Cramérs V", "Oordeel")
    rows = tuple(
        (
            each.division,
            each.outcome.title,
            each.test.n,
            each.test.method,
            each.test.p,
            each.corrected,
            each.test.cramers_v,
            each.verdict,
        )
        for each in tested
        if each.test
    )
    return Grid(columns, ("text", "text", "count", "text", "p", "p", "decimal", "text"), rows)


def summary(tested: Sequence[Comparison]) -> str:
    """How many of the comparisons show a difference."""
    significant = [each for each in tested if each.significant]
    total = sum(1 for each in tested if each.test)
    if not total:
        return "Er is niets te toetsen: daarvoor zijn ten minste twee groepen en twee uitkomsten nodig."
    if not significant:
        return f"Geen aantoonbaar verschil bij {counted(total, 'toets', 'toetsen')}."
    return f"Een significant verschil bij {len(significant)} van {counted(total, 'toets', 'toetsen')}."


def told(tested: Sequence[Comparison]) -> list[str]:
    """A sentence for each test."""
    return [f"{each.outcome.title}: {each.verdict} ({each.evidence})." for each in tested if each.test]


def has_hidden(table: Table) -> bool:
    return any(share.hidden for row in table.rows for share in row.shares)
