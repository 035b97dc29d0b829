"""A plan that asks for others is read beside them from the pieces that were kept, with the same outcome."""

import shutil
from pathlib import Path

import pytest

from pipeline.settings import project_root
from pipeline.study import extract as stage
from pipeline.study.extract import Beside, Outcome, extract, extract_beside, prepare

ASKS = ("P01-001.pdf", "P02-001.pdf", "P02-004.pdf")


@pytest.fixture(autouse=True)
def _prepared() -> None:
    prepare(bytes(range(32)))
    stage._kept.clear()


def test_a_plan_is_read_beside_others_from_what_was_kept(tmp_path: Path) -> None:
    path = Path(shutil.copy(project_root() / "demo" / "plannen" / ASKS[0], tmp_path))
    alone = extract(path)
    assert alone.vraagt_andere
    beside = Beside(path, (alone.afdruk,) * 3)
    anew = extract_beside(Beside(Path(shutil.copy(path, tmp_path / "ander.pdf")), beside.others))
    path.unlink()
    assert extract_beside(beside) == anew
    assert extract_beside(beside).outcome is Outcome.ONLEESBAAR  # it is kept until then, and no longer


def test_what_is_kept_is_bounded_and_never_read_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage, "MOST_KEPT", 2)
    paths = [project_root() / "demo" / "plannen" / name for name in ASKS]
    first = extract(paths[0])
    assert extract(paths[0]) == first
    for path in paths[1:]:
        extract(path)
    assert list(stage._kept) == paths[1:]
    extract(paths[0], keep=False)
    assert list(stage._kept) == paths[1:]
