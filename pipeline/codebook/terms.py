"""The terms of codes, as a pattern to find them in texts."""

import re
from collections.abc import Sequence

INFLECTED = 5
"""A term of so many letters also stands for the words that begin with it."""


def pattern_of(terms: Sequence[str]) -> re.Pattern[str] | None:
    """Whole words, in capitals or not; None without terms."""
    if not terms:
        return None
    parts = (re.escape(term) + ("" if len(term) >= INFLECTED else r"(?!\w)") for term in terms)
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})", re.IGNORECASE)
