"""What the workers of the cluster tests do; a module of its own because workers import it by name."""

import os
import signal
import time
from typing import Any

from pipeline.errors import EngineError


def nothing() -> None:
    """Nothing to load, and nothing to check."""


def refuse() -> None:
    raise EngineError("Hier ontbreekt iets.")


def fail_to_prepare() -> None:
    raise OSError("geen geheugen")


def tasks_held(dask_scheduler: Any) -> int:
    """How many tasks the scheduler has, done or not."""
    return len(dask_scheduler.tasks)


def misbehave(what: str) -> str:
    match what:
        case "hang":
            time.sleep(600)
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "kill the worker":
            os.kill(os.getppid(), signal.SIGKILL)
            time.sleep(600)
        case "memory":
            return str(len(bytearray(4 * 1024**3)))
        case "error":
            raise KeyError("Jansen, BSN 999990019")
    return what
