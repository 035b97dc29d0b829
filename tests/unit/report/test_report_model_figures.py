"""The figures of a model in the report are those stored with that very model."""

import json
from pathlib import Path

import pytest

from pipeline.report.model_figures import model_figures

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
        "hoofddoel type juist bij 90%"
    )


@pytest.mark.parametrize("model_id", ["eerste@00000000", "weg@abcdef01", "../eerste@00000000", ""])
def test_another_or_no_model_has_no_figures(models: Path, model_id: str) -> None:
    assert model_figures(models, {model_id}) == {model_id: "niet gemeten"}


def test_model_that_was_not_measured(models: Path) -> None:
    path = models / "eerste" / "metadata.json"
    path.write_text(json.dumps(METADATA | {"evaluation": {}}), encoding="utf-8")
    assert model_figures(models, {"eerste@abcdef01"}) == {"eerste@abcdef01": "niet gemeten"}
