"""The second step: what it learns, and how a choice between codes adds up."""

import numpy as np

from pipeline.coding.stack import NEVER, Stack, fit_stack, single_choices
from pipeline.coding.structure import KINDS
from pipeline.coding.targets import Target, linked
from pipeline.domain import Eenheid

SUBDOEL = frozenset({Eenheid.SUBDOEL})
AT = KINDS.index(Eenheid.SUBDOEL)
OWN = Target("eigen_inzet", "eigen_inzet", frozenset({Eenheid.SUBDOEL, Eenheid.AFSPRAAK}))
INSTRUMENTS = tuple(Target("instrument", code, SUBDOEL) for code in ("taalles", "zorg", "eigen_inzet"))
TARGETS = (OWN, *INSTRUMENTS)


def learnt(features: np.ndarray, answer: np.ndarray) -> Stack:
    """From the instrument of each subdoel, as a column of INSTRUMENTS."""
    truth = np.hstack([(answer == 2)[:, None], np.eye(3, dtype=bool)[answer]])
    kind = np.full(len(features), AT)
    return fit_stack(features, kind, truth, TARGETS, lambda _variable: list(range(features.shape[1])))


def test_own_effort_is_asked_before_the_other_instruments() -> None:
    assert linked(TARGETS) == (0, 3)
    assert single_choices(TARGETS) == [[1, 2]]
    answer = np.arange(90) % 3
    stack = learnt(np.eye(3)[answer], answer)
    probability = stack.probabilities(np.eye(3), np.full(3, AT))
    assert probability[:, 1:].argmax(axis=1).tolist() == [0, 1, 2]
    assert np.allclose(probability[:, 1:].sum(axis=1), 1)
    assert np.array_equal(probability[:, 0], probability[:, 3])
    odds = stack.log_odds(np.eye(3), np.full(3, AT))
    assert np.allclose(probability[:, 3], 1 / (1 + np.exp(-odds[:, 3])))


def test_without_that_instrument_the_others_share_everything() -> None:
    targets = (OWN, *INSTRUMENTS[:2])
    assert linked(targets) is None
    assert linked((Target("eigen_inzet", "eigen_inzet", frozenset()), *INSTRUMENTS)) is None
    bias = np.zeros((len(KINDS), 3), dtype=np.float32)
    probability = Stack(targets, np.zeros((len(KINDS), 1, 3), dtype=np.float32), bias).probabilities(
        np.zeros((1, 1)), np.array([AT])
    )
    assert probability.tolist() == [[0.5, 0.5, 0.5]]


def test_what_is_the_same_for_all_but_for_rounding_weighs_nothing() -> None:
    """Else the noise would be stretched to the size of the other features, and differ from run to run."""
    random = np.random.default_rng(3)
    answer = random.integers(0, 3, size=120)
    same = 0.1 + random.normal(scale=1e-12, size=120)
    stack = learnt(np.column_stack([np.eye(3)[answer], same]), answer)
    assert not stack.weights[AT, 3].any()
    assert np.abs(stack.weights[AT, :3]).max() > 1


def test_a_code_that_was_never_seen_is_never_given() -> None:
    answer = np.arange(60) % 2
    stack = learnt(np.eye(2)[answer], answer)  # nobody's instrument was eigen inzet
    assert stack.bias[AT, 3] == NEVER
    probability = stack.probabilities(np.eye(2), np.full(2, AT))
    assert (probability[:, 3] < 1e-4).all()
    assert stack.bias[KINDS.index(Eenheid.HOOFDDOEL), 0] == NEVER
