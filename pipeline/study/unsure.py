"""Plans whose reading is unsure, by the form they are on: teach one of a form, and the others follow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.reading.layouts.forms import by_form

READING = "lezen:"  # how a doubt about the reading starts
_FEWEST = 2


@dataclass(frozen=True)
class Unsure:
    """A form on which plans are read with doubt: how many, and the path of one of them."""

    plans: int
    example: str


def unsure_layouts(doubts: Mapping[str, Sequence[str]], looks: Mapping[str, str]) -> tuple[Unsure, ...]:
    """The forms of two or more unsure plans, most plans first.

    By path: ``doubts`` are those about the reading of a plan, ``looks`` its ``Reading.opmaak``.
    """
    unsure = (
        (path, frozenset(looks.get(path, "").split()))
        for path, reasons in doubts.items()
        if any(reason.startswith(READING) for reason in reasons)
    )
    return _largest_first(list(by_form(unsure)))


def _largest_first(groups: Sequence[Sequence[str]]) -> tuple[Unsure, ...]:
    found = [Unsure(len(paths), paths[0]) for paths in groups if len(paths) >= _FEWEST]
    return tuple(sorted(found, key=lambda group: -group.plans))
