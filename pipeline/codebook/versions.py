"""Which codebook a coding was made with, and whether that is the one in hand."""

import re

from pipeline.codebook.schema import Codebook

_LABEL = re.compile(r"(?P<name>[^@+]+)@(?P<version>\d+(?:\.\d+){0,2})(?:\+(?P<hash>\w+))?")


def made_with(label: str, codebook: Codebook) -> bool:
    """Whether ``label``, such as ``plannen@1.0.0+ab12cd34`` or ``plannen@1``, names ``codebook``.

    Parts of the version that are not there are zeros; without a hash the version alone tells.
    """
    return same_version(label, codebook) and _hash(label) in (None, _hash(codebook.id))


def same_version(label: str, codebook: Codebook) -> bool:
    """As ``made_with``, also when the codebook was changed since without a new version."""
    found = _LABEL.fullmatch(label)
    if not found or found["name"] != codebook.name:
        return False
    return full_version(found["version"]) == codebook.version


def full_version(version: str) -> str:
    """``version`` in three parts, those that are not there as zeros: ``1`` is ``1.0.0``."""
    return ".".join([*version.split("."), "0", "0"][:3])


def _hash(label: str) -> str | None:
    return label.partition("+")[2] or None
