"""The scripts a newcomer runs first: what they say when something is wrong, and when they set up again."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The scripts with a project around them that has nothing to install."""
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    (tmp_path / "constraints.txt").write_text("", encoding="utf-8")
    return tmp_path


def python(project: Path, code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=project / "scripts",
        env=os.environ | {"PYTHONUTF8": "1"} | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_old_python_is_told_what_to_do(project: Path) -> None:
    code = "import sys; sys.version_info = (3, 9, 1, 'final', 0); import environment"
    result = python(project, code)
    assert result.returncode == 1
    assert "nodig; dit is Python 3.9" in result.stderr
    assert "Traceback" not in result.stderr


def test_python_without_venv_is_told_what_to_install(project: Path) -> None:
    code = (
        "import importlib.util as util; find = util.find_spec\n"
        "util.find_spec = lambda name, *rest: None if name == 'ensurepip' else find(name, *rest)\n"
        "import environment; environment.prepare(environment.Stopwatch())"
    )
    result = python(project, code)
    assert result.returncode == 1
    assert "sudo apt install python3-venv" in result.stderr


@pytest.mark.slow
def test_install_that_fails_says_so_and_is_tried_again(project: Path) -> None:
    code = "import environment; environment.prepare(environment.Stopwatch())"
    for _ in range(2):
        result = python(project, code, PIP_NO_INDEX="1", PIP_FIND_LINKS="")
        assert result.returncode == 1
        assert "konden niet worden geïnstalleerd" in result.stderr
        assert not (project / ".venv" / "plancoder.json").exists()
    assert (project / ".venv").is_dir()


@pytest.mark.parametrize("changed", ["", "constraints.txt", "pyproject.toml"])
def test_set_up_again_only_after_a_change(project: Path, changed: str) -> None:
    is_current = (
        "import environment; environment.venv_works = lambda: True; print(environment.is_current('dev'))"
    )
    fingerprint = python(project, "import environment; print(environment.fingerprint())").stdout.strip()
    (project / ".venv").mkdir()
    stamp = {"fingerprint": fingerprint, "extra": "dev"}
    (project / ".venv" / "plancoder.json").write_text(json.dumps(stamp), encoding="utf-8")
    if changed:
        (project / changed).write_text("# something new\n", encoding="utf-8")
    assert python(project, is_current).stdout.strip() == str(not changed)


def test_extra_that_is_not_there_yet_is_installed(project: Path) -> None:
    fingerprint = python(project, "import environment; print(environment.fingerprint())").stdout.strip()
    (project / ".venv").mkdir()
    stamp = {"fingerprint": fingerprint, "extra": ""}
    (project / ".venv" / "plancoder.json").write_text(json.dumps(stamp), encoding="utf-8")
    code = (
        "import environment as e; e.venv_works = lambda: True; print(e.is_current(''), e.is_current('dev'))"
    )
    assert python(project, code).stdout.split() == ["True", "False"]


def test_durations(project: Path) -> None:
    code = "import environment; print(environment.duration(59.4), '/', environment.duration(61))"
    assert python(project, code).stdout.strip() == "59 s / 1 min 01 s"
