import csv
import io
import json

from pipeline.domain import Coding, Eenheid, Unit, Wie
from pipeline.export.rows import COLUMNS, to_jsonl, unit_row
from pipeline.export.tables import to_csv

UNIT = Unit("m1/a.pdf", "p1", "x9", "2024-03-12", Eenheid.AFSPRAAK, 2, 1, Wie.BEIDE, 'Belt, en "oefent".', 3)
CODING = Coding(
    ("taal", "werk"), True, None, None, {"thema.taal": 0.98765432, "eigen_inzet": 1}, ("twijfel",), ("x",)
)


def row(unit: Unit = UNIT, coding: Coding = CODING, doubts: tuple[str, ...] = ()) -> dict[str, object]:
    return unit_row(unit, coding, doubts, model="m@1", codeboek="c@1")


def test_a_line_has_exactly_the_agreed_fields() -> None:
    assert json.loads(to_jsonl([row()])) == {
        "bestand": "m1/a.pdf",
        "plan": "p1",
        "persoon": "x9",
        "datum": "2024-03-12",
        "eenheid": "afspraak",
        "subdoel_nr": 2,
        "afspraak_nr": 1,
        "wie": "beide",
        "tekst": 'Belt, en "oefent".',
        "pagina": 3,
        "thema": ["taal", "werk"],
        "eigen_inzet": True,
        "instrument": None,
        "hoofddoel_type": None,
        "subcodes": [],
        "scores": {"thema.taal": 0.9877, "eigen_inzet": 1},
        "nakijken": ["twijfel"],
        "model": "m@1",
        "codeboek": "c@1",
    }


def test_doubts_about_the_reading_come_first_and_each_once() -> None:
    assert row(doubts=("lezing onzeker", "twijfel"))["nakijken"] == ["lezing onzeker", "twijfel"]


def test_one_line_per_unit_even_with_odd_line_ends() -> None:
    odd = Unit(
        "a.pdf", "p", "", "", Eenheid.HOOFDDOEL, None, None, None, "een\nregel\u2028met\u0085eindes", 1
    )
    text = to_jsonl([row(odd), row()])
    assert text.count("\n") == 2
    assert json.loads(text.split("\n")[0])["tekst"] == odd.tekst


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_csv_has_the_same_columns_and_joins_lists() -> None:
    (cells,) = read(to_csv([row(coding=Coding(nakijken=("een", "twee")))], COLUMNS))
    assert list(cells) == list(COLUMNS)
    assert cells["nakijken"] == "een|twee"
    assert cells["thema"] == cells["instrument"] == ""
    assert cells["eigen_inzet"] == "false"
    assert cells["scores"] == "{}"


def test_csv_values_survive_commas_quotes_and_lines() -> None:
    (cells,) = read(to_csv([row()], COLUMNS))
    assert cells["tekst"] == UNIT.tekst
    assert cells["thema"] == "taal|werk"
    assert json.loads(cells["scores"])["thema.taal"] == 0.9877


def test_what_looks_like_a_formula_is_text() -> None:
    for start in ("=", "+", "-", "@"):
        unit = Unit(f"{start}a.pdf", "p", "", "", Eenheid.HOOFDDOEL, None, None, None, f"{start}1+1", 1)
        (cells,) = read(to_csv([row(unit)], COLUMNS))
        assert cells["tekst"] == f"'{start}1+1"
        assert cells["bestand"] == f"'{start}a.pdf"
    assert read(to_csv([row()], COLUMNS))[0]["pagina"] == "3"


def test_no_rows_is_a_header() -> None:
    assert to_csv([], COLUMNS) == ",".join(COLUMNS) + "\n"
    assert to_jsonl([]) == ""
