"""What a code stands for, in the words of plans; only when it was asked for."""

from pipeline.report.dutch import counted
from pipeline.report.material import Material
from pipeline.report.quotes import RULE
from pipeline.report.section import Section
from pipeline.report.tables import Grid


def quotations(material: Material) -> Section | None:
    if not material.quotes:
        return None
    rows = tuple((each.variable, each.code, each.eenheid, each.text) for each in material.quotes)
    codes = len({(each.variable, each.code) for each in material.quotes})
    return Section(
        "citaten",
        "Citaten",
        f"{counted(len(rows), 'citaat', 'citaten')} bij {counted(codes, 'code', 'codes')}, zoals het model "
        "ze gaf.",
        Grid(("Variabele", "Code", "Eenheid", "Citaat"), ("text",) * 4, rows),
        None,
        (
            RULE,
            "Namen en nummers zijn vervangen, maar geen programma vindt ze allemaal: lees de citaten na "
            "voordat u ze overneemt.",
        ),
    )
