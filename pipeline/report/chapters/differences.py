"""Differences between groups: by background of the people, by meting, and by writer; tested and corrected."""

from collections.abc import Mapping, Sequence

from pipeline.report.background import Background
from pipeline.report.comparison import (
    HOW,
    NOT_SHOWN,
    STRENGTH,
    Comparison,
    compare,
    comparison_table,
    corrected_together,
    has_hidden,
    summary,
    test_grid,
    told,
    without_rare,
)
from pipeline.report.drawing import Figure
from pipeline.report.dutch import counted, decimal
from pipeline.report.material import Material
from pipeline.report.matrix import Line, Square, matrix, share_matrix
from pipeline.report.outcomes import Outcome, outcomes
from pipeline.report.section import Section
from pipeline.report.style import HOW as HOW_WRITTEN
from pipeline.report.style import style_outcomes

RARE = "Codes die bij deze plannen weinig voorkomen, zijn per achtergrond samengenomen (‘andere samen’)."
CODED_BY_MODEL = (
    "De codes zijn die van het model. Maakt het bij de ene groep meer fouten dan bij de andere, dan kan een "
    "verschil daarvan komen."
)


def backgrounds(material: Material) -> list[Section]:
    """An overview of all tests, then a table for each background."""
    every = outcomes(material)
    found = [
        compare(
            background.title,
            background.groups,
            background.of_plan,
            without_rare(outcome, background.of_plan, len(background.groups)),
        )
        for background in material.backgrounds
        for outcome in every
    ]
    tested = corrected_together([each for each in found if any(map(any, each.counts))])
    if not tested:
        return []
    tables = [_by_background(material, background, tested) for background in material.backgrounds]
    overview = [_overview(tested)] if any(each.test for each in tested) else []
    return [*overview, *(section for section in tables if section)]


def metingen(material: Material) -> Section | None:
    """What is different between one meting and the next."""
    of_plan = {file.plan: f"meting {file.meting}" for file in material.folder.usable if file.meting}
    title = "Verschil tussen de metingen"
    remark = (
        "Van wie in meer metingen een plan heeft, telt één plan; het zijn dus vooral verschillende mensen."
    )
    return _between(material, "meting", title, of_plan, (remark,))


def writers(material: Material) -> Section | None:
    """What is different between writers, or whatever the given groups are."""
    known = {file.plan for file in material.folder.usable}
    of_plan = {plan: group for plan, group in material.writers.items() if plan in known}
    left = len(known) - len(of_plan)
    remark = f"Zonder groep: {counted(left, 'plan', 'plannen')}."
    remarks = (HOW_WRITTEN, *([remark] if left else []))
    title = "Verschil tussen de opgegeven groepen"
    return _between(material, "groep", title, of_plan, remarks, style_outcomes(material))


def _between(
    material: Material,
    division: str,
    title: str,
    of_plan: Mapping[str, str],
    remarks: Sequence[str],
    more: Sequence[Outcome] = (),
) -> Section | None:
    groups = tuple(sorted(set(of_plan.values())))
    if len(groups) < 2:
        return None
    found = [compare(division, groups, of_plan, outcome) for outcome in (*more, *outcomes(material))]
    tested = corrected_together([each for each in found if any(map(any, each.counts))])
    if not tested:
        return None
    table = comparison_table(division.capitalize(), tested, hide=False)
    return Section(
        {"meting": "metingen", "groep": "groepen"}[division],
        title,
        summary(tested),
        table,
        share_matrix(title, table),
        (*told(tested), *remarks, HOW, CODED_BY_MODEL),
    )


def _overview(tested: Sequence[Comparison]) -> Section:
    return Section(
        "toetsen",
        "Waar groepen verschillen",
        summary(tested),
        test_grid(tested),
        _strengths(tested),
        (
            f"In de figuur staat Cramérs V; met een * is het verband significant. {STRENGTH}",
            HOW,
            RARE,
            CODED_BY_MODEL,
        ),
    )


def _strengths(tested: Sequence[Comparison]) -> Figure:
    titles = tuple(dict.fromkeys(each.outcome.title for each in tested))
    divisions = dict.fromkeys(each.division for each in tested)
    found = {(each.division, each.outcome.title): each for each in tested}
    lines = [
        Line(division, tuple(_square(found.get((division, title))) for title in titles))
        for division in divisions
    ]
    return matrix("Sterkte van het verband (Cramérs V)", titles, lines)


def _square(each: Comparison | None) -> Square:
    if each is None or each.test is None:
        return Square(None, "–")
    return Square(each.test.cramers_v, decimal(each.test.cramers_v) + (" *" if each.significant else ""))


def _by_background(
    material: Material, background: Background, tested: Sequence[Comparison]
) -> Section | None:
    own = [each for each in tested if each.division == background.title]
    if not own:
        return None
    table = comparison_table(background.title, own, hide=not material.internal)
    name = f"{background.title[:1].lower()}{background.title[1:]}"
    return Section(
        f"naar-{background.id.replace('_', '-')}",
        f"Naar {name}",
        summary(own),
        table,
        share_matrix(f"Doelen, instrumenten en eigen inzet naar {name}", table),
        (*told(own), *background.remarks, *([NOT_SHOWN] if has_hidden(table) else [])),
    )
