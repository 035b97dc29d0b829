"""The units that a person should look at."""

from collections import Counter
from collections.abc import Sequence

from pipeline.domain import Eenheid
from pipeline.report.chapters.intake import REASONS_SHOWN, ranked
from pipeline.report.coded_folder import CodedUnit
from pipeline.report.drawing import bar_panels
from pipeline.report.dutch import doubt_kind, of_the, out_of, percent
from pipeline.report.material import Material
from pipeline.report.section import Highlight, Section
from pipeline.report.tables import Column, Row, Table, share_of


def to_be_checked(material: Material) -> Section | None:
    folder = material.folder
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
        f"Gemerkt om na te kijken: {of_the(marked, 'de gecodeerde eenheden')}.",
        table,
        bar_panels("Eenheden om na te kijken", table),
        ("Een eenheid kan meer dan één reden hebben. In eenheden.xlsx staan ze gemerkt.",) if reasons else (),
        Highlight(percent(marked), f"van de eenheden na te kijken ({out_of(marked)})"),
    )


def _doubt_row(kind: str, columns: Sequence[Column]) -> Row:
    shares = (share_of(units, lambda unit: kind in map(doubt_kind, unit.nakijken)) for _, units in columns)
    return Row(kind, tuple(shares), member=True)


def _is_marked(unit: CodedUnit) -> bool:
    return bool(unit.nakijken)
