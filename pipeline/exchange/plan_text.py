"""A plan as one plain text, and where in it each unit stands: code points from 0, the end exclusive."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.domain import Eenheid, Unit, UnitKey

Span = tuple[int, int]


@dataclass(frozen=True)
class PlanText:
    """``spans``: per unit the first position of its text, and the one after its last."""

    text: str
    spans: Mapping[UnitKey, Span]


def plan_text(units: Sequence[Unit]) -> PlanText:
    """The ``units`` of one plan in the order of the plan, each under a small heading."""
    text = f"Plan {units[0].plan}\n"
    if units[0].datum:
        text += f"Datum {units[0].datum}\n"
    spans = {}
    for unit in in_order(units):
        text += f"\n{_heading(unit)}\n"
        own = plain(unit.tekst)
        spans[unit.key] = (len(text), len(text) + len(own))
        text += f"{own}\n"
    return PlanText(text, spans)


def spans_in(text: str, units: Sequence[Unit]) -> Mapping[UnitKey, Span]:
    """Where the ``units`` of one plan stand in ``text``, which another program may have changed.

    Line ends may be those of Windows. Units that are not found, one after the other on lines of their own,
    are left out.
    """
    own = plan_text(units)
    if text == own.text:
        return own.spans
    line_end = "\r\n" if "\r\n" in text else "\n"
    whole = f"{line_end}{text}{line_end}"
    found: dict[UnitKey, Span] = {}
    start = 0
    for unit in in_order(units):
        tekst = plain(unit.tekst).replace("\n", line_end)
        at = whole.find(f"{line_end}{tekst}{line_end}", start)
        if at >= 0:
            found[unit.key] = (at, at + len(tekst))  # the line end put in front makes up for that before it
            start = at + len(tekst)
    return found


def in_order(units: Sequence[Unit]) -> list[Unit]:
    """As a plan has them: the hoofddoel, then each subdoel with its afspraken."""
    return sorted(units, key=lambda unit: unit.key[2:])


def plain(text: str) -> str:
    """``text`` with plain line ends: programs count the others differently."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def described(unit: Unit) -> str:
    """Which unit of its plan, such as ``afspraak 2.1``."""
    return " ".join([unit.eenheid.value, *_number(unit)])


def _heading(unit: Unit) -> str:
    who = f" ({unit.wie})" if unit.wie else ""
    return f"{described(unit).capitalize()}{who}"


def _number(unit: Unit) -> Iterator[str]:
    if unit.eenheid is not Eenheid.HOOFDDOEL:
        yield f"{unit.subdoel_nr}.{unit.afspraak_nr}" if unit.afspraak_nr else f"{unit.subdoel_nr}"
