"""Variables that a codebook adds as columns to learn, and codes that became one in a model."""

import numpy as np
import pytest

from pipeline.coding.codings import codings_from
from pipeline.coding.decision import Decision
from pipeline.coding.doubt import Promise
from pipeline.coding.model import Model
from pipeline.coding.ridge import Ridge
from pipeline.coding.stack import Stack, fit_stack
from pipeline.coding.structure import KINDS
from pipeline.coding.subcodes import Subcodes
from pipeline.coding.targets import Target, has_code, learnable, was_asked
from pipeline.coding.vectors import Vectoriser
from pipeline.domain import Coding, Eenheid

SUBDOEL = frozenset({Eenheid.SUBDOEL})
THEMES = (Target("thema", "taal", SUBDOEL), Target("thema", "werk", SUBDOEL))
URGENCY = tuple(Target("urgentie", code, SUBDOEL, multiple=False) for code in ("hoog", "laag"))
HINDERED = tuple(Target("belemmering", code, SUBDOEL) for code in ("kind", "reizen"))
TARGETS = (*THEMES, *URGENCY, *HINDERED)


def coding(**added: tuple[str, ...]) -> Coding:
    return Coding(("taal",), andere=added)


def test_there_is_something_to_learn_when_a_choice_has_two_codes_and_another_variable_one() -> None:
    assert learnable(TARGETS, [coding()]) == THEMES
    assert learnable(TARGETS, [coding(urgentie=("hoog",)), coding(belemmering=())]) == THEMES
    both = [coding(urgentie=("hoog",)), coding(urgentie=("laag",))]
    assert learnable(TARGETS, both) == (*THEMES, *URGENCY)
    assert learnable(TARGETS, [coding(belemmering=("kind",))]) == (*THEMES, *HINDERED)


def test_what_was_not_coded_is_no_example_of_a_no() -> None:
    codings = [coding(), coding(belemmering=()), coding(belemmering=("kind",), urgentie=("hoog",))]
    asked = was_asked(codings, TARGETS)
    assert asked[:, :2].all()
    assert asked[:, 2].tolist() == [False, False, True]
    assert asked[:, 4].tolist() == [False, True, True]
    features = np.array([[9.0], [0.0], [1.0]] * 20)  # nobody said what a 9 is
    truth = np.tile(has_code(codings, HINDERED), (20, 1))
    kind = np.full(60, KINDS.index(Eenheid.SUBDOEL))
    seen = lambda _variable: [0]  # noqa: E731
    learnt = fit_stack(features, kind, truth, HINDERED, seen, np.tile(asked[:, 4:], (20, 1)))
    at = np.array([KINDS.index(Eenheid.SUBDOEL)])
    assert learnt.probabilities(np.array([[9.0]]), at)[0, 0] > 0.9
    mistaken = fit_stack(features, kind, truth, HINDERED, seen)
    assert mistaken.probabilities(np.array([[9.0]]), at)[0, 0] < 0.5


def test_a_coding_has_one_code_of_a_choice_and_any_of_another_variable() -> None:
    probability = np.array([[0.9, 0.1, 0.3, 0.7, 0.2, 0.4], [0.1, 0.2, 0.8, 0.2, 0.9, 0.8]])
    decision = Decision(np.full(6, 0.5), Promise(9.0, 0.0, 0.0, 0.0))
    first, second = codings_from(probability, np.ones((2, 6), dtype=bool), TARGETS, decision)
    assert first.andere == {"urgentie": ("laag",), "belemmering": ()}
    assert second.andere == {"urgentie": ("hoog",), "belemmering": ("kind", "reizen")}
    assert second.scores["urgentie.hoog"] == 0.8


def learnt_model() -> Model:
    """A model of three themes and three instruments that learnt nothing."""
    learnt = (
        *(Target("thema", code, SUBDOEL) for code in ("taal", "werk", "zorg")),
        *(Target("instrument", code, SUBDOEL) for code in ("les", "kliniek", "arts")),
    )
    empty = np.zeros((len(KINDS), 0, len(learnt)), dtype=np.float32)
    stack = Stack(learnt, empty, np.zeros((len(KINDS), len(learnt)), dtype=np.float32))
    return Model(
        learnt,
        Vectoriser((), ()),
        Ridge(empty, stack.bias),
        Stack(learnt[:3], empty, stack.bias),
        stack,
        Decision(np.array([0.4, 0.6, 0.5, 0.5, 0.5, 0.5]), Promise(9.0, 0.0, 0.0, 0.0)),
        Subcodes(("taal.les", "zorg.arts"), np.zeros((0, 2), np.float16), np.zeros(2, np.float32), 0.0),
    )


@pytest.fixture
def followed() -> Model:
    """A model in which two themes, and two instruments, became one."""
    now = {"thema.taal": "thema.leren", "thema.werk": "thema.meedoen", "thema.zorg": "thema.meedoen"}
    now |= {"instrument.les": "instrument.les"}
    now |= dict.fromkeys(("instrument.kliniek", "instrument.arts"), "instrument.zorg")
    given = [Target(*name.split("."), SUBDOEL) for name in dict.fromkeys(now.values())]
    return learnt_model().relabelled(now, tuple(given), ("leren.les", ""))


def test_themes_that_became_one_have_the_greatest_chance_and_choices_the_sum(followed: Model) -> None:
    probability = np.array([[0.1, 0.5, 0.7, 0.4, 0.35, 0.25]])
    assert [target.name for target in followed.targets] == [
        *("thema.leren", "thema.meedoen", "instrument.les", "instrument.zorg"),
    ]
    assert followed.outcome(probability) == pytest.approx(np.array([[0.1, 0.7, 0.4, 0.6]]))
    assert followed.decision.thresholds.tolist() == [0.4, 0.5, 0.5, 0.5]
    asked = np.array([1, 3]), probability
    assert followed.learnt_as(np.array([0, 0]), *asked).tolist() == [2, 4]
    assert followed.subcodes.names == ("leren.les", "")


def test_codes_of_a_variable_that_is_no_more_are_not_given() -> None:
    model = learnt_model()
    now = {each.name: each.name if each.variable == "thema" else "" for each in model.targets}
    left = model.relabelled(now, model.targets[:3], ("", ""))
    probability = np.array([[0.1, 0.5, 0.7, 0.4, 0.35, 0.25]])
    assert left.outcome(probability) == pytest.approx(np.array([[0.1, 0.5, 0.7]]))
    assert left.decision.thresholds.tolist() == [0.4, 0.6, 0.5]
