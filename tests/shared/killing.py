"""Work that is killed at one of its changes of files, or at a moment in time, as by a power cut.

Only touches that can change something count: a kill at a read leaves what a kill at the change before it did.
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree")
CAN_KILL = hasattr(os, "fork")


def killed_at(step: int, work: Callable[[], object], within: Path | None = None) -> bool:
    """Do ``work`` in a process that is killed at its ``step``-th change of a file; whether it was.

    ``within``: only files in this folder count.
    """
    changed = 0

    def now(event: str, arguments: tuple[object, ...]) -> bool:
        nonlocal changed
        if not _changes(event, arguments) or str(within or "") not in str(arguments[0]):
            return False
        changed += 1
        return changed == step

    return killed_when(now, work)


def killed_when(now: Callable[[str, tuple[object, ...]], bool], work: Callable[[], object]) -> bool:
    """Do ``work`` in a process that is killed at the first audit event that is ``now``; whether it was."""

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if now(event, arguments):
            os.kill(os.getpid(), signal.SIGKILL)

    def watched() -> object:
        sys.addaudithook(watch)
        return work()

    return _was_killed(_started(watched))


def killed_after(seconds: float, work: Callable[[], object]) -> bool:
    """Do ``work`` in a process that is killed after so many ``seconds``; whether it was not done by then."""
    process = _started(work)
    time.sleep(seconds)
    os.kill(process, signal.SIGKILL)
    return _was_killed(process)


def _started(work: Callable[[], object]) -> int:
    process = os.fork()
    if process == 0:
        try:
            work()
        except BaseException:
            os._exit(1)  # the fork must not go on as a second test run
        os._exit(0)
    return process


def _was_killed(process: int) -> bool:
    _, status = os.waitpid(process, 0)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return os.WIFSIGNALED(status)


def _changes(event: str, arguments: tuple[object, ...]) -> bool:
    if event == "open":
        flags = arguments[2]
        return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))
    return event in CHANGES
