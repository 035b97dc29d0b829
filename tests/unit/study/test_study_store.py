import json
import sqlite3
import subprocess
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest

from pipeline.domain import Afspraak, Coding, Passage, Plan, Subdoel, Wie
from pipeline.errors import StudyError
from pipeline.study.extract import Extract, Outcome
from pipeline.study.plan_json import codings_to_json, plan_to_json
from pipeline.study.records import Found, Known
from pipeline.study.store import FILE_NAME, open_study, plan_key

PLAN = Plan(
    datum=date(2024, 3, 12),
    situatie=(Passage("Woont in de gemeente.", 1),),
    hoofddoel=Passage("Betaald werk.", 1),
    subdoelen=(
        Subdoel("Taal.", 1, (Afspraak("Oefenen.", 2, Wie.STATUSHOUDER), Afspraak("Bellen.", 2))),
        Subdoel("Geen afspraken.", 2),
    ),
    nakijken=("De datum is niet zeker.",),
)
EMPTY = Plan(datum=None, situatie=(), hoofddoel=None, subdoelen=())
CODING = Coding(("taal", "werk"), True, "taalles", None, {"thema.taal": 0.1 + 0.2}, ("twijfel",))


def test_what_is_stored_comes_back_the_same(tmp_path: Path) -> None:
    extracts = {
        "a": Extract(Outcome.OK, "", PLAN, "p", "n", "i", 3, False, "1 2", b"imprint", True),
        "b": Extract(Outcome.OK, plan=EMPTY),
        "c": Extract(Outcome.ONLEESBAAR, "Duurde te lang.", transient=True),
    }
    codings = {plan_key(PLAN): [CODING, Coding()]}
    with open_study(tmp_path, "sleutel") as study:
        study.save_extracts({sha256: ("1", extract) for sha256, extract in extracts.items()})
        study.save_codings("v", codings)
    with open_study(tmp_path, "sleutel") as study:
        known = study.known()
        assert dict(study.plans({"a", "b", "c"})) == {"a": PLAN, "b": EMPTY}
        assert dict(study.plans({"b"})) == {"b": EMPTY}
        assert study.each.codings("v", plan_key(PLAN)) == codings[plan_key(PLAN)]
        with pytest.raises(KeyError):
            study.each.codings("another version", plan_key(PLAN))
    assert known["a"] == Known(
        version="1",
        outcome=Outcome.OK,
        reden="",
        has_plan=True,
        datum=date(2024, 3, 12),
        persoon="p",
        naam_sleutel="n",
        inhoud_sleutel="i",
        paginas=3,
        transient=False,
        opmaak="1 2",
        tells=True,
        asks=True,
    )
    assert (known["b"].has_plan, known["b"].datum) == (True, None)
    assert (known["c"].has_plan, known["c"].outcome, known["c"].transient) == (
        False,
        Outcome.ONLEESBAAR,
        True,
    )


def test_what_reading_gave_beside_others_goes_before_what_it_gave_alone(tmp_path: Path) -> None:
    alone, better = Extract(Outcome.OK, plan=EMPTY, persoon="p", afdruk=b"a"), Extract(Outcome.OK, plan=PLAN)
    with open_study(tmp_path, "sleutel") as study:
        study.save_extracts({"a": ("1", alone), "b": ("1", alone)})
        study.beside.save({"a": ("x", better), "b": ("y", None)})
    with open_study(tmp_path, "sleutel") as study:
        assert dict(study.plans({"a", "b"})) == {"a": PLAN, "b": EMPTY}
        assert (study.known()["a"].persoon, study.known()["b"].persoon) == ("", "p")
        assert study.beside.versions() == {"a": "x", "b": "y"}
        assert study.beside.imprints(["b", "a"]) == [b"a", b"a"]
        study.beside.forget_others({"b"})
        assert dict(study.plans({"a", "b"})) == {"a": EMPTY, "b": EMPTY}
        assert study.beside.versions() == {"b": "y"}


def test_the_store_writes_parts_of_a_plan_by_their_fields() -> None:
    assert plan_to_json(PLAN) == json.dumps(asdict(PLAN), ensure_ascii=False, default=date.isoformat)
    codings = [Coding(("taal",), scores={"thema.taal": 1 / 3}, nakijken=("twijfel",), andere={"x": ("y",)})]
    assert codings_to_json(codings) == json.dumps([asdict(each) for each in codings])


def test_equal_plans_have_one_key() -> None:
    assert plan_key(PLAN) == plan_key(
        Plan(PLAN.datum, PLAN.situatie, PLAN.hoofddoel, PLAN.subdoelen, PLAN.nakijken)
    )
    assert plan_key(PLAN) != plan_key(EMPTY)


def test_files_keep_their_place_when_known_or_moved(tmp_path: Path) -> None:
    here = tmp_path / "here.pdf"
    here.touch()
    with open_study(tmp_path, "sleutel") as study:
        assert study.receive([Found(str(here), "a"), Found("/gone/b.pdf", "b")], 1) == 2
        assert study.receive([Found(str(here), "a2")], None) == 0  # other content at the same path
        assert study.receive([Found("/new/b.pdf", "b")], 2) == 0  # b was moved
        assert study.receive([Found("/copy/a.pdf", "a2")], None) == 1  # a copy: the first is still there
        assert [(file.number, file.path, file.sha256, file.meting) for file in study.files()] == [
            (1, str(here), "a2", 1),
            (2, "/new/b.pdf", "b", 2),
            (3, "/copy/a.pdf", "a2", None),
        ]


def test_a_file_that_cannot_be_opened_any_more_keeps_its_hash(tmp_path: Path) -> None:
    with open_study(tmp_path, "sleutel") as study:
        study.receive([Found("/a.pdf", "a")], None)
        study.receive([Found("/a.pdf", "", "Geen rechten.")], None)
        assert study.files()[0].sha256 == "a"
        assert study.files()[0].problem == ""


def test_a_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    with open_study(tmp_path, "sleutel") as study:
        with pytest.raises(StudyError):
            study.receive([Found("/a.pdf", "a"), Found(None, "b")], None)  # type: ignore[arg-type]
        assert study.files() == []


def test_a_second_process_is_refused_and_let_in_later(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from pipeline.study.store import open_study\n"
        "with open_study(Path(sys.argv[1]), 'sleutel') as study: print(len(study.files()))"
    )
    run = [sys.executable, "-c", program, str(tmp_path)]
    root = Path(__file__).resolve().parents[3]
    with open_study(tmp_path, "sleutel"):
        refused = subprocess.run(run, capture_output=True, text=True, cwd=root, check=False)
    assert "Een ander plancoder-proces werkt al in deze map." in refused.stderr
    accepted = subprocess.run(run, capture_output=True, text=True, cwd=root, check=True)
    assert accepted.stdout == "0\n"


def test_another_key_is_refused(tmp_path: Path) -> None:
    with open_study(tmp_path, "sleutel"):
        pass
    with pytest.raises(StudyError, match=r"andere sleutel.*--key"), open_study(tmp_path, "andere"):
        pass


def test_another_version_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with open_study(tmp_path, "sleutel"):
        pass
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with (
        pytest.raises(StudyError, match=r"opslag 99.*nieuwe, lege uitvoermap"),
        open_study(tmp_path, "sleutel"),
    ):
        pass


@pytest.mark.parametrize("content", [b"geen database" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_store_is_an_error_that_says_so(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    with pytest.raises(StudyError, match="nieuwe uitvoermap"), open_study(tmp_path, "sleutel"):
        pass


def test_the_days_on_which_rounds_began_hold_until_others_are_given(tmp_path: Path) -> None:
    first, second = date(2019, 9, 1), date(2020, 6, 1)
    with open_study(tmp_path, "sleutel") as study:
        assert study.starts(()) == ()
        assert study.starts((first, second)) == (first, second)
    with open_study(tmp_path, "sleutel") as study:
        assert study.starts(()) == (first, second)
        assert study.starts((second,)) == (second,)
        assert study.starts(()) == (second,)


def test_codes_of_an_earlier_ruler_are_kept_without_their_scores(tmp_path: Path) -> None:
    with open_study(tmp_path, "sleutel") as study:
        study.save_codings("een@1 boek@1 a", {"p": [CODING, Coding()], "q": [Coding()]})
        assert study.earlier("een@1 boek@1 a", {"p", "q"}) is None
        study.save_codings("een@1 boek@1 a", {"q": [Coding(("werk",))]})  # the same ruler is no other one
        study.save_codings("twee@1 boek@2 a", {"p": [Coding(("zorg",))]})
        study.save_codings("drie@1 boek@2 a", {"p": [Coding()], "q": [Coding()]})
    with open_study(tmp_path, "sleutel") as study:
        earlier = study.earlier("drie@1 boek@2 a", {"p", "q"})
        assert earlier is not None
        assert (earlier.model, earlier.codebook) == ("een@1", "boek@1")  # that of most plans
        assert earlier.codings("p") == [Coding(("taal", "werk"), True, "taalles", None), Coding()]
        assert earlier.codings("q") == [Coding(("werk",))]
        last = study.earlier("drie@1 boek@2 a", {"p"})
        assert last is not None and last.model == "twee@1"  # of equals the last
        assert study.earlier("drie@1 boek@2 a", {"r"}) is None


def test_another_version_of_the_program_is_the_last_ruler_to_compare_with(tmp_path: Path) -> None:
    with open_study(tmp_path, "sleutel") as study:
        study.save_codings("een@1 boek@1 a", {"p": [Coding(("zorg",))]})
        study.save_codings("twee@1 boek@1 a", {"p": [Coding()], "q": [Coding()]})
        study.save_codings("twee@1 boek@1 b", {"p": [Coding()], "q": [Coding()]})
        earlier = study.earlier("twee@1 boek@1 b", {"p", "q"})
        assert earlier is not None and earlier.model == "een@1"
        only = study.earlier("twee@1 boek@1 b", {"q"})
        assert only is not None and only.model == "twee@1 (door een andere versie van plancoder)"


def test_a_folder_of_before_gets_room_for_earlier_codes_when_needed(tmp_path: Path) -> None:
    with open_study(tmp_path, "sleutel") as study:
        assert study.earlier("v", {"p"}) is None
