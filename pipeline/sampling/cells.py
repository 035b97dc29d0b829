"""The codes in one row of the workbook, and what is wrong with them."""

from pipeline.coding.targets import EIGEN_INZET, SINGLE
from pipeline.domain import Coding, Eenheid
from pipeline.sampling.sheet import OVERIG, THEMES, YES, Choices

Row = dict[str, str]

_CODED = (*THEMES, EIGEN_INZET, *SINGLE)
_NAMES = {"thema": "Thema", "thema_2": "Thema 2", "thema_3": "Thema 3", EIGEN_INZET: "Eigen inzet"}
_NAMES |= {"instrument": "Instrument", "hoofddoel_type": "Type hoofddoel"}


def is_empty(row: Row) -> bool:
    """Whether nothing was coded in it."""
    return not any(row[name] for name in _CODED)


def codes_of(row: Row, kind: Eenheid, choices: Choices) -> tuple[Coding, list[str]]:
    """The coding in ``row`` of a unit of this kind, and its faults (none: the coding holds)."""
    given = {name: row[name].lower() for name in _CODED}
    faults = [fault for name in _CODED if (fault := _value_fault(name, given[name], kind, choices))]
    faults = faults or _set_faults(given, kind, choices)
    themes = tuple(given[name] for name in THEMES if given[name] not in ("", OVERIG))
    own = (
        given["instrument"] == EIGEN_INZET if choices.follows_instrument(kind) else given[EIGEN_INZET] == YES
    )
    return Coding(themes, own, given["instrument"] or None, given["hoofddoel_type"] or None), faults


def _value_fault(name: str, value: str, kind: Eenheid, choices: Choices) -> str:
    options = choices.of(name, kind) or ()
    if not value or value in options:
        return ""
    if not options:
        return f"{_NAMES[name]}: hoort niet bij een {kind}"
    return f"{_NAMES[name]}: '{value}' kan hier niet; kies uit {', '.join(options)}"


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
    faults += [f"{_NAMES[name]} is leeg" for name in SINGLE if choices.of(name, kind) and not given[name]]
    return faults
