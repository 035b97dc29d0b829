"""The means: instruments of the subdoelen, and the own effort of the statushouder."""

from collections.abc import Callable, Iterator

from pipeline.domain import Wie
from pipeline.report.chapters.common import first_subdoelen, later_subdoelen, most_frequent
from pipeline.report.coded_folder import CodedFolder
from pipeline.report.drawing import bar_panels
from pipeline.report.dutch import counted, enumerated, of_the, out_of, percent, written_out
from pipeline.report.material import Material
from pipeline.report.matrix import share_matrix
from pipeline.report.outcomes import OWN_EFFORT
from pipeline.report.section import Highlight, Section
from pipeline.report.tables import Row, Table, code_table, plans_with, report_groups, share_of
from pipeline.report.units import Given


def instruments(material: Material) -> Section | None:
    variable = material.codebook.variables.get("instrument")
    columns = first_subdoelen(material.folder)
    if variable is None or not columns:
        return None
    table = code_table(variable, variable.codes, columns, lambda unit: unit.instrument)
    return Section(
        "instrumenten",
        "Instrumenten bij het eerste en het tweede subdoel",
        most_frequent(table),
        table,
        bar_panels("Belangrijkste instrument bij het eerste en het tweede subdoel", table),
        (
            "Per subdoel telt één instrument: het belangrijkste traject dat ervoor wordt ingezet.",
            *_groups_told(material),
        ),
    )


def _groups_told(material: Material) -> Iterator[str]:
    variable = material.codebook.variables["instrument"]
    for heading, members in report_groups(variable, variable.codes):
        if len(members) > 1:
            names = enumerated([f"‘{code.name}’" for code in members])
            yield f"‘{heading}’ telt samen: {names}."


def instrument_of_theme(material: Material) -> Section | None:
    """Which instrument goes with which theme, over all subdoelen."""
    folder = material.folder
    thema, variable = (material.codebook.variables.get(name) for name in ("thema", "instrument"))
    if thema is None or variable is None or not folder.subdoelen:
        return None
    columns = [
        (code.name, folder.subdoelen.where(_is_about(code.id)))
        for code in thema.codes
        if code.id != OWN_EFFORT
    ]
    columns.append(("Overig", folder.subdoelen.where(_is_about(None))))
    used = [(name, units) for name, units in columns if units]
    if len(used) < 2:
        return None
    table = code_table(variable, variable.codes, used, lambda unit: unit.instrument)
    return Section(
        "instrument-bij-thema",
        "Welk instrument bij welk thema",
        most_frequent(table),
        table,
        share_matrix("Instrument, naar het thema van het subdoel", table),
        ("Geteld over alle subdoelen; elke kolom telt op tot alle subdoelen van dat thema.",),
    )


def own_effort(material: Material) -> Section | None:
    folder = material.folder
    if not folder.subdoelen:
        return None
    plans = plans_with(folder.subdoelen, _is_own_effort)
    parts = [*first_subdoelen(folder), *later_subdoelen(folder), ("alle subdoelen", folder.subdoelen)]
    rows = [Row("plan met zo'n subdoel", (plans,))]
    rows += [Row(name, (share_of(units, _is_own_effort),), member=True) for name, units in parts]
    table = Table("Geteld over", ("eigen inzet",), tuple(rows))
    return Section(
        "eigen-inzet",
        "Eigen inzet",
        f"Bij {of_the(plans, 'de plannen')} is eigen inzet het belangrijkste instrument van ten minste één "
        "subdoel.",
        table,
        bar_panels("Eigen inzet van de statushouder", table),
        tuple(_own_effort_remarks(folder)),
        Highlight(
            percent(plans), f"van de plannen: eigen inzet als belangrijkste instrument ({out_of(plans)})"
        ),
    )


def _own_effort_remarks(folder: CodedFolder) -> Iterator[str]:
    steps = share_of(folder.afspraken.where(_is_of_statushouder), _is_own_effort)
    if steps.total:
        yield f"Afspraken van de statushouder die eigen inzet zijn, zonder traject: {written_out(steps)}."
    differ = folder.subdoelen.tally(_says_two_things)[True]
    if differ:
        subdoelen = counted(differ, "subdoel", "subdoelen")
        yield f"Bij {subdoelen} zeggen de code eigen inzet en het instrument iets anders; geteld is de code."


def _is_about(theme: str | None) -> Callable[[Given], bool]:
    return lambda given: given.hoofdcode == theme


def _is_own_effort(given: Given) -> bool:
    return given.eigen_inzet


def _is_of_statushouder(given: Given) -> bool:
    return given.wie is Wie.STATUSHOUDER


def _says_two_things(given: Given) -> bool:
    return given.eigen_inzet != (given.instrument == OWN_EFFORT)
