"""What is learnt of one form, and that it names nobody."""

from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import LayoutError
from pipeline.reading.layouts.expert import Lesson, _expected, _Problem, learn
from pipeline.reading.layouts.fingerprint import likeness, same_look, word_number
from pipeline.reading.layouts.layout import layout_versions, load_layouts
from pipeline.reading.layouts.truth import load_truth
from pipeline.reading.roles import ROLES, RoleModel

GENERAL = RoleModel(ROLES, {}, np.zeros((len(ROLES), len(ROLES))))
RANDOM = np.random.default_rng(3)


def lesson(roles: list[str]) -> Lesson:
    features = [[f"kop={i % 2}", f"plek={role}"] for i, role in enumerate(roles)]
    return Lesson(features, roles, RANDOM.normal(size=(len(roles), len(ROLES))))


def test_marginals_and_likelihood_are_those_of_all_paths_counted_out() -> None:
    scores, moves = RANDOM.normal(size=(3, len(ROLES))), RANDOM.normal(size=(len(ROLES), len(ROLES)))
    paths = np.array(np.meshgrid(*[range(len(ROLES))] * 3, indexing="ij")).reshape(3, -1).T
    weights = np.exp([scores[range(3), path].sum() + moves[path[:-1], path[1:]].sum() for path in paths])
    likelihood, marginals, pairs = _expected(scores, moves, [1, 0, 2])
    at = [tuple(path) for path in paths.tolist()].index((1, 0, 2))
    assert likelihood == pytest.approx(np.log(weights[at] / weights.sum()))
    assert marginals[1, 4] == pytest.approx(weights[paths[:, 1] == 4].sum() / weights.sum())
    both = (paths[:, 0] == 2) & (paths[:, 1] == 4), (paths[:, 1] == 2) & (paths[:, 2] == 4)
    assert pairs[2, 4] == pytest.approx(sum(weights[here].sum() for here in both) / weights.sum())


def test_the_gradient_is_the_slope_of_the_loss() -> None:
    lessons = [lesson(["anders", "hoofddoel", "subdoel", "afspraak", "afspraak+"])]
    names = {name: n for n, name in enumerate(sorted({n for f in lessons[0].features for n in f}))}
    problem = _Problem(lessons, names, GENERAL)
    at = RANDOM.normal(size=(len(names) + len(ROLES)) * len(ROLES))
    _, gradient = problem.loss(at)
    for index in (0, 7, len(at) - 3):
        step = np.zeros(len(at))
        step[index] = 1e-5
        slope = (problem.loss(at + step)[0] - problem.loss(at - step)[0]) / 2e-5
        assert gradient[index] == pytest.approx(slope, rel=1e-4, abs=1e-6)


def test_an_expert_overrules_the_general_model_on_its_form() -> None:
    roles = ["hoofddoel", *["anders", "subdoel", "anders", "afspraak"] * 3]
    expert = learn([lesson(roles)], GENERAL)
    wrong = lesson(roles)
    wrong.scores[:, 0] += 4  # the general model takes all of it for nothing
    assert GENERAL.decide(wrong.scores)[0] != roles
    assert expert.model(GENERAL).decide(expert.scores(wrong.scores, wrong.features))[0] == roles


def test_a_form_may_have_its_afspraken_before_their_subdoel() -> None:
    roles = ["hoofddoel", "afspraak", "afspraak", "subdoel", "afspraak", "subdoel"]
    scores = np.full((len(roles), len(ROLES)), -3.0)
    scores[np.arange(len(roles)), [ROLES.index(role) for role in roles]] = 0
    assert GENERAL.decide(scores)[0] != roles
    assert RoleModel(ROLES, {}, GENERAL.transitions, afspraken_first=True).decide(scores)[0] == roles


def test_many_names_share_a_number() -> None:
    names = (Path(__file__).parents[3] / "pipeline" / "privacy" / "data").glob("*")
    words = {word for file in names if file.is_file() for word in file.read_text(encoding="utf-8").split()}
    numbers = {word_number(word) for word in words if word.isalpha()}
    assert len(words) > 5000
    assert len(numbers) <= 1024 + 1
    assert word_number("Doel 1") == word_number("DOEL 2:") != word_number("Afspraken")


def test_likeness_counts_the_words_of_the_form_only() -> None:
    form = frozenset({"1-v10-0", "2-g10-0", "3-g10-0", "4-g10-2"})
    assert likeness(form, frozenset({"1-v10-0", "2-g12-0", "4-g10-5", "9-g10-0"})) == 0.5
    assert likeness(frozenset({"1-v10-0"}), frozenset({"1-v10-0"})) == 0.0
    assert same_look(form, frozenset({"1-v10-0", "2-g10-0", "3-g10-0"}))
    assert not same_look(form, frozenset({"1-v10-0", "8-g10-0", "9-g10-0"}))


def test_a_damaged_layout_is_told_and_a_folder_that_is_not_there_holds_none(tmp_path: Path) -> None:
    assert load_layouts(tmp_path / "weg") == ()
    assert layout_versions(tmp_path / "weg") == ()
    (tmp_path / "opmaak-1.json").write_text('{"format": 1, "kenmerken": []}', encoding="utf-8")
    with pytest.raises(LayoutError, match=r"opmaak-1\.json.*beschadigd"):
        load_layouts(tmp_path)


def test_faults_in_a_correction_are_told_all_at_once(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text(
        '{"subdoelen": [{"tekst": "", "afspraken": [{"tekst": "Bellen", "wie": "ik"}]}], "profiel": "B"}',
        encoding="utf-8",
    )
    with pytest.raises(LayoutError) as caught:
        load_truth(path)
    assert [fault.split(":")[0] for fault in caught.value.faults] == [
        "hoofddoel", "subdoelen.0.tekst", "subdoelen.0.afspraken.0.wie",
    ]  # fmt: skip
    assert "Bellen" not in caught.value.message
    path.write_text('{"hoofddoel": ', encoding="utf-8")
    with pytest.raises(LayoutError, match="geen geldige JSON"):
        load_truth(path)
