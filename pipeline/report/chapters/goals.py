"""The goals: the kind of hoofddoel, beside the goal of the diagnosis, and the themes of the subdoelen."""

from collections import Counter
from collections.abc import Iterator, Mapping

from pipeline.report.chapters.common import (
    first_subdoelen,
    highlight,
    hoofddoel_column,
    later_subdoelen,
    most_frequent,
)
from pipeline.report.comparison import NOT_SHOWN, has_hidden
from pipeline.report.drawing import bar_panels
from pipeline.report.dutch import counted, decimal, number, written_out
from pipeline.report.material import Material
from pipeline.report.matrix import share_matrix
from pipeline.report.outcomes import OWN_EFFORT
from pipeline.report.section import Section
from pipeline.report.tables import (
    Row,
    Share,
    Table,
    code_table,
    count_table,
    group_names,
    share_of,
    units_per_plan,
)
from pipeline.statistics.suppression import hidden_cells


def hoofddoel_type(material: Material) -> Section | None:
    folder = material.folder
    variable = material.codebook.variables.get("hoofddoel_type")
    columns = hoofddoel_column(folder)
    if variable is None or not columns:
        return None
    table = code_table(variable, variable.codes, columns, lambda unit: unit.hoofddoel_type)
    without = len(folder.usable) - len(folder.hoofddoelen)
    plans = counted(without, "bruikbaar plan", "bruikbare plannen")
    return Section(
        "hoofddoel",
        "Soort hoofddoel",
        most_frequent(table),
        table,
        bar_panels("Soort hoofddoel", table),
        (f"In {plans} is geen hoofddoel gevonden.",) if without else (),
        highlight(table, 0),
    )


def goal_in_diagnosis(material: Material) -> Section | None:
    """The hoofddoel of the plan against the goal that the diagnosis named."""
    goal, variable = material.goal, material.codebook.variables.get("hoofddoel_type")
    if goal is None or variable is None:
        return None
    names = group_names(variable)
    kinds = {unit.plan: unit.hoofddoel_type for unit in material.folder.hoofddoelen if unit.hoofddoel_type}
    pairs = [(goal.of_plan[plan], kind) for plan, kind in kinds.items() if plan in goal.of_plan]
    if not pairs:
        return None
    goals = [name for name, _ in Counter(name for name, _ in pairs).most_common()]
    headings = tuple(dict.fromkeys(names.get(kind, kind) for kind in [*names, *kinds.values()] if kind))
    counts = Counter((name, names.get(kind, kind)) for name, kind in pairs)
    matrix = [[counts[name, heading] for heading in headings] for name in goals]
    same = {
        kind: {(goals.index(name), headings.index(names[kind])) for name in values if name in goals}
        for kind, values in goal.same.items()
        if kind in names
    }
    hidden = set() if material.internal else hidden_cells(matrix, keep=set().union(*same.values()))
    totals = tuple(sum(column) for column in zip(*matrix, strict=True))
    rows = tuple(
        Row(name, tuple(Share(count, totals[at], (index, at) in hidden) for at, count in enumerate(line)))
        for index, (name, line) in enumerate(zip(goals, matrix, strict=True))
    )
    table = Table(goal.title, headings, rows, totals)
    # Of a hidden cell the sentence would tell the count.
    told = {kind: goal.same[kind] for kind, cells in same.items() if not cells & hidden}
    remarks = [*_other_goals(pairs, told, names)]
    return Section(
        "doel-in-diagnose",
        "Hoofddoel van het plan en doel in de diagnose",
        remarks[0] if remarks else f"Naast elkaar gelegd: {counted(len(pairs), 'plan', 'plannen')}.",
        table,
        share_matrix("Doel in de diagnose, naar het hoofddoel van het plan", table),
        (
            *remarks[1:],
            "Elke kolom telt op tot alle gekoppelde plannen met dat hoofddoel.",
            *([NOT_SHOWN] if has_hidden(table) else []),
        ),
    )


def _other_goals(
    pairs: list[tuple[str, str]], same: Mapping[str, tuple[str, ...]], names: Mapping[str, str]
) -> Iterator[str]:
    """For each kind of hoofddoel with a counterpart: how many plans had another goal in the diagnosis."""
    for kind, values in same.items():
        own = [name for name, other in pairs if other == kind]
        if own:
            share = Share(sum(1 for name in own if name not in values), len(own))
            told = f"ander doel in de diagnose bij {written_out(share)} plannen"
            yield f"Hoofddoel ‘{names.get(kind, kind)}’: {told}."


def subdoelen_per_plan(material: Material) -> Section | None:
    folder = material.folder
    numbers = units_per_plan((file.plan for file in folder.usable), folder.subdoelen)
    if not numbers:
        return None
    plans, subdoelen = len(folder.usable), len(folder.subdoelen)
    rows = [(counted(number_of, "subdoel", "subdoelen"), owners) for number_of, owners in numbers]
    table = count_table("Subdoelen in het plan", "plannen", rows, plans)
    return Section(
        "aantal-subdoelen",
        "Aantal subdoelen per plan",
        f"Gemiddeld {decimal(subdoelen / plans, 1)}: {number(subdoelen)} subdoelen in "
        f"{counted(plans, 'plan', 'plannen')}.",
        table,
        bar_panels("Aantal subdoelen per plan", table),
    )


def themes(material: Material) -> Section | None:
    folder, variable = material.folder, material.codebook.variables.get("thema")
    columns = [*hoofddoel_column(folder), *first_subdoelen(folder), *later_subdoelen(folder)]
    if variable is None or not columns:
        return None
    codes = [code for code in variable.codes if code.id != OWN_EFFORT]
    table = code_table(variable, codes, columns, lambda unit: unit.hoofdcode)
    second = [
        f"{name} {written_out(share_of(units, lambda unit: len(unit.thema) > 1))}" for name, units in columns
    ]
    title = "Thema van het hoofddoel en van de subdoelen"
    return Section(
        "themas",
        "Thema's van de doelen",
        most_frequent(table),
        table,
        share_matrix(title, table) if len(columns) > 2 else bar_panels(title, table),
        (
            "Geteld is de hoofdcode: het thema waar het doel in de kern over gaat.",
            f"Met een tweede thema erbij: {'; '.join(second)}.",
        ),
        highlight(table, 1) if len(columns) > 1 else None,
    )
