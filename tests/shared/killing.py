"""Work that is killed at one of its changes of files, as by a power cut.

Only touches that can change something count: a kill at a read leaves what a kill at the change before it did.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree")
CAN_KILL = hasattr(os, "fork")


def killed_at(step: int, work: Callable[[], object], within: Path | None = None) -> bool:
    """Do ``work`` in a process that is killed at its ``step``-th change of a file; whether it was.

    ``within``: only files in this folder count.
    """
    process = os.fork()
    if process == 0:
        touched = 0

        def watch(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal touched
            if _changes(event, arguments) and (within is None or str(within) in str(arguments[0])):
                touched += 1
                if touched == step:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(watch)
        try:
            work()
        except BaseException:
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(process, 0)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return os.WIFSIGNALED(status)


def _changes(event: str, arguments: tuple[object, ...]) -> bool:
    if event == "open":
        flags = arguments[2]
        return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))
    return event in CHANGES
