"""A codebook that changes while people code on a real Label Studio: all goes along, nothing is lost."""

from collections.abc import Callable
from pathlib import Path

import pytest
from browser import coder_at
from cutting_proxy import cutting_proxy
from label_studio_work import Work
from migrated_work import Study

from pipeline.cli.main import run
from pipeline.codebook import load_codebook
from pipeline.correction.worklist import Codes

MakeWork = Callable[..., Work]
TEXT = pytest.CaptureFixture[str]
NEW_QUESTION = """\
van: 1.0.0
naar: 1.1.0
reden: Wat heeft haast?
door: M. de Boer
stappen:
  - {soort: hernoemen, variabele: thema, code: gezondheid, wordt: welzijn}
  - soort: nieuw
    variabele: urgentie
    nieuwe_variabele:
      naam: Urgentie
      omschrijving: Hoe snel er iets moet gebeuren.
      eenheden: [subdoel]
      meervoudig: false
      codes:
        - {id: hoog, naam: Hoog, definitie: Nu., gebruik_wanneer: [Nu.], voorbeelden: [Met spoed.]}
        - {id: laag, naam: Laag, definitie: Later., gebruik_wanneer: [Later.], voorbeelden: [Op termijn.]}
"""
RETIRED = """\
van: 1.1.0
naar: 1.2.0
reden: Niemand gebruikte het.
door: M. de Boer
stappen:
  - {soort: variabele_vervallen, variabele: urgentie}
"""
GOAL = Codes(thema=("gezondheid",), hoofddoel_type="anders")
SUBDOEL = Codes(thema=("participatie", "gezondheid"), instrument="zorg")
AFSPRAAK = Codes(thema=("werk",), eigen_inzet=True)


def draft(work: Work, coder: str, unit: str, theme: str) -> None:
    choices = {"soort": "afspraak", "hoofdcode": theme}
    result = [
        {"from_name": name, "to_name": "tekst", "type": "choices", "value": {"choices": [code]}}
        for name, code in choices.items()
    ]
    path = f"/api/tasks/{work.task_ids(coder)[unit]}/drafts"
    work.call(coder, "POST", path, {"result": result, "lead_time": 1})


@pytest.fixture
def study(work: MakeWork, tmp_path: Path) -> Study:
    """Bart coded three units, of which one was pulled, and left one in draft; anna coded nothing."""
    round1 = work()
    study = Study.make(round1, tmp_path / "studie")
    round1.push(*study.book)
    goal, subdoel, first, second = round1.worklist.of_coder("bart")
    round1.code("bart", goal, GOAL, remark="let op")
    round1.pull(*study.book)
    round1.code("bart", subdoel, SUBDOEL)
    round1.code("bart", first, AFSPRAAK)
    draft(round1, "bart", second.id, "gezondheid")
    return study


def test_a_dry_run_counts_and_changes_nothing(study: Study, capsys: TEXT) -> None:
    files, server = study.files(), study.on_server("bart")
    assert study.migrate() == 0
    told = capsys.readouterr().out
    assert f"{study.work.batch}, bart: 2 coderingen, 1 concepten, 0 voorstellen veranderen" in told
    assert (study.files(), study.on_server("bart")) == (files, server)


def test_page_codings_drafts_and_what_is_pulled_go_along(study: Study, capsys: TEXT) -> None:
    work = study.work
    moments = [item["updated_at"] for task in work.tasks("bart") for item in task["annotations"]]
    assert study.migrate("--yes") == 0
    told = capsys.readouterr().out
    assert "2 nieuw, 0 veranderd, 1 gelijk" in told
    assert "2 coderingen, 1 concepten, 0 voorstellen veranderen; de codeerpagina is nu van" in told
    server = study.on_server("bart")
    page = server.pop("page")
    assert 'alias="financien"' in page
    assert "vervallen" not in page
    goal, subdoel, first, second = server.values()
    assert goal["annotations"][0]["hoofdcode"] == ["welzijn"]
    assert goal["annotations"][0]["opmerking"] == ["let op"]
    assert (subdoel["annotations"][0]["hoofdcode"], subdoel["annotations"][0]["tweede_code"]) == (
        ["meedoen"],
        ["welzijn"],
    )
    assert first["annotations"][0]["hoofdcode"] == ["werk"]
    assert second["drafts"][0]["hoofdcode"] == ["welzijn"]
    assert second["annotations"] == []
    codings = work.codings()
    assert {item.codeboek.partition("+")[0] for item in codings} == {"ondersteuningsplannen@1.1.0"}
    assert [item.tijd.isoformat()[:19] for item in codings if item.tijd] == [each[:19] for each in moments]
    batch = (work.folder / "steekproeven" / "migratie-1-1-0.jsonl").read_text(encoding="utf-8")
    assert batch.count("gesplitst in 'meedoen', 'contacten'") == 1
    assert work.pull(*study.book) == 0
    assert "0 nieuw, 0 veranderd, 3 gelijk" in capsys.readouterr().out
    assert work.codings() == codings
    assert study.migrate("--yes") == 0
    assert "0 coderingen, 0 concepten, 0 voorstellen veranderen\n" in capsys.readouterr().out


def test_what_must_be_looked_at_again_is_coded_again(study: Study) -> None:
    work = study.work
    study.migrate("--yes")
    batch = Work(work.data, work.folder, "migratie-1-1-0", work.codebook)
    assert batch.push(*study.book, coders="bart") == 0
    (unit,) = batch.worklist.of_coder("bart")
    assert "$weergave_reden" in batch.project("bart").page
    shown = batch.tasks("bart")[0]["data"]["weergave_reden"]
    assert "Opnieuw te bekijken, want het codeboek is veranderd" in shown
    assert "Code &#x27;participatie&#x27; is gesplitst in" in shown
    assert "Migratie 1.1.0: " in shown
    account = batch.account("bart")
    with coder_at(batch.url, account.email, account.wachtwoord, batch.project("bart").id) as page:
        assert "Code 'participatie' is gesplitst in 'meedoen', 'contacten'" in page.text()
    result = batch.tasks("bart")[0]["predictions"][0]["result"]
    filled_in = {item["from_name"]: item["value"]["choices"] for item in result}
    assert filled_in["hoofdcode"] == ["meedoen"]  # what bart gave it, and not the model
    chosen = [
        {**item, "value": {"choices": ["contacten"]}} for item in result if item["from_name"] == "hoofdcode"
    ]
    batch.submit("bart", unit, [*(item for item in result if item["from_name"] != "hoofdcode"), *chosen])
    assert batch.pull(*study.book) == 0
    latest = [item for item in work.codings() if item.key == unit.key]
    assert [item.thema for item in latest] == [("contacten", "welzijn"), ("meedoen", "welzijn")]
    assert study.undo() == 2


def test_a_whole_new_question_leaves_what_was_coded_as_it_was(study: Study, capsys: TEXT) -> None:
    """Who coded before it was asked did not forget it, also when another code was renamed as well."""
    (study.folder / "migraties" / "1.1.0.yaml").write_text(NEW_QUESTION, encoding="utf-8")
    work = study.work
    assert study.migrate("--yes") == 0
    assert 'alias="hoog"' in work.project("bart").page
    assert work.pull(*study.book) == 0
    assert "0 nieuw, 0 veranderd, 3 gelijk" in capsys.readouterr().out
    subdoel = work.worklist.of_coder("bart")[1]
    (before,) = (item for item in work.codings() if item.key == subdoel.key)
    assert (before.thema, before.andere) == (("participatie", "welzijn"), {})
    again = Work(work.data, work.folder, work.batch, load_codebook(study.folder / "codebook.yaml"))
    codes = Codes(thema=("welzijn",), instrument="zorg", andere={"urgentie": ("hoog",)})
    again.code("bart", subdoel, codes)
    assert work.pull(*study.book) == 0
    (after,) = (item for item in work.codings() if item.key == subdoel.key)
    assert (after.thema, after.andere) == (("welzijn",), {"urgentie": ("hoog",)})


def test_a_question_that_is_retired_leaves_the_page_and_comes_back(study: Study, capsys: TEXT) -> None:
    """Label Studio takes no question away that is answered: the answers go first, and are kept."""
    (study.folder / "migraties" / "1.1.0.yaml").write_text(NEW_QUESTION, encoding="utf-8")
    work = study.work
    assert study.migrate("--yes") == 0
    book = load_codebook(study.folder / "codebook.yaml")
    subdoel = work.worklist.of_coder("bart")[1]
    codes = Codes(thema=("welzijn",), instrument="zorg", andere={"urgentie": ("hoog",)})
    Work(work.data, work.folder, work.batch, book).code("bart", subdoel, codes)
    assert work.pull(*study.book) == 0
    before = study.on_server("bart")
    (study.folder / "migraties" / "1.2.0.yaml").write_text(RETIRED, encoding="utf-8")
    retire = [*("codebook", "migrate", str(study.folder / "migraties" / "1.2.0.yaml"), "--yes")]
    retire += ["--coded", str(work.folder), "--data-dir", str(work.data), *study.book]
    capsys.readouterr()
    assert run(retire) == 0
    assert "Antwoorden op een vervallen variabele: 1." in capsys.readouterr().out
    after = study.on_server("bart")
    assert before[subdoel.id]["annotations"][-1]["urgentie"] == ["hoog"]
    assert "urgentie" not in str(after)
    assert work.pull(*study.book) == 0
    (coded,) = (item for item in work.codings() if item.key == subdoel.key)
    assert (coded.thema, coded.andere) == (("welzijn",), {})
    assert study.undo() == 0
    assert study.on_server("bart") == before


def test_undo_gives_back_every_byte_and_every_answer(study: Study, capsys: TEXT) -> None:
    work = study.work
    work.pull(*study.book)
    files, server, codings = study.files(), study.on_server("bart"), work.codings()
    assert study.migrate("--yes") == 0
    assert study.on_server("bart") != server
    assert study.undo() == 0
    assert "2 coderingen, 1 concepten" in capsys.readouterr().out
    assert study.files() == files
    assert study.on_server("bart") == server
    assert work.pull(*study.book) == 0
    assert "0 nieuw, 0 veranderd, 3 gelijk" in capsys.readouterr().out
    assert work.codings() == codings
    assert study.migrate("--yes") == 0
    assert study.on_server("bart")[next(iter(work.task_ids("bart")))] != server


def test_undo_is_refused_when_somebody_coded_with_the_new_version(study: Study, capsys: TEXT) -> None:
    work = study.work
    study.migrate("--yes")
    work.code("bart", work.worklist.of_coder("bart")[3], AFSPRAAK)
    before = study.files(), study.on_server("bart")
    assert study.undo() == 2
    assert f"{work.batch}, bart: 1 coderingen of concepten" in capsys.readouterr().err
    assert (study.files(), study.on_server("bart")) == before


@pytest.mark.parametrize("arrives", [True, False], ids=["answer lost", "request lost"])
@pytest.mark.parametrize("request_", [1, 3, 5])
def test_cut_off_anywhere_the_next_command_goes_on(
    study: Study, monkeypatch: pytest.MonkeyPatch, capsys: TEXT, request_: int, arrives: bool
) -> None:
    work = study.work
    monkeypatch.setenv("PLANCODER_LABELSTUDIO_TOKEN", work.account("bart").token)
    with cutting_proxy(
        work.url, cut_at_import=request_, arrives=arrives, method="PATCH", path="/api/"
    ) as url:
        assert study.migrate("--yes", "--url", url) == 2
    assert "het werk gaat verder waar het stopte" in capsys.readouterr().err
    assert work.pull(*study.book) == 0
    assert {item.thema for item in work.codings()} == {("welzijn",), ("meedoen", "welzijn"), ("werk",)}
    server = study.on_server("bart")
    page = server.pop("page")
    assert "vervallen" not in page
    assert "gezondheid" not in str(server)
    assert list(server.values())[3]["drafts"][0]["hoofdcode"] == ["welzijn"]


def test_who_had_the_old_page_open_is_taken_along_and_asked_again(study: Study, capsys: TEXT) -> None:
    work = study.work
    study.migrate("--yes")
    work.code("bart", work.worklist.of_coder("bart")[3], Codes(thema=("participatie",)))
    assert work.pull(*study.book) == 0
    told = capsys.readouterr().out
    assert "1 eenheden zijn nog met een eerder codeboek gecodeerd" in told
    assert ("meedoen",) in {item.thema for item in work.codings()}
    assert "migratie-later-01" in told
    assert work.pull(*study.book) == 0
    assert "migratie-later" not in capsys.readouterr().out


def test_without_the_server_the_projects_follow_at_the_next_pull(study: Study, capsys: TEXT) -> None:
    work = study.work
    assert study.migrate("--yes", "--no-labelstudio") == 0
    assert 'alias="participatie"' in work.project("bart").page
    assert work.pull(*study.book) == 0
    assert "1 eenheden zijn nog met een eerder codeboek gecodeerd" in capsys.readouterr().out
    assert 'alias="participatie"' not in work.project("bart").page
    assert {item.thema for item in work.codings()} == {("welzijn",), ("meedoen", "welzijn"), ("werk",)}


def test_a_server_that_does_not_run_is_told_before_anything_changes(study: Study, capsys: TEXT) -> None:
    files = study.files()
    assert study.migrate("--yes", "--data-dir", str(study.folder)) == 2
    assert "geef dan --no-labelstudio" in capsys.readouterr().err
    assert study.files() == files
