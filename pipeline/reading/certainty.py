"""How likely a plan was read wholly right, from what the reading looks like.

One unlikely piece spoils a plan, but so do a second look that overrules the first and a text left over in the
middle of the plan. What each is worth is learnt from layouts that the reading had not seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.domain import Plan
from pipeline.reading.pieces import Piece
from pipeline.reading.roles import ROLES, Floats
from pipeline.reading.text_model import TextModel

_TINY = 1e-6
_SIDE_COLUMNS = {"wie", "wanneer", "kruis"}
EVIDENCE = (
    "least certain", "likelihood", "below .9", "below .97", "least certain at first", "overruled",
    "subdoelen", "empty subdoelen", "most afspraken", "faults", "hoofddoel", "uncovered", "strangest text",
    "strange texts", "pieces", "left over",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Certainty:
    """Logistic regression on EVIDENCE; the arrays have its length.

    Below ``sure`` a person should look: of unseen layouts above it, as good as all plans were right.
    """

    mean: Floats
    scale: Floats
    weights: Floats
    bias: float
    sure: float

    def chance(self, evidence: Floats) -> float:
        """The chance, 0 to 1, that the whole plan was read right."""
        score = float(((evidence - self.mean) / self.scale) @ self.weights) + self.bias
        return float(1 / (1 + np.exp(-np.clip(score, -30, 30))))


@dataclass(frozen=True, slots=True)
class Looks:
    """The roles given to pieces, with the marginals (pieces, roles) of both looks, the log likelihood of the
    whole, and whether each piece looks like a heading.
    """

    roles: list[str]
    marginals: Floats
    first: Floats
    likelihood: float
    heading: tuple[bool, ...]


def evidence_of(pieces: Sequence[Piece], looks: Looks, plan: Plan, sound: TextModel) -> Floats:
    """The values of EVIDENCE for one reading."""
    if not looks.roles:
        return np.zeros(len(EVIDENCE))
    index = [ROLES.index(role) for role in looks.roles]
    chance, at_first = (
        marginals[np.arange(len(index)), index] for marginals in (looks.marginals, looks.first)
    )
    sounds = np.sort(_sounds(pieces, looks.roles, sound))
    goals = plan.subdoelen
    return np.array(
        [
            np.log(max(_TINY, 1 - chance.min())), looks.likelihood, np.log1p((chance < 0.9).sum()),
            np.log1p((chance < 0.97).sum()), np.log(max(_TINY, 1 - at_first.min())),
            np.log1p((looks.first.argmax(axis=1) != index).sum()), len(goals),
            sum(not goal.afspraken for goal in goals),
            max((len(goal.afspraken) for goal in goals), default=0),
            len(plan.nakijken), plan.hoofddoel is not None, uncovered(pieces, looks.roles), sounds[0],
            sounds[:5].mean(), len(pieces), _left_over(pieces, looks),
        ],
        dtype=np.float64,
    )  # fmt: skip


def _sounds(pieces: Sequence[Piece], roles: Sequence[str], sound: TextModel) -> Floats:
    """How much each text sounds like the part it is taken for."""
    return np.array(
        [
            sound.probabilities(piece.text)[sound.classes.index(role.rstrip("+"))]
            for piece, role in zip(pieces, roles, strict=True)
        ],
        dtype=np.float64,
    )


def uncovered(pieces: Sequence[Piece], roles: Sequence[str]) -> float:
    """The share of the running text (pieces of six words or more) that is no part of the plan."""
    lengths = [
        (len(piece.text), role)
        for piece, role in zip(pieces, roles, strict=True)
        if len(piece.text.split()) >= 6
    ]
    total = sum(length for length, _ in lengths)
    return sum(length for length, role in lengths if role == "anders") / total if total else 0.0


def _left_over(pieces: Sequence[Piece], looks: Looks) -> int:
    """How many texts amid subdoelen and afspraken are neither a part nor a heading, label or side column."""
    inside = [i for i, role in enumerate(looks.roles) if role.startswith(("subdoel", "afspraak"))]
    if not inside:
        return 0
    return sum(
        looks.roles[i] == "anders"
        and not looks.heading[i]
        and not pieces[i].is_label
        and pieces[i].column_kind not in _SIDE_COLUMNS
        for i in range(inside[0], inside[-1])
    )
