import os
import subprocess
import sys
import time
from pathlib import Path

import engine_tasks
import pytest

from pipeline.engine import Done, Failure, Limits, Workers, run_over
from pipeline.engine.pool import Waiting
from pipeline.engine.signals import interrupts_held
from pipeline.errors import EngineError

LIMITS = Limits(seconds=2, megabytes=512)


def run(function, items, workers=2, limits=LIMITS, prepare=engine_tasks.prepare):
    return run_over(function, items, workers=workers, limits=limits, prepare=prepare)


def test_every_item_comes_back_once() -> None:
    done = list(run(engine_tasks.square, list(range(40))))
    assert {(item.item, item.value) for item in done} == {(number, number**2) for number in range(40)}
    assert len(done) == 40


def test_no_items_start_no_workers() -> None:
    start = time.monotonic()
    assert list(run(engine_tasks.square, [])) == []
    assert time.monotonic() - start < 0.2


def test_a_bad_item_costs_that_item_only() -> None:
    items = [
        "a",
        "die",
        "b",
        "hang",
        "c",
        "error",
        "strange error",
        "d",
        *[f"e{number}" for number in range(20)],
    ]
    done = {item.item: item for item in run(engine_tasks.misbehave, items)}
    assert set(done) == set(items)
    assert done["die"].failure is Failure.DIED
    assert done["hang"].failure is Failure.TIME
    assert done["error"].failure is done["strange error"].failure is Failure.ERROR
    good = [item for item in done.values() if item.failure is None]
    assert len(good) == len(items) - 4
    assert all(item.value == item.item for item in good)


def test_an_error_tells_its_kind_and_place_but_no_text() -> None:
    (done,) = run(engine_tasks.misbehave, ["error"])
    assert done.detail.startswith("KeyError (")
    assert "Jansen" not in repr(done)
    assert "999990019" not in repr(done)


@pytest.mark.skipif(not Path("/proc/self/statm").is_file(), reason="only Linux keeps a process to its memory")
def test_memory_is_limited() -> None:
    done = {item.item: item for item in run(engine_tasks.misbehave, ["memory", "a"], workers=1)}
    assert done["memory"] == Done("memory", failure=Failure.MEMORY)
    assert done["a"].value == "a"


def test_few_items_start_one_worker_and_many_the_number_asked_for() -> None:
    assert len({item.value for item in run(engine_tasks.process_id, list(range(5)), workers=4)}) == 1
    processes = {item.value for item in run(engine_tasks.process_id, list(range(60)), workers=2)}
    assert len(processes) <= 2
    assert os.getpid() not in processes


def test_an_item_goes_to_the_worker_that_had_the_one_before_it() -> None:
    names = [f"plan {number}" for number in range(40)]
    with Workers(2, LIMITS, engine_tasks.prepare) as workers:
        workers.start(len(names))
        first = {done.item: done.value for done in workers.run(engine_tasks.process_id_after_a_while, names)}
        again = workers.run(
            engine_tasks.process_id_after_a_while, range(40), after=lambda number: names[number]
        )
        same = [done.value == first[names[done.item]] for done in again]
    assert len(set(first.values())) == 2
    assert len(same) == 40
    assert sum(same) > 30  # a worker that is done takes over from the other


def test_a_worker_has_its_own_items_first_then_those_of_nobody_then_those_of_others() -> None:
    waiting = Waiting([("a", 1), ("b", None), ("c", 0), ("d", 0), ("e", 1)])
    assert [waiting.next_for(1) for _ in range(6)] == [["a"], ["e"], ["b"], ["c"], ["d"], []]


def test_workers_that_cannot_start_are_an_error() -> None:
    with pytest.raises(EngineError, match="stoppen meteen"):
        list(run(engine_tasks.square, [1, 2], prepare=engine_tasks.fail_to_prepare))


def test_leaving_early_stops_the_workers() -> None:
    results = run(engine_tasks.misbehave, ["a", "hang"], workers=1, limits=Limits(600, 512))
    assert next(results).value == "a"
    start = time.monotonic()
    results.close()
    assert time.monotonic() - start < 30


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such mask")
def test_what_starts_while_interrupts_are_held_never_sees_them() -> None:
    program = "import signal; print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, []))"
    run_program = [sys.executable, "-c", program]
    with interrupts_held():
        inside = subprocess.run(run_program, capture_output=True, text=True, check=True)
    after = subprocess.run(run_program, capture_output=True, text=True, check=True)
    assert (inside.stdout, after.stdout) == ("True\n", "False\n")
