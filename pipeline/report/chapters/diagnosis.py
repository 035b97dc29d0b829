"""The hoofddoel of the plan against the goal that the diagnosis named."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from pipeline.report.comparison import NOT_SHOWN, has_hidden
from pipeline.report.dutch import counted, of_the
from pipeline.report.material import Material
from pipeline.report.matrix import share_matrix
from pipeline.report.section import Section
from pipeline.report.tables import Row, Share, Table, group_names
from pipeline.statistics.suppression import Cell, hidden_cells

Pairs = Sequence[tuple[str, str]]  # the goal of the diagnosis and the kind of hoofddoel, of one plan


def goal_in_diagnosis(material: Material) -> Section | None:
    """A column for each kind of hoofddoel, and how many of its plans had another goal in the diagnosis."""
    goal, variable = material.goal, material.codebook.variables.get("hoofddoel_type")
    kinds = _kinds(material)
    of_plan = goal.of_plan if goal else {}
    pairs = [(of_plan[plan], kind) for plan, kind in kinds.items() if plan in of_plan]
    if goal is None or variable is None or not pairs:
        return None
    known = group_names(variable)
    names = known | {kind: known.get(kind, kind) for kind in kinds.values()}
    goals = [name for name, _ in Counter(name for name, _ in pairs).most_common()]
    headings = [*dict.fromkeys(names.values())]
    same = {
        kind: {(goals.index(name), headings.index(names[kind])) for name in values if name in goals}
        for kind, values in goal.same.items()
        if kind in names
    }
    matrix = _counts(pairs, goals, headings, names)
    hidden = set() if material.internal else hidden_cells(matrix, keep=set().union(*same.values()))
    table = _table(goal.title, goals, headings, matrix, hidden)
    # Of a hidden cell the sentence would tell the count.
    told = {kind: goal.same[kind] for kind, cells in same.items() if not cells & hidden}
    sentences = [*_other_goals(pairs, told, names)]
    return Section(
        "doel-in-diagnose",
        "Hoofddoel van het plan en doel in de diagnose",
        sentences[0] if sentences else f"Naast elkaar gelegd: {counted(len(pairs), 'plan', 'plannen')}.",
        table,
        share_matrix("Doel in de diagnose, naar het hoofddoel van het plan", table),
        (
            *sentences[1:],
            "Elke kolom telt op tot alle gekoppelde plannen met dat hoofddoel.",
            *([NOT_SHOWN] if has_hidden(table) else []),
        ),
    )


def _kinds(material: Material) -> dict[str, str]:
    """The kind of hoofddoel of each plan that has one."""
    kinds = material.folder.hoofddoelen.by_plan(lambda given: given.hoofddoel_type)
    return {plan: kind for plan, kind in kinds.items() if kind}


def _counts(
    pairs: Pairs, goals: Sequence[str], headings: Sequence[str], names: Mapping[str, str]
) -> list[list[int]]:
    counts = Counter((name, names[kind]) for name, kind in pairs)
    return [[counts[name, heading] for heading in headings] for name in goals]


def _table(
    title: str,
    goals: Sequence[str],
    headings: Sequence[str],
    matrix: Sequence[Sequence[int]],
    hidden: Collection[Cell],
) -> Table:
    totals = tuple(sum(column) for column in zip(*matrix, strict=True))
    rows = tuple(
        Row(name, tuple(Share(count, totals[at], (index, at) in hidden) for at, count in enumerate(line)))
        for index, (name, line) in enumerate(zip(goals, matrix, strict=True))
    )
    return Table(title, tuple(headings), rows, totals)


def _other_goals(
    pairs: Pairs, same: Mapping[str, tuple[str, ...]], names: Mapping[str, str]
) -> Iterator[str]:
    """A sentence for each kind of hoofddoel that has a counterpart among the goals of the diagnosis."""
    for kind, values in same.items():
        own = [name for name, other in pairs if other == kind]
        if own:
            share = Share(sum(1 for name in own if name not in values), len(own))
            told = f"ander doel in de diagnose bij {of_the(share, 'de plannen')}"
            yield f"Hoofddoel ‘{names.get(kind, kind)}’: {told}."
