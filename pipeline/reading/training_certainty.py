"""How far readings can be trusted, learnt from layouts that were left out."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from pipeline.domain import Plan, Reading
from pipeline.reading.certainty import Certainty
from pipeline.reading.checks import doubts
from pipeline.reading.evaluation import Score, is_right, score, total
from pipeline.reading.evidence import Looks, evidence_of, uncovered
from pipeline.reading.growing import grow_trees
from pipeline.reading.plan_builder import build_plan
from pipeline.reading.roles import Floats
from pipeline.reading.text_model import TextModel
from pipeline.reading.training_examples import Looked
from pipeline.reading.trees import Trees

# Shares of plans of unseen layouts that may be wrong without a warning, and without asking other plans.
WRONG_AND_SURE, WRONG_AND_ALONE = 0.009, 0.001
_JUDGES = {  # small trees: there are thousands of plans, not millions of pieces
    "learning_rate": 0.05, "num_leaves": 6, "min_data_in_leaf": 30, "feature_fraction": 0.4,
    "bagging_fraction": 0.7, "bagging_freq": 1,
}  # fmt: skip
_JUDGES_ROUNDS = 200
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Judged:
    """Readings of layouts that were left out: each with its plan, whether it is ``right``, and the chance of
    that by trees that had not learnt from its layout. ``trees`` have learnt from all.
    """

    looked: Sequence[Looked]
    looks: Sequence[Looks]
    plans: Sequence[Plan]
    right: Booleans
    chances: Floats
    trees: Trees

    def scores(self, sure: float) -> list[Score]:
        """How each was read, when there is doubt below ``sure``."""
        return [
            self._score(item, looks, plan, float(chance), sure)
            for item, looks, plan, chance in zip(
                self.looked, self.looks, self.plans, self.chances, strict=True
            )
        ]

    @staticmethod
    def _score(item: Looked, looks: Looks, plan: Plan, chance: float, sure: float) -> Score:
        left = uncovered(item.example.pieces, looks.roles)
        doubted = replace(plan, nakijken=doubts(plan, chance, sure, left))
        return score(Reading(doubted, (), (), 0, chance), item.example.truth)


def judge(
    looked: Sequence[Looked], looks: Sequence[Looks], actors: TextModel, beside: Sequence[int] | None = None
) -> Judged:
    """When is the whole plan right? ``beside``: with how many other plans each was read."""
    pieces = [item.example.pieces for item in looked]
    clarity = [item.example.clarity for item in looked]
    plans = [build_plan(own, found.roles, actors) for own, found in zip(pieces, looks, strict=True)]
    numbers = np.array(
        [
            evidence_of(*each)
            for each in zip(pieces, looks, plans, beside or [0] * len(plans), clarity, strict=True)
        ],
        dtype=np.float32,
    )
    right = np.array([is_right(plan, item.example.truth) for plan, item in zip(plans, looked, strict=True)])
    layouts = [item.example.layout for item in looked]
    trees = _grown(numbers, right)
    return Judged(looked, looks, plans, right, _left_out_chances(numbers, right, layouts), trees)


def _left_out_chances(numbers: npt.NDArray[np.float32], right: Booleans, layouts: Sequence[str]) -> Floats:
    from sklearn.model_selection import GroupKFold

    chances = np.zeros(len(right))
    for known, others in GroupKFold(min(8, len(set(layouts)))).split(numbers, right, layouts):
        chances[others] = _grown(numbers[known], right[known]).chances(numbers[others])[:, 1]
    return chances


def _grown(numbers: npt.NDArray[np.float32], right: Booleans) -> Trees:
    return grow_trees(numbers, right.astype(int).tolist(), 2, _JUDGES_ROUNDS, _JUDGES)


def certainty_alone(found: Judged) -> Certainty:
    """How sure to be of a plan that is read by itself."""
    limits = (
        _limit(found.chances, found.right, most * len(found.right))
        for most in (WRONG_AND_SURE, WRONG_AND_ALONE)
    )
    return Certainty(found.trees, *limits)


def certainty_beside(found: Judged, alone: Judged, very_sure: float) -> Certainty:
    """How sure to be of one read beside others: of what was not sure by itself."""
    asked = alone.chances < very_sure
    most = WRONG_AND_SURE * len(asked) - (~alone.right & ~asked).sum()
    sure = _limit(found.chances[asked], found.right[asked], most)
    return Certainty(found.trees, sure, sure)


def _limit(chances: Floats, right: Booleans, most: float) -> float:
    """The lowest chance from where on no more than so many plans are wrong without a warning."""
    order = np.argsort(-chances, kind="stable")
    allowed = int((np.cumsum(~right[order]) <= most).sum())
    return float(chances[order[max(0, allowed - 1)]]) if len(order) else 1.0


def by_layout(looked: Sequence[Looked], scores: Iterable[Score]) -> dict[str, Score]:
    """The scores added up by layout."""
    found: dict[str, list[Score]] = defaultdict(list)
    for item, each in zip(looked, scores, strict=True):
        found[item.example.layout].append(each)
    return {layout: total(each) for layout, each in sorted(found.items())}
