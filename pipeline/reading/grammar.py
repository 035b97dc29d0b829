"""What a plan is made of: one hoofddoel, and subdoelen before their afspraken.

The best sequence of roles is sought with these rules in mind (Viterbi over the roles and over what came
already). The rules cost rather than forbid: a document may hold no plan, or print its hoofddoel twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
_NEVER = 1e4
_NO_HOOFDDOEL = 4.0  # log chances
_TWO_HOOFDDOELEN = 4.0
_NO_SUBDOEL = 4.0
_EARLY_AFSPRAAK = 4.0  # before any subdoel, on a form of which nothing is known


@dataclass(frozen=True, slots=True)
class State:
    """A role, by its place among the roles, and whether a hoofddoel and a subdoel have come."""

    role: int
    hoofddoel: bool
    subdoel: bool


@dataclass(frozen=True, slots=True)
class Moves:
    """Log chances: ``first`` (states,), ``between`` (states, states) and ``last`` (states,)."""

    first: Floats
    between: Floats
    last: Floats


def states_of(roles: Sequence[str]) -> tuple[State, ...]:
    """Each role, with each of what may have come."""
    known = (False, True)
    return tuple(State(role, goal, sub) for role in range(len(roles)) for goal in known for sub in known)


def moves_between(
    states: Sequence[State],
    roles: Sequence[str],
    transitions: Floats,
    start: Floats,
    *,
    afspraken_first: bool = False,
) -> Moves:
    """What the rules and the model, ``transitions`` (roles, roles) and ``start`` (roles,), say together.

    ``afspraken_first``: an afspraak before any subdoel costs nothing.
    """
    early = 0.0 if afspraken_first else _EARLY_AFSPRAAK
    nothing = State(-1, False, False)
    first = [_rule(nothing, state, roles, early) + float(start[state.role]) for state in states]
    between = [
        [_rule(one, other, roles, early) + float(transitions[one.role, other.role]) for other in states]
        for one in states
    ]
    last = [-_NO_HOOFDDOEL * (not state.hoofddoel) - _NO_SUBDOEL * (not state.subdoel) for state in states]
    return Moves(np.array(first), np.array(between), np.array(last))


def _rule(one: State, other: State, roles: Sequence[str], early: float) -> float:
    """What the rules say of going from one state to another; what has come stays so."""
    role = roles[other.role]
    come = (one.hoofddoel or role == "hoofddoel", one.subdoel or role == "subdoel")
    if (other.hoofddoel, other.subdoel) != come:
        return -_NEVER
    again = _TWO_HOOFDDOELEN * (role == "hoofddoel" and one.hoofddoel)
    return -again - early * (role == "afspraak" and not one.subdoel)


def best_roles(emissions: Floats, moves: Moves, states: Sequence[State]) -> list[int]:
    """The best role of each piece; ``emissions`` is (pieces, roles), of at least one piece."""
    role_of = np.array([state.role for state in states])
    score = emissions[0][role_of] + moves.first
    back = np.zeros((len(emissions), len(states)), dtype=int)
    for index in range(1, len(emissions)):
        options = score[:, None] + moves.between
        back[index] = options.argmax(axis=0)
        score = options.max(axis=0) + emissions[index][role_of]
    path = [int((score + moves.last).argmax())]
    for index in range(len(emissions) - 1, 0, -1):
        path.append(int(back[index][path[-1]]))
    return [states[state].role for state in reversed(path)]
