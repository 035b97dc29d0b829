"""What a command says, and what it notes of an error, holds no text of a plan and no identifier."""

import json
import re
from pathlib import Path

import pdf_factory
import pytest
from plancoder_process import plancoder

from pipeline.cli.main import UNEXPECTED, run
from pipeline.engine.worker import call

NAMES = ("Yonas Tesfay", "Miriam Haile", "Semhar Woldu", "Filmon Gebre")
SECRETS = [
    *(word for name in NAMES for word in name.split()),
    *(pdf_factory.bsn(person) for person in range(4)),
    "taalles bij de bibliotheek",  # what the plans say
    "betaalde baan in de techniek",
    "oud papier",  # what a letter says
]
PATTERN = re.compile("|".join(map(re.escape, SECRETS)), re.IGNORECASE)


@pytest.fixture
def noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the program notes errors and keeps what is temporary, for this test alone."""
    folder = tmp_path / "genoteerd"
    (folder / "tijdelijk").mkdir(parents=True)
    for variable in ("XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(folder))
    for variable in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(variable, str(folder / "tijdelijk"))
    return folder


@pytest.fixture
def received(tmp_path: Path) -> Path:
    folder = tmp_path / "ontvangen"
    folder.mkdir()
    for person, name in enumerate(NAMES):
        pdf_factory.plan(folder / f"plan{person}.pdf", name=name, person=person)
    pdf_factory.plan(folder / "zelfde_bsn.pdf", name="Semhar Woldu", person=0)
    pdf_factory.joined(folder / "twee.pdf", folder / "plan0.pdf", folder / "plan1.pdf")
    pdf_factory.copy(folder / "plan0.pdf", folder / "kopie.pdf")
    whole = (folder / "plan1.pdf").read_bytes()
    for share in (20, 50, 80, 95):
        (folder / f"half{share}.pdf").write_bytes(whole[: len(whole) * share // 100])
    pdf_factory.letter(folder / "brief.pdf")
    pdf_factory.text_as_pdf(folder / "tekst.pdf")
    pdf_factory.encrypted(folder / "beveiligd.pdf")
    pdf_factory.scan(folder / "gescand.pdf")
    pdf_factory.empty(folder / "leeg.pdf")
    return folder


def secrets_in(noted: Path) -> list[str]:
    files = [path for path in noted.rglob("*") if path.is_file() and path.suffix != ".key"]
    return [found for path in files for found in PATTERN.findall(path.read_text("utf-8", "replace"))]


def test_the_main_job_says_nothing_of_anyone(received: Path, noted: Path, tmp_path: Path) -> None:
    folder = tmp_path / "uitvoer"
    arguments = ("code", received, "--output", folder)
    first, again = plancoder(*arguments), plancoder(*arguments)
    assert first.returncode == again.returncode == 1, first.stderr
    assert "onleesbaar" in first.stdout
    said = [text for each in (first, again) for text in (each.stdout, each.stderr)]
    said.append((folder / "intake.csv").read_text(encoding="utf-8"))
    assert not PATTERN.findall("\n".join(said))
    assert not secrets_in(noted)


@pytest.mark.parametrize("setting", ["seconden_per_bestand: 1", "megabytes_per_bestand: 256"])
def test_a_file_that_is_given_up_says_nothing(
    received: Path, noted: Path, tmp_path: Path, setting: str
) -> None:
    settings = tmp_path / "plancoder.yaml"
    settings.write_text(setting, encoding="utf-8")
    result = plancoder("code", received, "--output", tmp_path / "uitvoer", "--settings", settings)
    assert result.returncode == 1
    assert not PATTERN.findall(result.stdout + result.stderr)
    assert not secrets_in(noted)


def test_teaching_with_a_wrong_correction_says_nothing(received: Path, noted: Path, tmp_path: Path) -> None:
    correction = tmp_path / "plan.json"
    truth = {
        "situatie": ["Yonas Tesfay wil een betaalde baan in de techniek."],
        "hoofddoel": {"tekst": "Yonas Tesfay vindt werk met BSN " + pdf_factory.bsn(0)},
        "subdoelen": [{"tekst": "Semhar doet de taalles bij de bibliotheek", "afspraken": []}],
    }
    for content in (json.dumps(truth), json.dumps(truth | {"subdoelen": []}), json.dumps(truth)[:-20]):
        correction.write_text(content, encoding="utf-8")
        result = plancoder("reading", "teach", received / "plan0.pdf", "--plan", correction)
        assert result.returncode == 2, result.stdout
        assert not PATTERN.findall(result.stdout + result.stderr)
    assert not secrets_in(noted)


def test_an_error_that_nobody_foresaw_says_where_and_not_what(
    noted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        text = f"{NAMES[0]} {pdf_factory.bsn(0)}"
        try:
            raise KeyError(text)
        except KeyError as error:
            raise ValueError(f"taalles bij de bibliotheek {text}") from error

    monkeypatch.setattr("pipeline.study.job.code_plans", fail)
    monkeypatch.setattr("platformdirs.user_log_dir", lambda *_, **__: str(noted / "log"))
    assert run(["code", str(tmp_path), "--output", str(tmp_path / "uitvoer")]) == UNEXPECTED
    said = capsys.readouterr()
    assert "ValueError" in said.err
    assert not PATTERN.findall(said.out + said.err)
    (details,) = (noted / "log").iterdir()
    text = details.read_text(encoding="utf-8")
    assert "KeyError" in text
    assert "test_code_silent.py" in text
    assert not secrets_in(noted)


def test_a_worker_hands_back_the_kind_and_place_of_an_error() -> None:
    def fail(text: str) -> None:
        raise ValueError(text)

    outcome, detail = call(fail, NAMES[0])
    assert outcome == "error"
    assert "ValueError" in detail
    assert not PATTERN.findall(detail)
