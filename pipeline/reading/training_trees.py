"""Trees for a look after the first, and what they give for layouts that they had not learnt from."""

from collections.abc import Sequence

import numpy as np

from pipeline.reading.growing import grow_role_trees
from pipeline.reading.roles import Floats
from pipeline.reading.training_examples import Looked, fold_of, folds_of
from pipeline.reading.trees import Numbers, Trees


def grow_with_left_out(looked: Sequence[Looked], known: Sequence[Numbers]) -> tuple[Trees, list[Floats]]:
    """Trees learnt from all plans; and per plan the chances by trees that learnt from other layouts only.

    ``known``: per plan the numbers of its pieces. Plans of which not every text was found in the document
    would teach that these texts are no part of a plan.
    """

    def grown(without: set[str]) -> Trees:
        chosen = [
            i for i, item in enumerate(looked) if item.example.whole and item.example.layout not in without
        ]
        roles = [role for i in chosen for role in looked[i].example.roles]
        return grow_role_trees(np.vstack([known[i] for i in chosen]), roles)

    folds = folds_of(looked)
    left_out = [grown(fold) for fold in folds]
    chances = [left_out[fold_of(item, folds)].chances(own) for item, own in zip(looked, known, strict=True)]
    return grown(set()), chances
