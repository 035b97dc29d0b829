"""What stands in the report, and in which order: each section as a table, a figure and Dutch text.

To add a section: write a function from CodedFolder and Codebook to a Section (None when there is nothing to
show) and put it in ``SECTIONS``.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from pipeline.codebook import Codebook
from pipeline.domain import Eenheid, Wie
from pipeline.report.coded_folder import CodedFolder, CodedUnit
from pipeline.report.drawing import bar_panels
from pipeline.report.dutch import counted, doubt_kind, number, out_of, percent, written_out
from pipeline.report.funnel import REASONS_SHOWN, intake, ranked
from pipeline.report.section import Highlight, Section
from pipeline.report.tables import (
    Column,
    Row,
    Table,
    code_table,
    count_table,
    plans_with,
    share_of,
    units_per_plan,
)

OWN_EFFORT = "eigen_inzet"


def build_sections(folder: CodedFolder, codebook: Codebook) -> list[Section]:
    """All sections that have something to show."""
    return [section for build in SECTIONS if (section := build(folder, codebook)) is not None]


def hoofddoel_type(folder: CodedFolder, codebook: Codebook) -> Section | None:
    variable = codebook.variables.get("hoofddoel_type")
    columns = _hoofddoel(folder)
    if variable is None or not columns:
        return None
    table = code_table(variable, variable.codes, columns, lambda unit: unit.hoofddoel_type)
    without = len(folder.usable) - len(folder.hoofddoelen)
    plans = counted(without, "bruikbaar plan", "bruikbare plannen")
    return Section(
        "hoofddoel",
        "Soort hoofddoel",
        _most_frequent(table),
        table,
        bar_panels("Soort hoofddoel", table),
        (f"In {plans} is geen hoofddoel gevonden.",) if without else (),
        _highlight(table, 0),
    )


def themes(folder: CodedFolder, codebook: Codebook) -> Section | None:
    variable = codebook.variables.get("thema")
    columns = [*_hoofddoel(folder), *_first_subdoelen(folder)]
    if variable is None or not columns:
        return None
    codes = [code for code in variable.codes if code.id != OWN_EFFORT]
    table = code_table(variable, codes, columns, lambda unit: unit.hoofdcode)
    second = [f"{name} {written_out(share_of(units, _has_second_theme))}" for name, units in columns]
    return Section(
        "themas",
        "Thema's van de doelen",
        _most_frequent(table),
        table,
        bar_panels("Thema van het hoofddoel, het eerste en het tweede subdoel", table),
        (
            "Geteld is de hoofdcode: het thema waar het doel in de kern over gaat.",
            f"Met een tweede thema erbij: {'; '.join(second)}.",
        ),
        _highlight(table, 1) if len(columns) > 1 else None,
    )


def subdoelen_per_plan(folder: CodedFolder, _: Codebook) -> Section | None:
    numbers = units_per_plan((file.plan for file in folder.usable), folder.subdoelen)
    if not numbers:
        return None
    plans, subdoelen = len(folder.usable), len(folder.subdoelen)
    rows = [(counted(number_of, "subdoel", "subdoelen"), owners) for number_of, owners in numbers]
    table = count_table("Subdoelen in het plan", "plannen", rows, plans)
    mean = f"{subdoelen / plans:.1f}".replace(".", ",")
    return Section(
        "aantal-subdoelen",
        "Aantal subdoelen per plan",
        f"Gemiddeld {mean}: {number(subdoelen)} subdoelen in {counted(plans, 'plan', 'plannen')}.",
        table,
        bar_panels("Aantal subdoelen per plan", table),
    )


def instruments(folder: CodedFolder, codebook: Codebook) -> Section | None:
    variable = codebook.variables.get("instrument")
    columns = _first_subdoelen(folder)
    if variable is None or not columns:
        return None
    table = code_table(variable, variable.codes, columns, lambda unit: unit.instrument)
    return Section(
        "instrumenten",
        "Instrumenten bij de subdoelen",
        _most_frequent(table),
        table,
        bar_panels("Belangrijkste instrument bij het eerste en het tweede subdoel", table),
        ("Per subdoel telt één instrument: het belangrijkste traject dat ervoor wordt ingezet.",),
    )


def own_effort(folder: CodedFolder, _: Codebook) -> Section | None:
    if not folder.subdoelen:
        return None
    plans = plans_with(folder.subdoelen, _is_own_effort)
    later = [unit for unit in folder.subdoelen if (unit.subdoel_nr or 0) > 2]
    parts = [*_first_subdoelen(folder), ("derde of later subdoel", later)]
    rows = [Row("plan met zo'n subdoel", (plans,))]
    rows += [Row(name, (share_of(units, _is_own_effort),), member=True) for name, units in parts if units]
    table = Table("Geteld over", ("eigen inzet",), tuple(rows))
    return Section(
        "eigen-inzet",
        "Eigen inzet",
        f"Het belangrijkste instrument bij ten minste één subdoel: {written_out(plans)} plannen.",
        table,
        bar_panels("Eigen inzet van de statushouder", table),
        tuple(_own_effort_remarks(folder)),
        Highlight(
            percent(plans), f"van de plannen: eigen inzet als belangrijkste instrument ({out_of(plans)})"
        ),
    )


def _own_effort_remarks(folder: CodedFolder) -> Iterator[str]:
    steps = share_of([unit for unit in folder.afspraken if unit.wie is Wie.STATUSHOUDER], _is_own_effort)
    if steps.total:
        yield f"Afspraken van de statushouder die eigen inzet zijn, zonder traject: {written_out(steps)}."
    differ = sum(1 for unit in folder.subdoelen if _is_own_effort(unit) != (unit.instrument == OWN_EFFORT))
    if differ:
        subdoelen = counted(differ, "subdoel", "subdoelen")
        yield f"Bij {subdoelen} zeggen de code eigen inzet en het instrument iets anders; geteld is de code."


def to_be_checked(folder: CodedFolder, _: Codebook) -> Section | None:
    by_kind = [(kind.value, [unit for unit in folder.units if unit.eenheid is kind]) for kind in Eenheid]
    columns: list[Column] = [(name, units) for name, units in by_kind if units]
    if not columns:
        return None
    reasons = Counter(kind for unit in folder.units for kind in set(map(doubt_kind, unit.nakijken)))
    rows = [Row("Na te kijken", tuple(share_of(units, _is_marked) for _, units in columns))]
    rows += [_doubt_row(kind, columns) for kind, _ in ranked(reasons)[:REASONS_SHOWN]]
    totals = tuple(len(units) for _, units in columns)
    table = Table("Reden", tuple(name for name, _ in columns), tuple(rows), totals)
    marked = share_of(folder.units, _is_marked)
    return Section(
        "nakijken",
        "Na te kijken",
        f"Gemerkt om na te kijken: {written_out(marked)} van de gecodeerde eenheden.",
        table,
        bar_panels("Eenheden om na te kijken", table),
        ("Een eenheid kan meer dan één reden hebben. In eenheden.xlsx staan ze gemerkt.",) if reasons else (),
        Highlight(percent(marked), f"van de eenheden na te kijken ({out_of(marked)})"),
    )


SECTIONS: tuple[Callable[[CodedFolder, Codebook], Section | None], ...] = (
    intake,
    hoofddoel_type,
    themes,
    subdoelen_per_plan,
    instruments,
    own_effort,
    to_be_checked,
)


def _hoofddoel(folder: CodedFolder) -> list[Column]:
    return [("hoofddoel", folder.hoofddoelen)] if folder.hoofddoelen else []


def _first_subdoelen(folder: CodedFolder) -> list[Column]:
    """The first and the second subdoel, as far as any plan has one."""
    columns = [
        ("eerste subdoel", folder.subdoelen_numbered(1)),
        ("tweede subdoel", folder.subdoelen_numbered(2)),
    ]
    return [(name, units) for name, units in columns if units]


def _doubt_row(kind: str, columns: Sequence[Column]) -> Row:
    shares = (share_of(units, lambda unit: kind in map(doubt_kind, unit.nakijken)) for _, units in columns)
    return Row(kind, tuple(shares), member=True)


def _is_marked(unit: CodedUnit) -> bool:
    return bool(unit.nakijken)


def _has_second_theme(unit: CodedUnit) -> bool:
    return len(unit.thema) > 1


def _is_own_effort(unit: CodedUnit) -> bool:
    return unit.eigen_inzet


def _top(table: Table, column: int) -> Row:
    """The largest row of a column, the first of equals."""
    return max((row for row in table.rows if not row.member), key=lambda row: row.shares[column].count)


def _most_frequent(table: Table) -> str:
    """A sentence with the largest row of each column."""
    tops = [_top(table, column) for column in range(len(table.columns))]
    parts = [
        f"{name} ‘{row.label}’ {written_out(row.shares[column])}"
        for column, (name, row) in enumerate(zip(table.columns, tops, strict=True))
    ]
    return f"Het vaakst: {'; '.join(parts)}."


def _highlight(table: Table, column: int) -> Highlight:
    row = _top(table, column)
    share = row.shares[column]
    return Highlight(percent(share), f"{table.columns[column]}: {row.label} ({out_of(share)})")
