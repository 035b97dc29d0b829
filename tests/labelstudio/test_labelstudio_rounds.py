"""Rounds of coding on a real Label Studio: nothing twice, nothing lost, coders apart."""

import urllib.error
from collections.abc import Callable
from pathlib import Path

import pytest
from label_studio_work import Work

from pipeline.codebook import Codebook
from pipeline.correction import adjudication
from pipeline.correction.labelstudio.client import LabelStudio
from pipeline.correction.worklist import Codes

MakeWork = Callable[..., Work]
TEXT = pytest.CaptureFixture[str]
AFSPRAAK = Codes(thema=("werk", "taal"), eigen_inzet=True)


def choice(question: str, code: str) -> dict[str, object]:
    return {"from_name": question, "to_name": "tekst", "type": "choices", "value": {"choices": [code]}}


def test_pushing_twice_adds_nothing(work: MakeWork, capsys: TEXT) -> None:
    round1 = work()
    assert round1.push() == 0
    before = round1.task_ids("bart"), round1.task_ids("anna")
    assert round1.push() == 0
    assert (round1.task_ids("bart"), round1.task_ids("anna")) == before
    assert [len(ids) for ids in before] == [4, 8]
    assert "0 toegevoegd, 4 stonden er al (bestaand project)" in capsys.readouterr().out


def test_model_codes_are_filled_in_unless_blind(work: MakeWork) -> None:
    round1 = work()
    round1.push()
    filled = [
        {item["from_name"] for item in task["predictions"][0]["result"]} for task in round1.tasks("bart")
    ]
    assert filled[1] == {"soort", "hoofdcode", "instrument"}


def test_blind_work_fills_in_the_kind_of_unit_only(work: MakeWork) -> None:
    round1 = work()
    round1.push("--blind")
    for task in round1.tasks("bart"):
        (only,) = task["predictions"][0]["result"]
        assert only["from_name"] == "soort"
        assert round1.batch in task["data"]["unit_id"]
        assert "persoon" not in str(task["data"])
        assert ".pdf" not in str(task["data"])


def test_coders_do_not_see_each_others_projects(work: MakeWork) -> None:
    round1 = work()
    round1.push()
    assert round1.project("bart").id not in {project.id for project in round1.server("anna").projects()}
    with pytest.raises(urllib.error.HTTPError, match="404"):
        round1.call("anna", "GET", f"/api/projects/{round1.project('bart').id}/")


def test_what_coders_decide_comes_back_once(work: MakeWork, capsys: TEXT) -> None:
    round1 = work()
    round1.push()
    goal, subdoel, first, second = round1.worklist.of_coder("bart")
    round1.code("bart", goal, Codes(hoofddoel_type="anders"))
    round1.code("bart", first, AFSPRAAK, remark="=twijfel")
    round1.submit("bart", second, [choice("lezing", "verkeerd_gelezen")])
    assert round1.pull() == 0
    assert "2 nieuw, 0 veranderd, 0 gelijk (van 4 eenheden), 1 verkeerd gelezen, 1 nog te doen" in (
        capsys.readouterr().out
    )
    codings = {item.eenheid.value: item for item in round1.codings()}
    assert codings["hoofddoel"].thema == ()
    assert codings["hoofddoel"].hoofddoel_type == "anders"
    afspraak = codings["afspraak"]
    assert Codes.of(afspraak.coding) == AFSPRAAK
    assert (afspraak.opmerking, afspraak.seconden, afspraak.codeur) == ("=twijfel", 12.3, "bart")
    assert (afspraak.herkomst, afspraak.inclusiekans) == ("labelstudio", 0.5)
    assert (afspraak.codeboek, afspraak.bestand) == (round1.codebook.id, first.bestand)
    queue = (round1.folder / "verkeerd_gelezen.csv").read_text(encoding="utf-8")
    assert f"{second.plan},afspraak,1,2," in queue
    round1.code("bart", subdoel, Codes(thema=("taal",), instrument="zorg"))
    assert round1.pull() == 0
    assert "1 nieuw, 0 veranderd, 2 gelijk" in capsys.readouterr().out


def test_drafts_and_unfinished_codings_are_counted(work: MakeWork, capsys: TEXT) -> None:
    round1 = work()
    round1.push()
    goal, subdoel, *_ = round1.worklist.of_coder("bart")
    ids = round1.task_ids("bart")
    kind = [
        {"from_name": "soort", "to_name": "tekst", "type": "choices", "value": {"choices": ["hoofddoel"]}}
    ]
    round1.call("bart", "POST", f"/api/tasks/{ids[goal.id]}/drafts", {"result": kind, "lead_time": 1})
    round1.code("bart", subdoel, Codes(thema=("taal",)))
    assert round1.pull() == 1
    told = capsys.readouterr().out
    assert "1 onvolledig, 1 concept, nog niet ingediend, 2 nog te doen" in told
    assert "instrument ontbreekt" in told
    assert not round1.annotations.exists()


def test_a_deleted_task_comes_back_coded_as_it_was(work: MakeWork, capsys: TEXT) -> None:
    round1 = work()
    round1.push()
    units = round1.worklist.of_coder("bart")
    for unit in units[2:]:
        round1.code("bart", unit, AFSPRAAK, remark="let op")
    round1.pull()
    before = round1.codings()
    for unit in units[1:3]:
        round1.call("bart", "DELETE", f"/api/tasks/{round1.task_ids('bart')[unit.id]}/")
    assert round1.pull() == 0
    assert "2 weg uit Label Studio" in capsys.readouterr().out
    assert round1.codings() == before
    assert round1.push() == 0
    assert "2 toegevoegd, 2 stonden er al" in capsys.readouterr().out
    assert round1.pull() == 0
    assert "0 nieuw, 0 veranderd, 2 gelijk (van 4 eenheden), 2 nog te doen" in capsys.readouterr().out
    assert round1.codings() == before


def test_a_deleted_project_is_told_and_made_again(work: MakeWork, capsys: TEXT) -> None:
    round1 = work()
    round1.push()
    round1.code("anna", round1.worklist.of_coder("anna")[2], AFSPRAAK)
    round1.call("bart", "DELETE", f"/api/projects/{round1.project('bart').id}/")
    assert round1.pull() == 1
    told = capsys.readouterr().out
    assert "bart: niets opgehaald: het project staat niet (meer) in Label Studio" in told
    assert "anna: 1 nieuw" in told
    round1.status()
    assert "nog niet uitgezet, of het project is verwijderd" in capsys.readouterr().out
    assert round1.push() == 0
    assert "bart: 4 toegevoegd, 0 stonden er al (nieuw project)" in capsys.readouterr().out


def test_a_page_changed_by_hand_is_told_and_put_right(work: MakeWork, capsys: TEXT) -> None:
    round1 = work()
    round1.push()
    round1.code("bart", round1.worklist.of_coder("bart")[2], AFSPRAAK)
    project = round1.project("bart")
    changed = project.page.replace('value="Werk"', 'value="Arbeid"')
    round1.call("bart", "PATCH", f"/api/projects/{project.id}/", {"label_config": changed})
    assert round1.pull() == 1
    assert "de codeerpagina is in Label Studio veranderd" in capsys.readouterr().out
    assert round1.push() == 0
    assert "hersteld" in capsys.readouterr().out
    assert round1.project("bart").page == project.page
    assert round1.pull() == 0
    assert "1 nieuw" in capsys.readouterr().out


def test_another_codebook_renews_the_page_and_keeps_what_was_coded(
    work: MakeWork, tmp_path: Path, codebook: Codebook, capsys: TEXT
) -> None:
    round1 = work()
    round1.push()
    _, subdoel, first, second = round1.worklist.of_coder("bart")
    round1.code("bart", subdoel, Codes(thema=("taal",), instrument="zorg"))
    round1.code("bart", first, AFSPRAAK)
    newer = tmp_path / "nieuw.yaml"
    text = (Path(__file__).parents[2] / "codebook.yaml").read_text(encoding="utf-8")
    text = text.replace('versie: "1.0.0"', 'versie: "2.0.0"').replace(
        "naam: Gezondheid en gezin", "naam: Gezin"
    )
    newer.write_text(text.replace("      - id: zorg\n", "      - id: hulp\n"), encoding="utf-8")
    assert round1.push("--codebook", str(newer)) == 0
    assert "de codeerpagina is nu van ondersteuningsplannen@2.0.0" in capsys.readouterr().out
    page = round1.project("bart").page
    assert 'value="Gezin"' in page
    assert 'value="zorg (vervallen)"' in page
    assert 'alias="hulp"' in page
    round1.code("bart", second, AFSPRAAK)
    assert round1.pull("--codebook", str(newer)) == 1
    assert "instrument: zorg staat niet (meer) in het codeboek" in capsys.readouterr().out
    used = {item.afspraak_nr: item.codeboek for item in round1.codings()}
    assert used[1] == codebook.id
    assert used[2].startswith("ondersteuningsplannen@2.0.0")


def test_differences_go_to_an_arbiter_and_come_back_decided(work: MakeWork, capsys: TEXT) -> None:
    round1 = work()
    round1.push()
    double = [unit for unit in round1.worklist.eenheden if len(unit.codeurs) == 2]
    for unit in double[2:]:
        round1.code("bart", unit, AFSPRAAK)
        round1.code("anna", unit, AFSPRAAK if unit is double[2] else Codes(thema=("taal",)))
    round1.pull()
    assert round1.adjudicate("push", "--arbiter", "carla") == 0
    assert round1.adjudicate("push", "--arbiter", "carla") == 0
    told = capsys.readouterr().out
    assert "carla: 1 toegevoegd" in told
    assert "Er zijn geen nieuwe verschillen" in told
    project = round1.project("carla", "arbitrage-1")
    (task,) = round1.tasks("carla", "arbitrage-1")
    assert task["data"]["unit_id"] == double[3].id
    assert "Taal, inburgering en opleiding" in task["data"]["weergave_voorstellen"]
    assert "bart" not in str(task["data"])
    assert "bart" not in project.description
    body = {"result": task["predictions"][0]["result"], "lead_time": 3}
    body["result"] += [choice("hoofdcode", "werk")]
    round1.call("carla", "POST", f"/api/tasks/{task['id']}/annotations/", body)
    assert round1.adjudicate("pull") == 0
    (decided,) = [item for item in round1.codings() if item.herkomst == "arbitrage"]
    assert (decided.key, decided.thema, decided.codeur) == (double[3].key, ("werk",), "carla")
    assert adjudication.unsettled(round1.codings()) == []


def test_without_differences_there_is_nothing_to_decide(work: MakeWork, capsys: TEXT) -> None:
    round1 = work()
    round1.push()
    round1.code("anna", round1.worklist.of_coder("anna")[2], AFSPRAAK)
    round1.pull()
    assert round1.adjudicate("push", "--arbiter", "carla") == 0
    assert "Er zijn geen nieuwe verschillen" in capsys.readouterr().out
    assert round1.adjudicate("pull") == 2
    assert "plancoder adjudicate push" in capsys.readouterr().err


def test_a_client_never_shows_its_token(work: MakeWork) -> None:
    token = work().account("bart").token
    assert token not in repr(LabelStudio("http://127.0.0.1:9", token))
