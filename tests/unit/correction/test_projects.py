"""``plancoder annotate export`` and ``import`` of a REFI-QDA project: what is in it, and where codings go."""

import csv
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from small_folders import MakeFolder, unit_line, write_lines

from pipeline.annotations import Annotation, read_annotations
from pipeline.cli.main import run
from pipeline.codebook import Codebook
from pipeline.export.rows import INTAKE_COLUMNS

PLANS = 3
ALL = 4 * PLANS


@pytest.fixture
def folder(make_folder: MakeFolder, codebook: Codebook) -> Path:
    """A coded folder of which anna and bart coded plan-0."""
    found = make_folder(plans=PLANS)
    with (found / "intake.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, INTAKE_COLUMNS, restval="")
        writer.writeheader()
        for number in range(PLANS):
            plan = {"bestand": f"plan-{number}.pdf", "plan": f"plan-{number}", "status": "gecodeerd"}
            writer.writerow(plan | {"meting": 2})
    (found / "annotaties").mkdir()
    write_lines(found / "annotaties" / "werk-anna.jsonl", [annotation(codebook, 1), annotation(codebook, 2)])
    other = annotation(codebook, 1) | {"codeur": "bart", "thema": [], "instrument": "zorg"}
    write_lines(found / "annotaties" / "werk-bart.jsonl", [other])
    return found


def annotation(codebook: Codebook, subdoel: int, **more: Any) -> dict[str, Any]:
    """Of the subdoel of plan-0, or (2) of its first afspraak."""
    shape = ("subdoel", 1, None) if subdoel == 1 else ("afspraak", 1, 1)
    line = unit_line(codebook, "plan-0", *shape)
    line = {key: value for key, value in line.items() if key not in ("scores", "nakijken", "model")}
    made = {"codeur": "anna", "tijd": "2020-03-04T05:06:07Z", "herkomst": "labelstudio", "seconden": 5}
    return line | made | {"inclusiekans": 0.25, "steekproef": "vroeger"} | more


def test_what_comes_back_unchanged_changes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path.name: path.read_bytes() for path in (folder / "annotaties").iterdir()}
    project = folder / "plannen.qdpx"
    assert run(["annotate", "export", str(project), "--folder", str(folder)]) == 0
    told = capsys.readouterr().out
    assert all(f"{user} eenheden" in told for user in ("anna: 2", "bart: 1", f"model m1: {ALL}"))
    assert run(["annotate", "import", str(project)]) == 0
    assert {path.name: path.read_bytes() for path in (folder / "annotaties").iterdir()} == before
    assert f"Coderingen van model m1, niet overgenomen: {ALL} eenheden" in capsys.readouterr().out


def test_a_blind_export_of_a_sample_holds_texts_and_no_codes(folder: Path, codebook: Codebook) -> None:
    sample = folder / "steekproeven" / "een.jsonl"
    lines = (folder / "steekproeven" / "ronde1.jsonl").read_text(encoding="utf-8").splitlines()
    sample.write_text("\n".join(lines[:4]), encoding="utf-8")
    project = folder / "p.qdpx"
    given = ["annotate", "export", str(project), "--folder", str(folder), "--blind", "--sample", str(sample)]
    assert run(given) == 0
    with zipfile.ZipFile(project) as archive:
        assert sum(name.startswith("sources/") for name in archive.namelist()) == 1
        document = archive.read("project.qde").decode()
    assert "<Coding" not in document
    assert {"anna", "bart"} & set(re.findall('<User[^>]+name="([^"]+)"', document)) == set()
    assert f"Codeboek: {codebook.id}" in document


def test_units_that_lack_what_is_asked_are_told_and_not_taken_over(
    folder: Path, codebook: Codebook, capsys: pytest.CaptureFixture[str]
) -> None:
    half = [annotation(codebook, 1, instrument=None), annotation(codebook, 2, thema=[])]
    write_lines(folder / "annotaties" / "werk-anna.jsonl", half)
    project = folder / "p.qdpx"
    run(["annotate", "export", str(project), "--folder", str(folder)])
    new = ["annotate", "import", str(project), "--annotations", str(folder / "nieuw"), "--coder", "anna"]
    assert run(new) == 1
    assert "plan-0, subdoel 1, anna: instrument ontbreekt" in capsys.readouterr().out
    (taken,) = read_annotations(folder / "nieuw")
    assert (taken.thema, taken.eigen_inzet) == ((), True)


def test_what_was_changed_stays_in_its_file_and_the_rest_gets_one(folder: Path) -> None:
    project = folder / "terug.qdpx"
    run(["annotate", "export", str(project), "--folder", str(folder)])
    of_model = '" name="model m1"'
    change(project, (of_model, '" name="anna"'), ("2000-01-01T00:00:00Z", "2021-01-01T00:00:00Z"))
    assert run(["annotate", "import", str(project)]) == 0
    old = read_annotations(folder / "annotaties" / "werk-anna.jsonl")
    new = read_annotations(folder / "annotaties" / "terug-anna.jsonl")
    assert (len(old), len(new)) == (2, ALL - 2)
    assert {each.inclusiekans for each in old} == {0.25}
    assert {(each.inclusiekans, each.steekproef, each.meting) for each in new} == {
        (0.5, "random (ronde1)", 2)
    }
    assert {each.herkomst for each in new} == {"import"}


def test_a_changed_coding_is_changed_where_it_stands(folder: Path) -> None:
    project = folder / "terug.qdpx"
    run(["annotate", "export", str(project), "--folder", str(folder), "--without-model"])
    before = {each.key: each for each in read_annotations(folder / "annotaties" / "werk-anna.jsonl")}
    change(project, ("Hoofdcode: taal", "Hoofdcode: werk\nOpmerking: bij nader inzien"))
    assert run(["annotate", "import", str(project), "--coder", "anna"]) == 0
    after = read_annotations(folder / "annotaties" / "werk-anna.jsonl")
    for each in after:
        assert (each.thema, each.opmerking, each.herkomst) == (("werk", "taal"), "bij nader inzien", "import")
        assert (each.seconden, each.steekproef) == (before[each.key].seconden, before[each.key].steekproef)
    (bart,) = read_annotations(folder / "annotaties" / "werk-bart.jsonl")
    assert bart.opmerking == ""


def test_units_without_a_coded_folder_are_those_of_the_codings(folder: Path, tmp_path: Path) -> None:
    project = tmp_path / "los" / "p.qdpx"
    annotations = folder / "annotaties"
    assert run(["annotate", "export", str(project), "--annotations", str(annotations)]) == 0
    before = read_annotations(annotations)
    assert run(["annotate", "import", str(project), "--annotations", str(annotations)]) == 0
    assert read_annotations(annotations) == before
    assert run(["annotate", "import", str(project)]) == 2


def test_the_only_user_can_be_called_otherwise(folder: Path) -> None:
    (folder / "annotaties" / "werk-bart.jsonl").unlink()
    project = folder / "p.qdpx"
    run(["annotate", "export", str(project), "--folder", str(folder)])
    assert run(["annotate", "import", str(project), "--coder", "carla"]) == 0
    assert [each.codeur for each in read(folder, "p-carla")] == ["carla", "carla"]


def test_a_project_is_for_a_coder_and_codes_of_nobody_are_asked_about(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "annotaties" / "werk-bart.jsonl").unlink()
    project = folder / "p.qdpx"
    run(["annotate", "export", str(project), "--folder", str(folder), "--coder", "carla"])
    with zipfile.ZipFile(project) as archive:
        users = re.findall('<User[^>]+name="([^"]+)"', archive.read("project.qde").decode())
    assert users == ["carla", "anna", "model m1", "plancoder"]
    change(project, ('" name="anna"', '" name="plancoder"'))
    assert run(["annotate", "import", str(project)]) == 2
    assert "--coder" in capsys.readouterr().err
    assert run(["annotate", "import", str(project), "--coder", "dirk"]) == 0


def test_who_is_not_in_the_project_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = folder / "p.qdpx"
    run(["annotate", "export", str(project), "--folder", str(folder)])
    assert run(["annotate", "import", str(project), "--coder", "carla"]) == 2
    assert "anna, bart" in capsys.readouterr().err


def test_two_codes_where_one_can_be_are_not_taken_over(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = folder / "p.qdpx"
    run(["annotate", "export", str(project), "--folder", str(folder)])
    change(project, ('" name="bart"', '" name="anna"'))
    before = read(folder, "werk-anna")
    assert run(["annotate", "import", str(project)]) == 1
    told = capsys.readouterr().out
    assert "plan-0, subdoel 1, anna: instrument kan maar een code hebben" in told
    listed = (folder / "annotaties" / "p_niet_overgenomen.csv").read_text(encoding="utf-8")
    assert 'plan-0,anna,subdoel 1,,,"instrument kan' in listed
    assert "Tekst van" not in told
    assert read(folder, "werk-anna") == before


@pytest.mark.parametrize("codebook_line", ["Codeboek: ondersteuningsplannen@9.0.0", ""])
def test_codings_of_another_codebook_are_refused(
    folder: Path, codebook: Codebook, codebook_line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    project = folder / "p.qdpx"
    run(["annotate", "export", str(project), "--folder", str(folder)])
    change(project, (f"Codeboek: {codebook.id}", codebook_line))
    code = run(["annotate", "import", str(project)])
    told = capsys.readouterr()
    if codebook_line:
        assert code == 2
        assert "codeboek ondersteuningsplannen@9.0.0" in told.err
    else:
        assert code == 0
        assert "niet met welke versie" in told.out


def test_codings_of_a_text_that_is_another_now_are_left_out(
    folder: Path, codebook: Codebook, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = [annotation(codebook, 1, tekst="iets anders"), annotation(codebook, 2)]
    write_lines(folder / "annotaties" / "werk-anna.jsonl", changed)
    assert run(["annotate", "export", str(folder / "p.qdpx"), "--folder", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "de tekst is nu een andere: 1 coderingen" in told
    assert "anna: 1 eenheden" in told


def test_nothing_to_export_is_told(folder: Path, tmp_path: Path) -> None:
    assert run(["annotate", "export", str(tmp_path / "p.qdpx")]) == 2
    assert run(["annotate", "export", str(tmp_path / "p.zip"), "--folder", str(folder)]) == 2
    assert not (tmp_path / "p.qdpx").exists()


def read(folder: Path, name: str) -> list[Annotation]:
    return read_annotations(folder / "annotaties" / f"{name}.jsonl")


def change(project: Path, *changes: tuple[str, str]) -> None:
    """As another program would have written it."""
    with zipfile.ZipFile(project) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    text = contents["project.qde"].decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    with zipfile.ZipFile(project, "w") as archive:
        for name, content in (contents | {"project.qde": text.encode()}).items():
            archive.writestr(name, content)
