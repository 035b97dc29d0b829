"""The goals: the kind of hoofddoel, beside the goal of the diagnosis, and the themes of the subdoelen."""

from pipeline.report.chapters.common import (
    first_subdoelen,
    highlight,
    hoofddoel_column,
    later_subdoelen,
    most_frequent,
)
from pipeline.report.drawing import bar_panels
from pipeline.report.dutch import counted, decimal, number, written_out
from pipeline.report.material import Material
from pipeline.report.matrix import share_matrix
from pipeline.report.outcomes import OWN_EFFORT
from pipeline.report.section import Section
from pipeline.report.tables import (
    code_table,
    count_table,
    share_of,
    units_per_plan,
)


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
