"""One function over many items, in worker processes of this machine with limits per item.

A worker that hangs, runs out of memory or dies costs the item it worked on; the others go on. Workers start
by ``spawn`` on every system, so that all behave alike, and are replaced after a number of items.
"""

import concurrent.futures
import math
import multiprocessing
from collections.abc import Callable, Generator, Iterator, Sequence
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
        self._pool: pebble.ProcessPool | None = None
        self._size = 0

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._end(at_once=kind is not None)

    def run(
        self,
        function: Callable[[Any], Value],
        items: Sequence[Item],
        sent: Callable[[Item], Any] = lambda item: item,
    ) -> Generator[Done[Item, Value], None, None]:
        """``function`` of each item, in the order in which they get ready.

        The function is importable by name; it gets what ``sent`` makes of an item when its turn comes. Raises
        EngineError when the workers cannot be started.
        """
        left = list(items)
        while left:
            before = len(left)
            try:
                pool = self._pool_for(before)
                for done in _run(pool, function, list(left), self._size, self._limits, sent):
                    left.remove(done.item)
                    yield done
            except BrokenProcessPool as error:
                # Happens when a worker dies between two items: a new pool goes on with what is left.
                self._end(at_once=True)
                if len(left) == before:
                    raise EngineError(
                        "De werkprocessen die de plannen lezen, stoppen meteen na de start.",
                        doe="Controleer de installatie (zie de README) en of er genoeg geheugen vrij is.",
                    ) from error

    def _pool_for(self, items: int) -> pebble.ProcessPool:
        wanted = max(1, min(self._most, math.ceil(items / ITEMS_PER_WORKER)))
        if self._pool is None or self._size < wanted:
            self._end(at_once=False)
            self._pool, self._size = new_pool(wanted, *self._given), wanted
        return self._pool

    def _end(self, *, at_once: bool) -> None:
        if self._pool is not None:
            pool, self._pool = self._pool, None
            try:
                pool.stop() if at_once else pool.close()
            finally:
                pool.join()


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
    pool: pebble.ProcessPool,
    function: Callable[[Any], Value],
    waiting: list[Item],
    workers: int,
    limits: Limits,
    sent: Callable[[Item], Any],
) -> Iterator[Done[Item, Value]]:
    """Keep two items per worker under way; hand out each as it gets ready."""
    waiting.reverse()
    under_way: dict[Future, Item] = {}
    while waiting or under_way:
        with interrupts_held():  # the first item starts the workers, which must not see Ctrl-C
            while waiting and len(under_way) < 2 * workers:
                item = waiting.pop()
                future = pool.schedule(worker.call, args=[function, sent(item)], timeout=limits.seconds)
                under_way[future] = item
        # The timeout lets Ctrl-C through on Windows, where a wait without end does not.
        ready, _ = concurrent.futures.wait(
            under_way, timeout=0.5, return_when=concurrent.futures.FIRST_COMPLETED
        )
        for future in ready:
            yield outcome_of(under_way.pop(future), future)


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
