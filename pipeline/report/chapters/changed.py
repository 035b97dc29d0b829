"""What changed between two moments, and how much of it came from the plans and how much from the ruler."""

from collections.abc import Iterator, Sequence

from pipeline.report.change_figure import Line, Step, change_figure
from pipeline.report.changes import Change, Moment, changes, moments
from pipeline.report.coded_folder import CodedFolder
from pipeline.report.drawing import Figure
from pipeline.report.dutch import counted, how_many, points, signed
from pipeline.report.material import Material
from pipeline.report.section import Section
from pipeline.report.tables import Grid, Kind, Value
from pipeline.statistics.change import FEWEST_PLANS, Part

IN_FIGURE = 12
TOLD = 3
UNSURE = " *"
SMALLEST = 0.05
"""Fewer points are 0,0 on the page."""
Parts = tuple[str, ...]
TOTAL, PLANS, RULER_PART = "verschil", "plannen", "meetlat"
STYLES = {TOTAL: "whole", PLANS: "whole", RULER_PART: "loss"}
RULER = (
    "De meetlat is het model met het codeboek. Door de meetlat: het verschil tussen de oude en de nieuwe "
    "codes van dezelfde plannen. Door de plannen: het verschil tussen de plannen, alle met de nieuwe codes. "
    "Samen zijn zij precies het verschil; op één decimaal kan dat 0,1 schelen."
)
ONE_RULER = (
    "Alle plannen zijn met dezelfde meetlat (model en codeboek) gecodeerd: wat verandert, komt niet van een "
    "andere meetlat. Wel kan het model bij de ene meting meer fouten maken dan bij de andere."
)
NOT_SPLIT = (
    "Geen plan is met beide meetlatten gecodeerd; daarom is niet te zeggen wat van de plannen komt en wat "
    "van de meetlat. Codeer de eerdere plannen ook in deze map en maak het rapport opnieuw."
)
ONLY_RULER = "Wat de nieuwe meetlat verandert"
REDEFINED = (
    "* Deze code is in het codeboek gesplitst, nieuw of anders omschreven. Wat hier van de meetlat komt, is "
    "voor een deel die verandering."
)
INTERVALS = (
    "De 95%-intervallen zeggen hoe het met andere plannen als deze had kunnen uitvallen; er zijn plannen "
    f"getrokken, geen eenheden. Met minder dan {FEWEST_PLANS} plannen staat er geen interval."
)


def changed(material: Material) -> list[Section]:
    """A section for each pair of moments that can be laid beside each other."""
    made = (_section(material, moment, changes(material, moment)) for moment in moments(material))
    return [section for section in made if section]


def _section(material: Material, moment: Moment, found: Sequence[Change]) -> Section | None:
    if not found:
        return None
    earlier = material.earlier if moment.recoded else None
    parts = _parts(material, moment, found)
    unsure = earlier.unsure if earlier and RULER_PART in parts else frozenset()
    labels = [each.label + (UNSURE if unsure & {*each.codes} else "") for each in found]
    marked = any(label.endswith(UNSURE) for label in labels)
    return Section(
        moment.id,
        ONLY_RULER if parts == (RULER_PART,) else moment.title,
        _lead(moment, found, parts),
        _grid(moment, found, labels, parts),
        _figure(moment, found, parts),
        (
            *_largest(found, parts),
            *_about(material, moment, parts),
            *([REDEFINED] if marked else []),
            INTERVALS,
            _chance(len(found)),
        ),
    )


def _parts(material: Material, moment: Moment, found: Sequence[Change]) -> Parts:
    """What the changes are told in: the parts that can be told apart, and are not nought by nature."""
    earlier = material.earlier
    if not moment.recoded or not earlier or earlier.same or not any(each.split.ruler for each in found):
        return (TOTAL,)
    return (RULER_PART,) if {*moment.first} == {*moment.second} else (PLANS, RULER_PART)


def _part(each: Change, name: str) -> Part | None:
    return {TOTAL: each.split.total, PLANS: each.split.plans, RULER_PART: each.split.ruler}[name]


def _shown(found: Sequence[Change], name: str) -> int:
    """In how many shares a part is shown to be other than nought."""
    return sum(1 for each in found if (part := _part(each, name)) and part.is_shown)


def _lead(moment: Moment, found: Sequence[Change], parts: Parts) -> str:
    def shown(part: str) -> str:
        return how_many(_shown(found, part), len(found), "percentage", "percentages")

    plans = [counted(len(each), "plan", "plannen") for each in (moment.first, moment.second)]
    if parts == (RULER_PART,):
        return (
            f"Dezelfde {plans[0]}, met de eerdere en met de nieuwe meetlat gecodeerd. Bij "
            f"{shown(RULER_PART)} maakt de meetlat aantoonbaar verschil."
        )
    sizes = f"{moment.old[:1].upper()}{moment.old[1:]}: {plans[0]}; {moment.new}: {plans[1]}. "
    if parts == (TOTAL,):
        return f"{sizes}Bij {shown(TOTAL)} is een verandering aantoonbaar."
    return (
        f"{sizes}Aantoonbaar is een verandering door de plannen bij {shown(PLANS)}, en door de meetlat bij "
        f"{_shown(found, RULER_PART) or 'geen'}."
    )


def _largest(found: Sequence[Change], parts: Parts) -> Iterator[str]:
    """Sentences on the largest changes that are no chance."""
    sure = [each for each in found if any(_shown([each], name) for name in parts)]
    for each in sorted(sure, key=lambda each: -abs(each.split.total.value))[:TOLD]:
        split = each.split
        told = (
            f"{each.what}, ‘{each.label}’: van {points(split.before)} naar {points(split.after)}, "
            f"{signed(100 * split.total.value)} punten"
        )
        if len(parts) > 1 and split.plans and split.ruler:
            told += (
                f", waarvan {signed(100 * split.plans.value)} door de plannen en "
                f"{signed(100 * split.ruler.value)} door de meetlat"
            )
        yield f"{told}."


def _about(material: Material, moment: Moment, parts: Parts) -> Iterator[str]:
    """Which rulers there were."""
    earlier = material.earlier
    if not earlier or not moment.recoded or earlier.same:
        yield ONE_RULER
        return
    yield NOT_SPLIT if parts == (TOTAL,) else RULER
    yield f"Eerdere meetlat: {_rulers(earlier.folder)}. Meetlat van nu: {_rulers(material.folder)}."
    yield from earlier.remarks


def _rulers(folder: CodedFolder) -> str:
    rulers = folder.units.tally(lambda given: f"model {given.model}, codeboek {given.codeboek}")
    return "; ".join(sorted(rulers))


def _chance(shares: int) -> str:
    by_chance = counted(max(1, round(shares / 20)), "interval", "intervallen")
    return (
        "Aantoonbaar: het 95%-interval bevat geen 0. Ook als er niets verandert, is dat bij "
        f"{counted(shares, 'percentage', 'percentages')} door toeval bij ongeveer {by_chance} zo."
    )


def _grid(moment: Moment, found: Sequence[Change], labels: Sequence[str], parts: Parts) -> Grid:
    columns = ["Wat", "Code", moment.old, moment.new]
    kinds: list[Kind] = ["text", "text", "share", "share"]
    if TOTAL not in parts:
        columns.append(TOTAL)
        kinds.append("points")
    for name in parts:
        columns += [f"door {name}" if name != TOTAL else name, f"{name}: 95% van", f"{name}: 95% tot"]
        kinds += ["points", "points", "points"]
    rows = []
    for each, label in zip(found, labels, strict=True):
        row: list[Value] = [each.what, label, each.split.before, each.split.after]
        if TOTAL not in parts:
            row.append(100 * each.split.total.value)
        for name in parts:
            part = _part(each, name)
            ends = (part.value, part.low, part.high) if part else (None, None, None)
            row += [None if end is None else 100 * end for end in ends]
        rows.append(tuple(row))
    return Grid(tuple(columns), tuple(kinds), tuple(rows))


def _figure(moment: Moment, found: Sequence[Change], parts: Parts) -> Figure | None:
    """The largest changes, each under what it is a share of; None when nothing changed."""
    size = {id(each): max(abs(step.points) for step in _steps(each, parts)) for each in found}
    some = [each for each in found if size[id(each)] >= SMALLEST]
    if not some:
        return None
    largest = {id(each) for each in sorted(some, key=lambda each: -size[id(each)])[:IN_FIGURE]}
    lines: list[Line] = []
    before = ""
    for each in some:
        if id(each) not in largest:
            continue
        if each.what != before:
            before = each.what
            lines.append(Line(before))
        lines.append(Line(each.label, tuple(_steps(each, parts))))
    title = f"De grootste veranderingen van {moment.old} naar {moment.new}, in procentpunten"
    return change_figure(title, lines)


def _steps(each: Change, parts: Parts) -> list[Step]:
    """A bar for each part; what cannot be split (no plan of this share was coded twice) is one bar."""
    found = {name: part for name in parts if (part := _part(each, name))} or {TOTAL: each.split.total}
    named = len(parts) > 1
    return [Step(100 * part.value, name if named else "", STYLES[name]) for name, part in found.items()]
