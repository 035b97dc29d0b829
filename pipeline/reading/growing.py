"""Boosted trees, grown from examples with LightGBM and written as arrays."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from pipeline.reading.roles import ROLES
from pipeline.reading.trees import Numbers, Trees

Node = tuple[int, float, int, int, float]  # as the arrays of Trees
SETTINGS = {
    "objective": "multiclass", "num_class": len(ROLES), "learning_rate": 0.1, "num_leaves": 24,
    "min_data_in_leaf": 40, "lambda_l2": 5.0, "feature_fraction": 0.3, "bagging_fraction": 0.4,
    "bagging_freq": 1, "max_bin": 63, "seed": 1, "deterministic": True, "force_row_wise": True,
    "use_missing": False, "verbose": -1,
}  # fmt: skip


def grow_trees(numbers: Numbers, roles: Sequence[str], rounds: int = 80) -> Trees:
    """from the numbers of pieces, (pieces, numbers), and their roles."""
    import lightgbm

    data = lightgbm.Dataset(numbers, [ROLES.index(role) for role in roles])
    grown = lightgbm.train(SETTINGS, data, rounds).dump_model()
    return _trees([tree["tree_structure"] for tree in grown["tree_info"]])


def _trees(structures: Sequence[Mapping[str, Any]]) -> Trees:
    nodes: list[Node] = []
    placed = [_place_nodes(structure, nodes) for structure in structures]
    columns, limits, belows, aboves, values = zip(*nodes, strict=True)
    column, below, above, roots = (
        np.array(places, dtype=np.int32) for places in (columns, belows, aboves, [root for root, _ in placed])
    )
    depth = max(depth for _, depth in placed)
    return Trees(column, np.array(limits), below, above, np.array(values), roots, len(ROLES), depth)


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
