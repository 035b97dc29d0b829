"""What is coded: codebook.yaml, read and checked."""

from pipeline.codebook.load import load_codebook
from pipeline.codebook.overview import describe
from pipeline.codebook.schema import Code, Codebook, Subcode, Variable

__all__ = ["Code", "Codebook", "Subcode", "Variable", "describe", "load_codebook"]
