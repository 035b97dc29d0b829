"""Themes within one plan: which go together, and which follow each other."""

from collections import Counter
from collections.abc import Mapping
from itertools import combinations, pairwise

from pipeline.report.dutch import counted, of_the
from pipeline.report.material import Material
from pipeline.report.matrix import share_matrix
from pipeline.report.outcomes import OWN_EFFORT
from pipeline.report.section import Section
from pipeline.report.tables import OVERIG, UNKNOWN_CODE, Row, Share, Table
from pipeline.report.units import Given

NO_NEXT = "geen volgend subdoel"


def together(material: Material) -> Section | None:
    """Of the plans with one theme, the share that has another as well."""
    names = _names(material)
    sets: Counter[frozenset[str]] = Counter()
    for themes, plans in _plans(material, names).items():
        sets[frozenset(themes)] += plans
    labels = _labels(names, [name for each in sets for name in each])
    if not names or len(labels) < 2:
        return None

    def plans_with(*wanted: str) -> int:
        return sum(plans for each, plans in sets.items() if each.issuperset(wanted))

    rows = tuple(
        Row(label, tuple(Share(plans_with(label, other), plans_with(label)) for other in labels))
        for label in labels
    )
    table = Table("Van de plannen met", tuple(f"ook {label}" for label in labels), rows)
    return Section(
        "samen",
        "Thema's die samen voorkomen",
        _most_together({pair: plans_with(*pair) for pair in combinations(labels, 2)}, sets.total()),
        table,
        share_matrix("Thema's van de subdoelen die in één plan voorkomen", table),
        (
            "Elke rij: van de plannen met een subdoel van dat thema het deel dat ook een subdoel van het "
            "andere thema heeft. Geteld is de hoofdcode.",
        ),
    )


def _most_together(pairs: Mapping[tuple[str, str], int], plans: int) -> str:
    (one, other), count = max(pairs.items(), key=lambda item: item[1])
    if not count:
        return "Geen plan heeft subdoelen over meer dan één thema."
    return f"Het vaakst in één plan: ‘{one}’ en ‘{other}’, in {of_the(Share(count, plans), 'de plannen')}."


def sequence(material: Material) -> Section | None:
    """What theme comes after what, from each subdoel to the next."""
    names = _names(material)
    orders = _plans(material, names)
    if not names or not any(len(order) > 1 for order in orders):
        return None
    steps: Counter[tuple[str, str]] = Counter()
    for order, plans in orders.items():
        for step in (*pairwise(order), (order[-1], NO_NEXT)):
            steps[step] += plans
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


def _plans(material: Material, names: dict[str, str]) -> Counter[tuple[str, ...]]:
    """How many plans have which themes of subdoelen, in their order."""
    return material.folder.subdoelen.orders(lambda given: _name(given, names))


def _names(material: Material) -> dict[str, str]:
    variable = material.codebook.variables.get("thema")
    return {code.id: code.name for code in variable.codes if code.id != OWN_EFFORT} if variable else {}


def _name(given: Given, names: dict[str, str]) -> str:
    code = given.hoofdcode
    return OVERIG if code is None else names.get(code, UNKNOWN_CODE.format(code=code))


def _labels(names: dict[str, str], used: list[str]) -> list[str]:
    """The names that occur, in the order of the codebook, overig last."""
    found = set(used)
    known = [name for name in names.values() if name in found]
    others = sorted(found - set(known) - {OVERIG})
    return [*known, *others, *([OVERIG] if OVERIG in found else [])]
