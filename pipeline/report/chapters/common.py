"""What several chapters use: columns of units, and sentences about the largest rows."""

from pipeline.report.coded_folder import CodedFolder
from pipeline.report.dutch import out_of, percent, written_out
from pipeline.report.section import Highlight
from pipeline.report.tables import Column, Row, Table


def hoofddoel_column(folder: CodedFolder) -> list[Column]:
    return [("hoofddoel", folder.hoofddoelen)] if folder.hoofddoelen else []


def first_subdoelen(folder: CodedFolder) -> list[Column]:
    """The first and the second subdoel, as far as any plan has one."""
    columns = [
        ("eerste subdoel", folder.subdoelen_numbered(1)),
        ("tweede subdoel", folder.subdoelen_numbered(2)),
    ]
    return [(name, units) for name, units in columns if units]


def later_subdoelen(folder: CodedFolder) -> list[Column]:
    """The third subdoel, and all after it together, as far as there are any."""
    later = folder.subdoelen.numbered(4)
    columns = [("derde subdoel", folder.subdoelen_numbered(3)), ("vierde of later subdoel", later)]
    return [(name, units) for name, units in columns if units]


def most_frequent(table: Table) -> str:
    """A sentence with the largest row of each column."""
    tops = [_top(table, column) for column in range(len(table.columns))]
    parts = [
        f"{name} ‘{row.label}’ {written_out(row.shares[column])}"
        for column, (name, row) in enumerate(zip(table.columns, tops, strict=True))
    ]
    return f"Het vaakst: {'; '.join(parts)}."


def highlight(table: Table, column: int) -> Highlight:
    """The largest row of a column, for the head of the report."""
    row = _top(table, column)
    share = row.shares[column]
    return Highlight(percent(share), f"{table.columns[column]}: {row.label} ({out_of(share)})")


def _top(table: Table, column: int) -> Row:
    """The largest row of a column, the first of equals."""
    return max((row for row in table.rows if not row.member), key=lambda row: row.shares[column].count)
