"""The closed form of leave-group-out against learning again without the group."""

import numpy as np
import pytest
import scipy.sparse as sp

from pipeline.coding.ridge import PENALTY, _kernel, fit_ridge

KINDS = 3


@pytest.fixture
def problem() -> tuple[sp.csr_matrix, np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(7)
    features = sp.csr_matrix(random.random((30, 12)) * (random.random((30, 12)) < 0.5), dtype=np.float32)
    kind, groups = random.integers(0, KINDS, 30), random.integers(0, 4, 30)
    wanted = np.where(random.random((30, 5)) < 0.4, 1.0, -1.0)
    return features, kind, wanted, groups


def test_unseen_scores_are_those_of_a_model_without_the_group(problem) -> None:
    features, kind, wanted, groups = problem
    _, unseen = fit_ridge(features, kind, wanted, groups, KINDS)
    kernel = _kernel(features, kind)
    for group in np.unique(groups):
        out = groups == group
        inside = kernel[np.ix_(~out, ~out)] + PENALTY * np.eye((~out).sum())
        again = kernel[np.ix_(out, ~out)] @ np.linalg.solve(inside, wanted[~out])
        np.testing.assert_allclose(unseen[out], again, atol=1e-8)


def test_weights_score_as_the_kernel_does(problem) -> None:
    features, kind, wanted, groups = problem
    model, _ = fit_ridge(features, kind, wanted, groups, KINDS)
    kernel = _kernel(features, kind)
    dual = np.linalg.solve(kernel + PENALTY * np.eye(len(kind)), wanted)
    np.testing.assert_allclose(model.scores(features, kind), kernel @ dual, atol=5e-3)  # half precision


def test_no_units_no_scores(problem) -> None:
    features, kind, wanted, groups = problem
    model, _ = fit_ridge(features, kind, wanted, groups, KINDS)
    assert model.scores(features[:0], kind[:0]).shape == (0, 5)
