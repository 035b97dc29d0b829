"""codebook.yaml from file to Codebook."""

from pathlib import Path

from pipeline.codebook.checks import find_faults
from pipeline.codebook.crosswalks import migrations_beside
from pipeline.codebook.schema import Codebook
from pipeline.errors import CodebookError
from pipeline.transaction import finish_interrupted
from pipeline.validation import read_yaml, validate


def load_codebook(path: Path) -> Codebook:
    """The codebook at ``path``; raises CodebookError that lists every fault with its line.

    A migration that was killed while it changed files is finished first: every command that goes by a
    codebook begins here, so none sees files of two versions.
    """
    finish_interrupted(migrations_beside(path))
    data, line_of = read_yaml(path, CodebookError)
    return validate(Codebook, data, line_of, CodebookError, find_faults(data))
