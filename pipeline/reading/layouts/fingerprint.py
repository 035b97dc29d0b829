"""What a form looks like, without what was filled in: how a layout is recognised.

A printed word of the form (a heading, label or column head) counts by a number from 0 to 1023 that is made of
its letters, with how it is printed. Some hundreds of Dutch names fall on each number, so that it gives
nobody away, and a form of ten or more words is still told from all others.
"""

import hashlib
from collections.abc import Iterable, Sequence
from functools import lru_cache

from pipeline.reading.headings import masked
from pipeline.reading.pieces import Piece

_NUMBERS = 1024
_LONGEST = 70  # characters; and words:
_MOST_WORDS = 9
SAME_FORM = 0.4  # of a taught form's words; other layouts share less, 97.5% of its own plans more
# A plan that is recognised by all its short texts has this much of the form among its headings alone: of 506
# plans on 36 layouts two had less, of 11,574 pairs on two layouts 25 had it too.
MAY_BE = 0.1
SAME_LOOK = 0.6  # of the words of the smaller of two plans that nobody taught
_FEWEST = 3


@lru_cache(maxsize=2048)
def word_number(text: str) -> str:
    """The number of a wording, '' if it has no letters. Digits and ordinals do not count."""
    bare = masked(text)
    return str(int(hashlib.sha256(bare.encode()).hexdigest()[:8], 16) % _NUMBERS) if bare else ""


def label_key(label: str) -> str:
    """Words and number of a label: by the number alone other words would too often be taken for it."""
    number = word_number(label)
    return f"{len(label.split())}-{number}" if number else ""


def is_short(piece: Piece) -> bool:
    """Whether a piece may be a word of the form."""
    return len(piece.text) < _LONGEST and len(piece.text.split()) <= _MOST_WORDS


def form_words(pieces: Sequence[Piece], roles: Sequence[str]) -> frozenset[str]:
    """The numbers of the form's own wordings: what is short and no part of the plan."""
    own = {
        word_number(piece.text)
        for piece, role in zip(pieces, roles, strict=True)
        if role == "anders" and is_short(piece)
    }
    return frozenset((own | {word_number(piece.column_head) for piece in pieces}) - {""})


def prints(pieces: Iterable[Piece]) -> frozenset[str]:
    """The short texts of a document by number and print."""
    return frozenset(_print(piece) for piece in pieces if is_short(piece) and word_number(piece.text))


def heading_prints(pieces: Sequence[Piece], heading: Sequence[bool]) -> frozenset[str]:
    """The same of what looks like headings and labels: what is known of a form that nobody taught."""
    return prints(piece for piece, head in zip(pieces, heading, strict=True) if head or piece.is_label)


def form_prints(pieces: Sequence[Piece], roles: Sequence[str]) -> frozenset[str]:
    """The same of the words of the form alone, whether or not they look like headings."""
    return prints(piece for piece, role in zip(pieces, roles, strict=True) if role == "anders")


def _print(piece: Piece) -> str:
    columns = piece.cell.columns if piece.cell else 0
    return f"{word_number(piece.text)}-{'v' if piece.bold else 'g'}{round(piece.size)}-{columns}"


def likeness(form: frozenset[str], document: frozenset[str]) -> float:
    """The share (0-1) of a taught form's prints that a document has; 0 for a form with too few to tell.

    In how many columns a word stands does not count: where no lines are drawn that is found from the texts.
    """
    own, other = ({_in_any_table(each) for each in prints} for prints in (form, document))
    return len(own & other) / len(own) if len(own) >= _FEWEST else 0.0


@lru_cache(maxsize=4096)
def _in_any_table(print_: str) -> str:
    return print_.rpartition("-")[0]


def same_look(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two plans, of which nothing was taught, seem to be on one form."""
    smaller = min(len(one), len(other))
    return smaller >= _FEWEST and len(one & other) >= SAME_LOOK * smaller
