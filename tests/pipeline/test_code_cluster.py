"""Plans read by a real cluster in processes of its own: the same output, also when a worker is lost."""

import contextlib
import os
import pickle
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import cluster_tasks
import pytest
from dask_cluster import Cluster, cluster_in
from pdf_factory import DEMO
from plancoder_process import exports, finish, is_running, plancoder, start, workers_of

from pipeline.codebook import load_codebook
from pipeline.coding import Coder, model_in_use
from pipeline.engine import Done, Failure, Limits
from pipeline.engine.cluster import ITEMS_PER_THREAD, run_on
from pipeline.errors import EngineError
from pipeline.settings import Settings
from pipeline.study import coding
from pipeline.study.elsewhere import KEY, extract_elsewhere, needed
from pipeline.study.extract import ReadingVersion
from pipeline.study.plan_json import plan_from_json
from pipeline.units import plan_units

pytest.importorskip("distributed")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks at the processes in /proc"),
]
LIMITS = Limits(seconds=2, megabytes=512)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a key."""
    folder = tmp_path_factory.mktemp("cluster")
    (folder / "sleutel").write_bytes(bytes(range(100, 132)))
    return folder


@pytest.fixture(scope="module")
def home(folder: Path) -> Path:
    """That folder with plans that are read in some seconds, and what one machine makes of them."""
    shutil.copytree(DEMO, folder / "plannen")
    made = plancoder("code", folder / "plannen", "--output", folder / "een", "--key", folder / "sleutel")
    assert made.returncode == 1, made.stderr
    return folder


@pytest.fixture(scope="module")
def cluster(folder: Path) -> Iterator[Cluster]:
    """With one worker, that has the key and comes back when it is killed."""
    with cluster_in(folder / "cluster") as made:
        made.start_worker({KEY: str(folder / "sleutel")})
        made.wait_for_workers(1)
        yield made


def by_cluster(home: Path, name: str, cluster: Cluster) -> tuple[str | Path, ...]:
    where = ("--output", home / name, "--key", home / "sleutel")
    return ("code", home / "plannen", *where, "--dask", cluster.address)


def plans_open_in(worker: "subprocess.Popen[bytes]") -> set[str]:
    """The plans that the processes of a worker have open now."""
    found = set()
    for reader in workers_of(worker):
        with contextlib.suppress(OSError):
            found |= {str(each.readlink()) for each in Path(f"/proc/{reader}/fd").iterdir()}
    return {name for name in found if name.endswith(".pdf")}


def read_beside_others(folder: Path) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(folder / "plancoder.sqlite3")) as store:
        return store.execute("SELECT * FROM beside ORDER BY sha256").fetchall()


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.005)


def test_a_worker_killed_halfway_costs_nothing(home: Path, cluster: Cluster) -> None:
    lost = cluster.start_worker({KEY: str(home / "sleutel")}, "--no-nanny")
    cluster.wait_for_workers(2)
    job = start(*by_cluster(home, "twee", cluster))
    seen: set[str] = set()
    wait_until(lambda: seen.update(plans_open_in(lost)) or len(seen) >= 3)
    readers = list(workers_of(lost))
    os.kill(lost.pid, signal.SIGKILL)
    assert job.poll() is None, "it was ready before a worker was lost"
    done = finish(job)
    assert done.returncode == 1, done.stderr
    assert exports(home / "twee") == exports(home / "een")
    assert read_beside_others(home / "twee") == read_beside_others(home / "een") != []
    wait_until(lambda: not any(map(is_running, readers)))
    assert "P02-0" not in cluster.logs()  # names of files


def test_a_worker_with_another_key_is_refused(folder: Path, cluster: Cluster) -> None:
    asked = needed(bytes(range(32)), (), ReadingVersion.now(folder / "opmaken"))
    left = {folder / "plannen" / "plan.pdf": "0" * 64}
    with pytest.raises(EngineError, match=r"tcp://127\.0\.0\.1:\d+: De sleutel is een andere"):
        list(extract_elsewhere(cluster.address, left, Limits(30, 2048), asked))


def test_a_file_that_workers_do_not_see_is_tried_again(
    folder: Path, cluster: Cluster, tmp_path: Path
) -> None:
    """Here the file goes away after it was received, as where a worker has another disk."""
    plans = tmp_path / "plannen"
    plans.mkdir()
    shutil.copy(sorted(DEMO.glob("*.pdf"))[0], plans / "plan.pdf")
    asked = needed((folder / "sleutel").read_bytes(), (), ReadingVersion.now(tmp_path / "opmaken"))
    wrong = {plans / "plan.pdf": "0" * 64, plans / "weg.pdf": "1" * 64}
    results = list(extract_elsewhere(cluster.address, wrong, Limits(30, 2048), asked))
    read = {done.item.name: done.value for done in results}
    assert all(extract.transient for extract in read.values())
    assert "een ander bestand" in read["plan.pdf"].reden
    assert "is er niet meer" in read["weg.pdf"].reden


def test_plans_are_coded_as_here(home: Path, cluster: Cluster) -> None:
    settings = Settings()
    codebook = load_codebook(settings.codeboek)
    model = model_in_use(settings.modellen)
    coder = Coder.load(model, codebook, settings.taalmodel)
    with closing(sqlite3.connect(home / "een" / "plancoder.sqlite3")) as store:
        texts = [plan for (plan,) in store.execute("SELECT plan FROM extracts WHERE plan IS NOT NULL")]
    batches = [tuple(texts[start : start + 8]) for start in range(0, len(texts), 8)]
    ruler = coding.Ruler(model, settings.codeboek, "nl", coding.coding_version(coder.id, codebook.id))
    there = dict(coding.by_workers(batches, coder, ruler, settings, cluster.address))
    units = [
        [plan_units(plan_from_json(text), bestand="", plan_id="", persoon="") for text in batch]
        for batch in batches
    ]
    assert there == dict(zip(batches, map(coder.code, units), strict=True))
    with pytest.raises(EngineError, match="van een andere versie"):
        list(coding.by_workers(batches, coder, replace(ruler, version="?"), settings, cluster.address))


def test_a_bad_item_costs_that_item_only(cluster: Cluster) -> None:
    items = ["a", "die", "b", "hang", "c", "error", "memory", *[f"e{number}" for number in range(9)]]
    done = {item.item: item for item in run(cluster, items)}
    assert set(done) == set(items)
    assert done["die"].failure is Failure.DIED
    assert done["hang"].failure is Failure.TIME
    assert done["memory"] == Done("memory", failure=Failure.MEMORY)
    assert done["error"].failure is Failure.ERROR
    assert "Jansen" not in repr(done) + cluster.logs()
    good = [item for item in done.values() if item.failure is None]
    assert len(good) == len(items) - 4
    assert all(item.value == item.item for item in good)


def test_an_item_that_takes_every_worker_along_is_given_up_alone(cluster: Cluster) -> None:
    """Dask gives up what waits on the same workers too; here each of those has its value."""
    items = ["a", "kill the worker", "b", "c"]
    done = {item.item: item for item in run(cluster, items, limits=Limits(60, 512))}
    assert done["kill the worker"].failure is Failure.DIED
    assert {done[item].value for item in "abc"} == set("abc")


def test_workers_that_cannot_take_part_or_start_are_an_error(cluster: Cluster) -> None:
    with pytest.raises(EngineError, match="Hier ontbreekt iets"):
        list(run(cluster, ["a"], check=cluster_tasks.refuse))
    with pytest.raises(EngineError, match="stoppen meteen"):
        list(run(cluster, ["a"], prepare=cluster_tasks.fail_to_prepare))


def test_the_scheduler_holds_few_items_at_any_time(cluster: Cluster) -> None:
    import distributed

    with distributed.Client(cluster.address, set_as_default=False) as client:
        threads = sum(client.nthreads().values())
        results = run(cluster, [f"x{number}" for number in range(60)])
        held = [client.run_on_scheduler(cluster_tasks.tasks_held) for _ in results]
    assert len(held) == 60
    assert 0 < max(held) <= ITEMS_PER_THREAD * threads


def test_leaving_early_leaves_the_cluster_free(cluster: Cluster) -> None:
    results = run(cluster, ["a", *(f"x{number}" for number in range(50))])
    assert next(results).failure is None
    results.close()
    assert [item.value for item in run(cluster, ["b"])] == ["b"]


def run(cluster: Cluster, items, **given):
    return run_at(cluster.address, items, **given)


def run_at(address: str, items, check=cluster_tasks.nothing, prepare=cluster_tasks.nothing, limits=LIMITS):
    return run_on(address, cluster_tasks.misbehave, items, limits=limits, check=check, prepare=prepare)


def test_an_address_where_nothing_is_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.engine.cluster.SECONDS_TO_CONNECT", 0.5)
    with pytest.raises(EngineError, match="dask scheduler"):
        list(run_at("tcp://127.0.0.1:9", ["a"]))
    assert list(run_at("tcp://127.0.0.1:9", [])) == []  # nothing left to do needs no cluster


def test_what_travels_holds_no_secret(tmp_path: Path) -> None:
    key = bytes(range(100, 132))
    sent = pickle.dumps(needed(key, ["geheim wachtwoord"], ReadingVersion.now(tmp_path)))
    assert key not in sent
    assert b"geheim" not in sent
    assert needed(key, ["a"], ReadingVersion("")) != needed(key, ["b"], ReadingVersion(""))
