"""Abbreviations of the field: how they are written and what they mean."""

from collections.abc import Iterator
from functools import cache

from pipeline.language.resources import read_rules


class Abbreviations:
    """Knows every spelling of every abbreviation of ``data/abbreviations.yaml``."""

    def __init__(self) -> None:
        rules = read_rules("abbreviations")
        self._meaning: dict[str, str] = {}
        self._goes_on: set[str] = set()
        for group, entries in rules.items():
            for meaning, forms in entries.items():
                for spelling in (spelling for form in forms for spelling in _spellings(form)):
                    self._meaning.setdefault(spelling, meaning)
                    if group == "loopt_door":
                        self._goes_on.add(spelling)

    def expand(self, text: str) -> str | None:
        """What ``text`` stands for, None when it is no abbreviation."""
        return self._meaning.get(text)

    def goes_on(self, text: str) -> bool:
        """Whether the sentence goes on after ``text``, also when a capital follows."""
        return text in self._goes_on

    def with_punctuation(self) -> Iterator[str]:
        """The spellings that a tokenizer would cut in pieces."""
        return (spelling for spelling in self._meaning if not spelling.isalnum())


def _spellings(form: str) -> Iterator[str]:
    """``m.b.t.`` also as ``m.b.t``, and any form without capitals also with them.

    Not one of a single letter: ``P.`` is an initial.
    """
    variants = [form, form[:-1]] if form.count(".") > 1 and form.endswith(".") else [form]
    for variant in variants:
        yield variant
        if variant == variant.lower() and len(variant.strip(".")) > 1:
            yield variant.capitalize()
            yield variant.upper()


@cache
def abbreviations() -> Abbreviations:
    """The one instance of this process."""
    return Abbreviations()
