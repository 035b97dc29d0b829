"""Which code became which, told from the migrations that were really carried out and kept."""

from pathlib import Path

import pytest
from study_example import make_study

from pipeline.codebook import load_codebook
from pipeline.codebook.crosswalks import Crosswalk, crosswalk_between, migrations_beside
from pipeline.migration import carry_out, prepare, undo

SECOND = """\
van: 1.1.0
naar: 1.2.0
reden: Korter.
door: M. de Boer
stappen:
  - {soort: hernoemen, variabele: thema, code: leren, wordt: school, naam: School}
  - {soort: samenvoegen, variabele: instrument, codes: [gezin], wordt: overig}
"""


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return make_study(tmp_path / "studie")


def migrate(study: Path, name: str) -> None:
    path = study / "migraties" / f"{name}.yaml"
    carry_out(prepare(path, study / "codebook.yaml", [study / "annotations"]))


def test_over_two_migrations_codes_keep_their_way(study: Path) -> None:
    book = study / "codebook.yaml"
    old = load_codebook(book)
    migrate(study, "1.1.0")
    between = load_codebook(book)
    (study / "migraties" / "1.2.0.yaml").write_text(SECOND, encoding="utf-8")
    migrate(study, "1.2.0")
    new = load_codebook(book)
    folder = migrations_beside(book)
    road = crosswalk_between(folder, old.id, new)
    assert road.complete
    assert road.new("thema", "taal") == "school"
    assert road.new("thema", "werk") == "werk"
    assert road.new("instrument", "zorg") == "arts"
    assert {("instrument", "arts"), ("instrument", "overig")} <= road.unsure  # split; the other half merged
    assert ("thema", "school") not in road.unsure
    half = crosswalk_between(folder, between.id, new)
    assert (half.new("thema", "leren"), half.new("instrument", "gezin")) == ("school", "overig")
    assert half.unsure == frozenset()
    assert crosswalk_between(folder, new.id, new) == Crosswalk()
    assert not crosswalk_between(folder, "proef@0.1.0+abcd", new).complete


def test_a_migration_that_was_undone_leads_nowhere(study: Path) -> None:
    book = study / "codebook.yaml"
    old = load_codebook(book)
    migrate(study, "1.1.0")
    new = load_codebook(book)
    undo(book)
    assert crosswalk_between(migrations_beside(book), old.id, old) == Crosswalk()
    assert not crosswalk_between(migrations_beside(book), old.id, new).complete
