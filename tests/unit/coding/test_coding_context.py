"""Units in their plan: who stands above whom, and what of the neighbours is seen."""

import numpy as np

from pipeline.coding.context import context_features, feature_names, seen_by
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
    names = feature_names(TARGETS)
    assert features.shape == (5, len(names))
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


def test_a_variable_sees_its_own_scores_and_the_place() -> None:
    names = np.array(feature_names(TARGETS))[seen_by("thema", TARGETS)].tolist()
    assert "parent: thema.werk" in names
    assert "unit: is afspraak" in names
    assert "parent: eigen_inzet" not in names


def test_no_units() -> None:
    features = context_features(np.zeros((0, 3)), structure_of([]), TARGETS)
    assert features.shape == (0, len(feature_names(TARGETS)))
