"""Plans on a form that nobody taught make each other's reading better and surer, by the main job."""

import json
from pathlib import Path

import pytest
from plancoder_process import exports, plancoder, units
from test_reading_teach import TRUTHS, odd_form

from pipeline.reading import read_plan

READING = "lezen: onzeker"


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Plans on the odd form, which prints what two of the parties do."""
    folder = tmp_path_factory.mktemp("formulieren")
    return [odd_form(folder / f"{n:02}.pdf", truth) for n, truth in enumerate(TRUTHS[:20])]


def doubted(folder: Path) -> set[object]:
    return {line["bestand"] for line in units(folder) if READING in json.dumps(line["nakijken"])}


def code(paths: list[Path], folder: Path, *more: str) -> None:
    done = plancoder("code", *paths, "--output", folder, "--key", folder.parent / "sleutel", *more)
    assert done.returncode == 0, done.stdout + done.stderr


def test_plans_on_one_form_take_doubt_away(forms: list[Path], tmp_path: Path) -> None:
    plans = {path.name: read_plan(path).plan for path in forms}
    alone = {name for name, plan in plans.items() if plan and any(READING in why for why in plan.nakijken)}
    code(forms, tmp_path / "samen", "--workers", "2")
    together = doubted(tmp_path / "samen")
    assert len(together) < len(alone)


def test_plans_that_come_later_make_no_difference_to_how_all_are_read(
    forms: list[Path], tmp_path: Path
) -> None:
    code(forms, tmp_path / "ineens", "--workers", "1")
    code(forms[:2], tmp_path / "in delen")
    code(forms[:9], tmp_path / "in delen")
    code(forms, tmp_path / "in delen")
    once, parts = (exports(tmp_path / name) for name in ("ineens", "in delen"))
    for name in ("eenheden.jsonl", "intake.csv"):
        assert once[name] == parts[name]


def test_nothing_is_read_again_when_nothing_changed(forms: list[Path], tmp_path: Path) -> None:
    code(forms, tmp_path / "uit")
    before = exports(tmp_path / "uit")
    done = plancoder("code", *forms, "--output", tmp_path / "uit", "--key", tmp_path / "sleutel")
    assert "Niets nieuws" in done.stdout
    assert exports(tmp_path / "uit") == before
