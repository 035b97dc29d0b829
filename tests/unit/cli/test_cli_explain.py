"""``plancoder explain`` on a folder that was coded from three plans of the demo."""

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from pipeline.cli.main import run

PROJECT = Path(__file__).resolve().parents[3]
PLANS = PROJECT / "demo" / "plannen"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("explain")
    plans = [str(PLANS / name) for name in ("P01-001.pdf", "P03-023.pdf", "P02-019.pdf")]
    assert run(["code", *plans, "--output", str(place / "uit"), "--key", str(place / "sleutel")]) == 0
    return place / "uit"


def changed(folder: Path, place: Path, old: str, new: str) -> Path:
    """A copy of the coded folder with something else in eenheden.jsonl."""
    copy = place / "kopie"
    shutil.copytree(folder, copy)
    units = copy / "eenheden.jsonl"
    text = units.read_text(encoding="utf-8")
    assert old in text
    units.write_text(text.replace(old, new), encoding="utf-8")
    return copy


def first_unit(folder: Path) -> dict[str, object]:
    unit: dict[str, object] = json.loads((folder / "eenheden.jsonl").read_text("utf-8").splitlines()[0])
    return unit


def test_a_plan_is_explained(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", str(folder), "--plan", "P01-001.pdf"]) == 0
    text = capsys.readouterr().out
    for part in (
        "P01-001.pdf, hoofddoel",
        "subdoel 1",
        "afspraak 1.1",
        "codes: werk 100%",
        '"dienstverband" (+)',
    ):
        assert part in text
    assert "P03-023" not in text


def test_the_workbook_says_the_same(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = openpyxl.load_workbook(folder / "eenheden.xlsx")["Eenheden"]
    head, first, *_ = sheet.iter_rows(values_only=True)
    told = str(dict(zip(head, first, strict=True))["Waarom"]).split("\n")
    assert run(["explain", str(folder), "--plan", str(first_unit(folder)["plan"])]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert len(told) == 2
    assert all(f"- {reason}" in text for reason in told)
    assert "waarom" not in first_unit(folder)


def test_one_subdoel_and_one_afspraak(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", str(folder), "--plan", "P01-001", "--subdoel", "1"]) == 0
    text = capsys.readouterr().out
    assert "subdoel 1" in text
    assert "afspraak 1.2" in text
    assert "subdoel 2" not in text
    assert run(["explain", str(folder), "--plan", "P01-001", "--subdoel", "1", "--afspraak", "2"]) == 0
    assert capsys.readouterr().out.startswith("P01-001.pdf, afspraak 1.2\n")


def _of_code(block: str) -> bool:
    """Whether a unit is doubtful for its code, and not only for how it was read."""
    reasons = " ".join(block.split("nakijken: ")[1].split("\n- ")[0].split())
    return any(not reason.startswith("lezen") for reason in reasons.split("; "))


def test_without_a_plan_the_doubtful_units_are_shown(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["explain", str(folder)]) == 0
    blocks = capsys.readouterr().out.strip().split("\n\n")
    units = [block for block in blocks if "codes: " in block]
    assert 0 < len(units) <= 20
    assert all("nakijken: " in block for block in units)
    of_code = [_of_code(block) for block in units]
    assert of_code[0]
    assert of_code == sorted(of_code, reverse=True)  # doubts about a code come first
    rows = [json.loads(line) for line in (folder / "eenheden.jsonl").read_text("utf-8").splitlines()]
    left = sum(bool(row["nakijken"]) for row in rows) - len(units)
    assert left == 0 or f"nog {left} eenheden" in blocks[-1]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--plan", "p01-01.pdf"], "Bedoelt u P01-001.pdf"),
        (["--plan", "zzz"], "kolom Bestand van eenheden.xlsx"),
        (["--plan", "P01-001", "--subdoel", "40"], "het plan heeft 3 subdoelen"),
        (["--subdoel", "1"], "hoort ook --plan"),
        (["--plan", "P01-001", "--afspraak", "1"], "hoort ook --subdoel"),
    ],
)
def test_a_unit_that_is_not_there(
    folder: Path, arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["explain", str(folder), *arguments]) == 2
    assert says in capsys.readouterr().err


def test_a_folder_coded_by_another_model(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = changed(folder, tmp_path, str(first_unit(folder)["model"]), "oud_model@12345678")
    assert run(["explain", str(copy)]) == 2
    error = capsys.readouterr().err
    assert "gecodeerd met model oud_model@12345678, maar in gebruik is " in error
    assert f'plancoder code PLANNEN --output "{copy}"' in error


def test_a_folder_coded_by_another_version(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = changed(folder, tmp_path, '"thema": ["werk"]', '"thema": ["gezondheid"]')
    assert run(["explain", str(copy), "--plan", "P01-001"]) == 2
    assert "andere versie van plancoder" in capsys.readouterr().err


def test_a_folder_that_was_not_coded_or_is_damaged(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["explain", str(tmp_path / "leeg")]) == 2
    assert "plancoder code PLANNEN" in capsys.readouterr().err
    copy = changed(folder, tmp_path, '{"bestand"', '{{"bestand"')
    assert run(["explain", str(copy)]) == 2
    assert "niet te lezen" in capsys.readouterr().err
