"""Running again: nothing twice, only what is new or changed, and whatever happened, the same result."""

import os
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pdf_factory
import pytest
from plancoder_process import (
    PROJECT,
    exports,
    finish,
    intake,
    is_running,
    plancoder,
    start,
    units,
    workers_of,
)

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="looks at the processes in /proc")


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    folder = tmp_path / "plannen"
    folder.mkdir()
    for number in range(3):
        pdf_factory.plan(folder / f"plan {number}.pdf", person=number, hours=20 + number)
    pdf_factory.empty(folder / "leeg.pdf")
    return folder


def code(plans: Path, folder: Path, *more: str | Path):
    return plancoder("code", plans, "--output", folder, "--key", folder.parent / "sleutel", *more)


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def test_again_does_nothing_and_says_so(plans: Path, tmp_path: Path) -> None:
    folder = tmp_path / "uit"
    first = code(plans, folder)
    assert first.returncode == 1
    assert "nieuw ontvangen: 4; gelezen: 4; gecodeerd: 3." in first.stdout
    before = exports(folder)
    again = code(plans, folder)
    assert again.returncode == 1
    assert "Niets nieuws" in again.stdout
    assert exports(folder) == before


def test_subcodes_come_on_request_and_change_nothing_else(plans: Path, tmp_path: Path) -> None:
    folder = tmp_path / "uit"
    code(plans, folder)
    before = units(folder)
    asked = code(plans, folder, "--subcodes")
    assert "Niets nieuws" in asked.stdout
    after = units(folder)
    assert not [row for row in before if row["subcodes"]]
    assert {row["eenheid"] for row in after if row["subcodes"]} == {"subdoel"}
    for row in after:
        assert [name.partition(".")[0] for name in row["subcodes"]] in ([], row["thema"])
    assert [row | {"subcodes": []} for row in after] == before


def test_only_new_and_changed_files_are_read(plans: Path, tmp_path: Path) -> None:
    folder = tmp_path / "uit"
    code(plans, folder, "--meting", "1")
    pdf_factory.plan(plans / "plan 1.pdf", person=1, hours=21, date="13-03-2024")
    pdf_factory.plan(plans / "plan 9.pdf", person=9)
    second = code(plans, folder)
    assert "nieuw ontvangen: 1; gelezen: 2; gecodeerd: " in second.stdout  # more may be read beside these
    rows = intake(folder)
    assert rows["plan 1.pdf"]["datum"] == "2024-03-13"
    assert (rows["plan 0.pdf"]["meting"], rows["plan 9.pdf"]["meting"]) == ("1", "")


def test_a_second_batch_in_the_same_folder_adds_up(plans: Path, tmp_path: Path) -> None:
    folder, later = tmp_path / "uit", tmp_path / "later"
    later.mkdir()
    code(plans, folder, "--meting", "1")
    pdf_factory.plan(later / "plan 0.pdf", person=0, date="01-02-2025")
    code(later, folder, "--meting", "2")
    rows = intake(folder)
    assert set(rows) == {"plannen/plan 0.pdf", "later/plan 0.pdf", "plan 1.pdf", "plan 2.pdf", "leeg.pdf"}
    assert rows["plannen/plan 0.pdf"]["persoon"] == rows["later/plan 0.pdf"]["persoon"] != ""
    assert rows["plannen/plan 0.pdf"]["plan"] != rows["later/plan 0.pdf"]["plan"]
    assert rows["plannen/plan 0.pdf"]["status"] == "vervangen"
    assert (rows["plannen/plan 0.pdf"]["meting"], rows["later/plan 0.pdf"]["meting"]) == ("1", "2")
    assert {unit["bestand"] for unit in units(folder)} == {"later/plan 0.pdf", "plan 1.pdf", "plan 2.pdf"}


def test_the_name_of_a_folder_tells_the_meting_unless_it_is_given(tmp_path: Path) -> None:
    folder, first, second = tmp_path / "uit", tmp_path / "in" / "meting1", tmp_path / "in" / "meting 2"
    for person, place in enumerate((first, second)):
        place.mkdir(parents=True)
        pdf_factory.plan(place / f"{person}.pdf", person=person)
    code(tmp_path / "in", folder)
    assert [intake(folder)[name]["meting"] for name in ("0.pdf", "1.pdf")] == ["1", "2"]
    code(first, folder, "--meting", "3")
    code(tmp_path / "in", folder)
    assert [intake(folder)[name]["meting"] for name in ("0.pdf", "1.pdf")] == ["3", "2"]


def test_moved_files_are_the_same_files(plans: Path, tmp_path: Path) -> None:
    folder = tmp_path / "uit"
    code(plans, folder)
    before = exports(folder)
    again = code(plans.rename(tmp_path / "verhuisd"), folder)
    assert "Niets nieuws" in again.stdout
    assert exports(folder) == before


def test_lost_exports_are_made_again(plans: Path, tmp_path: Path) -> None:
    folder = tmp_path / "uit"
    code(plans, folder)
    before = exports(folder)
    for name in before:
        (folder / name).unlink()
    assert "Niets nieuws" in code(plans, folder).stdout
    assert exports(folder) == before


def test_a_second_process_in_the_same_folder_is_refused(plans: Path, tmp_path: Path) -> None:
    folder = tmp_path / "uit"
    pdf_factory.bomb(plans / "zz.pdf", words=600_000)
    first = start("code", plans, "--output", folder, "--key", tmp_path / "sleutel")
    try:
        wait_until((folder / "plancoder.sqlite3").exists)
        time.sleep(1)
        second = code(plans, folder)
        assert second.returncode == 2
        assert "Een ander plancoder-proces werkt al in deze map." in second.stderr
    finally:
        os.killpg(first.pid, signal.SIGKILL)
        finish(first)


@linux_only
def test_ctrl_c_keeps_what_was_read_and_says_so(plans: Path, tmp_path: Path) -> None:
    folder = tmp_path / "uit"
    pdf_factory.bomb(plans / "zz.pdf", words=600_000)
    process = start("code", plans, "--output", folder, "--key", tmp_path / "sleutel", "--workers", "1")
    wait_until(lambda: any(seconds > 5 for seconds in workers_of(process).values()))
    os.killpg(process.pid, signal.SIGINT)  # a terminal sends it to the whole group
    stopped = finish(process)
    assert stopped.returncode == 130
    assert "verder waar het stopte" in stopped.stderr
    assert "Traceback" not in stopped.stderr
    (plans / "zz.pdf").unlink()
    again = code(plans, folder)
    assert "nieuw ontvangen: 0; gelezen: 0; gecodeerd: 3." in again.stdout
    assert intake(folder)["zz.pdf"]["status"] == "onleesbaar"


@linux_only
@pytest.mark.parametrize("how", ["killed", "too slow"])
def test_a_worker_that_is_lost_costs_one_file(plans: Path, tmp_path: Path, how: str) -> None:
    folder, settings = tmp_path / "uit", tmp_path / "instellingen.yaml"
    settings.write_text(f"seconden_per_bestand: {5 if how == 'too slow' else 600}\n", encoding="utf-8")
    pdf_factory.bomb(plans / "aa.pdf", words=600_000)
    arguments = ("--output", folder, "--key", tmp_path / "sleutel", "--workers", "1", "--settings", settings)
    process = start("code", plans, *arguments)
    if how == "killed":
        wait_until(lambda: any(seconds > 4 for seconds in workers_of(process).values()))
        (worker,) = workers_of(process)
        os.kill(worker, signal.SIGKILL)
    result = finish(process)
    assert result.returncode == 1, result.stderr
    rows = intake(folder)
    assert rows["aa.pdf"]["status"] == "onleesbaar"
    assert ("gestopt" if how == "killed" else "langer dan 5 seconden") in rows["aa.pdf"]["reden"]
    assert sorted(row["status"] for row in rows.values()) == ["gecodeerd"] * 3 + ["onleesbaar"] * 2
    pdf_factory.plan(plans / "aa.pdf", person=77)
    assert "gelezen: 1;" in plancoder("code", plans, *arguments).stdout


@pytest.mark.slow
def test_killed_again_and_again_it_ends_with_the_same_bytes(tmp_path: Path) -> None:
    plans, folder, whole = pdf_factory.DEMO, tmp_path / "gestoord" / "uit", tmp_path / "heel" / "uit"
    key = tmp_path / "sleutel"
    killed, delay = 0, 1.0
    while True:
        process = start("code", plans, "--output", folder, "--key", key)
        try:
            process.wait(timeout=delay)
            break
        except Exception:
            process.kill()  # only the main process: its workers must end by themselves
            finish(process)
            killed, delay = killed + 1, delay + 0.5
    assert finish(process).returncode == 1
    assert killed > 2
    assert plancoder("code", plans, "--output", whole, "--key", key).returncode == 1
    assert exports(folder) == exports(whole)
    assert {file.name for file in folder.iterdir()} == {file.name for file in whole.iterdir()}
    assert len(units(folder)) > 250


@linux_only
def test_workers_end_when_the_main_process_is_killed(plans: Path, tmp_path: Path) -> None:
    pdf_factory.bomb(plans / "aa.pdf", words=600_000)
    process = start("code", plans, "--output", tmp_path / "uit", "--key", tmp_path / "sleutel")
    wait_until(lambda: any(seconds > 3 for seconds in workers_of(process).values()))
    workers = workers_of(process)
    process.kill()
    finish(process)
    wait_until(lambda: not any(is_running(worker) for worker in workers), 20)


def test_another_version_of_the_reading_reads_again_and_codes_no_more(plans: Path, tmp_path: Path) -> None:
    folder = tmp_path / "uit"
    code(plans, folder)
    before = exports(folder)
    with closing(sqlite3.connect(folder / "plancoder.sqlite3")) as connection, connection:
        connection.execute("UPDATE extracts SET version = 'ouder'")
    assert "nieuw ontvangen: 0; gelezen: 4; gecodeerd: 0." in code(plans, folder).stdout
    assert exports(folder) == before


def test_another_model_codes_again_and_reads_no_more(plans: Path, tmp_path: Path) -> None:
    folder = tmp_path / "uit"
    code(plans, folder)
    models = Path(shutil.copytree(PROJECT / "models", tmp_path / "modellen"))
    name = (models / "in_use.txt").read_text(encoding="utf-8").strip()
    metadata = models / name / "metadata.json"
    text = metadata.read_text(encoding="utf-8")
    metadata.write_text(text.replace(f'"name": "{name}"', '"name": "ander"'), encoding="utf-8")
    again = code(plans, folder, "--models", models)
    assert "nieuw ontvangen: 0; gelezen: 0; gecodeerd: 3." in again.stdout
    assert {str(unit["model"]).split("@")[0] for unit in units(folder)} == {"ander"}
    earlier = (folder / "eerdere_codes.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(earlier) == len(units(folder))
    assert all('"model": "ander' not in line and '"tekst"' not in line for line in earlier)
    assert "met de eerdere en met de nieuwe meetlat gecodeerd" in (folder / "report.html").read_text("utf-8")
