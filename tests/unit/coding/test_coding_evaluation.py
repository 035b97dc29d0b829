"""What an evaluation says, on codes made by hand, and on few plans by two writers."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from pipeline.annotations import Annotation
from pipeline.cli.main import run
from pipeline.codebook import load_codebook
from pipeline.coding.evaluation import Evaluation
from pipeline.coding.evaluation_errors import mixups, worst_units
from pipeline.coding.evaluation_files import write_evaluation
from pipeline.coding.evaluation_text import describe_worst
from pipeline.coding.structure import KINDS
from pipeline.coding.targets import SINGLE, applies, columns_of, has_code, targets_of
from pipeline.domain import Coding

ROOT = Path(__file__).resolve().parents[3]
TARGETS = targets_of(load_codebook(ROOT / "codebook.yaml"))
NAMES = [target.name for target in TARGETS]


def annotation(plan: str, number: int, text: str, *thema: str, instrument: str = "taalles") -> Annotation:
    return Annotation(
        bestand=f"{plan}.pdf",
        plan=plan,
        schrijver=plan[0],
        eenheid="subdoel",
        subdoel_nr=number,
        tekst=text,
        thema=thema,
        instrument=instrument,
        eigen_inzet=instrument == "eigen_inzet",
        codeur="test",
        codeboek="ondersteuningsplannen@1",
        herkomst="import",
    )


def evaluation(*pairs: tuple[Annotation, Coding, float], marked: tuple[int, ...] = ()) -> Evaluation:
    """Of each unit what is right, what was given, and how probable each given code was."""
    items = [item for item, _, _ in pairs]
    given = has_code([coding for _, coding, _ in pairs], TARGETS)
    possible = applies([item.eenheid for item in items], TARGETS)
    sure = np.array([chance for _, _, chance in pairs])[:, None]
    probability = np.where(given, sure, 1 - sure)
    for variable, columns in columns_of(TARGETS).items():
        if variable in SINGLE:
            probability[:, columns] = np.where(given[:, columns], sure, (1 - sure) / (len(columns) - 1))
    return Evaluation(
        TARGETS,
        tuple(items),
        has_code([item.coding for item in items], TARGETS),
        given,
        possible,
        probability * possible,
        np.isin(range(len(items)), marked),
        np.array([KINDS.index(item.eenheid) for item in items]),
        np.array([item.schrijver for item in items]),
        "schrijver",
        100,
    )


@pytest.fixture
def small() -> Evaluation:
    """Four subdoelen: one right, one with the other instrument, one with a thema too many, one all wrong."""
    return evaluation(
        (annotation("A1", 1, "leert Nederlands", "taal"), Coding(("taal",), instrument="taalles"), 0.9),
        (
            annotation("A1", 2, "gaat vier dagen naar school", "taal", instrument="voltijdroute"),
            Coding(("taal",), instrument="taalles"),
            0.8,
        ),
        (
            annotation("B1", 1, "=wandelt", "gezondheid", instrument="eigen_inzet"),
            Coding(("gezondheid", "participatie"), True, "eigen_inzet"),
            0.7,
        ),
        (
            annotation("B1", 2, "ruimt schulden op", instrument="overig"),
            Coding(("werk",), True, "zorg"),
            0.99,
        ),
        marked=(2,),
    )


def test_counts_are_per_plan(small: Evaluation) -> None:
    assert small.plans == ["A1", "B1"]
    taal, werk = NAMES.index("thema.taal"), NAMES.index("thema.werk")
    assert small.code_counts()[:, taal].tolist() == [[2, 2, 2], [0, 0, 0]]
    assert small.code_counts()[:, werk].tolist() == [[0, 0, 0], [0, 1, 0]]
    assert small.choice_counts("instrument").tolist() == [[1, 2], [1, 2]]
    # six decisions a subdoel: four themes, eigen inzet, instrument
    assert small.decision_counts().tolist() == [[1, 12], [4, 12]]
    assert small.decision_counts(small.marked).tolist() == [[0, 0], [1, 6]]
    assert small.marked_counts().tolist() == [[0, 2], [1, 2]]


def test_figures_by_hand(small: Evaluation) -> None:
    figures = small.to_json()
    # taal 1, gezondheid 1, eigen inzet 2/3; werk and participatie never occur, so have no F1
    assert figures["macro_f1"] == pytest.approx((1 + 1 + 2 / 3) / 3, abs=1e-4)
    assert figures["codes"]["thema.werk"]["subdoel"]["f1"] is None
    assert figures["codes"]["thema.werk"]["subdoel"]["precision"] == 0
    assert figures["accuracy"] == {"instrument": 0.5}  # no hoofddoel, so no hoofddoel_type
    assert figures["error_share"] == {"marked": round(1 / 6, 4), "rest": round(4 / 18, 4)}
    assert figures["marked_share"] == 0.25
    assert figures["intervals"]["macro_f1"] == [None, None]
    assert figures["groups"]["B"]["error_share_rest"] == 0.5
    json.dumps(figures, allow_nan=False)


def test_mixups_tell_what_was_given_instead(small: Evaluation) -> None:
    found = {(each.variable, each.right, each.given): each.count for each in mixups(small)}
    assert found == {
        ("hoofdcode van thema", "taal", "taal"): 2,
        ("hoofdcode van thema", "gezondheid", "participatie"): 1,  # equally probable: the first counts
        ("hoofdcode van thema", "overig", "werk"): 1,
        ("instrument", "taalles", "taalles"): 1,
        ("instrument", "voltijdroute", "taalles"): 1,
        ("instrument", "eigen_inzet", "eigen_inzet"): 1,
        ("instrument", "overig", "zorg"): 1,
    }


def test_worst_units_come_first_and_right_ones_not_at_all(small: Evaluation) -> None:
    worst = worst_units(small)
    assert [unit.annotation.tekst for unit in worst] == [
        "ruimt schulden op",
        "gaat vier dagen naar school",
        "=wandelt",
    ]
    assert [wrong.variable for wrong in worst[0].wrong] == ["thema", "instrument"]
    assert worst[1].wrong[0].chance == pytest.approx(0.2 / 10)
    assert [unit.marked for unit in worst] == [False, False, True]


def test_the_text_says_what_cannot_be_measured_and_holds_no_text_of_plans(small: Evaluation) -> None:
    text = small.describe()
    assert "juist bij hoofddoel_type: niet te meten" in text
    row = next(line for line in text.splitlines() if line.strip().startswith("participatie"))
    assert "niet te meten" in row
    assert "juist voltijdroute (1), gegeven taalles: 1" in text
    assert "schulden" not in text
    assert max(map(len, text.splitlines())) <= 110
    worst = describe_worst(small)
    assert "B1.pdf, subdoel 2 (niet gemarkeerd)" in worst
    assert "instrument: juist overig, gegeven zorg (kans op juist 0,1%)" in worst


def test_nothing_wrong_is_said() -> None:
    right = annotation("A1", 1, "leert", "taal")
    assert "Geen enkele eenheid" in describe_worst(evaluation((right, right.coding, 0.9)))


def test_files_hold_the_same_figures(small: Evaluation, tmp_path: Path) -> None:
    names = [path.name for path in write_evaluation(small, tmp_path / "uit", "Slot.")]
    assert sorted(names) == sorted(path.name for path in (tmp_path / "uit").iterdir())
    rows = {
        name: list(csv.DictReader((tmp_path / "uit" / name).open(encoding="utf-8", newline="")))
        for name in names
        if name.endswith(".csv")
    }
    assert [row["tekst"] for row in rows["fouten.csv"]][-1] == "'=wandelt"
    assert {row["code"] for row in rows["codes.csv"]} == {target.code for target in TARGETS}
    assert sum(int(row["aantal"]) for row in rows["verwarring.csv"]) == 8
    assert [row["macro_f1"] for row in rows["groepen.csv"]] == ["1.0", "0.8333"]
    text = (tmp_path / "uit" / "cijfers.txt").read_text(encoding="utf-8")
    assert text.startswith(small.describe())
    assert text.endswith("Slot.\n")
    assert json.loads((tmp_path / "uit" / "cijfers.json").read_text("utf-8")) == small.to_json()


def lines(*writers: str, plans: int = 2) -> Iterator[str]:
    """Plans of one hoofddoel, one subdoel and one afspraak, all of taal or werk."""
    for writer in writers:
        for number in range(plans):
            thema, tekst, instrument = (
                ("taal", "Nederlands leren in de taalles", "taalles")
                if number % 2
                else ("werk", "betaald werk zoeken met de werkbemiddelaar", "bemiddeling")
            )
            codes = {
                "thema": [thema],
                "codeur": "test",
                "codeboek": "ondersteuningsplannen@1",
                "herkomst": "import",
            }
            key = {"bestand": "x.pdf", "plan": f"{writer}{number}", "schrijver": writer, "meting": 1}
            yield json.dumps({**key, **codes, "eenheid": "hoofddoel", "tekst": tekst})
            subdoel = {**key, **codes, "eenheid": "subdoel", "subdoel_nr": 1, "tekst": tekst}
            yield json.dumps({**subdoel, "instrument": instrument})
            yield json.dumps({**subdoel, "eenheid": "afspraak", "afspraak_nr": 1})


def test_few_plans_by_two_writers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "annotaties"
    folder.mkdir()
    (folder / "a.jsonl").write_text("\n".join(lines("Anna", "Bert", plans=4)), encoding="utf-8")
    assert run(["evaluate", "--annotations", str(folder), "--output", str(tmp_path / "uit")]) == 0
    text = capsys.readouterr().out
    assert "2 in getal); 24 eenheden in 8 plannen" in text
    assert "niet te meten" in text
    assert "Anna" in text
    assert "Bewaard in" in text
    assert (tmp_path / "uit" / "codes.csv").exists()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ([], "bij het veld 'schrijver' is alleen 'Anna' ingevuld"),
        (["--leave-out", "meting"], "bij het veld 'meting' is alleen '1' ingevuld"),
        (["--leave-out", "opmaak"], "bij het veld 'opmaak' is niets ingevuld"),
        (["--leave-out", "plaats"], "een van: schrijver, opmaak, meting"),
    ],
)
def test_nothing_to_leave_out(
    options: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(lines("Anna")), encoding="utf-8")
    assert run(["evaluate", "--annotations", str(path), *options]) == 2
    assert says in capsys.readouterr().err
