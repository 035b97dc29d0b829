"""The tables of a coded folder: eenheden.jsonl, eenheden.csv, eenheden.xlsx and intake.csv."""

from pipeline.export.rows import Row, unit_row
from pipeline.export.write import OURS, write_exports

__all__ = ["OURS", "Row", "unit_row", "write_exports"]
