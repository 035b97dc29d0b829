"""One function over many items on a Dask cluster: the same items, limits and failures as on one machine.

Each Dask worker runs its items in a pool like that of one machine (``cluster_worker``), so that a bad item
costs that item and not the worker. This side keeps a few items per thread under way and takes each result as
it comes, so that the scheduler never holds more than those. Items of a worker that is lost go to another.
"""

import asyncio
import logging
import queue
import time
import uuid
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any, NoReturn

from pipeline.engine.cluster_worker import Job, Refused, Task, readiness, run_item
from pipeline.engine.pool import Done, Failure, Item, Limits, Value
from pipeline.errors import EngineError

ITEMS_PER_THREAD = 2
"""Under way for each thread of a worker: one that runs, and one that waits."""

SECONDS_TO_CONNECT = 30
SECONDS_WITHOUT_WORKERS = 120
"""So long a cluster may be without any worker before the run is given up; what is done stays done."""

_LOOK = 5.0  # seconds between two looks at how many workers there are


def run_on(
    address: str,
    function: Callable[[Item], Value],
    items: Iterable[Item],
    *,
    limits: Limits,
    check: Callable[..., None],
    prepare: Callable[..., None],
    arguments: tuple[Any, ...] = (),
) -> Generator[Done[Item, Value], None, None]:
    """``function`` of each item on the cluster whose scheduler is at ``address``, as they get ready.

    As ``run_over``, but an item is taken when there is room for it. Besides, ``check(*arguments)`` runs on
    each worker before anything else does, and raises a PlancoderError when that worker cannot take part.
    Arguments travel: they must hold no secrets, and be hashable.

    Raises EngineError when the cluster cannot be reached or is lost, and for workers that cannot take part.
    """
    left = iter(items)
    first = list(islice(left, 1))
    if not first:
        return
    job = Job(limits, check, prepare, arguments)
    with _client(address) as client:
        _check_workers(client, job)
        under_way = _UnderWay(client, job, function)
        try:
            for item in chain(first, left):
                while under_way.is_full():
                    yield from under_way.take()
                under_way.add(item)
            while under_way.items:
                yield from under_way.take()
            yield from _each_alone(under_way)
        finally:
            under_way.items.clear()  # lets go of the futures: what nobody waits for is not run


def _each_alone(under_way: "_UnderWay") -> Iterator[Done[Any, Any]]:
    """Items that were on workers which died, each by itself: only who takes these along now is to blame."""
    suspects, under_way.suspects = under_way.suspects, []
    for item in suspects:
        under_way.add(item)
        yield from under_way.take()
    for item in under_way.suspects:
        yield Done(item, failure=Failure.DIED)


@contextmanager
def _client(address: str) -> Iterator[Any]:
    try:
        import distributed
    except ImportError as error:
        raise EngineError(
            "Voor een cluster (--dask) is een pakket nodig dat niet is geïnstalleerd: distributed.",
            doe='Installeer het in de map van plancoder met: pip install ".[cluster]"',
        ) from error
    for name in ("distributed", "distributed.client", "distributed.core"):  # what goes wrong is told in Dutch
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        asyncio.run(_knock(address))  # a Client that fails to start keeps the program for a minute at its end
        client = distributed.Client(address, timeout=SECONDS_TO_CONNECT, set_as_default=False)
        try:
            client.wait_for_workers(1, timeout=SECONDS_TO_CONNECT)
        except BaseException:
            client.close(timeout=1)
            raise
    except Exception as error:  # of any kind, where something else than a scheduler answers
        raise EngineError(
            "Het cluster is op dit adres niet te bereiken, of heeft geen werkers.",
            waar=address,
            doe="Controleer het adres (zoals tcp://10.0.0.5:8786), start de planner met 'dask scheduler' en "
            "op elke machine een werker met 'dask worker'; bij tls:// zijn ook hier de certificaten nodig "
            "(zie docs/cluster.md).",
        ) from error
    try:
        yield client
    finally:
        client.close(timeout=5)


async def _knock(address: str) -> None:
    """Connect to a scheduler and leave it again; raises all kinds of errors when there is none."""
    import distributed

    security = distributed.Security().get_connection_args("client")
    await (await distributed.comm.connect(address, timeout=SECONDS_TO_CONNECT, **security)).close()


def _check_workers(client: Any, job: Job) -> None:
    """Raises EngineError that names each worker which cannot take part, and why."""
    answers = client.run(readiness, job, on_error="return")
    faults = []
    for worker, answer in sorted(answers.items()):
        if isinstance(answer, ImportError):
            answer = "Hier is plancoder niet (of anders) geïnstalleerd."
        if isinstance(answer, str) and answer:
            faults.append(f"{worker}: {answer}")
    if faults:
        raise EngineError(
            "Niet elke werker van het cluster kan meedoen:",
            faults=tuple(faults),
            doe="Herstel dit op die machines of stop die werkers (zie docs/cluster.md).",
        )


@dataclass
class _UnderWay:
    """The items that the cluster has now, by the key of their future.

    Dask counts a lost worker against all that it had, also what was only waiting there. So an item that is
    said to have taken workers along is put aside as one of the ``suspects``.
    """

    client: Any
    job: Job
    function: Callable[[Any], Any]
    items: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    suspects: list[Any] = field(default_factory=list)
    ready: "queue.SimpleQueue[str]" = field(default_factory=queue.SimpleQueue)
    threads: int = 0
    looked: float = 0.0
    seen: float = field(default_factory=time.monotonic)

    def is_full(self) -> bool:
        if time.monotonic() - self.looked > _LOOK:
            self._look()
        return len(self.items) >= max(1, ITEMS_PER_THREAD * self.threads)

    def add(self, item: Any) -> None:
        key = f"plancoder-{uuid.uuid4().hex}"  # the dashboard shows it: nothing of the item
        task = Task(self.job, self.function, item)
        future = self.client.submit(run_item, task, key=key, pure=False)
        self.items[key] = future, item
        future.add_done_callback(lambda done: self.ready.put(done.key))

    def take(self) -> Iterator[Done[Any, Any]]:
        """The next item that is ready, whichever it is; nothing when it is put aside."""
        while True:
            try:
                key = self.ready.get(timeout=_LOOK)
                break
            except queue.Empty:
                self._look()
        future, item = self.items.pop(key)
        done = _outcome(item, future)
        if done:
            yield done
        else:
            self.suspects.append(item)

    def _look(self) -> None:
        """See how many threads there are; none for too long is the end of the run."""
        self.looked = time.monotonic()
        try:
            self.threads = sum(self.client.nthreads().values())
        except (OSError, TimeoutError, RuntimeError):
            self.threads = 0
        if self.threads:
            self.seen = self.looked
        elif self.looked - self.seen > SECONDS_WITHOUT_WORKERS:
            _lost()


def _outcome(item: Any, future: Any) -> Done[Any, Any] | None:
    """What became of an item; None when each of several workers that had it died."""
    import distributed
    from distributed.scheduler import KilledWorker

    try:
        answer = future.result(timeout=SECONDS_WITHOUT_WORKERS)
    except KilledWorker:
        return None
    except (OSError, TimeoutError, distributed.client.FutureCancelledError) as error:
        _lost(error)
    finally:
        future.release()
    if isinstance(answer, Refused):
        raise EngineError(
            answer.why,
            waar=answer.worker,
            doe="Herstel dit op die machine of stop die werker, en geef dezelfde opdracht nog eens: wat "
            "klaar was, is bewaard.",
        )
    failure, value, detail = answer
    return Done(item, value=value, failure=failure, detail=detail)


def _lost(error: Exception | None = None) -> NoReturn:
    raise EngineError(
        "Het cluster is niet meer te bereiken, of er is al een tijd geen werker meer.",
        doe="Kijk of de planner en de werkers nog draaien, en geef dezelfde opdracht nog eens: wat klaar "
        "was, is bewaard.",
    ) from error
