"""Numbers, shares, dates and reasons as Dutch readers write them."""

import re
from collections.abc import Sequence
from datetime import date

from pipeline.report.tables import Share

MONTHS = "januari februari maart april mei juni juli augustus september oktober november december"
NOTHING = "–"
HIDDEN = "×"
"""In the place of a number that would tell of too few people."""
LEVEL = 0.05
STRENGTHS = ((0.5, "groot"), (0.3, "matig"), (0.1, "klein"), (0.0, "heel klein"))
"""J. Cohen, Statistical Power Analysis (1988): w of 0.1, 0.3 and 0.5."""


def number(value: int) -> str:
    """1234 as ``1.234``."""
    return f"{value:,}".replace(",", ".")


def percent(share: Share) -> str:
    """A whole percentage; ``<1%`` and ``>99%`` where rounding would say none or all, a dash for no units."""
    if share.hidden:
        return HIDDEN
    if share.part is None:
        return NOTHING
    if 0 < share.part < 0.005:
        return "<1%"
    if 0.995 <= share.part < 1:
        return ">99%"
    # In whole numbers: 23 of 40 is 57.5, which as a float is a little less and would round down.
    return f"{(200 * share.count + share.total) // (2 * share.total)}%"


def out_of(share: Share) -> str:
    """``12 van 178``, kept on one line."""
    if share.hidden:
        return HIDDEN
    return f"{number(share.count)}\N{NO-BREAK SPACE}van\N{NO-BREAK SPACE}{number(share.total)}"


def count_of(share: Share) -> str:
    """The count alone."""
    return HIDDEN if share.hidden else number(share.count)


def decimal(value: float, digits: int = 2) -> str:
    """0.314 as ``0,31``."""
    return f"{value:.{digits}f}".replace(".", ",")


def points(part: float) -> str:
    """A share as a percentage with one decimal: 0.1234 as ``12,3%``."""
    return f"{decimal(100 * part, 1)}%"


def signed(value: float, digits: int = 1) -> str:
    """A difference with its sign: ``+3,2``, ``−1,0``, ``0,0``."""
    told = decimal(abs(value), digits)
    if not told.strip("0,"):
        return told
    return f"{'−' if value < 0 else '+'}{told}"


def other(figure: float | int | None) -> str:
    """A figure of elsewhere as it was given: a share as ``68%`` or ``67,5%``, a count; "" for none."""
    if figure is None:
        return ""
    if isinstance(figure, int):
        return number(figure)
    return f"{decimal(100 * figure, 1).removesuffix(',0')}%"


def p_value(p: float) -> str:
    """``0,032``, or ``<0,001``."""
    return "<0,001" if p < 0.0005 else decimal(p, 3)


def strength(cramers_v: float, smallest_side: int) -> str:
    """An effect size in words; ``smallest_side`` is the lesser of the number of rows and of columns."""
    w = cramers_v * (smallest_side - 1) ** 0.5
    return next(word for limit, word in STRENGTHS if w >= limit)


def written_out(share: Share) -> str:
    """``7% (12 van 178)``."""
    return f"{percent(share)} ({out_of(share)})"


def of_the(share: Share, whole: str) -> str:
    """``7% van de plannen (12 van 178)``; ``whole`` with its article."""
    return f"{percent(share)} van {whole} ({out_of(share)})"


def counted(value: int, one: str, many: str) -> str:
    """``1 plan``, ``2 plannen``."""
    return f"{number(value)} {one if value == 1 else many}"


def how_many(count: int, total: int, one: str, many: str) -> str:
    """``2 van de 31 percentages``, ``geen van de 31 percentages``, ``1 van 1 percentage``."""
    the = "" if total == 1 else "de "
    return f"{number(count) if count else 'geen'} van {the}{counted(total, one, many)}"


def enumerated(parts: Sequence[str]) -> str:
    """``a, b en c``."""
    return " en ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def first_sentence(reason: str) -> str:
    """What is wrong with a file, without what to do about it; no full stop."""
    return re.split(r"\.(?:\s|$)", reason, maxsplit=1)[0] or "geen reden genoteerd"


def doubt_kind(reason: str) -> str:
    """A reason for checking without its particulars, so that equal doubts can be counted.

    ``thema onzeker: taal (43%)`` becomes ``thema onzeker``, and ``lezen: veel subdoelen (9)`` becomes
    ``lezen: veel subdoelen``: what stands in front of the colon, unless it is one word that says the stage.
    """
    plain = re.sub(r"\s*\([^)]*\)", "", reason)
    kind, _, _ = plain.partition(":")
    return kind if " " in kind else plain


def day(iso: str) -> str:
    """2020-03-09 as ``9 maart 2020``."""
    value = date.fromisoformat(iso)
    return f"{value.day} {MONTHS.split()[value.month - 1]} {value.year}"


def between(first: str, last: str) -> str:
    """``op 9 maart 2020``, or ``van 9 maart 2020 tot en met 1 april 2020``."""
    return f"op {day(first)}" if first == last else f"van {day(first)} tot en met {day(last)}"
