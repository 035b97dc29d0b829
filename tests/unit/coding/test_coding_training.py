"""From annotations to a model folder by the command, on a few plans of five writers."""

import json
from pathlib import Path

import pytest

from pipeline.annotations import by_plan, read_annotations
from pipeline.cli.main import run
from pipeline.codebook import load_codebook
from pipeline.coding import Coder, read_metadata
from pipeline.coding.store import METADATA
from pipeline.errors import ModelError

ROOT = Path(__file__).resolve().parents[3]
WRITERS = ("P01", "P04", "P09", "P12", "P16")
PLANS = 4


@pytest.fixture(scope="module")
def annotations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("annotaties")
    for writer in WRITERS:
        plans = by_plan(read_annotations(ROOT / "annotations" / f"{writer}.jsonl"))[:PLANS]
        lines = [item.model_dump_json() + "\n" for plan in plans for item in plan]
        (folder / f"{writer}.jsonl").write_text("".join(lines), encoding="utf-8")
    return folder


def train(annotations: Path, models: Path, *more: str) -> int:
    return run(["train", "--annotations", str(annotations), "--models", str(models), "--no-evaluate", *more])


@pytest.fixture(scope="module")
def models(annotations: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("modellen")
    assert train(annotations, folder, "--name", "streng", "--accept-errors", "0.05") == 0
    return folder


def test_the_same_annotations_give_the_same_bytes(annotations: Path, models: Path) -> None:
    assert train(annotations, models, "--name", "soepel", "--accept-errors", "0.3") == 0
    assert train(annotations, models, "--name", "weer", "--accept-errors", "0.05") == 0
    model = [(models / name / "model.skops").read_bytes() for name in ("streng", "weer", "soepel")]
    assert model[0] == model[1] != model[2]
    marked = [read_metadata(models / name).promise["marked"] for name in ("streng", "soepel")]
    assert marked[0] > marked[1]


def test_the_card_says_what_is_promised(models: Path) -> None:
    metadata = read_metadata(models / "streng")
    assert metadata.promise["allowed"] == 0.05
    card = (models / "streng" / "README.md").read_text(encoding="utf-8")
    assert "hoogstens 5.0% fout" in card
    assert f"ongeveer {metadata.promise['marked']:.1%} van de eenheden" in card
    assert f"een kans van ten minste {metadata.promise['holds']:.0%}" in card
    assert len(metadata.subcodes) >= 1
    assert "Subcodes" in card


def test_skops_opens_it_without_trusting_anything(models: Path) -> None:
    import skops.io

    assert skops.io.get_untrusted_types(file=models / "streng" / "model.skops") == []


def test_it_codes_plans_with_subcodes_of_their_themas(models: Path) -> None:
    coder = Coder.load(models / "streng", load_codebook(ROOT / "codebook.yaml"), "nl")
    plan = [item.unit for item in by_plan(read_annotations(ROOT / "annotations" / "P01.jsonl"))[0]]
    (codings,) = coder.code([plan])
    found = [subcode for coding in codings for subcode in coding.subcodes]
    assert found
    for coding in codings:
        assert {subcode.partition(".")[0] for subcode in coding.subcodes} <= set(coding.thema)


@pytest.mark.parametrize("share", ["0", "0.7", "veel"])
def test_a_share_that_cannot_be_is_refused(
    share: str, annotations: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert train(annotations, tmp_path, "--accept-errors", share) == 2
    assert "--accept-errors" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_model_of_another_version_of_the_program_is_refused(models: Path) -> None:
    path = models / "streng" / METADATA
    before = path.read_text(encoding="utf-8")
    path.write_text(json.dumps(json.loads(before) | {"format": 1}), encoding="utf-8")
    with pytest.raises(ModelError, match="andere versie van plancoder"):
        Coder.load(models / "streng", load_codebook(ROOT / "codebook.yaml"), "nl")
    path.write_text(before, encoding="utf-8")
