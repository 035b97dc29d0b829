"""``plancoder codebook migrate`` on a small study: told, done once, done at once, undone."""

import shutil
from pathlib import Path

import openpyxl
import pytest
from killing import CAN_KILL, killed_at
from study_example import CODEBOOK, contents, lines_of, make_study, write_codings

from pipeline.annotations import read_annotations, reference_codings
from pipeline.cli.main import run
from pipeline.codebook import load_codebook
from pipeline.coded_units import read_coded_units
from pipeline.errors import AnnotationError
from pipeline.migration import carry_out, prepare, undo
from pipeline.sample_file import drawn_before, read_sample


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return make_study(tmp_path / "studie")


def migrate(study: Path, *more: str) -> int:
    book = str(study / "codebook.yaml")
    return run(["codebook", "migrate", str(study / "migraties" / "1.1.0.yaml"), "--codebook", book, *more])


def go_back(study: Path) -> int:
    return run(["codebook", "migrate", "--undo", "--codebook", str(study / "codebook.yaml")])


def test_a_dry_run_tells_counts_and_writes_nothing(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(study)
    assert migrate(study, "--coded", str(study / "uitvoer")) == 0
    assert contents(study) == before
    told = capsys.readouterr().out
    assert "thema: 'taal' heet voortaan 'leren': 4 coderingen veranderen, 0 opnieuw te bekijken" in told
    assert "(voorlopig 'arts'): 4 coderingen veranderen, 4 opnieuw te bekijken" in told
    assert "Coderingen: 12 gaan over naar de nieuwe versie, in 2 bestand(en)." in told
    assert "Opnieuw te bekijken: 2 eenheden." in told
    assert "Er is niets geschreven." in told


def test_codings_codebook_and_batch_change_together(study: Path) -> None:
    assert migrate(study, "--coded", str(study / "uitvoer"), "--yes") == 0
    book = load_codebook(study / "codebook.yaml")
    assert book.version == "1.1.0"
    coded = read_annotations(study / "annotations", book)
    assert [each.thema for each in coded[:3]] == [("werk",), ("leren", "werk"), ()]
    assert {each.instrument for each in coded} == {None, "arts"}
    assert coded[1].subcodes == ("leren.examen",)
    assert all(each.inclusiekans == 0.5 for each in coded)
    batch = read_sample(study / "uitvoer" / "steekproeven" / "migratie-1-1-0.jsonl")
    assert {(each.eenheid.value, each.inclusiekans) for each in batch} == {("subdoel", None)}
    assert "gesplitst in 'arts', 'gezin'" in batch[0].reden
    assert "De tekst noemt 'rijbewijs'" in batch[0].reden
    assert (study / "uitvoer" / "omzetting-1.1.0.csv").is_file()


def test_a_batch_can_be_coded_and_brought_back_and_bars_no_plan_from_a_draw(study: Path) -> None:
    migrate(study, "--coded", str(study / "uitvoer"), "--yes")
    assert drawn_before(study / "uitvoer") == []
    path = study / "uitvoer" / "steekproeven" / "migratie-1-1-0.xlsx"
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.worksheets[0]
    column = {cell.value: cell.column for cell in sheet[1]}
    told = str(sheet.cell(2, column["Waarom deze eenheid"]).value).split("\n")
    assert told[0] == "code 'zorg' is gesplitst in 'arts', 'gezin'; voorlopig 'arts'"
    assert told[-1] == "Migratie 1.1.0: Overleg van de codeurs."
    sheet.cell(2, column["Thema"]).value = "vervoer"
    sheet.cell(2, column["Instrument"]).value = "gezin"
    workbook.save(path)
    book = str(study / "codebook.yaml")
    assert run(["annotate", "import", str(path), "--coder", "anna", "--codebook", book]) == 0
    (line,) = lines_of(study / "uitvoer" / "annotaties" / "migratie-1-1-0-anna.jsonl")
    assert (line["thema"], line["instrument"], line["inclusiekans"]) == (["vervoer"], "gezin", None)


def test_a_workbook_of_before_the_migration_is_taken_along(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who was coding in Excel when the codebook changed loses nothing, and nothing of two rulers is mixed."""
    folder, book = study / "uitvoer", str(study / "codebook.yaml")
    assert run(["sample", str(folder), "--n", "2", "--name", "ronde1", "--codebook", book]) == 0
    workbook = folder / "steekproeven" / "ronde1.xlsx"
    migrate(study, "--coded", str(folder), "--yes")
    filled = openpyxl.load_workbook(workbook)
    sheet = filled.worksheets[0]
    column = {cell.value: cell.column for cell in sheet[1]}
    row = next(at for at in range(2, 8) if sheet.cell(at, column["Eenheid"]).value == "subdoel")
    sheet.cell(row, column["Thema"]).value, sheet.cell(row, column["Instrument"]).value = "taal", "zorg"
    filled.save(workbook)
    taking_over = ["annotate", "import", str(workbook), "--coder", "dora", "--codebook", book]
    capsys.readouterr()
    assert run(taking_over) == 0
    told = capsys.readouterr().out
    assert "Het werkboek is van codeboek proef@1.0.0+" in told
    assert "moeten opnieuw worden bekeken" in told
    (coding,) = read_annotations(folder / "annotaties" / "ronde1-dora.jsonl", load_codebook(Path(book)))
    assert (coding.thema, coding.instrument) == (("leren",), "arts")
    assert run(taking_over) == 0  # once is enough
    assert [path.name for path in (folder / "steekproeven").glob("migratie-later-*.jsonl")] == [
        "migratie-later-01.jsonl"
    ]
    shutil.rmtree(study / "migraties" / "toegepast")
    assert run(taking_over) == 2
    assert "van daar leidt geen migratie naar proef@1.1.0" in capsys.readouterr().err


def test_units_of_plans_in_no_coded_folder_come_in_a_folder_of_their_own(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert migrate(study, "--yes") == 0
    own = study / "nakijken-1.1.0"
    told = capsys.readouterr().out
    assert (
        f"Van 2 staat het plan in geen map die u met --coded gaf.\n  Die komen met hun plan klaar om te "
        f"coderen in een eigen map: {own}" in told
    )
    assert [each.unit.eenheid.value for each in read_coded_units(own)] == [
        "hoofddoel",
        "subdoel",
        "afspraak",
    ] * 2
    path = own / "steekproeven" / "migratie-1-1-0.xlsx"
    again = f'plancoder annotate import "{path}" --coder NAAM --annotations "{study / "annotations"}"'
    assert again in told
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.worksheets[0]
    column = {cell.value: cell.column for cell in sheet[1]}
    assert sheet.max_row == 3
    sheet.cell(2, column["Thema"]).value, sheet.cell(2, column["Instrument"]).value = "leren", "gezin"
    workbook.save(path)
    book, annotations = study / "codebook.yaml", study / "annotations"
    where = ["--annotations", str(annotations), "--codebook", str(book)]
    assert run(["annotate", "import", str(path), "--coder", "anna", *where]) == 0
    latest = {
        each.key: each for each in reference_codings(read_annotations(annotations, load_codebook(book)))
    }
    assert {each.instrument for each in latest.values()} == {None, "arts", "gezin"}
    (annotations / "migratie-1-1-0-anna.jsonl").unlink()
    workbook_bytes = contents(study)
    assert go_back(study) == 2  # the workbook was filled in
    assert contents(study) == workbook_bytes
    path.unlink()
    assert go_back(study) == 2


def test_undo_takes_the_own_folder_away(study: Path) -> None:
    before = contents(study)
    migrate(study, "--yes")
    assert go_back(study) == 0
    assert contents(study) == before
    assert not (study / "nakijken-1.1.0").exists()


def test_a_migration_is_carried_out_once(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    migrate(study, "--yes")
    after = contents(study)
    assert migrate(study, "--yes") == 0
    assert "is al toegepast; er is niets te doen" in capsys.readouterr().out
    assert contents(study) == after


def test_codings_that_come_late_are_taken_along(study: Path) -> None:
    migrate(study, "--yes")
    late = study / "later"
    late.mkdir()
    write_codings(late / "chris.jsonl", "chris", "proef@1.0.0")
    book = load_codebook(study / "codebook.yaml")
    with pytest.raises(AnnotationError) as caught:
        read_annotations(late, book)
    assert "6 coderingen zijn gemaakt met codeboek proef@1.0.0, niet met proef@1.1.0+" in str(caught.value)
    assert f'plancoder codebook migrate migraties/NAAM.yaml --annotations "{late}"' in str(caught.value)
    assert migrate(study, "--annotations", str(late), "--yes") == 0
    assert read_annotations(late, book)[1].thema == ("leren", "werk")
    assert load_codebook(study / "codebook.yaml").id == book.id


def test_undo_gives_back_every_byte(study: Path) -> None:
    before = contents(study)
    migrate(study, "--coded", str(study / "uitvoer"), "--yes")
    changed = contents(study)
    assert {name for name in before if changed[name] != before[name]} == {
        "codebook.yaml",
        "annotations/anna.jsonl",
        "annotations/bart.jsonl",
    }
    assert go_back(study) == 0
    assert contents(study) == before
    told = [line["wat"] for line in lines_of(study / "migraties" / "geschiedenis.jsonl")]
    assert told == ["toegepast", "ongedaan gemaakt"]
    assert go_back(study) == 2


@pytest.mark.parametrize("changed", ["annotations/anna.jsonl", "codebook.yaml"])
def test_undo_never_loses_later_work(study: Path, changed: str, capsys: pytest.CaptureFixture[str]) -> None:
    migrate(study, "--yes")
    path = study / changed
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    after = contents(study)
    assert go_back(study) == 2
    assert path.name in capsys.readouterr().err
    assert contents(study) == after


def test_undo_leaves_no_codings_without_their_codebook(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    migrate(study, "--yes")
    lines = (study / "annotations" / "anna.jsonl").read_text(encoding="utf-8")
    (study / "annotations" / "dirk.jsonl").write_text(lines.replace("anna", "dirk"), encoding="utf-8")
    assert go_back(study) == 2
    assert "dirk.jsonl" in capsys.readouterr().err


def test_all_lines_that_cannot_be_taken_along_are_told(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = study / "annotations" / "anna.jsonl"
    lines = path.read_text(encoding="utf-8").replace('"proef@1"', '"proef@0.9.0"', 1).split("\n")
    lines[4] = lines[4].replace('"zorg"', '"arts"')
    path.write_text("\n".join(lines), encoding="utf-8")
    before = contents(study)
    assert migrate(study, "--yes") == 2
    told = capsys.readouterr().err
    assert "anna.jsonl:1 codeboek: hoort bij proef@0.9.0" in told
    assert "anna.jsonl:5 instrument: code 'arts' staat niet in het codeboek" in told
    assert contents(study) == before


def test_a_migration_from_another_version_is_refused(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (study / "codebook.yaml").write_text(CODEBOOK.replace("1.0.0", "1.0.1"), encoding="utf-8")
    assert migrate(study) == 2
    assert "gaat van versie 1.0.0, maar het codeboek is 1.0.1" in capsys.readouterr().err


def test_a_codebook_changed_by_hand_keeps_its_text(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The migration then takes only the codings along, and must lead to the codes that are there."""
    book, old = study / "codebook.yaml", study / "oud.yaml"
    old.write_text(CODEBOOK, encoding="utf-8")
    by_hand = CODEBOOK.replace("1.0.0", "1.1.0").replace("Nederlands leren.", "De taal leren.")
    book.write_text(by_hand, encoding="utf-8")
    assert migrate(study, "--yes") == 2
    assert "geef dan met --old het codeboek zoals het was" in capsys.readouterr().err
    assert migrate(study, "--old", str(old), "--yes") == 2
    assert "thema.leren\n" in capsys.readouterr().err
    (study / "migraties" / "1.1.0.yaml").write_text(
        "van: 1.0.0\nnaar: 1.1.0\nreden: x\ndoor: x\nstappen:\n"
        "  - {soort: definitie, variabele: thema, code: taal, richting: nauwer}\n",
        encoding="utf-8",
    )
    assert migrate(study, "--old", str(old), "--yes") == 0
    assert book.read_text(encoding="utf-8") == by_hand
    assert read_annotations(study / "annotations", load_codebook(book))
    assert go_back(study) == 0
    assert {line["codeboek"] for line in lines_of(study / "annotations" / "anna.jsonl")} == {"proef@1"}


def test_a_codebook_changed_without_a_new_version_can_go_on(study: Path) -> None:
    """Codings of before name another hash: they are refused, and a migration takes them along."""
    book = study / "codebook.yaml"
    write_codings(study / "annotations" / "anna.jsonl", "anna", load_codebook(book).id)
    book.write_text(CODEBOOK.replace("[taalles, NT2]", "[taalles, NT2, les]"), encoding="utf-8")
    with pytest.raises(AnnotationError):
        read_annotations(study / "annotations", load_codebook(book))
    assert migrate(study, "--yes") == 0
    assert read_annotations(study / "annotations", load_codebook(book))


@pytest.mark.skipif(not CAN_KILL, reason="the process that is killed is a fork")
@pytest.mark.parametrize("back", [False, True], ids=["carry out", "undo"])
def test_killed_anywhere_all_is_old_or_all_is_new(tmp_path: Path, back: bool) -> None:
    study, start = make_study(tmp_path / "studie"), tmp_path / "begin"
    book = study / "codebook.yaml"
    prepared = prepare(study / "migraties" / "1.1.0.yaml", book, [study / "annotations"], [study / "uitvoer"])
    if back:
        carry_out(prepared)
    shutil.copytree(study, start)
    old = essential(contents(study))
    _ = undo(book) if back else carry_out(prepared)
    new = essential(contents(study))
    seen, step, killed = set(), 0, True
    while killed:
        step += 1
        shutil.rmtree(study)
        shutil.copytree(start, study)
        killed = killed_at(step, lambda: undo(book) if back else carry_out(prepared))
        load_codebook(book)  # what every command begins with
        found = essential(contents(study))
        assert found in (old, new), f"killed at {step}"
        seen.add(found == new)
    assert seen == {False, True}
    assert step > 40


def essential(files: dict[str, bytes]) -> dict[str, bytes]:
    """All that a study is made of, and the names of what is kept of migrations: those tell the time."""
    return {
        name: b"" if name.startswith("migraties/toegepast") else content
        for name, content in files.items()
        if ".klaar" not in name and "bezig.json" not in name
    }
