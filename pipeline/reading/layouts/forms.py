"""Which plans are on the same form, by what the form looks like."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeVar

from pipeline.reading.layouts.fingerprint import same_look

Name = TypeVar("Name")


def by_form(looks: Iterable[tuple[Name, frozenset[str]]]) -> Iterator[list[Name]]:
    """Groups of names whose looks (``Reading.opmaak``, as a set) seem to be of one form, in this order.

    A name goes to the first group whose first look is like its own.
    """
    firsts: list[frozenset[str]] = []
    groups: list[list[Name]] = []
    with_print: dict[str, list[int]] = defaultdict(
        list
    )  # so that only forms that share something are compared
    for name, look in looks:
        shared = Counter(number for each in look for number in with_print[each])
        near = next((number for number in sorted(shared) if same_look(firsts[number], look)), None)
        if near is not None:
            groups[near].append(name)
            continue
        for each in look:
            with_print[each].append(len(groups))
        firsts.append(look)
        groups.append([name])
    yield from groups
