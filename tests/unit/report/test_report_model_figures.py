"""The figures of a model in the report are those stored with that very model."""

import json
from pathlib import Path

import pytest

from pipeline.domain import Eenheid
from pipeline.report.model_figures import model_figures, model_qualities

METADATA = {
    "name": "eerste",
    "format": 1,
    "codebook": "boek@1.0.0+12345678",
    "language": "nl@1",
    "targets": ["thema.taal"],
    "sha256": "abcdef0123456789",
    "annotations_sha256": "0",
    "counts": {},
    "settings": {},
    "versions": {},
    "evaluation": {
        "Bij schrijvers die het model niet kent": {"macro_f1": 0.8834, "accuracy": {"hoofddoel_type": 0.905}}
    },
}


@pytest.fixture
def models(tmp_path: Path) -> Path:
    (tmp_path / "eerste").mkdir()
    (tmp_path / "eerste" / "metadata.json").write_text(json.dumps(METADATA), encoding="utf-8")
    return tmp_path


def test_figures_as_they_were_measured(models: Path) -> None:
    told = model_figures(models, {"eerste@abcdef01"})["eerste@abcdef01"]
    assert told == (
        "bij schrijvers die het model niet kent macro-F1 0,88 over thema en eigen inzet, "
        "soort hoofddoel juist bij 90%"
    )


@pytest.mark.parametrize("model_id", ["eerste@00000000", "weg@abcdef01", "../eerste@00000000", ""])
def test_another_or_no_model_has_no_figures(models: Path, model_id: str) -> None:
    assert model_figures(models, {model_id}) == {model_id: "niet gemeten"}


def test_model_that_was_not_measured(models: Path) -> None:
    path = models / "eerste" / "metadata.json"
    path.write_text(json.dumps(METADATA | {"evaluation": {}}), encoding="utf-8")
    assert model_figures(models, {"eerste@abcdef01"}) == {"eerste@abcdef01": "niet gemeten"}


def test_codes_that_could_not_be_measured_do_no_harm(models: Path) -> None:
    nothing = {"precision": None, "recall": None, "support": 0}
    write(models, {"instrument.zorg": {"subdoel": nothing}})
    assert "macro-F1 0,88" in model_figures(models, {"eerste@abcdef01"})["eerste@abcdef01"]
    qualities = model_qualities(models, {"eerste@abcdef01"})
    assert qualities.of(("instrument.zorg",), Eenheid.SUBDOEL) is None
    assert qualities.of(("instrument.geen",), Eenheid.SUBDOEL) is None


def test_quality_of_a_group_of_codes_by_hand(models: Path) -> None:
    """Of 100 subdoelen 20 + 30 + 50; of the first two 16 + 27 found, and 20 + 30 given."""
    write(
        models,
        {
            "instrument.a": {"subdoel": {"precision": 0.8, "recall": 0.8, "support": 20}},
            "instrument.b": {"subdoel": {"precision": 0.9, "recall": 0.9, "support": 30}},
            "instrument.c": {"subdoel": {"precision": 1.0, "recall": 1.0, "support": 50}},
            "thema.taal": {"subdoel": {"precision": 0.5, "recall": 0.5, "support": 40}},
        },
    )
    qualities = model_qualities(models, {"eerste@abcdef01"})
    group = qualities.of(("instrument.a", "instrument.b"), Eenheid.SUBDOEL)
    theme = qualities.of(("thema.taal",), Eenheid.SUBDOEL)
    assert group is not None and theme is not None
    assert (group.recall, group.false_alarm) == pytest.approx((43 / 50, 7 / 50))
    assert (theme.recall, theme.false_alarm) == pytest.approx((0.5, 20 / 60))
    assert qualities.of(("thema.taal",), Eenheid.AFSPRAAK) is None
    assert model_qualities(models, {"eerste@abcdef01", "tweede@0"}).codes == {}


def write(models: Path, codes: dict[str, object]) -> None:
    evaluation = {name: figures | {"codes": codes} for name, figures in METADATA["evaluation"].items()}
    text = json.dumps(METADATA | {"evaluation": evaluation})
    (models / "eerste" / "metadata.json").write_text(text, encoding="utf-8")
