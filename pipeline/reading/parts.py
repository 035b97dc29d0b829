"""Which part of the plan each piece of the document became: to show a reading, or to let it be corrected."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.domain import Plan, Wie
from pipeline.reading.learning import plain
from pipeline.reading.pieces import Piece


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the plan: ``kind`` is situatie, hoofddoel, subdoel or afspraak; numbers count from 1."""

    kind: str
    subdoel: int | None = None
    afspraak: int | None = None
    wie: Wie | None = None

    @property
    def label(self) -> str:
        """Such as 'subdoel 2' or 'afspraak 2.1 (klantmanager)'."""
        if self.kind == "afspraak" and self.subdoel:
            return f"afspraak {self.subdoel}.{self.afspraak} ({self.wie or 'wie onbekend'})"
        return f"{self.kind} {self.subdoel}" if self.subdoel else self.kind


def parts_of(pieces: Sequence[Piece], roles: Sequence[str], plan: Plan) -> list[Part | None]:
    """Per piece its part, None for what is no part. A text that goes on has the part it goes on with."""
    left = _parts(plan)
    found: list[Part | None] = []
    last: dict[str, Part] = {}
    for piece, role in zip(pieces, roles, strict=True):
        kind = role.rstrip("+")
        if kind in {"situatie", "hoofddoel"}:
            found.append(Part(kind))
        elif kind == "anders":
            found.append(None)
        else:
            if not role.endswith("+") or kind not in last:
                last[kind] = _take(left, kind, plain(piece.text))
            found.append(last[kind])
    return found


def _parts(plan: Plan) -> list[tuple[str, Part]]:
    found = []
    for number, goal in enumerate(plan.subdoelen, start=1):
        found.append((plain(goal.tekst), Part("subdoel", number)))
        found += [
            (plain(step.tekst), Part("afspraak", number, place, step.wie))
            for place, step in enumerate(goal.afspraken, start=1)
        ]
    return found


def _take(left: list[tuple[str, Part]], kind: str, start: str) -> Part:
    """The first part of the plan that starts so. A subdoel may be printed more than once, an afspraak not."""
    for text, part in left:
        if part.kind == kind and text.startswith(start):
            if kind == "afspraak":
                left.remove((text, part))
            return part
    return Part(kind)
