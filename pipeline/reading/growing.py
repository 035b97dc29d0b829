"""Boosted trees, grown from examples with LightGBM and written as arrays."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from pipeline.reading.roles import ROLES
from pipeline.reading.trees import Numbers, Trees

Node = tuple[int, float, int, int, float]  # as the arrays of Trees
SETTINGS = {
    "objective": "multiclass", "learning_rate": 0.1, "num_leaves": 24,
    "min_data_in_leaf": 40, "lambda_l2": 5.0, "feature_fraction": 0.3, "max_bin": 63,
    "seed": 1, "deterministic": True, "force_col_wise": True,
    "use_missing": False, "verbose": -1,
}  # fmt: skip


def grow_role_trees(numbers: Numbers, roles: Sequence[str], rounds: int = 80) -> Trees:
    """Trees from the numbers of pieces, (pieces, numbers), and their roles."""
    return grow_trees(numbers, [ROLES.index(role) for role in roles], len(ROLES), rounds, {})


def grow_trees(
    numbers: Numbers, classes: Sequence[int], count: int, rounds: int, settings: Mapping[str, object]
) -> Trees:
    """Trees from numbers, (rows, columns), and which of ``count`` classes each row has."""
    import lightgbm

    data = lightgbm.Dataset(numbers, list(classes))
    grown = lightgbm.train({**SETTINGS, "num_class": count, **settings}, data, rounds).dump_model()
    nodes: list[Node] = []
    placed = [_place_nodes(tree["tree_structure"], nodes) for tree in grown["tree_info"]]
    columns, limits, belows, aboves, values = zip(*nodes, strict=True)
    column, below, above, roots = (
        np.array(places, dtype=np.int32) for places in (columns, belows, aboves, [root for root, _ in placed])
    )
    depth = max(depth for _, depth in placed)
    return Trees(column, np.array(limits), below, above, np.array(values), roots, count, depth)


def _place_nodes(structure: Mapping[str, Any], nodes: list[Node]) -> tuple[int, int]:
    """Adds a tree to the ``nodes``; the place of its root, and its depth."""
    here = len(nodes)
    if "leaf_value" in structure:
        nodes.append((0, 0.0, here, here, float(structure["leaf_value"])))
        return here, 0
    nodes.append((0, 0.0, 0, 0, 0.0))  # until its branches have their places
    below, one = _place_nodes(structure["left_child"], nodes)
    above, other = _place_nodes(structure["right_child"], nodes)
    nodes[here] = (int(structure["split_feature"]), float(structure["threshold"]), below, above, 0.0)
    return here, 1 + max(one, other)
