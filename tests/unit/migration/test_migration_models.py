"""The model of the project goes along with a migration when it is in use, or it is told why it cannot."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from killing import CAN_KILL, killed_at

from pipeline.annotations import by_plan, read_annotations
from pipeline.cli.main import run
from pipeline.codebook import load_codebook
from pipeline.coding import Coder, name_in_use, read_metadata
from pipeline.coding.history import Kind, read_history, switch
from pipeline.coding.recipe import compare_models, left_out_answers
from pipeline.domain import Coding, Unit
from pipeline.migration import carry_out, prepare, undo
from pipeline.migration.back import back

PROJECT = Path(__file__).parents[3]
MODEL = "ondersteuningsplannen"
NEW = f"{MODEL}-1.1.0"
PLANS = 12
_APART = 15  # changes of a file between two kills: every one of them takes minutes
MIGRATION = """\
van: 1.0.0
naar: 1.1.0
reden: Andere namen.
door: M. de Boer
stappen:
  - {soort: hernoemen, variabele: thema, code: taal, wordt: leren, termen: [leren]}
  - {soort: samenvoegen, variabele: thema, codes: [participatie], wordt: gezondheid}
  - soort: samenvoegen
    variabele: instrument
    codes: [participatiehuis, intervens_overig]
    wordt: bemiddeling
"""
SPLIT = """\
van: 1.0.0
naar: 1.1.0
reden: Te breed.
door: M. de Boer
stappen:
  - {soort: definitie, variabele: thema, code: participatie, richting: nauwer, definitie: Meedoen.}
"""
NOW = {"taal": "leren", "participatie": "gezondheid"}
INSTRUMENTS = {"participatiehuis": "bemiddeling", "intervens_overig": "bemiddeling"}


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A study that codes with the model of the project."""
    folder = tmp_path / "studie"
    for name in ("annotations", "migraties"):
        (folder / name).mkdir(parents=True)
    shutil.copy(PROJECT / "codebook.yaml", folder)
    lines = (PROJECT / "annotations" / "P01.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "annotations" / "P01.jsonl").write_text("".join(lines[:200]), encoding="utf-8")
    shutil.copytree(PROJECT / "models" / MODEL, folder / "models" / MODEL)
    (folder / "models" / "in_use.txt").write_text(f"{MODEL}\n", encoding="utf-8")
    (folder / "migraties" / "1.1.0.yaml").write_text(MIGRATION, encoding="utf-8")
    return folder


def migrate(study: Path, *more: str) -> int:
    book = str(study / "codebook.yaml")
    return run(["codebook", "migrate", str(study / "migraties" / "1.1.0.yaml"), "--codebook", book, *more])


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".slot" not in path.name
    }


def coded(folder: Path, codebook: Path, plans: Sequence[Sequence[Unit]]) -> list[Coding]:
    coder = Coder.load(folder, load_codebook(codebook), "nl")
    return [each for plan in coder.code(plans) for each in plan]


def test_the_model_goes_on_with_the_new_names(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    models, book = study / "models", study / "codebook.yaml"
    start = contents(study)
    assert migrate(study) == 0
    assert f"Model: {MODEL} gaat mee als {NEW}, met zijn drempels." in capsys.readouterr().out
    assert contents(study) == start
    assert migrate(study, "--yes") == 0
    assert name_in_use(models) == NEW
    assert read_history(models)[-1].wat == Kind.MIGRATED
    kept = read_metadata(models / NEW)
    assert kept.codebook == load_codebook(book).id
    assert kept.trained_with == read_metadata(models / MODEL).codebook
    assert "thema.leren" in next(iter(kept.evaluation.values()))["codes"]

    plans = [[item.unit for item in plan] for plan in by_plan(read_annotations(PROJECT / "annotations"))]
    some = plans[:: len(plans) // PLANS]
    before = coded(models / MODEL, PROJECT / "codebook.yaml", some)
    after = coded(models / NEW, book, some)
    themes = {code for each in after for code in each.thema}
    assert {"leren", "gezondheid"} <= themes
    assert not themes & {"taal", "participatie"}
    for old, new in zip(before, after, strict=True):
        assert set(new.thema) == {NOW.get(code, code) for code in old.thema}
        assert new.eigen_inzet == old.eigen_inzet
        assert new.hoofddoel_type == old.hoofddoel_type
        if old.instrument not in {*INSTRUMENTS, "bemiddeling"} and new.instrument != old.instrument:
            assert new.instrument == "bemiddeling"  # together they weigh more than each did
        assert new.scores["thema.leren"] == old.scores["thema.taal"]
        assert {subcode.partition(".")[0] for subcode in new.subcodes} <= set(new.thema)
        assert not any("taal:" in line for line in new.waarom)
    assert any(line.startswith("leren: ") for each in after for line in each.waarom)

    answers = left_out_answers(models / NEW)
    assert {"thema.leren", "thema.gezondheid"} <= set(answers.targets)
    (found,) = compare_models(models, NEW, NEW).values()
    assert found.units == len(answers.units)
    assert run(["codebook", "migrate", "--undo", "--codebook", str(book)]) == 0
    left = {name for name in contents(study) if name != "migraties/geschiedenis.jsonl"}
    assert left == set(start)
    assert {name: content for name, content in contents(study).items() if name in start} == start


def test_what_a_model_has_not_learnt_it_is_not_made_to_code(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (study / "migraties" / "1.1.0.yaml").write_text(SPLIT, encoding="utf-8")
    before = {name: content for name, content in contents(study).items() if name.startswith("models")}
    assert migrate(study, "--yes") == 0
    told = capsys.readouterr().out
    assert f"Model: {MODEL} wordt geweigerd tot u opnieuw traint, want dit heeft het niet geleerd:" in told
    assert "de definitie van 'participatie' verandert (nauwer)" in told
    after = {name: content for name, content in contents(study).items() if name.startswith("models")}
    assert after == before


def promoted_and_migrated(study: Path, migration: str = MIGRATION) -> Path:
    """The models after another one came in use and the codebook changed."""
    models = study / "models"
    shutil.copytree(models / MODEL, models / "later")
    metadata = read_metadata(models / "later").model_copy(update={"name": "later"})
    (models / "later" / "metadata.json").write_text(metadata.model_dump_json(), encoding="utf-8")
    switch(models, "later", Kind.PROMOTED)
    (study / "migraties" / "1.1.0.yaml").write_text(migration, encoding="utf-8")
    assert migrate(study, "--yes") == 0
    return models


def test_back_to_a_model_of_before_the_migration_takes_it_along(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    models, book = promoted_and_migrated(study), study / "codebook.yaml"
    assert name_in_use(models) == "later-1.1.0"
    going_back = ["promote", "--back", "--models", str(models), "--codebook", str(book)]
    assert run(going_back) == 0
    assert f"In gebruik: {NEW} in plaats van later-1.1.0." in capsys.readouterr().out
    made = read_metadata(models / NEW)
    assert (name_in_use(models), made.codebook) == (NEW, load_codebook(book).id)
    assert made.now["thema.taal"] == "thema.leren"
    assert coded(models / NEW, book, []) == []  # it loads
    assert run(going_back) == 2
    assert "geen vorig model" in capsys.readouterr().err
    switch(models, "later-1.1.0", Kind.PROMOTED)
    before = contents(study)
    assert run(going_back) == 0  # to the one that went along then
    assert (name_in_use(models), contents(study).keys()) == (NEW, before.keys())


def test_back_to_a_model_that_cannot_follow_is_refused_with_what_mends_it(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    models, book = promoted_and_migrated(study, SPLIT), study / "codebook.yaml"
    before = contents(study)
    assert run(["promote", "--back", "--models", str(models), "--codebook", str(book)]) == 2
    told = capsys.readouterr().err
    assert f"Het model '{MODEL}' is van voor een migratie" in told
    assert "migratie 1.1.0: thema: de definitie van 'participatie' verandert (nauwer)" in told
    assert "plancoder codebook migrate --undo" in told
    assert contents(study) == before


@pytest.mark.slow
@pytest.mark.skipif(not CAN_KILL, reason="the process that is killed is a fork")
def test_going_back_past_a_migration_killed_anywhere_is_done_or_not(study: Path) -> None:
    models, book = promoted_and_migrated(study), study / "codebook.yaml"
    start, step, seen, killed = shutil.copytree(study, study.with_name("begin")), -17, set(), True
    while killed:
        step += 20  # every change of a file takes too long
        shutil.rmtree(study)
        shutil.copytree(start, study)
        killed = killed_at(step, lambda: back(models, book, "nl"), within=study)
        current = load_codebook(book)  # what every command begins with
        used = name_in_use(models)
        assert read_metadata(models / used).codebook == current.id, f"killed at {step}"
        assert (models / NEW / "metadata.json").exists() == (used == NEW), f"killed at {step}"
        assert read_history(models)[-1].naar == used, f"killed at {step}"
        seen.add(used)
    assert seen == {"later-1.1.0", NEW}


@pytest.mark.slow
@pytest.mark.skipif(not CAN_KILL, reason="the process that is killed is a fork")
@pytest.mark.parametrize("undone", [False, True], ids=["carry out", "undo"])
def test_killed_halfway_codebook_and_model_go_together(study: Path, undone: bool) -> None:
    book, models = study / "codebook.yaml", study / "models"
    prepared = prepare(study / "migraties" / "1.1.0.yaml", book, [study / "annotations"], models=models)
    if undone:
        carry_out(prepared)
    start, step, seen = shutil.copytree(study, study.with_name("begin")), 3 - _APART, set()
    killed = True
    while killed:
        step += _APART
        shutil.rmtree(study)
        shutil.copytree(start, study)
        killed = killed_at(step, lambda: undo(book) if undone else carry_out(prepared))
        current = load_codebook(book)  # what every command begins with
        used = read_metadata(models / name_in_use(models))
        assert used.codebook == current.id, f"killed at {step}"
        assert (models / NEW / "metadata.json").exists() == (current.version == "1.1.0"), f"killed at {step}"
        seen.add(current.version)
    assert seen == {"1.0.0", "1.1.0"}
