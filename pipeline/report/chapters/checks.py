"""The units that a person should look at."""

from collections import Counter
from collections.abc import Sequence

from pipeline.domain import Eenheid
from pipeline.report.chapters.intake import REASONS_SHOWN, ranked
from pipeline.report.drawing import bar_panels
from pipeline.report.dutch import doubt_kind, of_the, out_of, percent
from pipeline.report.material import Material
from pipeline.report.section import Highlight, Section
from pipeline.report.tables import Column, Row, Table, share_of
from pipeline.report.units import Given, Units


def to_be_checked(material: Material) -> Section | None:
    folder = material.folder
    by_kind = {
        Eenheid.HOOFDDOEL: folder.hoofddoelen,
        Eenheid.SUBDOEL: folder.subdoelen,
        Eenheid.AFSPRAAK: folder.afspraken,
    }
    columns: list[Column] = [(kind.value, units) for kind, units in by_kind.items() if units]
    if not columns:
        return None
    reasons = _reasons(folder.units)
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


def _reasons(units: Units) -> Counter[str]:
    """How many units there are with each kind of reason."""
    found: Counter[str] = Counter()
    for doubts, count in units.tally(lambda given: given.nakijken).items():
        found.update(dict.fromkeys(map(doubt_kind, doubts), count))
    return found


def _doubt_row(kind: str, columns: Sequence[Column]) -> Row:
    shares = (share_of(units, lambda given: kind in map(doubt_kind, given.nakijken)) for _, units in columns)
    return Row(kind, tuple(shares), member=True)


def _is_marked(given: Given) -> bool:
    return bool(given.nakijken)
