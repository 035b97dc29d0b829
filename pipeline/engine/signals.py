"""Ctrl-C reaches every process of the terminal: only the main one should answer."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C while threads and processes start: they inherit the mask and never see it.

    What comes in for this thread meanwhile arrives at the end. Does nothing on Windows, which has no mask.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
