"""The codebook in exchange: as a table (csv, xlsx), and with programs for qualitative analysis (qdc)."""

from pipeline.exchange.job import Imported, export_codebook, import_codebook

__all__ = ["Imported", "export_codebook", "import_codebook"]
