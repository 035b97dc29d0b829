"""What runs inside a worker process."""

import multiprocessing
import os
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

VALUE = "value"

_MEGABYTE = 1024 * 1024


def start(prepare: Callable[..., None], arguments: tuple[Any, ...], megabytes: int) -> None:
    """Prepare this worker: end when the main process ends, load what is needed, then limit memory."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    prepare(*arguments)
    _limit_memory(megabytes)


def call(function: Callable[[Any], Any], item: Any) -> tuple[str, Any]:
    """``function(item)`` as ``("value", value)``, or the kind of failure and its place.

    No exception leaves the worker: its text could hold words of a plan.
    """
    try:
        return VALUE, function(item)
    except MemoryError:
        return "memory", ""
    except Exception as error:
        return "error", describe(error)


def describe(error: BaseException) -> str:
    """An error by kind and place, such as ``KeyError (lines.py regel 12)``, without its text."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "pipeline" in Path(frame.filename).parts]
    place = (ours or frames)[-1:]
    return " ".join(
        [type(error).__name__, *(f"({Path(frame.filename).name} regel {frame.lineno})" for frame in place)]
    )


def _end_with_parent() -> None:
    """A main process that is killed outright cannot stop its workers: they stop themselves."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _limit_memory(megabytes: int) -> None:
    """Allow ``megabytes`` more than now. Only where the system tells and keeps to it (Linux)."""
    in_use = Path("/proc/self/statm")
    if not in_use.is_file():
        return
    import resource

    pages = int(in_use.read_text(encoding="ascii").split()[0])
    limit = pages * resource.getpagesize() + megabytes * _MEGABYTE
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
