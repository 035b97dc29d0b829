"""Which plans people code by hand: drawn by a recorded design, coded in Excel if they like, and brought back.

``draw_sample`` writes a sample in a coded folder (its form is in ``pipeline.sample_file``);
``read_workbook`` gives the codings in a workbook that was filled in, ``keep_codings`` writes them.
"""

from pipeline.sampling.imported import Imported, keep_codings, read_workbook
from pipeline.sampling.job import Design, Drawn, Request, draw_sample

__all__ = [
    "Design",
    "Drawn",
    "Imported",
    "Request",
    "draw_sample",
    "keep_codings",
    "read_workbook",
]
