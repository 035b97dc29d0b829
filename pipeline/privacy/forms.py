"""Identifiers with a regular form (BSN, telephone, e-mail ...), found by the rules in patterns.yaml."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.bsn import normalise_bsn, passes_eleven_test
from pipeline.privacy.lists import read_rules

_YEAR = re.compile(r"(?:19|20)\d\d|\d\d$")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text to replace by ``tag``."""

    start: int
    end: int
    tag: str


@dataclass(frozen=True, slots=True)
class _Rule:
    tag: str
    pattern: re.Pattern[str]
    check: str
    otherwise: str
    years_before: int
    without_digits: bool
    digits: int
    needs: tuple[str, ...]

    def may_fit(self, lower: str, *, digits: bool) -> bool:
        """Whether a text can hold it, by its lower case and whether there are digits in it."""
        if not (digits or self.without_digits):
            return False
        return not self.needs or any(part in lower for part in self.needs)


@cache
def _rules() -> tuple[_Rule, ...]:
    data = read_rules("patterns")
    return tuple(_compile(rule, data["parts"]) for rule in data["patterns"])


def _compile(rule: dict[str, Any], parts: dict[str, str]) -> _Rule:
    text = rule["pattern"]
    for name in reversed(parts):  # later parts may use earlier ones
        text = text.replace(f"{{{name}}}", parts[name])
    flags = re.IGNORECASE if rule.get("any_case") else re.NOFLAG
    return _Rule(
        tag=rule["tag"],
        pattern=re.compile(text, flags),
        check=rule.get("check", ""),
        otherwise=rule.get("otherwise", ""),
        years_before=int(rule.get("years_before", 0)),
        without_digits=bool(rule.get("without_digits")),
        digits=int(rule.get("digits", 0)),
        needs=tuple(rule.get("needs", ())),
    )


def find_forms(text: str, year: int | None = None) -> list[Span]:
    """The regular identifiers in ``text``, in order, none overlapping. ``year``: that of the plan's date."""
    found: list[Span] = []
    digits, lower = any(map(str.isdigit, text)), text.lower()
    for rule in _rules():
        if not rule.may_fit(lower, digits=digits):
            continue
        for match in rule.pattern.finditer(text):
            group = "value" if "value" in rule.pattern.groupindex else 0
            span = _span(rule, match.group(group), match.start(group), year)
            if span and not any(span.start < other.end and other.start < span.end for other in found):
                found.append(span)
    return sorted(found, key=lambda span: span.start)


def _span(rule: _Rule, value: str, start: int, year: int | None) -> Span | None:
    if rule.digits and sum(character.isdigit() for character in value) < rule.digits:
        return None
    if rule.years_before and not _is_before(value, year, rule.years_before):
        return None
    fits = rule.check != "eleven" or passes_eleven_test(normalise_bsn(value))
    return Span(start, start + len(value), f"[{rule.tag if fits else rule.otherwise}]")


def _is_before(date: str, year: int | None, years: int) -> bool:
    found = _YEAR.findall(date)
    if year is None or not found:
        return False
    own = int(found[-1])
    if own < 100:
        own += 2000 if 2000 + own <= year else 1900
    return own <= year - years


def find_bsns(text: str) -> list[str]:
    """The BSNs in ``text`` as nine digits: those with a label, and bare ones that pass the 11-test."""
    spans = (span for span in find_forms(text) if span.tag == "[BSN]")
    return [bsn for span in spans if (bsn := normalise_bsn(text[span.start : span.end]))]
