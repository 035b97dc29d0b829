"""The pinned versions cover what pyproject.toml asks for, and are versions it allows."""

import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LINES = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
PINS = [Requirement(line) for line in LINES if line and not line.startswith("#")]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ASKED = [Requirement(line) for line in (*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"])]


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.name)
def test_every_dependency_is_pinned_to_a_version_it_allows(asked: Requirement) -> None:
    pinned = [pin for pin in PINS if canonicalize_name(pin.name) == canonicalize_name(asked.name)]
    assert len(pinned) == 1
    (specifier,) = pinned[0].specifier
    assert specifier.operator == "=="
    assert asked.specifier.contains(specifier.version)
