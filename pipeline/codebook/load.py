"""codebook.yaml from file to Codebook."""

from pathlib import Path

from pipeline.codebook.checks import find_faults
from pipeline.codebook.schema import Codebook
from pipeline.errors import CodebookError
from pipeline.validation import read_yaml, validate


def load_codebook(path: Path) -> Codebook:
    """The codebook at ``path``; raises CodebookError that lists every fault with its line."""
    data, line_of = read_yaml(path, CodebookError)
    return validate(Codebook, data, line_of, CodebookError, find_faults(data))
