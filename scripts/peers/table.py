"""The outcomes as one table in Markdown."""

import math
import os
import platform
from collections.abc import Iterable, Iterator
from datetime import date
from importlib.metadata import version

import numpy as np
import numpy.typing as npt

from peers.running import Outcome
from peers.tasks import Task
from pipeline.coding.bootstrap import Measured, Resampling
from pipeline.coding.metrics import count, macro_f1, sums

Floats = npt.NDArray[np.float64]

HEAD = "| system | macro-F1 (95%) | difference to plancoder | learning, s | texts/s | MB |"
RULE = "| --- | --- | --- | ---: | ---: | ---: |"


def table(task: Task, outcomes: Iterable[Outcome]) -> Iterator[str]:
    """The lines about one task, each as soon as it is known. Others are compared with the first outcome."""
    coded = np.unique(np.concatenate([test for _, test in task.splits]))
    owner = np.unique(task.owner[coded], return_inverse=True)[1]
    resampling = Resampling(int(owner.max()) + 1)
    yield from (f"**{task.name}**: {task.what}", "", HEAD, RULE)
    first: Floats | None = None
    for outcome in outcomes:
        counts = sums(count(task.labels, outcome.given)[coded], owner, resampling.plans)
        difference = "" if first is None else _signed(resampling.difference(macro_f1, counts, first))
        first = counts if first is None else first
        yield (
            f"| {outcome.system} | {_plain(resampling.measure(macro_f1, counts))} | {difference} "
            f"| {outcome.learning:.1f} | {outcome.speed:,.0f} | {outcome.megabytes:.1f} |"
        )
    yield ""


def machine() -> str:
    """When and on what the figures were measured."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scikit-learn", "spacy"))
    return (
        f"Measured on {date.today():%Y-%m-%d}: {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} cores (one used), Python {platform.python_version()}, {packages}."
    )


def _plain(found: Measured) -> str:
    return f"{found.value:.3f}{_interval(found, '.3f')}"


def _signed(found: Measured) -> str:
    return f"{found.value:+.3f}{_interval(found, '+.3f')}"


def _interval(found: Measured, style: str) -> str:
    return "" if math.isnan(found.low) else f" ({found.low:{style}} – {found.high:{style}})"
