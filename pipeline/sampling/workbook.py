"""The workbook to code a sample by hand. The same sample gives the same bytes."""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.coded_units import CodedUnit
from pipeline.domain import Eenheid
from pipeline.export.sheets import Column
from pipeline.export.uitleg import Line, section, variable_lines
from pipeline.export.workbook import CREATED, Styles, write_lines, write_table
from pipeline.sample_file import NOT_DRAWN, SampledUnit
from pipeline.sampling.frame import FramePlan
from pipeline.sampling.sheet import YES, Choices, columns, texts, to_fill

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from pipeline.codebook import Codebook

_TO_FILL = {"bg_color": "#FFF9E5", "border": 1, "border_color": "#D9D9D9", "valign": "top", "text_wrap": True}
_CELLS_PER_RULE = 200  # a spreadsheet may refuse a rule with a very long list of cells
_CLOSED = _TO_FILL | {"bg_color": "#D9D9D9"}
_UNIT_STYLE: dict[Eenheid, dict[str, object]] = {
    Eenheid.HOOFDDOEL: {"bold": True, "top": 2, "top_color": "#1F4E78"},
    Eenheid.SUBDOEL: {"bold": True},
    Eenheid.AFSPRAAK: {},
}


def to_xlsx(units: Sequence[SampledUnit], plans: Mapping[str, FramePlan], codebook: "Codebook") -> bytes:
    """The sheets Coderen (a row a unit, plan after plan), Uitleg and Codes (the lists to choose from)."""
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    workbook = Workbook(stream, {"in_memory": True})
    workbook.set_properties({"title": "Plannen om te coderen", "created": CREATED})
    styles = Styles(workbook)
    coded = {each.key: each for plan in plans.values() for each in plan.units}
    rows = [(_cells(unit, coded[unit.key], codebook), _UNIT_STYLE[unit.eenheid]) for unit in units]
    sheet = workbook.add_worksheet(texts()["blad"])
    layout = columns(codebook, reasons=units[0].ontwerp in NOT_DRAWN)
    write_table(sheet, layout, rows, styles)
    lines = list(_explanation(units, layout, codebook))
    write_lines(workbook.add_worksheet("Uitleg"), lines, styles)
    _ask(sheet, workbook.add_worksheet(texts()["lijsten"]), units, layout, Choices(codebook), styles)
    workbook.close()
    return stream.getvalue()


def _cells(unit: SampledUnit, coded: CodedUnit, codebook: "Codebook") -> dict[str, object]:
    return {
        "bestand": unit.bestand,
        "eenheid": unit.eenheid.value,
        "subdoel_nr": unit.subdoel_nr,
        "afspraak_nr": unit.afspraak_nr,
        "wie": coded.unit.wie.value if coded.unit.wie else None,
        "tekst": coded.unit.tekst,
        "reden": unit.reden,
        "dubbel": YES if unit.dubbel else None,
        "plan": unit.plan,
        "batch": unit.batch,
        **dict.fromkeys(to_fill(codebook)),
    }


def _ask(
    sheet: "Worksheet",
    lists: "Worksheet",
    units: Sequence[SampledUnit],
    layout: Sequence[Column],
    choices: Choices,
    styles: Styles,
) -> None:
    """Colour the cells to fill in, and give them the values to choose from, kept in the sheet ``lists``."""
    place = {column.key: index for index, column in enumerate(layout)}
    of_options: dict[tuple[str, ...], list[list[int]]] = {}
    for row, unit in enumerate(units, start=1):
        for key in to_fill(choices.codebook):
            options = choices.of(key, unit.eenheid)
            sheet.write_blank(row, place[key], None, styles(_CLOSED if options == () else _TO_FILL))
            if options:
                of_options.setdefault(options, []).append([row, place[key], row, place[key]])
    for column, (options, cells) in enumerate(of_options.items()):
        lists.write_column(0, column, options)
        letter = chr(ord("A") + column)
        rule = {
            "validate": "list",
            "source": f"={texts()['lijsten']}!${letter}$1:${letter}${len(options)}",
            "error_title": "Deze code kan hier niet",
            "error_message": "Kies een code uit de lijst.",
        }
        for start in range(0, len(cells), _CELLS_PER_RULE):
            first, *rest = cells[start : start + _CELLS_PER_RULE]
            sheet.data_validation(*first, rule | {"other_cells": rest})


def _explanation(
    units: Sequence[SampledUnit], layout: Sequence[Column], codebook: "Codebook"
) -> Iterator[Line]:
    first = units[0]
    double = len({unit.plan for unit in units if unit.dubbel})
    about = [
        ("Steekproef", first.batch),
        ("Plannen", f"{len({unit.plan for unit in units})}, waarvan {double} door twee mensen"),
        ("Getrokken", f"{texts()['ontwerpen'][first.ontwerp]} (seed {first.seed})"),
        ("Codeboek", codebook.id),
    ]
    yield from section("Zo werkt u met dit werkboek", [(sentence,) for sentence in texts()["werkwijze"]])
    yield from section("Deze steekproef", about)
    yield from section(
        f"Kolommen van het blad {texts()['blad']}",
        [(column.heading, column.explanation) for column in layout],
    )
    for variable in codebook.variables.values():
        title, lines = variable_lines(variable)
        yield from section(title, [*lines, *((rule,) for rule in variable.rules)])
