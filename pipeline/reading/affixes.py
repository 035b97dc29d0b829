"""What a document keeps putting before or behind its texts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Affixes:
    """What recurs in a document at the start or end of its blocks, and so is a label whatever its words.

    ``signs``: blocks are enumerated A, B, C or I, II, III without a dot. ``ends`` and ``starts``: most items
    end, or start, with a text in brackets; ``dashes``: most end with a text behind a dash or the like;
    ``colons``: most items start with a few words and a colon; ``habit``: labels that recur stand so before
    many texts, be they items or not; ``parts``: the signs that part the first words of several texts from
    the rest, and ``end_parts`` those that part the last words.
    ``tails``: the last words that most items share with another; ``behind``: items have words in small
    letters behind their full stop; ``codes``: the capitals that texts start with;
    ``counted``: words that stand before several texts with a number each. ``digits``: blocks are
    enumerated 1, 2, 3 without a dot.
    """

    texts: frozenset[str] = frozenset()
    signs: bool = False
    digits: bool = False
    ends: bool = False
    starts: bool = False
    dashes: bool = False
    colons: bool = False
    habit: bool = False
    parts: frozenset[str] = frozenset()
    end_parts: frozenset[str] = frozenset()
    tails: frozenset[str] = frozenset()
    behind: bool = False
    codes: frozenset[str] = frozenset()
    counted: frozenset[str] = frozenset()


NO_AFFIXES = Affixes()
