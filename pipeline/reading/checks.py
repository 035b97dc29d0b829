"""How sure a reading is, and what in it does not look like a plan. A silent mistake is the worst outcome."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipeline.domain import Plan
from pipeline.reading.pieces import Piece

SURE = 0.85  # under this confidence a person should look: of unseen layouts above it, most plans are right
_MANY_GOALS = 9


def confidence(roles: Sequence[str], marginals: npt.NDArray[np.float64], names: Sequence[str]) -> float:
    """The certainty (0-1) of the least certain piece: one piece in the wrong place spoils the plan."""
    if not roles:
        return 0.0
    index = {name: number for number, name in enumerate(names)}
    return float(min(marginal[index[role]] for role, marginal in zip(roles, marginals, strict=True)))


def doubts(plan: Plan, certainty: float, pieces: Sequence[Piece], roles: Sequence[str]) -> tuple[str, ...]:
    """Reasons, in Dutch, why a person should look at how the plan was read; empty if there are none."""
    found = list(plan.nakijken)
    if plan.hoofddoel is None:
        found.append("lezen: geen hoofddoel gevonden")
    if not plan.subdoelen:
        found.append("lezen: geen subdoelen gevonden")
    elif not any(goal.afspraken for goal in plan.subdoelen):
        found.append("lezen: geen afspraken gevonden")
    if len(plan.subdoelen) >= _MANY_GOALS:
        found.append(f"lezen: ongewoon veel subdoelen ({len(plan.subdoelen)})")
    if any(len(goal.tekst) > 420 for goal in plan.subdoelen):
        found.append("lezen: een subdoel is ongewoon lang")
    if _uncovered(pieces, roles) > 0.5:
        found.append("lezen: meer dan de helft van de tekst heeft geen plaats in het plan")
    if certainty < SURE:
        found.append(f"lezen: onzeker over de opbouw (zekerheid {certainty:.2f})".replace(".", ",", 1))
    return tuple(found)


def _uncovered(pieces: Sequence[Piece], roles: Sequence[str]) -> float:
    """The share of the running text (pieces of six words or more) that is no part of the plan."""
    lengths = [
        (len(piece.text), role)
        for piece, role in zip(pieces, roles, strict=True)
        if len(piece.text.split()) >= 6
    ]
    total = sum(length for length, _ in lengths)
    return sum(length for length, role in lengths if role == "anders") / total if total else 0.0
