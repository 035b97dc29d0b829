"""The codebook changes while a study runs: from one version to the next, with the codings that people made.

``prepare`` says what a migration would do, ``carry_out`` does it all at once, ``undo`` gives back every byte.
"""

from pipeline.migration.job import Prepared, carry_out, last_done, prepare, undo
from pipeline.migration.told import tell

__all__ = ["Prepared", "carry_out", "last_done", "prepare", "tell", "undo"]
