"""The codes in one row of the workbook, and what is wrong with them."""

from collections.abc import Iterator

from pipeline.coding.targets import EIGEN_INZET, SINGLE
from pipeline.domain import Coding, Eenheid
from pipeline.sampling.sheet import NONE, OVERIG, THEMES, YES, Choices, cells_of, columns

Row = dict[str, str]

_OWN = (*THEMES, EIGEN_INZET, *SINGLE)


def is_empty(row: Row, choices: Choices) -> bool:
    """Whether nothing was coded in it."""
    return not any(row[name] for name in _coded(choices))


def _coded(choices: Choices) -> list[str]:
    """The columns that hold codes."""
    return [*_OWN, *(name for each in choices.codebook.added for name in cells_of(each))]


def codes_of(row: Row, kind: Eenheid, choices: Choices) -> tuple[Coding, list[str]]:
    """The coding in ``row`` of a unit of this kind, and its faults (none: the coding holds)."""
    given = {name: row[name].lower() for name in _coded(choices)}
    faults = [fault for name in given if (fault := _value_fault(name, given[name], kind, choices))]
    faults = faults or _set_faults(given, kind, choices)
    themes = tuple(given[name] for name in THEMES if given[name] not in ("", OVERIG))
    own = (
        given["instrument"] == EIGEN_INZET if choices.follows_instrument(kind) else given[EIGEN_INZET] == YES
    )
    single = given["instrument"] or None, given["hoofddoel_type"] or None
    return Coding(themes, own, *single, andere=dict(_added(given, choices))), faults


def _added(given: Row, choices: Choices) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The codes of each variable that the codebook adds, as far as it was coded."""
    for variable in choices.codebook.added:
        values = [given[name] for name in cells_of(variable) if given[name]]
        if values:
            yield variable.id, tuple(dict.fromkeys(value for value in values if value != NONE))


def _value_fault(name: str, value: str, kind: Eenheid, choices: Choices) -> str:
    options = choices.of(name, kind) or ()
    if not value or value in options:
        return ""
    if not options:
        return f"{_heading(name, choices)}: hoort niet bij een {kind}"
    return f"{_heading(name, choices)}: '{value}' kan hier niet; kies uit {', '.join(options)}"


def _heading(name: str, choices: Choices) -> str:
    return next(column.heading for column in columns(choices.codebook) if column.key == name)


def _set_faults(given: Row, kind: Eenheid, choices: Choices) -> list[str]:
    """What is missing in a row that was coded, or does not go together."""
    faults = []
    themes = [given[name] for name in THEMES if given[name]]
    if not given[THEMES[0]]:
        faults.append("Thema is leeg, maar er staan wel andere codes; kies de hoofdcode of 'overig'")
    if OVERIG in themes and len(themes) > 1:
        faults.append("bij 'overig' kan geen ander thema staan")
    if len(themes) > len(set(themes)):
        faults.append("hetzelfde thema staat er twee keer")
    needed = [*SINGLE, *(variable.id for variable in choices.codebook.added)]
    faults += [
        f"{_heading(name, choices)} is leeg" for name in needed if choices.of(name, kind) and not given[name]
    ]
    return faults
