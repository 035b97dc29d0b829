"""What helps to keep a model good: likely mistakes, a learning curve, plans unlike what was learnt from."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from openpyxl import load_workbook

from pipeline.annotations import Annotation
from pipeline.cli.main import run
from pipeline.coded_units import CodedUnit
from pipeline.coding import name_in_use
from pipeline.coding.answers import Answers, Asked, fingerprint
from pipeline.coding.drift import Beside, describe, measure_drift
from pipeline.coding.mistakes import suspects, to_rows, to_xlsx
from pipeline.coding.recipe import left_out_answers
from pipeline.domain import Coding

ROOT = Path(__file__).resolve().parents[3]
TARGETS = ("thema.taal", "instrument.taalles", "instrument.zorg", "instrument.geen")


def subdoel(plan: str, tekst: str = "leert de taal", schrijver: str = "Anna") -> Annotation:
    return Annotation(
        bestand=f"{plan}.pdf",
        plan=plan,
        schrijver=schrijver,
        eenheid="subdoel",
        subdoel_nr=1,
        tekst=tekst,
        codeur="test",
        codeboek="ondersteuningsplannen@1",
        herkomst="import",
    )


def answers(
    taal: list[tuple[bool, float]], instrument: list[tuple[int, tuple[float, float, float]]]
) -> Answers:
    """Per subdoel whether it is of taal and the chance of that; which instrument it has and their chances."""
    truth = np.array(
        [[yes, *(at == own for at in range(3))] for (yes, _), (own, _) in zip(taal, instrument, strict=True)]
    )
    chance = np.array([[yes, *each] for (_, yes), (_, each) in zip(taal, instrument, strict=True)])
    items = [subdoel(f"P{at}") for at in range(len(taal))]
    units = tuple(Asked(item.key, "Anna", fingerprint(item)) for item in items)
    return Answers(
        "m", TARGETS, units, truth, truth, np.ones_like(truth), chance, np.zeros(len(taal), dtype=bool)
    )


SURE = (0, (0.8, 0.1, 0.1))


def test_mistakes_by_hand() -> None:
    """Usual for taal: (0.9 + 0.8 + 0.1) / 3 = 0.6; for not taal: (0.9 + 0.3) / 2 = 0.6."""
    taal = [(True, 0.9), (True, 0.8), (True, 0.1), (False, 0.1), (False, 0.7)]
    found = suspects(answers(taal, [SURE] * 5))
    told = [(each.key[0], each.question, each.coded, each.likely) for each in found]
    assert told == [("P2", "thema.taal", "ja", "nee"), ("P4", "thema.taal", "nee", "ja")]
    assert (found[0].chance_coded, found[0].chance_likely) == (0.1, pytest.approx(0.9))


def test_another_answer_must_be_as_likely_as_is_usual_for_it() -> None:
    """Usual for zorg is 0.7: a chance of 0.6 is more than of what was coded, and yet not suspect."""
    no_taal = [(False, 0.0)] * 4
    zorg = (1, (0.2, 0.7, 0.1))
    assert suspects(answers(no_taal, [SURE, SURE, zorg, (0, (0.4, 0.6, 0.0))])) == []
    (found,) = suspects(answers(no_taal, [SURE, SURE, zorg, (0, (0.2, 0.8, 0.0))]))
    assert (found.question, found.coded, found.likely) == ("instrument", "taalles", "zorg")


def test_own_effort_that_follows_from_the_instrument_is_not_asked_twice() -> None:
    taal = [(True, 0.9), (True, 0.1), (False, 0.1)]
    named = ("eigen_inzet", "instrument.eigen_inzet", *TARGETS[2:])
    assert suspects(replace(answers(taal, [SURE] * 3), targets=named)) == []


def test_rows_have_the_text_and_a_workbook_holds_no_formula(tmp_path: Path) -> None:
    found = suspects(answers([(True, 0.9), (True, 0.1), (False, 0.1)], [SURE] * 3))
    assert to_rows(found, [subdoel("P1", "een andere tekst")]) == []
    (row,) = to_rows(found, [subdoel("P0"), subdoel("P1")])
    assert (row["tekst"], row["vraag"], row["gecodeerd"], row["misschien"]) == (
        "leert de taal",
        "thema.taal",
        "ja",
        "nee",
    )
    path = tmp_path / "nakijken.xlsx"
    path.write_bytes(to_xlsx([{**row, "tekst": "=1+1"}]))
    assert to_xlsx([row]) == to_xlsx([row])
    sheet = load_workbook(path).active
    assert sheet is not None
    cell = next(cell for line in sheet.iter_rows() for cell in line if cell.value == "=1+1")
    assert cell.data_type == "s"


def test_the_command_lists_mistakes_of_the_model_in_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "nakijken.csv"
    assert run(["evaluate", "--mistakes", str(path)]) == 0
    assert "Ook het model kan zich vergissen" in capsys.readouterr().out
    rows = list(csv.DictReader(path.open(encoding="utf-8", newline="")))
    kept = suspects(left_out_answers(ROOT / "models" / name_in_use(ROOT / "models")))
    assert len(rows) == len(kept) > 0


def coded(tekst: str, *chances: float) -> CodedUnit:
    scores = {f"thema.{at}": chance for at, chance in enumerate(chances)} | {"eigen_inzet": 0.5}
    return CodedUnit(subdoel("X", tekst).unit, Coding(scores=scores), "m", "c")


LEARNT = [
    subdoel("A", "leert de taal in de les", "Anna"),
    subdoel("B", "leert de taal op het werk", "Bert"),
]


def test_drift_by_hand() -> None:
    """Anna has 2 of 6 words that Bert lacks (in, les), Bert 3 of 6 that Anna lacks (op, het, werk)."""
    kept = answers([(True, 0.9), (False, 0.2)], [SURE] * 2)
    found = measure_drift([coded("Leert [NAAM-1] zwemmen!", 0.25, 0.5)], LEARNT, kept)
    assert found.unknown == Beside(0.5, (pytest.approx(2 / 6), pytest.approx(3 / 6)))
    assert found.doubt == Beside(0.75, (pytest.approx((0.2 + 0.4) / 2),))
    text = describe(found)
    assert "wijken in twijfel verder af" in text
    assert "komt 50,0% niet voor" in text
    assert "33,3% tot 50,0%" in text


def test_plans_like_those_learnt_from_are_said_to_be_so() -> None:
    found = measure_drift([coded("leert de taal", 0.01)], LEARNT, None)
    assert found.unknown.here == 0
    assert "niet verder af" in describe(found)
    assert "wijken" not in describe(measure_drift([coded("leert", 0.5)], LEARNT[:1], None))
    assert "onbekend" in describe(measure_drift([], LEARNT, None))


def test_drift_by_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A text by nobody: two of its four words are in no plan."""
    unit = subdoel("X", "Lorem ipsum leert taal").model_dump(mode="json") | {"scores": {"thema.taal": 0.5}}
    line = unit | {"nakijken": [], "model": "m", "codeboek": "c"}
    (tmp_path / "eenheden.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    assert run(["evaluate", "--drift", str(tmp_path)]) == 0
    text = capsys.readouterr().out
    assert "komt 50,0% niet voor" in text
    assert "Bij de 16 schrijvers" in text
    assert "wijken in woorden en twijfel verder af" in text
    assert run(["evaluate", "--drift", str(tmp_path / "nergens")]) == 2
    assert "eenheden.jsonl" in capsys.readouterr().err


def plan(writer: str, number: int) -> list[dict[str, object]]:
    """Of each writer half the plans are of taal, half of werk."""
    thema = "taal" if number % 2 else "werk"
    words = {"taal": "Nederlands leren in de taalles", "werk": "betaald werk zoeken met de werkbemiddelaar"}
    codes = {"thema": [thema], "codeur": "test", "codeboek": "ondersteuningsplannen@1", "herkomst": "import"}
    key = {"bestand": "x.pdf", "plan": f"{writer}{number}", "schrijver": writer, "tekst": words[thema]}
    return [
        {**key, **codes, "eenheid": "hoofddoel", "hoofddoel_type": "anders"},
        {**key, **codes, "eenheid": "subdoel", "subdoel_nr": 1, "instrument": "geen"},
    ]


def write(path: Path, writers: str) -> Path:
    rows = [row for writer in writers for number in range(4) for row in plan(writer, number)]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def test_learning_curve_by_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = write(tmp_path / "a.jsonl", "ABCD")
    assert run(["evaluate", "--curve", "--annotations", str(source)]) == 0
    text = capsys.readouterr().out
    assert "F1 na leren van 2, 3 schrijvers, steeds op dezelfde 32 eenheden" in text
    row = next(line for line in text.splitlines() if line.startswith("thema.taal"))
    assert row.split()[1:3] == ["1,000", "1,000"]
    assert "bij geen enkele code aantoonbaar" in text


def test_a_curve_needs_writers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evaluate", "--curve", "--annotations", str(write(tmp_path / "a.jsonl", "ABC"))]) == 2
    assert "ten minste 4 schrijvers nodig; er zijn er 3" in capsys.readouterr().err
