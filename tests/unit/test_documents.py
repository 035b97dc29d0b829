"""What the documents say of the project is so: commands, options, files and folders."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from pipeline.cli.main import cli

ROOT = Path(__file__).parents[2]
DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "docs/design.md",
    "docs/cluster.md",
    "docs/privacy.md",
    "docs/sampling.md",
    "docs/handleiding.md",
    "docs/coding_peers.md",
    "docs/coding_experiments.md",
    "docs/estimates.md",
    "docs/scale.md",
    "demo/README.md",
)


def commands_in(text: str) -> Iterator[list[str]]:
    """The words after ``plancoder`` in code blocks and in backticks."""
    for line in re.findall(r"(?:^|`)plancoder ([^`\n#]+)", text, flags=re.MULTILINE):
        yield line.split()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_commands_and_options_exist(name: str) -> None:
    for words in commands_in((ROOT / name).read_text(encoding="utf-8")):
        command: click.Command = cli
        while isinstance(command, click.Group):
            command = command.commands[words.pop(0)]
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= known


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_and_paths_lead_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    paths = re.findall(r"`((?:scripts|pipeline|docs|models|demo|\.ci)/[\w./]+)`", text)
    folder = (ROOT / name).parent
    assert [link for link in links if not (folder / link).exists()] == []
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_folder_listing_of_the_readme_is_whole() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^  ([\w.]+)/?  ", text, flags=re.MULTILINE))
    folders = {path.parent.name for path in ROOT.glob("pipeline/*/__init__.py")}
    assert folders <= listed
    assert {name for name in listed if not (ROOT / "pipeline" / name).exists()} == set()
