"""What goes wrong with a server is told without token or text, and running again mends it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from cutting_proxy import cutting_proxy
from label_studio_work import Work

from pipeline.correction.labelstudio import push as pushing

MakeWork = Callable[..., Work]
TEXT = pytest.CaptureFixture[str]


@pytest.mark.parametrize("arrives", [True, False], ids=["answer lost", "request lost"])
def test_a_cut_in_the_middle_of_a_push_is_mended_by_the_next(
    work: MakeWork, capsys: TEXT, monkeypatch: pytest.MonkeyPatch, arrives: bool
) -> None:
    monkeypatch.setattr(pushing, "BATCH", 3)
    round1 = work(plans=4, double=0)
    monkeypatch.setenv("PLANCODER_LABELSTUDIO_TOKEN", round1.account("anna").token)
    with cutting_proxy(round1.url, cut_at_import=2, arrives=arrives) as url:
        assert round1.push("--url", url, coders="anna") == 2
    error = capsys.readouterr().err
    assert "niet te bereiken" in error
    assert "het werk gaat verder waar het stopte" in error
    assert len(round1.task_ids("anna")) == (6 if arrives else 3)
    assert round1.push(coders="anna") == 0
    assert len(round1.server("anna").export(round1.project("anna").id)) == 16
    assert sorted(round1.task_ids("anna")) == sorted(unit.id for unit in round1.worklist.eenheden)


def test_a_wrong_token_is_told_and_not_shown(work: MakeWork, capsys: TEXT, tmp_path: Path) -> None:
    round1 = work()
    token = tmp_path / "token"
    token.write_text("f" * 40, encoding="utf-8")
    token.chmod(0o600)
    assert round1.push("--url", round1.url, "--token-file", str(token)) == 2
    told = capsys.readouterr()
    assert "het token is niet (meer) geldig" in told.err
    assert "f" * 40 not in told.err + told.out


def test_another_server_than_label_studio_is_told(
    work: MakeWork, capsys: TEXT, monkeypatch: pytest.MonkeyPatch
) -> None:
    round1 = work()
    monkeypatch.setenv("PLANCODER_LABELSTUDIO_TOKEN", "a" * 40)
    assert round1.push("--url", "http://127.0.0.1:9") == 2
    error = capsys.readouterr().err
    assert "niet te bereiken" in error
    assert "127.0.0.1:9" in error
    assert "a" * 40 not in error


def test_a_proxy_of_the_user_is_passed_by_on_the_own_computer(
    work: MakeWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    assert work().push() == 0


def test_a_coder_without_an_account_is_told_how_to_get_one(work: MakeWork, capsys: TEXT) -> None:
    assert work().push(coders="anna,dirk") == 2
    assert "plancoder labelstudio serve --users dirk" in capsys.readouterr().err


def test_an_own_server_warns_that_all_see_all(
    work: MakeWork, capsys: TEXT, monkeypatch: pytest.MonkeyPatch
) -> None:
    round1 = work()
    monkeypatch.setenv("PLANCODER_LABELSTUDIO_TOKEN", round1.account("carla").token)
    assert round1.push("--url", round1.url) == 0
    assert "iedereen elkaars projecten openen" in capsys.readouterr().out
    assert round1.pull("--url", round1.url) == 0
    assert "anna: 0 nieuw, 0 veranderd, 0 gelijk (van 8 eenheden), 8 nog te doen" in capsys.readouterr().out


def test_other_coders_for_the_same_sample_are_refused(work: MakeWork, capsys: TEXT) -> None:
    round1 = work()
    round1.push()
    assert round1.push(coders="anna,carla") == 2
    assert "al uitgezet bij anna, bart, met de codes van het model" in capsys.readouterr().err
    assert round1.push("--blind") == 2
