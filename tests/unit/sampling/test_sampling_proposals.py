"""Units proposed for a code that nobody has given yet: marked as such, and no codings."""

import csv
import shutil
from pathlib import Path

import openpyxl
import pytest

from pipeline.cli.main import run
from pipeline.codebook import load_codebook
from pipeline.correction.division import divide
from pipeline.correction.labelstudio.page import questions
from pipeline.correction.labelstudio.tasks import TaskMaker
from pipeline.correction.sample import read_sample as read_batch
from pipeline.domain import Coding, Eenheid, Unit
from pipeline.export import unit_row
from pipeline.export.rows import INTAKE_COLUMNS, to_jsonl
from pipeline.export.tables import to_csv
from pipeline.migration.passage import passage_to
from pipeline.sample_file import drawn_before, read_sample

ROOT = Path(__file__).resolve().parents[3]
GOALS = (
    ("Nederlands leren in de taalles.", "taal"),
    ("Een schuldhulpverleningstraject bij de kredietbank.", ""),  # a term within a compound
    ("Betaald werk vinden als kok.", "werk"),
    ("Orde brengen in de geldzaken en rondkomen.", ""),  # no term, but like the definition
    ("Naar de huisarts voor de rug.", "gezondheid"),
    ("Een budget maken voor de taalles.", "taal"),  # a term, but explained by another code
)
CODE = "thema.financien"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A coded folder, and a codebook that has had the code financien for a moment."""
    (tmp_path / "migraties").mkdir()
    shutil.copy(ROOT / "codebook.yaml", tmp_path)
    shutil.copy(ROOT / "tests" / "data" / "verhaal" / "1.1.0.yaml", tmp_path / "migraties")
    label, folder = load_codebook(tmp_path / "codebook.yaml").id, tmp_path / "uit"
    folder.mkdir()
    rows = [
        unit_row(
            Unit(f"{at}.pdf", f"plan-{at}", "", "", Eenheid.SUBDOEL, 1, None, None, text, 1),
            Coding((theme,) if theme else (), scores={f"thema.{theme or 'taal'}": 0.95 if theme else 0.02}),
            (),
            model="m@1",
            codeboek=label,
        )
        for at, (text, theme) in enumerate(GOALS)
    ]
    (folder / "eenheden.jsonl").write_text(to_jsonl(rows), encoding="utf-8")
    empty = dict.fromkeys(INTAKE_COLUMNS, "") | {"status": "gecodeerd"}
    intake = [empty | {"bestand": f"{at}.pdf", "plan": f"plan-{at}"} for at in range(len(GOALS))]
    (folder / "intake.csv").write_text(to_csv(intake, INTAKE_COLUMNS), encoding="utf-8")
    assert migrate(tmp_path) == 0
    return tmp_path


def migrate(study: Path) -> int:
    file, book = study / "migraties" / "1.1.0.yaml", study / "codebook.yaml"
    return run(["codebook", "migrate", str(file), "--codebook", str(book), "--yes"])


def propose(study: Path, code: str = CODE, number: int = 3) -> int:
    where = ["--folder", str(study / "uit"), "--codebook", str(study / "codebook.yaml")]
    return run(["codebook", "propose", code, *where, "--n", str(number), "--models", str(ROOT / "models")])


def test_what_terms_and_definition_point_to_comes_first(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path for path in study.rglob("*") if path.is_file()}
    assert propose(study) == 0
    assert "Dit zijn voorstellen van het programma, geen coderingen." in capsys.readouterr().out
    made = {path.name for path in study.rglob("*") if path.is_file()} - {path.name for path in before}
    assert made == {f"voorstel-thema-financien.{end}" for end in ("jsonl", "xlsx", "csv")}
    folder = study / "uit" / "steekproeven"
    with (folder / "voorstel-thema-financien.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["plan"] for row in rows[:2]] == ["plan-1", "plan-3"]
    assert rows[0]["termen"] == "schuld|schuldhulpverlening"
    assert {row["voorgestelde_code"] for row in rows} == {CODE}
    assert propose(study) == 0
    assert (folder / "voorstel-thema-financien-02.jsonl").is_file()


def test_a_proposal_is_no_coding_and_says_where_it_comes_from(study: Path) -> None:
    assert propose(study) == 0
    file = study / "uit" / "steekproeven" / "voorstel-thema-financien.jsonl"
    assert {(unit.ontwerp, unit.inclusiekans) for unit in read_sample(file)} == {("voorstel", None)}
    assert drawn_before(study / "uit") == []
    sheet = openpyxl.load_workbook(file.with_suffix(".xlsx")).worksheets[0]
    column = {cell.value: cell.column for cell in sheet[1]}
    assert "past 'Geld en schulden' hier?" in sheet.cell(2, column["Waarom deze eenheid"]).value
    assert sheet.cell(2, column["Thema"]).value is None

    passage = passage_to(study / "codebook.yaml")
    work = divide(read_batch(study / "uit", file), ["anna"], blind=False, passage=passage, copies=1)
    task = TaskMaker(work, questions(passage.codebook), passage.codebook).task(work.eenheden[0])
    shown = task["data"]["weergave_reden"]
    assert shown.startswith("<b>Een voorstel van het programma, geen codering</b>")
    assert "Gemaakt van definitie, termen en voorbeelden in het codeboek; plaats 1 van 3." in shown
    filled_in = [item["value"]["choices"] for item in task["predictions"][0]["result"]]
    assert ["financien"] not in filled_in


def test_a_code_that_is_not_there_is_told(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert propose(study, "thema.financieel") == 2
    assert "bedoelt u 'thema.financien'?" in capsys.readouterr().err
    assert propose(study, "hoofddoel_type.anders") == 2
    assert "geen eenheid die hoofddoel_type.anders kan krijgen" in capsys.readouterr().err
