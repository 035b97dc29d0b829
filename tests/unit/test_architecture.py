"""Imports run one way: toward the domain. Read from the source, so that imports in functions count too."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "pipeline"

# A part may import what stands above it. Parts on one line do not know each other.
LAYERS = (
    ("domain", "errors", "bsn"),
    ("files", "tabular", "validation", "statistics"),
    ("transaction",),
    ("settings", "codebook"),
    ("language", "annotations", "units", "engine", "coded_units", "sample_file"),
    ("reading", "privacy", "intake", "export"),
    ("coding", "report"),
    ("outline", "study"),
    ("linking", "sampling", "agreement", "exchange"),
    ("migration",),
    ("correction",),
    ("cli",),
)
RANK = {part: rank for rank, parts in enumerate(LAYERS) for part in parts}


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_parts(path: Path) -> Iterator[str]:
    """The parts of pipeline that the module at ``path`` imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            # "from pipeline import coding" names the part in the alias
            names = (
                [f"pipeline.{alias.name}" for alias in node.names]
                if node.module == "pipeline"
                else [node.module or ""]
            )
        else:
            continue
        yield from (name.split(".")[1] for name in names if name.startswith("pipeline."))


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE or path.stem[:2] != "__")


def test_every_part_has_a_layer() -> None:
    assert {part_of(path) for path in MODULES} - set(RANK) == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_go_toward_the_domain(path: Path) -> None:
    own = part_of(path)
    wrong = [
        part for part in imported_parts(path) if part != own and part in RANK and RANK[part] >= RANK[own]
    ]
    assert wrong == []


def test_nothing_imports_the_command_line() -> None:
    importers = {path.name for path in MODULES if part_of(path) != "cli" and "cli" in imported_parts(path)}
    assert importers == set()


def test_the_check_sees_imports_of_every_form(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    source = """
import pipeline.report
from pipeline import coding

def function():
    from pipeline.cli.main import main
"""
    module.write_text(source, encoding="utf-8")
    assert set(imported_parts(module)) == {"report", "coding", "cli"}
