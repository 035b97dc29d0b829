"""Which plans people code by hand: drawn by a recorded design, coded in Excel if they like, and brought back.

``draw_sample`` writes a sample in a coded folder; ``read_sample`` reads one; ``import_workbook`` turns a
workbook that was filled in into annotations.
"""

from pipeline.sampling.batch import SampledUnit, drawn_before, read_sample
from pipeline.sampling.imported import Imported, import_workbook
from pipeline.sampling.job import Design, Drawn, Request, draw_sample

__all__ = [
    "Design",
    "Drawn",
    "Imported",
    "Request",
    "SampledUnit",
    "draw_sample",
    "drawn_before",
    "import_workbook",
    "read_sample",
]
