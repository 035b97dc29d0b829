"""What is coded: codebook.yaml, read and checked, and what changed between two of them."""

from pipeline.codebook.consequences import tell_differences
from pipeline.codebook.differences import changes_between
from pipeline.codebook.load import load_codebook
from pipeline.codebook.overview import describe
from pipeline.codebook.schema import Code, Codebook, Subcode, Variable

__all__ = [
    "Code",
    "Codebook",
    "Subcode",
    "Variable",
    "changes_between",
    "describe",
    "load_codebook",
    "tell_differences",
]
