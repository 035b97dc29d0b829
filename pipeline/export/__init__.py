"""The tables of a coded folder: eenheden.jsonl, .csv, .xlsx and .parquet, and intake.csv."""

from pipeline.export.rows import Row, unit_row
from pipeline.export.write import OURS, Formats, write_exports

__all__ = ["OURS", "Formats", "Row", "unit_row", "write_exports"]
