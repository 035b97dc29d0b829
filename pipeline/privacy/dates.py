"""A date of birth in all the ways it can be written."""

import re
from collections.abc import Iterator

_MONTHS = ("jan", "feb", "(?:mrt|maart)", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_WRITTEN = re.compile(
    r"(?<!\d)(\d{1,2})\s*[-/. ]\s*(\d{1,2}|[a-z]+)\.?\s*[-/. ]\s*['’]?(\d{4}|\d{2})(?!\d)", re.IGNORECASE
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def birth_pattern(value: str) -> re.Pattern[str] | None:
    """A pattern for the date in ``value`` ('04-05-1985', '4 mei 1985', '1985-05-04'); None without one."""
    parts = _parts(_ISO.search(value) or _WRITTEN.search(value))
    if parts is None:
        return None
    day, number, short = parts
    years = rf"['’]?(?:(?:19|20)?{short})"
    numeric = rf"0?{day}\s?[-/. ]\s?0?{number}\s?[-/. ]\s?{years}"
    named = rf"0?{day}(?:e|ste|de)?[\s-]{_MONTHS[number - 1]}[a-z]*\.?[\s-]{years}"
    iso_form = rf"(?:19|20){short}[-/.]0?{number}[-/.]0?{day}"
    return re.compile(rf"(?<!\d)(?:{numeric}|{named}|{iso_form})(?!\d)", re.IGNORECASE)


def read_dates(text: str) -> Iterator[tuple[int, tuple[int, int, int]]]:
    """The dates in ``text``: where each begins, and its day, month and year (the last two digits)."""
    for pattern in (_ISO, _WRITTEN):
        for match in pattern.finditer(text):
            if parts := _parts(match):
                day, month, year = parts
                yield match.start(), (day, month, int(year))


def _parts(match: re.Match[str] | None) -> tuple[int, int, str] | None:
    """Day, month and the last two digits of the year; None when there is no such month."""
    if match is None:
        return None
    year, month, day = match.groups() if match.re is _ISO else reversed(match.groups())
    number = int(month) if month.isdigit() else _month_number(month)
    return (int(day), number, year[-2:]) if 1 <= number <= 12 else None


def _month_number(name: str) -> int:
    return next((i for i, month in enumerate(_MONTHS, start=1) if re.match(month, name.lower())), 0)
