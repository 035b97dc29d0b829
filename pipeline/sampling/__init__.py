"""Which plans people code by hand: drawn by a recorded design, coded in Excel if they like, and brought back.

``draw_sample`` writes a sample in a coded folder (its form is in ``pipeline.sample_file``);
``import_workbook`` turns a workbook that was filled in into annotations.
"""

from pipeline.sampling.imported import Imported, import_workbook
from pipeline.sampling.job import Design, Drawn, Request, draw_sample

__all__ = [
    "Design",
    "Drawn",
    "Imported",
    "Request",
    "draw_sample",
    "import_workbook",
]
