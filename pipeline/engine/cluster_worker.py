"""What runs inside a Dask worker: a pool of processes, kept as long as a job asks for it.

A job that runs in the Dask worker's own process could not be limited in time or memory, and would take the
worker along when it dies. No exception leaves a task: Dask would log it, with the item that it was about.
"""

import concurrent.futures
import multiprocessing
import threading
import time
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from typing import Any, cast

import pebble

from pipeline.engine import worker
from pipeline.engine.pool import Failure, Limits, new_pool, outcome_of
from pipeline.errors import PlancoderError

SECONDS_IDLE = 30
"""A pool that nobody used for so long is stopped: its processes hold the key of the pseudonyms."""

_STARTS = 3  # of a pool that breaks, before this worker is given up

Answer = tuple[Failure | None, Any, str]


@dataclass(frozen=True)
class Job:
    """What all items of one run share; see ``run_on``. Runs that share all of it share a pool."""

    limits: Limits
    check: Callable[..., None]
    prepare: Callable[..., None]
    arguments: tuple[Any, ...]


@dataclass(frozen=True, repr=False)
class Task:
    """One item of a job. Shows nothing of itself: Dask logs what it is given, and a path may hold a name."""

    job: Job
    function: Callable[[Any], Any]
    item: Any


@dataclass(frozen=True)
class Refused:
    """This worker cannot take part, and why."""

    worker: str
    why: str


@dataclass
class _Kept:
    pool: pebble.ProcessPool
    users: int = 0
    used: float = field(default_factory=time.monotonic)


_lock = threading.Lock()
_pools: dict[Job, _Kept] = {}


def readiness(job: Job) -> str:
    """Why this worker cannot take part in a job; "" when it can."""
    try:
        job.check(*job.arguments)
    except PlancoderError as error:
        return error.message
    except Exception as error:
        return f"Onverwachte fout bij het controleren: {worker.describe(error)}."
    return ""


def run_item(task: Task) -> Answer | Refused:
    """Run one item in a process of this worker's pool, within the limits of its job."""
    from distributed import get_worker

    here = get_worker()
    for _ in range(_STARTS):
        if task.job not in _pools and (why := readiness(task.job)):
            return Refused(here.address, why)
        kept = _enter(task.job, here.state.nthreads)
        try:
            future = kept.pool.schedule(
                worker.call, args=[task.function, task.item], timeout=task.job.limits.seconds
            )
            done = outcome_of(None, future)
            return done.failure, done.value, done.detail
        # A process died between two items, or the pool was stopped under way because of that: a new pool.
        except (BrokenProcessPool, RuntimeError, concurrent.futures.CancelledError):
            _drop(task.job, kept)
        finally:
            _leave(kept)
    return Refused(here.address, "De werkprocessen die de plannen lezen, stoppen meteen na de start.")


def _enter(job: Job, threads: int) -> _Kept:
    """The pool of a job, started when this is its first item here."""
    with _lock:
        if job not in _pools:
            # Dask marks its worker process as one without children. Ours end with it (``worker.start``).
            cast(Any, multiprocessing.current_process())._config["daemon"] = False
            kept = _Kept(new_pool(threads, job.limits, job.prepare, job.arguments))
            _pools[job] = kept
            threading.Thread(target=_stop_when_idle, args=(job, kept), daemon=True).start()
        kept = _pools[job]
        kept.users += 1
        return kept


def _leave(kept: _Kept) -> None:
    with _lock:
        kept.users -= 1
        kept.used = time.monotonic()


def _drop(job: Job, kept: _Kept) -> None:
    with _lock:
        if _pools.get(job) is kept:
            del _pools[job]
    kept.pool.stop()


def _stop_when_idle(job: Job, kept: _Kept) -> None:
    while True:
        time.sleep(1)
        with _lock:
            if not kept.users and time.monotonic() - kept.used > SECONDS_IDLE:
                if _pools.get(job) is kept:
                    del _pools[job]
                break
    kept.pool.stop()
    kept.pool.join()
