"""A date of birth in all the ways it can be written."""

import re

_MONTHS = ("jan", "feb", "(?:mrt|maart)", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_WRITTEN = re.compile(
    r"(\d{1,2})\s*[-/. ]\s*(\d{1,2}|[a-z]+)\.?\s*[-/. ]\s*['’]?(\d{4}|\d{2})(?!\d)", re.IGNORECASE
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def birth_pattern(value: str) -> re.Pattern[str] | None:
    """A pattern for the date in ``value`` ('04-05-1985', '4 mei 1985', '1985-05-04'); None without one."""
    if iso := _ISO.search(value):
        year, month, day = iso.groups()
    elif written := _WRITTEN.search(value):
        day, month, year = written.groups()
    else:
        return None
    number = int(month) if month.isdigit() else _month_number(month)
    if not 1 <= number <= 12:
        return None
    short = year[-2:]
    years = rf"['’]?(?:(?:19|20)?{short})"
    numeric = rf"0?{int(day)}\s?[-/. ]\s?0?{number}\s?[-/. ]\s?{years}"
    named = rf"0?{int(day)}(?:e|ste|de)?[\s-]{_MONTHS[number - 1]}[a-z]*\.?[\s-]{years}"
    iso_form = rf"(?:19|20){short}[-/.]0?{number}[-/.]0?{int(day)}"
    return re.compile(rf"(?<!\d)(?:{numeric}|{named}|{iso_form})(?!\d)", re.IGNORECASE)


def _month_number(name: str) -> int:
    return next((i for i, month in enumerate(_MONTHS, start=1) if re.match(month, name.lower())), 0)
