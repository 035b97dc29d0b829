"""Who of the people in the diagnose-export has a plan, and who has not."""

from collections.abc import Sequence

from pipeline.report.background import Background
from pipeline.report.comparison import (
    HOW,
    NOT_SHOWN,
    STRENGTH,
    Comparison,
    compare,
    corrected_together,
    has_hidden,
    summary,
    test_grid,
)
from pipeline.report.drawing import bar_panels
from pipeline.report.dutch import written_out
from pipeline.report.material import Material
from pipeline.report.outcomes import Outcome
from pipeline.report.section import Listing, Section
from pipeline.report.tables import Row, Share, Table
from pipeline.statistics.suppression import SMALLEST, hidden_cells

WITH, WITHOUT = "wel een plan", "geen plan"


def has_plan(material: Material) -> Section | None:
    known = [background for background in material.backgrounds if background.people]
    if not known:
        return None
    tested = corrected_together([_compared(background) for background in known])
    table = _table(tested, hide=not material.internal)
    people = known[0].people
    share = Share(sum(has for _, has in people), len(people))
    return Section(
        "wie-een-plan",
        "Wie wel en wie geen plan heeft",
        f"Van de mensen in de diagnose-export heeft {written_out(share)} een gekoppeld plan. "
        f"{summary(tested)}",
        table,
        bar_panels("Aandeel met een gekoppeld plan", table),
        (
            *(remark for background in known for remark in background.remarks),
            *([NOT_SHOWN] if has_hidden(table) else []),
        ),
        listing=Listing("Toetsen: wie een plan heeft", f"{HOW} {STRENGTH}", test_grid(tested)),
    )


def _compared(background: Background) -> Comparison:
    of_person = {str(index): group for index, (group, _) in enumerate(background.people)}
    has = {str(index): WITH if has else WITHOUT for index, (_, has) in enumerate(background.people)}
    outcome = Outcome("Wel of geen plan", (WITH, WITHOUT), has)
    return compare(background.title, background.groups, of_person, outcome)


def _table(tested: Sequence[Comparison], *, hide: bool) -> Table:
    rows: list[Row] = []
    for each in tested:
        hidden = hidden_cells(each.counts) if hide else set()
        n = sum(map(sum, each.counts))
        rows.append(Row(each.division, (Share(n, n),), heading=True))
        for column, (group, counts) in enumerate(
            zip(each.groups, zip(*each.counts, strict=True), strict=True)
        ):
            few = hide and 0 < sum(counts) < SMALLEST
            rows.append(Row(group, (Share(counts[0], sum(counts), few or (0, column) in hidden),)))
    return Table("Groep", ("heeft een plan",), tuple(rows))
