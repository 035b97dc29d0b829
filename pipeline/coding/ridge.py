"""First stage: regularised least squares from the words of a unit to a score for every code.

Why least squares: one factorisation serves all codes, and the scores that each group would get from a
model trained without it follow in closed form. The second stage needs exactly those.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.intp]

PENALTY = 0.5
KIND_SHARE = 0.5  # how much of what is learnt is learnt per kind of unit, the rest being common to all


@dataclass(frozen=True)
class Ridge:
    """``weights``: ``(kinds, features, targets)``, ``bias``: ``(kinds, targets)``."""

    weights: npt.NDArray[np.float16]
    bias: npt.NDArray[np.float32]

    def scores(self, features: sp.csr_matrix, kind: Integers) -> Floats:
        """Scores near 1 for a code and near -1 for none, shape ``(units, targets)``."""
        scores = np.zeros((features.shape[0], self.bias.shape[1]))
        for index in range(len(self.bias)):
            rows = np.flatnonzero(kind == index)
            if len(rows):
                scores[rows] = _weighed(features[rows], self.weights[index]) + self.bias[index]
        return scores

    def parts(self, features: sp.csr_matrix, kind: Integers) -> Floats:
        """What rows of ``features`` add to the scores: these without their bias."""
        parts = np.zeros((features.shape[0], self.bias.shape[1]))
        for index in range(len(self.bias)):
            rows = np.flatnonzero(kind == index)
            if len(rows):
                parts[rows] = _weighed(features[rows], self.weights[index])
        return parts


def _weighed(features: sp.csr_matrix, weights: npt.NDArray[np.float16]) -> npt.NDArray[np.float32]:
    """``features @ weights``, for which only the weights of features that are there are made wider."""
    used, columns = np.unique(features.indices, return_inverse=True)
    narrow = sp.csr_matrix((features.data, columns, features.indptr), shape=(features.shape[0], len(used)))
    product: npt.NDArray[np.float32] = narrow @ weights[used].astype(np.float32)
    return product


def fit_ridge(
    features: sp.csr_matrix, kind: Integers, wanted: Floats, groups: Integers, kinds: int
) -> tuple[Ridge, Floats]:
    """Learn ``wanted`` (1, -1, or 0 for not known; ``(units, targets)``) from ``features``.

    Returns the model, and for every unit the scores of a model learnt without its group: with
    ``A = (K + penalty I)^-1`` and ``a = A y``, these are ``y_g - A_gg^-1 a_g`` (leave-group-out of least
    squares in closed form; Rasmussen and Williams 2006, section 5.4.2, for groups of one).
    """
    inverse = _inverse(_kernel(features, kind) + PENALTY * np.eye(len(kind)))
    dual = inverse @ wanted
    unseen = np.zeros_like(dual)
    for group in np.unique(groups):
        rows = np.flatnonzero(groups == group)
        unseen[rows] = wanted[rows] - np.linalg.solve(inverse[np.ix_(rows, rows)], dual[rows])
    return _primal(features, kind, dual, kinds), unseen


def _kernel(features: sp.csr_matrix, kind: Integers) -> Floats:
    """Likeness of units: by their words, more so when of the same kind; plus a bias, common and per kind."""
    same = (kind[:, None] == kind[None, :]).astype(float)
    likeness = (features @ features.T).toarray().astype(np.float64)
    kernel: Floats = likeness * (1 - KIND_SHARE + KIND_SHARE * same) + 1 + KIND_SHARE * same
    return kernel


def _inverse(matrix: Floats) -> Floats:
    """Inverse of a symmetric positive definite matrix by Cholesky: half the work of a general one."""
    from scipy.linalg.lapack import dpotrf, dpotri

    factor, _ = dpotrf(matrix, lower=True, overwrite_a=True)
    half, _ = dpotri(factor, lower=True, overwrite_c=True)
    inverse: Floats = np.tril(half) + np.tril(half, -1).T
    return inverse


def _primal(features: sp.csr_matrix, kind: Integers, dual: Floats, kinds: int) -> Ridge:
    common = (1 - KIND_SHARE) * (features.T @ dual)
    weights, bias = [], []
    for index in range(kinds):
        rows = np.flatnonzero(kind == index)
        weights.append((common + KIND_SHARE * (features[rows].T @ dual[rows])).astype(np.float16))
        bias.append(dual.sum(axis=0) + KIND_SHARE * dual[rows].sum(axis=0))
    return Ridge(np.stack(weights), np.stack(bias).astype(np.float32))
