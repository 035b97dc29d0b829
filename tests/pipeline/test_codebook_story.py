"""The story of a codebook that changes while the study runs, from version to version and back."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from story import CODERS, Story, counts, units_with

from pipeline.annotations import Annotation
from pipeline.codebook import load_codebook
from pipeline.coding import name_in_use, read_metadata
from pipeline.coding.history import read_history

pytestmark = pytest.mark.slow
TEXT = pytest.CaptureFixture[str]
PLANS = 8


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Story]:
    made = Story.begin(tmp_path / "studie", PLANS)
    monkeypatch.chdir(made.folder)
    yield made


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "tabellen" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_codebook_changes_and_everything_follows(story: Story, capsys: TEXT) -> None:
    models = story.folder / "models"
    assert story.do("train", "--name", "eerste") == 0
    assert story.code() == 0
    before, start = {coder: story.codings(coder) for coder in CODERS}, story.files()
    assert {len({each.plan for each in codings}) for codings in before.values()} == {64}

    capsys.readouterr()
    assert story.migrate() == 0
    dry = capsys.readouterr().out
    assert "Coderingen: 1448 gaan over naar de nieuwe versie, in 2 bestand(en)." in dry
    assert story.files() == start
    assert story.migrate("--yes") == 0
    after = {coder: story.codings(coder) for coder in CODERS}
    for coder in CODERS:
        check_counts(before[coder], after[coder])

    own = story.folder / "nakijken-1.1.0"
    workbook = own / "steekproeven" / "migratie-1-1-0.xlsx"
    migrated = story.files()
    assert f'plancoder annotate import "{workbook}"' in capsys.readouterr().out
    assert story.do("codebook", "migrate", "--undo") == 0
    assert story.files() == start
    assert story.migrate("--yes") == 0
    assert {name for name in story.files() if "toegepast" not in name} == {
        name for name in migrated if "toegepast" not in name
    }

    here = ("--annotations", "annotations")
    assert story.do("train", "--name", "zomaar", *here, "--codebook", old_book(story)) == 2
    assert "niet met" in capsys.readouterr().err  # codings and codebook of two versions
    chosen = story.code_again(workbook, "codeurB")
    assert {"contacten", "meedoen", "financien"} <= {*chosen}
    assert story.do("annotate", "import", str(workbook), "--coder", "codeurB", *here) == 0
    assert f"{len(chosen)} eenheden overgenomen; 0 nog niet gecodeerd" in capsys.readouterr().out

    assert story.do("train", "--name", "tweede") == 0
    assert read_metadata(models / "tweede").codebook == load_codebook(story.folder / "codebook.yaml").id
    assert name_in_use(models) == "eerste"
    capsys.readouterr()
    assert story.do("evaluate", "eerste", "tweede") == 0
    compared = capsys.readouterr().out
    assert "op dezelfde 724 eenheden in 64 plannen,\nvan 8 schrijver(s)" in compared
    assert "Gevolgd langs de migraties: thema.gezondheid is thema.welzijn" in compared
    assert "gesplitst, nieuw of anders bedoeld: thema.meedoen" in compared
    assert "maar bij een van beide: thema.contacten, thema.financien" in compared
    assert "thema.welzijn" in compared.split("oordeel")[1]
    if story.do("promote", "tweede") != 0:
        assert story.do("promote", "tweede", "--force", "--reason", "het codeboek is veranderd") == 0
    switched = read_history(models)[-1]
    assert (switched.van, switched.naar) == ("eerste", "tweede")
    assert {"thema.meedoen", "thema.contacten", "thema.financien"} <= {*switched.niet_vergeleken}

    assert story.code() == 0
    assert story.do("report", "uitkomst") == 0
    check_report(story)

    assert story.do("codebook", "migrate", "--undo") == 2  # it would lose what was coded since
    later = story.folder / "annotations" / "migratie-1-1-0-codeurB.jsonl"
    assert later.name in capsys.readouterr().err


def check_counts(before: list[Annotation], after: list[Annotation]) -> None:
    """Every unit is there, and of each code as many as the migration says."""
    assert [each.key for each in after] == [each.key for each in before]
    old, new = counts(before), counts(after)
    for name in ("taal", "werk", "taal.inburgering", "werk.bemiddeling"):
        assert new[name] == old[name]
    assert new["welzijn"] == old["gezondheid"] > 0
    assert units_with(after, "meedoen", "contacten") == old["participatie"] > 0
    assert new["werk.werknemersvaardigheden"] == units_with(
        before, "werk.werknemersvaardigheden", "werk.praktijkassessment"
    )
    assert not {"gezondheid", "participatie", "werk.praktijkassessment"} & {*new}
    assert new["contacten"] == units_with(before, "participatie.contacten")


def check_report(story: Story) -> None:
    """The parts of each change add up, old codes under their new names."""
    text = (story.coded / "report.html").read_text(encoding="utf-8")
    assert "Wat er veranderde" in text
    assert "gesplitst, nieuw of anders omschreven" in text
    rows = table(story.coded, "verandering")
    labels = {row["Code"] for row in rows}
    assert "Welzijn" in labels
    assert not labels & {"Gezondheid en gezin", "Gezondheid"}
    for row in rows:
        old, new = (float(value) for value in list(row.values())[2:4])
        if row["door meetlat"]:
            assert float(row["door meetlat"]) == pytest.approx(100 * (new - old), abs=0.11)


def old_book(story: Story) -> str:
    return str(story.folder / "migraties" / "toegepast" / "1.1.0" / "codeboek_oud.yaml")
