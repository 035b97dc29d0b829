"""The tables of a coded folder: eenheden.jsonl, eenheden.csv, eenheden.xlsx and intake.csv."""

from pipeline.export.rows import Row, unit_row
from pipeline.export.write import write_exports

__all__ = ["Row", "unit_row", "write_exports"]
