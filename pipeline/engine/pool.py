"""One function over many items, in worker processes of this machine with limits per item.

A worker that hangs, runs out of memory or dies costs the item it worked on; the others go on. Workers start
by ``spawn`` on every system, so that all behave alike, and are replaced after a number of items.
"""

import concurrent.futures
import math
import multiprocessing
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

import pebble

from pipeline.engine import worker
from pipeline.engine.signals import interrupts_held
from pipeline.errors import EngineError

ITEMS_PER_WORKER = 8
"""Fewer items than this do not repay the start of another worker."""

ITEMS_BEFORE_REPLACEMENT = 1000
"""A worker is replaced after so many items, so that memory it does not give back is bounded. A start costs as
much as thirty plans; what a worker keeps of words stops growing before this (docs/scale.md)."""

Item = TypeVar("Item")
Value = TypeVar("Value")
Future = concurrent.futures.Future[Any]


class Failure(StrEnum):
    """Why an item has no value."""

    TIME = "time"
    MEMORY = "memory"
    DIED = "died"
    ERROR = "error"


@dataclass(frozen=True)
class Limits:
    """For one item. ``megabytes`` come on top of what a worker uses at rest; only Linux enforces them."""

    seconds: float
    megabytes: int


@dataclass(frozen=True)
class Done(Generic[Item, Value]):
    """One item with its value, or with why there is none; ``detail`` is an error's kind and place."""

    item: Item
    value: Value | None = None
    failure: Failure | None = None
    detail: str = ""


class Workers:
    """Worker processes that stay from one run to the next, until the end of the context.

    ``prepare(*arguments)`` runs once in each before its first item; it is importable by name and its
    arguments picklable. They start with the first item. Left by an exception, they are stopped at once.
    """

    def __init__(
        self, workers: int, limits: Limits, prepare: Callable[..., None], arguments: tuple[Any, ...] = ()
    ) -> None:
        self._most = workers
        self._given = (limits, prepare, arguments)
        self._limits = limits
        self._pools: list[pebble.ProcessPool] = []  # of one process each: an item goes to a worker of choice
        self._had: dict[int, int] = {}  # by the hash of an item, which may be large

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._end(at_once=kind is not None)

    def start(self, items: int) -> None:
        """Start already the workers that so many items will have."""
        with interrupts_held():
            for pool in self._pools_for(items):
                pool.schedule(worker.call, args=[int, 0])

    def run(
        self,
        function: Callable[[Any], Value],
        items: Sequence[Item],
        sent: Callable[[Item], Any] = lambda item: item,
        after: Callable[[Item], Any] = lambda item: item,
    ) -> Generator[Done[Item, Value], None, None]:
        """``function`` of each item, in the order in which they get ready.

        The function is importable by name; it gets what ``sent`` makes of an item when its turn comes.
        ``after`` tells which item of an earlier run it comes after: if it can be, in the same worker. Raises
        EngineError when the workers cannot be started.
        """
        left = list(items)
        while left:
            before = len(left)
            try:
                pools = self._pools_for(before)
                waiting = Waiting((item, self._had.get(hash(after(item)))) for item in left)
                for number, done in _run(pools, function, waiting, self._limits, sent):
                    left.remove(done.item)
                    self._had[hash(done.item)] = number
                    yield done
            except BrokenProcessPool as error:
                # Happens when a worker dies between two items: a new pool goes on with what is left.
                self._end(at_once=True)
                if len(left) == before:
                    raise EngineError(
                        "De werkprocessen die de plannen lezen, stoppen meteen na de start.",
                        doe="Controleer de installatie (zie de README) en of er genoeg geheugen vrij is.",
                    ) from error

    def _pools_for(self, items: int) -> list[pebble.ProcessPool]:
        if not all(pool.active for pool in self._pools):
            self._end(at_once=True)
        wanted = max(1, min(self._most, math.ceil(items / ITEMS_PER_WORKER)))
        self._pools += [new_pool(1, *self._given) for _ in range(len(self._pools), wanted)]
        return self._pools

    def _end(self, *, at_once: bool) -> None:
        pools, self._pools = self._pools, []
        self._had.clear()
        try:
            for pool in pools:
                pool.stop() if at_once else pool.close()
        finally:
            for pool in pools:
                pool.join()


class Waiting(Generic[Item]):
    """Items to do, each of which may be best done by a worker: by its number, None when by any."""

    def __init__(self, items: Iterable[tuple[Item, int | None]]) -> None:
        self._queues: dict[int | None, deque[Item]] = {None: deque()}
        for item, number in items:
            self._queues.setdefault(number, deque()).append(item)

    def next_for(self, number: int) -> list[Item]:
        """The next item for a worker: its own, else of any, else of who has most left; [] at the end."""
        queues = self._queues
        queue = queues.get(number) or queues[None] or max(queues.values(), key=len)
        return [queue.popleft()] if queue else []


def run_over(
    function: Callable[[Item], Value],
    items: Sequence[Item],
    *,
    workers: int,
    limits: Limits,
    prepare: Callable[..., None],
    arguments: tuple[Any, ...] = (),
) -> Generator[Done[Item, Value], None, None]:
    """``function`` of each item, by workers for this run alone: see ``Workers``.

    Leaving the iterator early stops the workers. Raises EngineError when these cannot be started.
    """
    with Workers(workers, limits, prepare, arguments) as own:
        yield from own.run(function, items)


def new_pool(
    workers: int, limits: Limits, prepare: Callable[..., None], arguments: tuple[Any, ...]
) -> pebble.ProcessPool:
    """Worker processes that run ``worker.call``; they start with the first item."""
    return pebble.ProcessPool(
        max_workers=workers,
        max_tasks=ITEMS_BEFORE_REPLACEMENT,
        initializer=worker.start,
        initargs=(prepare, arguments, limits.megabytes),
        context=multiprocessing.get_context("spawn"),
    )


def _run(
    pools: Sequence[pebble.ProcessPool],
    function: Callable[[Any], Value],
    waiting: Waiting[Item],
    limits: Limits,
    sent: Callable[[Item], Any],
) -> Iterator[tuple[int, Done[Item, Value]]]:
    """Keep two items per worker under way; hand out each as it gets ready, with the number of its worker."""
    under_way: dict[Future, tuple[int, Item]] = {}
    free = [number for number in range(len(pools)) for _ in range(2)]
    while True:
        with interrupts_held():  # the first item starts the workers, which must not see Ctrl-C
            for number in free:
                for item in waiting.next_for(number):
                    call = [function, sent(item)]
                    future = pools[number].schedule(worker.call, args=call, timeout=limits.seconds)
                    under_way[future] = (number, item)
        if not under_way:
            return
        # The timeout lets Ctrl-C through on Windows, where a wait without end does not.
        ready, _ = concurrent.futures.wait(
            under_way, timeout=0.5, return_when=concurrent.futures.FIRST_COMPLETED
        )
        free = [under_way[future][0] for future in ready]
        for future in ready:
            number, item = under_way.pop(future)
            yield number, outcome_of(item, future)


def outcome_of(item: Item, future: Future) -> Done[Item, Any]:
    """What became of ``worker.call`` on an item. Raises BrokenProcessPool when the pool broke."""
    try:
        outcome, content = future.result()
    except pebble.ProcessExpired:
        return Done(item, failure=Failure.DIED)
    except TimeoutError:
        return Done(item, failure=Failure.TIME)
    if outcome == worker.VALUE:
        return Done(item, value=content)
    return Done(item, failure=Failure(outcome), detail=content)
