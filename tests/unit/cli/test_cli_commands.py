import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from pipeline.cli.main import cli, run

PROJECT = Path(__file__).resolve().parents[3]


def commands(group: click.Group = cli, name: str = "plancoder") -> Iterator[tuple[str, click.Command]]:
    for part, command in group.commands.items():
        yield f"{name} {part}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {part}")


COMMANDS = dict(commands())
NAMES = [name for name, command in COMMANDS.items() if not isinstance(command, click.Group)]


def help_of(name: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert run([*name.split()[1:], "--help"]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("name", NAMES)
def test_help_has_an_example_and_says_what_to_do_next(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = help_of(name, capsys)
    assert "Voorbeeld" in text
    assert f"\n    {name}" in text
    assert "daarna" in text.lower() or "codeer het plan" in " ".join(text.split())


@pytest.mark.parametrize("name", NAMES)
def test_every_option_is_explained_in_dutch(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    for parameter in COMMANDS[name].params:
        assert isinstance(parameter, click.Argument) or getattr(parameter, "help", ""), parameter.name
    text = help_of(name, capsys)
    for english in ("Usage", "Options", "Show this message", "required", "default"):
        assert english not in text


@pytest.mark.parametrize("name", NAMES)
def test_every_command_is_in_the_documents(name: str) -> None:
    documents = [PROJECT / "README.md", *(PROJECT / "docs").rglob("*.md")]
    assert any(name in document.read_text(encoding="utf-8") for document in documents)


def test_help_loads_nothing_heavy() -> None:
    program = "import sys, pipeline.cli.main; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=PROJECT
    ).stdout.split()
    heavy = {
        "pydantic",
        "yaml",
        "numpy",
        "pandas",
        "sklearn",
        "spacy",
        "pebble",
        "tqdm",
        "xlsxwriter",
        "sqlite3",
    }
    assert heavy & set(loaded) == set()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["code"], "PAD ontbreekt"),
        (["code", "x"], "--output ontbreekt"),
        (["code", "x", "--output", "y", "--workers", "0"], "getal van 1 tot en met 64"),
        (["code", "x", "--output", "y", "--meting", "een"], "geheel getal vanaf 1"),
        (["code", "x", "--uitvoer", "y"], "--uitvoer bestaat niet"),
        (["code", "x", "--output"], "hoort een waarde achter"),
        (["codeer"], "Deze opdracht bestaat niet"),
        (["codebook", "check", "a", "b"], "Verkeerd gebruik"),
        (["code", "nergens", "--output", "uit"], "[nergens]"),
        (["codebook", "check", "nergens.yaml"], "nergens.yaml"),
        (["report", "nergens"], "nergens"),
        (["reading", "show", "nergens.pdf"], "nergens.pdf"),
        (["models", "--models", "nergens"], "nergens"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_use_is_told_in_dutch(
    arguments: list[str],
    says: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(arguments) == 2
    error = capsys.readouterr().err
    assert error.startswith("Fout: ")
    assert says in error
    assert list(tmp_path.iterdir()) == []


def test_a_group_without_a_command_shows_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["codebook"]) == 2
    assert "Opdrachten:" in capsys.readouterr().out


def test_an_unforeseen_error_keeps_the_text_of_plans_to_itself(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        raise KeyError("Jansen, BSN 999990019")

    monkeypatch.setattr("pipeline.codebook.load_codebook", fail)
    monkeypatch.setattr("platformdirs.user_log_dir", lambda *_, **__: str(tmp_path))
    assert run(["codebook", "check"]) == 3
    error = capsys.readouterr().err
    (details,) = tmp_path.iterdir()
    told = details.read_text(encoding="utf-8")
    assert str(details) in error
    assert "KeyError" in told
    assert "codebook.py" in told
    assert "Jansen" not in told + error
    assert "999990019" not in told + error


def test_ctrl_c_says_that_the_work_goes_on_later(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.study.job.code_plans", interrupt)
    assert run(["code", "x", "--output", "y"]) == 130
    assert "verder waar het stopte" in capsys.readouterr().err


def test_codebook_check_shows_the_codebook_of_the_project(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["codebook", "check"]) == 0
    assert "Het codeboek klopt." in capsys.readouterr().out


def test_a_plan_is_shown_as_it_was_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["reading", "show", str(PROJECT / "demo" / "plannen" / "P01-001.pdf")]) == 0
    text = capsys.readouterr().out
    for word in (
        "Zekerheid",
        "Datum: 19-03-2019",
        "Hoofddoel [p. 1]",
        "Subdoel 1",
        "Afspraak 1.1 (klantmanager)",
    ):
        assert word in text


def test_a_document_without_a_plan_is_shown_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["reading", "show", str(PROJECT / "demo" / "plannen" / "brief over afval.pdf")]) == 1
    assert "Geen ondersteuningsplan gevonden" in capsys.readouterr().out
