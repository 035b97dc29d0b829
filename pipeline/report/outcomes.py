"""What plans are compared on: for each plan one value of its hoofddoel, theme, instrument or own effort."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.report.coded_folder import CodedFolder
from pipeline.report.material import Material
from pipeline.report.tables import OVERIG, UNKNOWN_CODE, group_names
from pipeline.report.units import Given, Units

OWN_EFFORT = "eigen_inzet"


@dataclass(frozen=True, slots=True)
class Outcome:
    """``values`` in the order of the codebook; ``of_plan`` gives one of them for each plan that has it."""

    title: str
    values: tuple[str, ...]
    of_plan: Mapping[str, str]


def outcomes(material: Material) -> list[Outcome]:
    """All outcomes that have something to compare."""
    return [outcome for outcome in _outcomes(material) if outcome.of_plan]


def own_effort_of_plans(folder: CodedFolder) -> dict[str, bool]:
    """Of each plan with a subdoel whether own effort is the main instrument of at least one."""
    counts = folder.subdoelen.counts_by_plan(lambda given: given.eigen_inzet)
    return {plan: hits > 0 for plan, (hits, _) in counts.items()}


def main_theme(given: Given) -> str | None:
    return given.hoofdcode


def instrument(given: Given) -> str | None:
    return given.instrument


def _outcomes(material: Material) -> Iterator[Outcome]:
    folder = material.folder
    first, second = folder.subdoelen_numbered(1), folder.subdoelen_numbered(2)
    yield _coded(material, "Soort hoofddoel", "hoofddoel_type", folder.hoofddoelen, _kind)
    yield _coded(material, "Thema van het eerste subdoel", "thema", first, main_theme)
    yield _coded(material, "Instrument bij het eerste subdoel", "instrument", first, instrument)
    yield _coded(material, "Instrument bij het tweede subdoel", "instrument", second, instrument)
    own = {plan: "ja" if holds else "nee" for plan, holds in own_effort_of_plans(folder).items()}
    yield Outcome("Eigen inzet bij ten minste één subdoel", ("ja", "nee"), own)


def _kind(given: Given) -> str | None:
    return given.hoofddoel_type


def _coded(
    material: Material,
    title: str,
    variable_id: str,
    units: Units,
    code_of: Callable[[Given], str | None],
) -> Outcome:
    """Codes by the names of their groups; a code that the codebook does not have under its own name."""
    variable = material.codebook.variables.get(variable_id)
    if variable is None:
        return Outcome(title, (), {})
    names = group_names(variable)

    def name(given: Given) -> str:
        code = code_of(given)
        return OVERIG if code is None else names.get(code, UNKNOWN_CODE.format(code=code))

    of_plan = units.by_plan(name)
    used = set(of_plan.values())
    known = [value for value in dict.fromkeys(names.values()) if value in used]
    return Outcome(title, (*known, *sorted(used - set(known))), of_plan)
