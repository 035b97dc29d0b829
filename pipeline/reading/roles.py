"""The role of each piece of a document, decoded as a whole: a linear-chain conditional random field.

Trained elsewhere (``learning``); here are the weights, the best sequence (Viterbi) and the certainty of
each role (forward-backward), see Lafferty, McCallum & Pereira (2001), and Rabiner (1989) for both algorithms.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from pipeline.reading.grammar import best_roles, moves_between, states_of

Floats = npt.NDArray[np.float64]
PLAN_PARTS = ("situatie", "hoofddoel", "subdoel", "afspraak")
_NEVER = 1e4
# What is known beforehand of pieces with these features: a line to fill in and the head of a column are
# no part of a plan; labels, headings that come back to one, and columns of names or terms hardly ever are.
_AGAINST = {
    "invullijn": _NEVER, "kopregel": _NEVER, "label": 4.0, "komt_terug": 4.0, "soort=wie": 4.0,
    "soort=wanneer": 4.0, "soort=kruis": 4.0,
}  # fmt: skip
# '+' goes on with the text of the part that came before; paragraphs of a situatie each stand alone.
ROLES = ("anders", *PLAN_PARTS, *(f"{part}+" for part in PLAN_PARTS[1:]))


class RoleModel:
    """``features`` maps a feature to its weight per role; ``transitions`` is (roles, roles).

    ``afspraken_first``: on this form afspraken are known to stand before their subdoel.
    """

    def __init__(
        self,
        roles: Sequence[str],
        features: Mapping[str, Floats],
        transitions: Floats,
        *,
        afspraken_first: bool = False,
    ) -> None:
        self.roles = tuple(roles)
        self.features = features
        self.transitions = transitions
        names = sorted({*features, *_AGAINST})
        self._row = {name: row for row, name in enumerate(names)}
        none = np.zeros(len(self.roles))
        self._weights = np.array([features.get(name, none) for name in names])
        self._states = states_of(self.roles)
        self._moves = moves_between(
            self._states, self.roles, transitions, self._start(), afspraken_first=afspraken_first
        )
        self._weights[:, 1:] -= np.array([[_AGAINST.get(name, 0.0)] for name in names])
        self._weights, self._nothing = np.vstack([self._weights, none]), len(names)

    def emissions(self, document: Sequence[Sequence[str]]) -> Floats:
        """Shape (pieces, roles): the summed weights of each piece's features."""
        rows: list[int] = []
        starts = []
        for names in document:
            starts.append(len(rows))
            rows.append(self._nothing)
            rows += [row for row in map(self._row.get, names) if row is not None]
        if not rows:
            return np.zeros((0, len(self.roles)))
        sums: Floats = np.add.reduceat(self._weights.take(rows, axis=0), starts, axis=0)
        return sums

    def decode(self, document: Sequence[Sequence[str]]) -> tuple[list[str], Floats]:
        """The most likely role of each piece as a whole, and (pieces, roles) marginal probabilities."""
        return self.decide(self.emissions(document))

    def decide(self, emissions: Floats) -> tuple[list[str], Floats]:
        """The same from the summed weights, (pieces, roles)."""
        return self.decide_and_weigh(emissions)[:2]

    def decide_and_weigh(self, emissions: Floats) -> tuple[list[str], Floats, float]:
        """Besides, the log of the chance that these roles as a whole are the right ones."""
        if not len(emissions):
            return [], np.zeros((0, len(self.roles))), 0.0
        best = best_roles(emissions, self._moves, self._states)
        forward = self._forward(emissions)
        likelihood = self._likelihood(emissions, best, forward)
        return [self.roles[index] for index in best], self._marginals(emissions, forward), likelihood

    def likelihood(self, emissions: Floats, roles: Sequence[str]) -> float:
        """The log of the chance that these ``roles`` as a whole are the right ones."""
        if not roles:
            return 0.0
        path = [self.roles.index(role) for role in roles]
        return self._likelihood(emissions, path, self._forward(emissions))

    def _likelihood(self, emissions: Floats, path: Sequence[int], forward: Floats) -> float:
        score = emissions[np.arange(len(path)), path].sum() + self._start()[path[0]]
        score += self.transitions[path[:-1], path[1:]].sum()
        return float(score - log_sum(forward[-1], 0))

    def _start(self) -> Floats:
        """No document starts with the rest of a part."""
        return np.array([-_NEVER if role.endswith("+") else 0.0 for role in self.roles])

    def marginals(self, emissions: Floats) -> Floats:
        """How likely each role is for each piece, (pieces, roles), from the summed weights of that shape."""
        if not len(emissions):
            return np.zeros((0, len(self.roles)))
        return self._marginals(emissions, self._forward(emissions))

    def _marginals(self, emissions: Floats, forward: Floats) -> Floats:
        backward = np.zeros(emissions.shape)
        for index in range(len(emissions) - 2, -1, -1):
            ahead = emissions[index + 1] + backward[index + 1]
            backward[index] = log_sum(self.transitions + ahead[None, :], 1)
        total = log_sum(forward[-1], 0)
        marginals: Floats = np.exp(forward + backward - total)
        return marginals

    def _forward(self, emissions: Floats) -> Floats:
        forward = np.zeros(emissions.shape)
        forward[0] = emissions[0] + self._start()
        for index in range(1, len(emissions)):
            forward[index] = log_sum(forward[index - 1][:, None] + self.transitions, 0) + emissions[index]
        return forward


# What no document can break, whatever its scores: the rest of a text follows its start or another rest.
_ORDER = [
    [
        -_NEVER
        if after.endswith("+") and before.rstrip("+") != after.rstrip("+") and before != "anders"
        else 0.0
        for after in ROLES
    ]
    for before in ROLES
]
GRAMMAR = RoleModel(ROLES, {}, np.array(_ORDER))  # decides by the rules of a plan alone


def log_sum(values: Floats, axis: int) -> Floats:
    """The log of the sum of the exponents along an axis, without overflow."""
    top = np.maximum.reduce(values, axis=axis)
    total = np.add.reduce(np.exp(values - (top[:, None] if axis else top)), axis=axis)
    result: Floats = top + np.log(total)
    return result
