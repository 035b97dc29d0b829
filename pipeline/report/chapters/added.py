"""The variables that a codebook adds to those that every plan is coded with: a table and a figure each."""

from collections.abc import Callable, Sequence

from pipeline.codebook import Variable
from pipeline.domain import Eenheid
from pipeline.report.chapters.common import most_frequent
from pipeline.report.coded_folder import CodedFolder
from pipeline.report.drawing import bar_panels
from pipeline.report.material import Material
from pipeline.report.section import Section
from pipeline.report.tables import Column, Row, Table, code_table, share_of
from pipeline.report.units import Given

NONE = "Geen van deze"


def added(material: Material) -> list[Section]:
    """A section for each variable of which any unit has a code."""
    sections = (_section(variable, material.folder) for variable in material.codebook.added)
    return [section for section in sections if section]


def _section(variable: Variable, folder: CodedFolder) -> Section | None:
    columns = _columns(variable, folder)
    if not any(units.marks(_has_any(variable.id)).any() for _, units in columns):
        return None
    table = _several(variable, columns) if variable.multiple else _single(variable, columns)
    about = f"Een eenheid {'kan meer codes' if variable.multiple else 'kan één code'} hebben."
    return Section(
        f"variabele-{variable.id.replace('_', '-')}",
        variable.name,
        most_frequent(table),
        table,
        bar_panels(variable.name, table),
        (variable.description, about),
    )


def _columns(variable: Variable, folder: CodedFolder) -> list[Column]:
    """The units that can have a code of the variable, by kind."""
    of_kind = {
        Eenheid.HOOFDDOEL: ("hoofddoel", folder.hoofddoelen),
        Eenheid.SUBDOEL: ("alle subdoelen", folder.subdoelen),
        Eenheid.AFSPRAAK: ("alle afspraken", folder.afspraken),
    }
    return [column for kind, column in of_kind.items() if kind in variable.units and column[1]]


def _single(variable: Variable, columns: Sequence[Column]) -> Table:
    return code_table(
        variable, variable.codes, columns, lambda given: next(iter(given.codes(variable.id)), None)
    )


def _several(variable: Variable, columns: Sequence[Column]) -> Table:
    def row(label: str, test: Callable[[Given], bool], *, rest: bool = False) -> Row:
        return Row(label, tuple(share_of(units, test) for _, units in columns), rest=rest)

    has_any = _has_any(variable.id)
    rows = [row(code.name, _has(variable.id, code.id)) for code in variable.codes]
    rows.append(row(NONE, lambda given: not has_any(given), rest=True))
    totals = tuple(len(units) for _, units in columns)
    return Table(variable.name, tuple(name for name, _ in columns), tuple(rows), totals)


def _has(variable: str, code: str) -> Callable[[Given], bool]:
    return lambda given: code in given.codes(variable)


def _has_any(variable: str) -> Callable[[Given], bool]:
    return lambda given: bool(given.codes(variable))
