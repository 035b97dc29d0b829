"""The shares worth correcting: of each what it is a share of, and which units have it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.annotations import Annotation
from pipeline.domain import OWN_COLUMN, Eenheid
from pipeline.report.coded_folder import CodedFolder
from pipeline.report.material import Material
from pipeline.report.outcomes import OWN_EFFORT
from pipeline.report.tables import report_groups
from pipeline.report.units import Given, Units

Coded = Given | Annotation
OF_PLAN = "plannen"


@dataclass(frozen=True, slots=True)
class Target:
    """One share. ``units``: what it is a share of; ``holds`` says whether a unit, by either coder, has it.

    ``codes``: the codes of the model it stands for (``instrument.zorg``), by which its quality is known.
    ``per_plan``: it is a share of plans, and holds for a plan when it does for one of its units.
    """

    what: str
    label: str
    units: Units
    holds: Callable[[Coded], bool]
    codes: tuple[str, ...]
    kind: Eenheid
    per_plan: bool = False


def targets(material: Material) -> list[Target]:
    """Those of the report's main tables, in its order, as far as there are units."""
    return [target for target in _targets(material) if target.units]


def _targets(material: Material) -> Iterator[Target]:
    folder = material.folder
    yield from _single(material, "Soort hoofddoel", "hoofddoel_type", folder.hoofddoelen, Eenheid.HOOFDDOEL)
    for number, name in ((1, "eerste"), (2, "tweede")):
        yield from _themes(material, f"Thema van het {name} subdoel", folder.subdoelen_numbered(number))
    for number, name in ((1, "eerste"), (2, "tweede")):
        units = folder.subdoelen_numbered(number)
        title = f"Instrument bij het {name} subdoel"
        yield from _single(material, title, "instrument", units, Eenheid.SUBDOEL)
    yield from _own_effort(folder)
    yield from _added(material)


def _themes(material: Material, what: str, units: Units) -> Iterator[Target]:
    variable = material.codebook.variables.get("thema")
    for code in variable.codes if variable else ():
        if code.id != OWN_EFFORT:
            yield Target(what, code.name, units, _is_about(code.id), (f"thema.{code.id}",), Eenheid.SUBDOEL)


def _is_about(theme: str) -> Callable[[Coded], bool]:
    return lambda unit: bool(unit.thema) and unit.thema[0].partition(".")[0] == theme


def _single(material: Material, what: str, variable_id: str, units: Units, kind: Eenheid) -> Iterator[Target]:
    variable = material.codebook.variables.get(variable_id)
    if variable is None:
        return
    for heading, members in report_groups(variable, variable.codes):
        ids = frozenset(code.id for code in members)
        codes = tuple(f"{variable_id}.{code.id}" for code in members)
        yield Target(what, heading, units, _has(variable_id, ids), codes, kind)


def _has(variable: str, ids: frozenset[str]) -> Callable[[Coded], bool]:
    if variable in OWN_COLUMN:
        return lambda unit: getattr(unit, variable) in ids
    return lambda unit: not ids.isdisjoint(dict(unit.andere).get(variable, ()))


def _added(material: Material) -> Iterator[Target]:
    """Of the variables that the codebook adds those that people were asked of all units that they coded.

    Else it was asked of units that were chosen for it, and these do not stand for the others.
    """
    folder = material.folder
    of_kind = {
        Eenheid.HOOFDDOEL: folder.hoofddoelen,
        Eenheid.SUBDOEL: folder.subdoelen,
        Eenheid.AFSPRAAK: folder.afspraken,
    }
    codings = material.sample.codings.values() if material.sample else ()
    for variable in material.codebook.added:
        everything = frozenset(code.id for code in variable.codes)
        given = folder.units.marks(_has(variable.id, everything)).any()
        if given and all(variable.id in each.andere for each in codings if each.eenheid in variable.units):
            for kind in (kind for kind in of_kind if kind in variable.units):
                title = f"{variable.name} bij {kind.value}"
                yield from _single(material, title, variable.id, of_kind[kind], kind)


def _own_effort(folder: CodedFolder) -> Iterator[Target]:
    what, codes = "Eigen inzet als belangrijkste instrument", (OWN_EFFORT,)
    for label, per_plan in (("bij een subdoel", False), ("bij ten minste één subdoel van het plan", True)):
        yield Target(what, label, folder.subdoelen, _is_own, codes, Eenheid.SUBDOEL, per_plan)


def _is_own(unit: Coded) -> bool:
    return unit.eigen_inzet
