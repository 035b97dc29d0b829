"""Themes within one plan: which go together, and which follow each other."""

from collections import Counter
from itertools import combinations, pairwise

from pipeline.report.coded_folder import CodedUnit
from pipeline.report.dutch import counted, of_the
from pipeline.report.material import Material
from pipeline.report.matrix import share_matrix
from pipeline.report.outcomes import OWN_EFFORT
from pipeline.report.section import Section
from pipeline.report.tables import OVERIG, UNKNOWN_CODE, Row, Share, Table

NO_NEXT = "geen volgend subdoel"


def together(material: Material) -> Section | None:
    """Of the plans with one theme, the share that has another as well."""
    names = _names(material)
    sets = [{_name(unit, names) for unit in units} for units in _plans(material).values()]
    labels = _labels(names, [name for each in sets for name in each])
    if not names or len(labels) < 2:
        return None

    def plans_with(*wanted: str) -> int:
        return sum(1 for each in sets if each.issuperset(wanted))

    rows = tuple(
        Row(label, tuple(Share(plans_with(label, other), plans_with(label)) for other in labels))
        for label in labels
    )
    table = Table("Van de plannen met", tuple(f"ook {label}" for label in labels), rows)
    one, other = max(combinations(labels, 2), key=lambda pair: plans_with(*pair))
    share = Share(plans_with(one, other), len(sets))
    return Section(
        "samen",
        "Thema's die samen voorkomen",
        f"Het vaakst in één plan: ‘{one}’ en ‘{other}’, in {of_the(share, 'de plannen')}.",
        table,
        share_matrix("Thema's van de subdoelen die in één plan voorkomen", table),
        (
            "Elke rij: van de plannen met een subdoel van dat thema het deel dat ook een subdoel van het "
            "andere thema heeft. Geteld is de hoofdcode.",
        ),
    )


def sequence(material: Material) -> Section | None:
    """What theme comes after what, from each subdoel to the next."""
    names, plans = _names(material), _plans(material)
    if not names or not any(len(units) > 1 for units in plans.values()):
        return None
    steps: Counter[tuple[str, str]] = Counter()
    for units in plans.values():
        order = [_name(unit, names) for unit in units]
        steps.update([*pairwise(order), (order[-1], NO_NEXT)])
    labels = _labels(names, [name for step in steps for name in step if name != NO_NEXT])
    columns = (*labels, NO_NEXT)
    totals = {label: sum(steps[label, other] for other in columns) for label in labels}
    rows = tuple(
        Row(label, tuple(Share(steps[label, other], totals[label]) for other in columns)) for label in labels
    )
    table = Table("Na een subdoel over", columns, rows)
    moves = {step: count for step, count in steps.items() if step[1] != NO_NEXT}
    (one, other), count = max(moves.items(), key=lambda item: (item[1], item[0]))
    return Section(
        "volgorde",
        "Volgorde van de thema's",
        f"De stap die het vaakst voorkomt: van ‘{one}’ naar ‘{other}’, {count} van de "
        f"{counted(sum(moves.values()), 'stap', 'stappen')} van een subdoel naar het volgende.",
        table,
        share_matrix("Wat op een subdoel volgt", table),
        ("Elke rij telt op tot alle subdoelen van dat thema. De volgorde is die waarin het plan ze noemt.",),
    )


def _plans(material: Material) -> dict[str, list[CodedUnit]]:
    """The subdoelen of each plan in their order."""
    plans: dict[str, list[CodedUnit]] = {}
    for unit in sorted(material.folder.subdoelen, key=lambda unit: unit.subdoel_nr or 0):
        plans.setdefault(unit.plan, []).append(unit)
    return plans


def _names(material: Material) -> dict[str, str]:
    variable = material.codebook.variables.get("thema")
    return {code.id: code.name for code in variable.codes if code.id != OWN_EFFORT} if variable else {}


def _name(unit: CodedUnit, names: dict[str, str]) -> str:
    code = unit.hoofdcode
    return OVERIG if code is None else names.get(code, UNKNOWN_CODE.format(code=code))


def _labels(names: dict[str, str], used: list[str]) -> list[str]:
    """The names that occur, in the order of the codebook, overig last."""
    found = set(used)
    known = [name for name in names.values() if name in found]
    others = sorted(found - set(known) - {OVERIG})
    return [*known, *others, *([OVERIG] if OVERIG in found else [])]
