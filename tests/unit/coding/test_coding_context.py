"""Units in their plan: who stands above whom, and what of the neighbours is seen."""

import numpy as np

from pipeline.coding.context import (
    context_features,
    feature_names,
    first_seen_by,
    looked_at,
    seen_by,
    with_first_look,
)
from pipeline.coding.structure import NOWHERE, structure_of
from pipeline.coding.targets import Target
from pipeline.domain import Eenheid, Unit, Wie

EVERY = frozenset(Eenheid)
TARGETS = (Target("thema", "taal", EVERY), Target("thema", "werk", EVERY), Target("eigen_inzet", "x", EVERY))


def unit(
    eenheid: Eenheid, subdoel_nr: int | None = None, afspraak_nr: int | None = None, wie: Wie | None = None
) -> Unit:
    return Unit("p.pdf", "p", "", "", eenheid, subdoel_nr, afspraak_nr, wie, "tekst", 1)


PLAN = [
    unit(Eenheid.HOOFDDOEL),
    unit(Eenheid.SUBDOEL, 1),
    unit(Eenheid.AFSPRAAK, 1, 1, Wie.STATUSHOUDER),
    unit(Eenheid.AFSPRAAK, 1, 2, Wie.KLANTMANAGER),
    unit(Eenheid.SUBDOEL, 2),
]


def test_parents_and_heads_over_plans() -> None:
    structure = structure_of([PLAN, [unit(Eenheid.HOOFDDOEL)], PLAN])
    assert structure.parent.tolist() == [NOWHERE, 0, 1, 1, 0, NOWHERE, NOWHERE, 6, 7, 7, 6]
    assert structure.head.tolist() == [0] * 5 + [5] + [6] * 5


def test_a_plan_without_hoofddoel_and_an_afspraak_without_subdoel() -> None:
    structure = structure_of([[unit(Eenheid.SUBDOEL, 1), unit(Eenheid.AFSPRAAK, 2, 1)]])
    assert structure.parent.tolist() == [NOWHERE, NOWHERE]
    assert structure.head.tolist() == [NOWHERE, NOWHERE]
    features = context_features(np.ones((2, 3)), structure, TARGETS)
    assert np.isfinite(features).all()


def test_features_of_a_worked_example() -> None:
    scores = np.array([[0.1, 0, 0], [0.2, 0, 0], [0.8, -0.4, 0.5], [0.4, 0.6, 0], [0.3, 0, 0]])
    features = context_features(scores, structure_of([PLAN]), TARGETS)
    names = feature_names(TARGETS)[: features.shape[1]]
    assert features.shape[0] == 5
    subdoel = dict(zip(names, features[1].tolist(), strict=True))
    assert subdoel["unit: thema.taal"] == 0.2
    assert subdoel["parent: thema.taal"] == subdoel["hoofddoel: thema.taal"] == 0.1
    assert np.isclose(subdoel["children mean: thema.taal"], 0.6)
    assert subdoel["children greatest: thema.werk"] == 0.6
    assert subdoel["children least: thema.werk"] == -0.4
    assert subdoel["siblings mean: thema.taal"] == 0.3  # the other subdoel
    assert subdoel["unit: is subdoel"] == 1
    assert subdoel["children: number"] == 2
    assert subdoel["children: share statushouder"] == 0.5
    afspraak = dict(zip(names, features[2].tolist(), strict=True))
    assert afspraak["siblings greatest: thema.werk"] == 0.6
    assert afspraak["unit: acts statushouder"] == 1
    assert (afspraak["unit: greatest thema"], afspraak["unit: second thema"]) == (0.8, -0.4)


def test_without_actors_nothing_tells_who_acts() -> None:
    structure = structure_of([PLAN]).without_actors()
    features = context_features(np.ones((5, 3)), structure, TARGETS)
    acting = [at for at, name in enumerate(feature_names(TARGETS)) if "acts" in name or "share" in name]
    assert not features[:, acting].any()


def test_the_second_look_sees_what_the_first_made_of_the_neighbours() -> None:
    """But never what it made of the unit itself: a hoofddoel is not its own hoofddoel."""
    structure = structure_of([PLAN])
    expected = np.array([[0.9, 0.1, 0], [0.8, 0.2, 0], [0.6, 0, 0.7], [0.2, 0.4, 0], [0.5, 0, 0]])
    features = context_features(np.zeros((5, 3)), structure, TARGETS)
    seen = with_first_look(features, expected, structure, TARGETS)
    names = feature_names(TARGETS)
    assert seen.shape == (5, len(names))
    hoofddoel, subdoel, afspraak, *_ = (dict(zip(names, row, strict=True)) for row in seen.tolist())
    assert subdoel["parent: thema.taal expected"] == subdoel["hoofddoel: thema.taal expected"] == 0.9
    assert np.isclose(subdoel["children mean: thema.taal expected"], 0.4)
    assert subdoel["children greatest: eigen_inzet expected"] == 0.7
    assert afspraak["parent: thema.werk expected"] == 0.2
    assert afspraak["hoofddoel: thema.taal expected"] == 0.9
    assert afspraak["children mean: thema.taal expected"] == 0
    assert hoofddoel["hoofddoel: thema.taal expected"] == hoofddoel["parent: thema.taal expected"] == 0
    assert np.isclose(hoofddoel["children mean: thema.taal expected"], 0.65)


def test_the_second_look_sees_whether_others_bring_a_traject() -> None:
    """What is not expected to be own effort counts by its best traject above that of none."""
    codes = ("eigen_inzet", "geen", "taalles", "zorg")
    subdoel = frozenset({Eenheid.SUBDOEL})
    targets = (
        Target("eigen_inzet", "eigen_inzet", EVERY),
        *(Target("instrument", code, subdoel) for code in codes),
    )
    scores = np.zeros((5, 5))
    scores[2, 1:] = [0.5, -1.0, -0.9, -0.8]  # own effort, most likely
    scores[3, 1:] = [-0.6, -0.4, 0.7, -0.2]  # a course
    own = np.array([[0.0], [0.0], [0.75], [0.1], [0.0]])
    structure = structure_of([PLAN])
    seen = with_first_look(context_features(scores, structure, targets), own, structure, targets)
    names = feature_names(targets)
    _, subdoel_1, *_, subdoel_2 = (dict(zip(names, row, strict=True)) for row in seen.tolist())
    own_effort, course = 0.25 * (-0.8 - 0.5) - 0.75 * 2, 0.9 * (0.7 + 0.4) - 0.1 * 2
    assert np.isclose(subdoel_1["children: traject greatest"], course)
    assert np.isclose(subdoel_1["children: traject mean"], (own_effort + course) / 2)
    assert subdoel_2["children: traject greatest"] == 0  # no afspraken: undecided
    learnt = {
        name: np.array(names)[seen_by(name, targets)].tolist() for name in ("eigen_inzet", "instrument")
    }
    assert "children: traject greatest" in learnt["eigen_inzet"]
    assert "children: traject greatest" not in learnt["instrument"]


def test_a_variable_sees_its_own_scores_and_the_place() -> None:
    names = np.array(feature_names(TARGETS))[seen_by("thema", TARGETS)].tolist()
    assert "parent: thema.werk" in names
    assert "unit: is afspraak" in names
    assert "parent: eigen_inzet" not in names
    assert "children mean: thema.taal expected" in names
    assert "children mean: eigen_inzet expected" not in names
    first = np.array(feature_names(TARGETS))[first_seen_by("thema", TARGETS)].tolist()
    assert not [name for name in first if "expected" in name]


def test_no_units() -> None:
    structure = structure_of([])
    features = context_features(np.zeros((0, 3)), structure, TARGETS)
    seen = with_first_look(features, np.zeros((0, len(looked_at(TARGETS)))), structure, TARGETS)
    assert seen.shape == (0, len(feature_names(TARGETS)))
