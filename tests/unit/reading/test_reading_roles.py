"""Decoding against brute force on all sequences, and the text model on its own."""

from itertools import pairwise, product

import numpy as np
import pytest

from pipeline.reading.roles import ROLES, RoleModel
from pipeline.reading.text_model import BUCKETS, TextModel, tokens


@pytest.fixture
def model() -> RoleModel:
    generator = np.random.default_rng(3)
    features = {name: generator.normal(size=len(ROLES)) for name in "abcd"}
    return RoleModel(ROLES, features, generator.normal(size=(len(ROLES), len(ROLES))))


def scores_of_all(model: RoleModel, document: list[list[str]]) -> dict[tuple[int, ...], float]:
    emissions = model.emissions(document)
    allowed = [i for i, role in enumerate(ROLES) if not role.endswith("+")]
    sequences = product(allowed, *[range(len(ROLES))] * (len(document) - 1))
    return {
        path: sum(emissions[i, role] for i, role in enumerate(path))
        + sum(model.transitions[a, b] for a, b in pairwise(path))
        for path in sequences
    }


def broken_rules(roles: list[str]) -> float:
    """What the rules of a plan cost: 4 for each that is broken."""
    before_goals = roles[: roles.index("subdoel")] if "subdoel" in roles else roles
    missing = ("hoofddoel" not in roles) + ("subdoel" not in roles)
    return 4.0 * (missing + max(0, roles.count("hoofddoel") - 1) + before_goals.count("afspraak"))


def test_a_plan_has_one_hoofddoel() -> None:
    close = np.array([[1.0, 0, 0.5, 0, 0, 0, 0, 0], [0, 0, 0, 9, 0, 0, 0, 0], [0, 0, 8, 0, 9, 0, 0, 0]])
    still = RoleModel(ROLES, {}, np.zeros((len(ROLES), len(ROLES))))
    assert still.decide(close)[0] == ["hoofddoel", "subdoel", "afspraak"]
    nothing = np.array([[20.0, 0, 0, 0, 0, 0, 0, 0]] * 3)
    assert still.decide(nothing)[0] == ["anders"] * 3


def test_best_sequence_and_marginals_equal_brute_force(model: RoleModel) -> None:
    document = [["a"], ["b", "c"], ["d"], ["a", "d"]]
    scores = scores_of_all(model, document)
    roles, marginals = model.decode(document)
    best = max(scores, key=lambda path: scores[path] - broken_rules([ROLES[i] for i in path]))
    assert roles == [ROLES[i] for i in best]
    weights = {path: np.exp(score) for path, score in scores.items()}
    total = sum(weights.values())
    for place in range(len(document)):
        for role in range(len(ROLES)):
            expected = sum(weight for path, weight in weights.items() if path[place] == role) / total
            assert marginals[place, role] == pytest.approx(expected, abs=1e-9)
    likelihood = model.likelihood(model.emissions(document), roles)
    assert likelihood == pytest.approx(np.log(weights[best] / total), abs=1e-9)


def test_nothing_to_decode(model: RoleModel) -> None:
    roles, marginals = model.decode([])
    assert roles == []
    assert marginals.shape == (0, len(ROLES))


def test_unknown_features_do_not_count(model: RoleModel) -> None:
    assert model.emissions([["onbekend"]]).tolist() == [[0.0] * len(ROLES)]


@pytest.mark.parametrize("feature", ["invullijn", "kopregel"])
def test_what_cannot_be_part_of_a_plan_never_is(model: RoleModel, feature: str) -> None:
    model = RoleModel(ROLES, {"a": np.array([0.0, 50, 0, 0, 0, 0, 0, 0])}, model.transitions)
    assert model.decode([["a"]])[0] == ["situatie"]  # the rules of a plan outweigh little, not this
    assert model.decode([["a", feature]])[0] == ["anders"]


def test_names_and_numbers_are_no_features() -> None:
    assert tokens("Samira belt Ahmed op 06-123") == ["samira", "belt", "<naam>", "op", "<getal>", "<getal>"]


def test_text_without_words_gets_the_bias() -> None:
    text_model = TextModel(
        ("a", "b"), np.zeros((BUCKETS, 2), np.float32), np.log(np.array([0.25, 0.75], np.float32))
    )
    assert text_model.probabilities("...").tolist() == pytest.approx([0.25, 0.75])
