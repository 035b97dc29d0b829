"""``plancoder report`` as a researcher gives it."""

from pathlib import Path

import pytest

from pipeline.cli.main import run


def test_says_what_was_made(small_study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", str(small_study), "--internal", "--quotes", "1"]) == 0
    told = capsys.readouterr().out
    assert "report.html" in told
    assert "alleen voor intern gebruik" in told
    assert (small_study / "report.xlsx").exists()


def test_needed_sample_says_how_many_and_makes_nothing(
    small_study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["report", str(small_study), "--needed-sample"]) == 0
    told = capsys.readouterr().out
    assert "bij 4 bruikbare plannen" in told
    assert "niet gemeten" in told
    assert not (small_study / "report.html").exists()


def test_needed_sample_of_nothing(small_study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (small_study / "eenheden.jsonl").write_text("", encoding="utf-8")
    assert run(["report", str(small_study), "--needed-sample"]) == 0
    assert "nog niets gecodeerd" in capsys.readouterr().out


def test_a_wish_that_cannot_be_met_is_told_and_leaves_the_report(
    small_study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["report", str(small_study), "--groups", str(small_study / "intake.csv")]) == 2
    assert "Kolommen ontbreken: groep." in capsys.readouterr().err
    assert run(["report", str(small_study), "--annotations", str(small_study / "leeg")]) == 2
    assert "annotaties" in capsys.readouterr().err
    assert not (small_study / "report.html").exists()
