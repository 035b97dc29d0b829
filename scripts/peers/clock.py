"""Seconds of work, whoever else uses the machine: of this process, and of those that it asks."""

import time

_elsewhere = [0.0]


def seconds() -> float:
    """Processor seconds so far; only differences mean something."""
    return time.process_time() + _elsewhere[0]


def add(seconds_elsewhere: float) -> None:
    """Count what another process did for this one."""
    _elsewhere[0] += seconds_elsewhere
