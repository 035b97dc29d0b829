"""``plancoder sample`` and ``plancoder annotate import`` on a coded folder."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipeline.annotations import Annotation, read_annotations
from pipeline.cli.main import run
from pipeline.codebook import load_codebook
from pipeline.domain import Coding, Eenheid, Unit, Wie
from pipeline.export import unit_row
from pipeline.export.rows import INTAKE_COLUMNS, to_jsonl
from pipeline.tabular import read_table

ROOT = Path(__file__).resolve().parents[3]
PLANS = 12


def units_of(number: int) -> list[dict[str, Any]]:
    """A plan with a hoofddoel, a subdoel and two afspraken; the model doubts plans with a high number."""
    scores = {"thema.taal": 0.99 - 0.04 * number}
    about = (f"plan {number:02d}.pdf", f"plan-{number:02d}", "", "2020-01-02")
    kinds = [(Eenheid.HOOFDDOEL, None, None, None), (Eenheid.SUBDOEL, 1, None, None)]
    kinds += [(Eenheid.AFSPRAAK, 1, at, Wie.STATUSHOUDER) for at in (1, 2)]
    return [
        unit_row(
            Unit(*about, *kind, f"=tekst  {number} {at}\nvan [NAAM-1]", 1),
            Coding(("taal",), scores=scores),
            (),
            model="m@1",
            codeboek="c@1",
        )
        for at, kind in enumerate(kinds)
    ]


@pytest.fixture
def coded(tmp_path: Path) -> Path:
    folder = tmp_path / "uitvoer"
    folder.mkdir()
    rows = [row for number in range(PLANS) for row in units_of(number)]
    (folder / "eenheden.jsonl").write_text(to_jsonl(rows), encoding="utf-8")
    with (folder / "intake.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, INTAKE_COLUMNS)
        writer.writeheader()
        for number in range(PLANS):
            known = {"bestand": f"plan {number:02d}.pdf", "plan": f"plan-{number:02d}", "status": "gecodeerd"}
            writer.writerow(dict.fromkeys(INTAKE_COLUMNS, "") | known | {"meting": 1 + number % 2})
        writer.writerow(dict.fromkeys(INTAKE_COLUMNS, "") | {"bestand": "brief.pdf", "status": "geen_plan"})
    return folder


def lines(folder: Path, name: str = "steekproef-01") -> list[dict[str, Any]]:
    text = (folder / "steekproeven" / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def plans(folder: Path, name: str = "steekproef-01") -> set[str]:
    return {line["plan"] for line in lines(folder, name)}


def test_whole_plans_are_drawn_with_their_chance(coded: Path) -> None:
    assert run(["sample", str(coded), "--n", "6", "--double", "2"]) == 0
    drawn = lines(coded)
    assert (len(plans(coded)), len(drawn)) == (6, 24)
    assert {line["inclusiekans"] for line in drawn} == {0.5}
    assert len({line["plan"] for line in drawn if line["dubbel"]}) == 2
    assert {(line["batch"], line["ontwerp"], line["seed"]) for line in drawn} == {
        ("steekproef-01", "random", 1)
    }
    wanted = ["batch", "ontwerp", "seed", "plan", "bestand", "eenheid", "subdoel_nr", "afspraak_nr"]
    assert list(drawn[0])[:11] == [*wanted, "inclusiekans", "dubbel", "reden"]


def test_the_same_seed_draws_the_same_and_earlier_plans_are_not_drawn_again(coded: Path, capsys) -> None:
    for more in (
        ["--name", "een"],
        ["--name", "twee", "--again"],
        ["--name", "drie", "--again", "--seed", "2"],
    ):
        assert run(["sample", str(coded), "--n", "5", *more]) == 0
    assert plans(coded, "een") == plans(coded, "twee") != plans(coded, "drie")
    capsys.readouterr()
    left = PLANS - len(plans(coded, "een") | plans(coded, "drie"))
    assert run(["sample", str(coded), "--n", str(left)]) == 0
    assert f"Eerder getrokken, en daarom niet meegedaan: {PLANS - left} plannen" in capsys.readouterr().out
    assert plans(coded) & (plans(coded, "een") | plans(coded, "drie")) == set()
    assert run(["sample", str(coded), "--n", "1"]) == 2
    assert "Er zijn geen plannen om uit te trekken" in capsys.readouterr().err


def test_strata_by_meting_by_a_file_and_by_the_link(coded: Path, tmp_path: Path, capsys) -> None:
    command = ["sample", str(coded), "--n", "6", "--again", "--design", "stratified"]
    assert run([*command, "--name", "m"]) == 0
    assert {line["laag"] for line in lines(coded, "m")} == {"1", "2"}
    groups = tmp_path / "schrijvers.csv"
    groups.write_text("bestand;groep\n" + "".join(f"plan {n:02d}.pdf;s{n % 3}\n" for n in range(9)), "utf-8")
    assert run([*command, "--name", "s", "--stratum", "schrijver", "--groups", str(groups), "--n", "8"]) == 0
    assert {line["laag"] for line in lines(coded, "s")} == {"s0", "s1", "s2", "onbekend"}
    assert run([*command, "--stratum", "schrijver"]) == 2
    assert "--groups" in capsys.readouterr().err
    assert run([*command, "--stratum", "profiel"]) == 2
    assert "plancoder link" in capsys.readouterr().err
    (coded / "koppeling.csv").write_text("bestand,profiel\nplan 00.pdf,A\nplan 01.pdf,A\n", encoding="utf-8")
    assert run([*command, "--stratum", "profiel", "--name", "p"]) == 0
    assert {line["laag"] for line in lines(coded, "p")} == {"A", "onbekend"}
    assert run([*command, "--stratum", "sterrenbeeld"]) == 2
    assert "Deze kolommen ontbreken: sterrenbeeld" in capsys.readouterr().err


def test_active_draws_what_the_model_doubts_and_gives_no_chance(coded: Path, capsys) -> None:
    assert run(["sample", str(coded), "--n", "3", "--design", "active"]) == 0
    assert {line["inclusiekans"] for line in lines(coded)} == {None}
    assert "plan-11" in plans(coded)
    assert run(["sample", str(coded), "--n", "3"]) == 0
    assert "Deze steekproef staat dus alleen voor de andere plannen" in capsys.readouterr().out


def test_mixed_double_codes_what_was_drawn_by_chance(coded: Path) -> None:
    assert run(["sample", str(coded), "--n", "6", "--design", "mixed", "--double", "50%"]) == 0
    drawn = lines(coded)
    chances = {line["plan"]: line["inclusiekans"] for line in drawn}
    assert sorted(chances.values(), key=str) == [3 / PLANS] * 3 + [None] * 3
    assert all(line["dubbel"] == (line["inclusiekans"] is not None) for line in drawn)
    assert all(0 < line["inclusiekans_samen"] <= 1 for line in drawn)


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        (["--n", "13"], "Er zijn 12 plannen"),
        (["--n", "3", "--double", "4"], "4 daarvan dubbel"),
        (["--n", "3", "--double", "veel"], "geen aantal of deel"),
        (["--n", "3", "--name", "../x"], "kan geen bestand zijn"),
        (["--n", "3", "--design", "stratified"], "te weinig voor 2 lagen"),
    ],
)
def test_what_cannot_be_drawn_is_told_and_nothing_is_written(coded: Path, capsys, more, complaint) -> None:
    assert run(["sample", str(coded), *more]) == 2
    assert complaint in capsys.readouterr().err
    assert not (coded / "steekproeven").exists()


def test_a_sample_is_not_overwritten(coded: Path, capsys) -> None:
    command = ["sample", str(coded), "--n", "3", "--name", "een"]
    assert run(command) == 0
    assert run(command) == 2
    assert "Er is al een steekproef met deze naam" in capsys.readouterr().err


Fill = Callable[[dict[str, Any]], dict[str, Any]]


def filled(path: Path, fill: Fill) -> Path:
    """Fill the workbook in: per row what ``fill`` says, by heading."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        values = dict(zip(headings, (cell.value for cell in row), strict=True))
        for heading, value in fill(values).items():
            row[headings.index(heading)].value = value
    book.save(path)
    return path


def by_kind(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "hoofddoel": {"Thema": "werk", "Thema 2": "taal", "Type hoofddoel": "betaald_werk"},
        "subdoel": {"Thema": "Taal", "Instrument": "eigen_inzet", "Opmerking": "twijfel"},
        "afspraak": {"Thema": "overig", "Eigen inzet": "ja"} if row["Afspraak"] == 1 else {},
    }[row["Eenheid"]]


@pytest.fixture
def workbook(coded: Path) -> Path:
    assert run(["sample", str(coded), "--n", "4", "--double", "2"]) == 0
    return coded / "steekproeven" / "steekproef-01.xlsx"


def imported(workbook: Path, coder: str = "anna") -> list[Annotation]:
    assert run(["annotate", "import", str(workbook), "--coder", coder]) == 0
    file = workbook.parent.parent / "annotaties" / f"steekproef-01-{coder}.jsonl"
    return read_annotations(file, load_codebook(ROOT / "codebook.yaml"))


def test_a_workbook_comes_back_as_annotations(workbook: Path, capsys) -> None:
    codings = imported(filled(workbook, by_kind))
    assert len(codings) == 12
    assert "12 eenheden overgenomen; 4 nog niet gecodeerd" in capsys.readouterr().out
    hoofddoel, subdoel, afspraak = codings[:3]
    assert (hoofddoel.thema, hoofddoel.hoofddoel_type) == (("werk", "taal"), "betaald_werk")
    assert (subdoel.instrument, subdoel.eigen_inzet, subdoel.opmerking) == ("eigen_inzet", True, "twijfel")
    assert (afspraak.thema, afspraak.eigen_inzet, afspraak.wie) == ((), True, Wie.STATUSHOUDER)
    assert {each.inclusiekans for each in codings} == {4 / PLANS}
    assert {(each.codeur, each.herkomst, each.steekproef) for each in codings} == {
        ("anna", "import", "random (steekproef-01)")
    }
    assert afspraak.tekst.startswith("=tekst  ")  # as in the folder, whatever the sheet made of it
    assert {each.meting for each in codings} <= {1, 2}
    assert {each.schrijver for each in codings} == {""}


def test_the_writer_of_a_plan_comes_from_a_file(workbook: Path, tmp_path: Path) -> None:
    groups = tmp_path / "schrijvers.csv"
    groups.write_text("bestand,groep\n" + "".join(f"plan {n:02d}.pdf,s{n}\n" for n in range(PLANS)), "utf-8")
    command = [
        "annotate",
        "import",
        str(filled(workbook, by_kind)),
        "--coder",
        "anna",
        "--groups",
        str(groups),
    ]
    assert run(command) == 0
    codings = read_annotations(workbook.parent.parent / "annotaties")
    assert all(each.schrijver == f"s{int(each.plan[-2:])}" for each in codings)


def test_the_second_coder_gets_the_double_plans_only(workbook: Path, coded: Path) -> None:
    second = workbook.with_name("steekproef-01-tweede.xlsx")
    mine, theirs = imported(filled(workbook, by_kind)), imported(filled(second, by_kind), "bart")
    double = {line["plan"] for line in lines(coded) if line["dubbel"]}
    assert {each.plan for each in theirs} == double
    assert run(["agreement", str(coded / "annotaties")]) == 0
    assert len(mine) == 2 * len(theirs)


def test_importing_again_replaces_and_keeps_what_another_workbook_gave(workbook: Path) -> None:
    second = workbook.with_name("steekproef-01-tweede.xlsx")
    first = imported(filled(workbook, by_kind))
    again = imported(filled(second, lambda row: {"Thema": "gezondheid", **_needed(row)}))
    assert len(again) == len(first) + 2  # the second afspraak of two plans was not coded before
    assert sum(each.thema == ("gezondheid",) for each in again) == 8


def _needed(row: dict[str, Any]) -> dict[str, str]:
    return {"subdoel": {"Instrument": "zorg"}, "hoofddoel": {"Type hoofddoel": "anders"}}.get(
        row["Eenheid"], {}
    )


def test_misread_units_are_told_and_not_taken_over(workbook: Path, capsys) -> None:
    filled(
        workbook, lambda row: by_kind(row) | {"Verkeerd gelezen": "ja" if row["Subdoel"] is None else None}
    )
    assert len(imported(workbook)) == 8
    printed = capsys.readouterr().out
    assert "Verkeerd gelezen volgens anna: 4; zij staan nu in " in printed
    assert "rij 2: plan" in printed


def test_misread_units_stand_in_the_reading_queue_until_they_are_coded(workbook: Path, coded: Path) -> None:
    queue = coded / "verkeerd_gelezen.csv"
    filled(
        workbook, lambda row: by_kind(row) | {"Verkeerd gelezen": "ja" if row["Subdoel"] is None else None}
    )
    imported(workbook)
    rows = [row for _, row in read_table(queue).rows]
    assert {(row["eenheid"], row["codeur"], row["batch"]) for row in rows} == {
        ("hoofddoel", "anna", "steekproef-01")
    }
    assert len(rows) == 4
    imported(filled(workbook, lambda row: {"Verkeerd gelezen": None} if row["Afspraak"] is None else {}))
    assert not queue.exists()


@pytest.mark.parametrize(
    ("row", "values", "complaint"),
    [
        (2, {"Thema": "sport"}, "rij 2: Thema: 'sport' kan hier niet; kies uit taal, werk"),
        (2, {"Instrument": "zorg"}, "rij 2: Instrument: hoort niet bij een hoofddoel"),
        (2, {"Type hoofddoel": None}, "rij 2: Type hoofddoel is leeg"),
        (3, {"Thema": None}, "rij 3: Thema is leeg, maar er staan wel andere codes"),
        (3, {"Instrument": None}, "rij 3: Instrument is leeg"),
        (4, {"Thema": "overig", "Thema 2": "werk"}, "rij 4: bij 'overig' kan geen ander thema staan"),
        (4, {"Thema": "werk", "Thema 2": "werk"}, "rij 4: hetzelfde thema staat er twee keer"),
        (4, {"Eigen inzet": "misschien"}, "rij 4: Eigen inzet: 'misschien' kan hier niet"),
        (4, {"Tekst": "iets anders"}, "rij 4: de tekst is niet (meer) die van de gecodeerde map"),
        (4, {"Afspraak": 9}, "rij 4: deze eenheid is niet getrokken"),
        (5, {"Afspraak": 1}, "rij 5: dezelfde eenheid staat ook in rij 4"),
    ],
)
def test_faults_are_told_with_their_row_and_nothing_is_taken_over(
    workbook: Path, capsys, row: int, values: dict[str, Any], complaint: str
) -> None:
    filled(workbook, by_kind)
    book = openpyxl.load_workbook(workbook)
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    for heading, value in values.items():
        sheet.cell(row, headings.index(heading) + 1).value = value
    book.save(workbook)
    assert run(["annotate", "import", str(workbook), "--coder", "anna"]) == 2
    complaints = capsys.readouterr().err
    assert complaint in complaints
    assert "=tekst" not in complaints
    assert not (workbook.parent.parent / "annotaties").exists()


def test_another_workbook_is_refused(workbook: Path, tmp_path: Path, capsys) -> None:
    other = openpyxl.Workbook()
    other.active.append(["Bestand", "Thema"])
    other.active.append(["a.pdf", "werk"])
    other.save(tmp_path / "ander.xlsx")
    assert run(["annotate", "import", str(tmp_path / "ander.xlsx"), "--coder", "anna"]) == 2
    assert "Deze kolommen ontbreken: Eenheid" in capsys.readouterr().err
    moved = workbook.rename(tmp_path / "steekproef-01.xlsx")
    assert run(["annotate", "import", str(moved), "--coder", "a/b"]) == 2
    assert run(["annotate", "import", str(moved), "--coder", "anna"]) == 2
    filled(moved, by_kind)
    folder = ["--folder", str(tmp_path / "uitvoer"), "--annotations", str(tmp_path / "mijn")]
    assert run(["annotate", "import", str(moved), "--coder", "anna", *folder]) == 0
    assert (tmp_path / "mijn" / "steekproef-01-anna.jsonl").is_file()


def test_the_workbook_is_the_same_each_time_and_offers_the_codes(workbook: Path, coded: Path) -> None:
    first = workbook.read_bytes()
    (coded / "steekproeven" / "steekproef-01.jsonl").unlink()
    assert run(["sample", str(coded), "--n", "4", "--double", "2"]) == 0
    assert workbook.read_bytes() == first
    book = openpyxl.load_workbook(workbook)
    assert book.sheetnames == ["Coderen", "Uitleg", "Codes"]
    lists = [[cell.value for cell in column if cell.value] for column in book["Codes"].iter_cols()]
    assert ["taal", "werk", "participatie", "gezondheid", "overig"] in lists
    assert {rule.type for rule in book["Coderen"].data_validations.dataValidation} == {"list"}
    assert book["Coderen"]["F2"].data_type == "s"
    assert all(cell.value is None for cell in book["Coderen"]["G"][1:])  # the model's codes are not shown
