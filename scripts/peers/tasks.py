"""Texts with their codes, and which are learnt from to code which."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.coding.examples import Examples
from pipeline.coding.structure import KINDS
from pipeline.coding.targets import SINGLE, columns_of
from pipeline.domain import Eenheid

Booleans = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.intp]

SEED = 20190601
FOLDS = 5  # of texts that have no writer
SIB_FILES = ("sib_train.tsv", "sib_dev.tsv", "sib_test.tsv")


@dataclass(frozen=True)
class Task:
    """``labels``: which text has which code, ``(texts, codes)``; with ``single`` each has exactly one.

    ``possible`` says which codes can go with a text, ``group`` who wrote it, ``owner`` the plan it is from
    (a text by itself is its own owner): what intervals are drawn over. ``splits``: rows to learn from, and
    rows to code. ``units``: the rows among the annotations, when the texts are units of plans.
    """

    name: str
    what: str
    texts: list[str]
    labels: Booleans
    possible: Booleans
    codes: tuple[str, ...]
    single: bool
    group: Integers
    owner: Integers
    splits: list[tuple[Integers, Integers]]
    units: Integers | None = None


def plan_tasks(examples: Examples, writers: Sequence[str]) -> Iterator[Task]:
    """The five codes of all units, each text alone; and the instrument of subdoelen with their afspraken."""
    targets, items = examples.targets, examples.annotations
    five = [at for at, target in enumerate(targets) if target.variable not in SINGLE]
    everything = np.arange(len(items))
    yield _of_units(
        "plannen",
        f"thema and eigen inzet of {len(items)} units, each writer left out in turn",
        examples,
        writers,
        everything,
        five,
        [item.tekst for item in items],
    )
    subdoelen = np.flatnonzero(examples.structure.kind == KINDS.index(Eenheid.SUBDOEL))
    texts = []
    for row in subdoelen:
        below = np.flatnonzero(examples.structure.parent == row)
        texts.append("\n".join(items[at].tekst for at in (row, *below)))
    yield _of_units(
        "instrument",
        f"instrument of {len(subdoelen)} subdoelen (others see their afspraken too), each writer left out",
        examples,
        writers,
        subdoelen,
        columns_of(targets)["instrument"],
        texts,
    )


def outside_tasks(folder: Path) -> Iterator[Task]:
    """Labelled Dutch texts of elsewhere: ``dekamer/vragen.csv`` and ``sib200/*.tsv``, if there."""
    questions = folder / "dekamer" / "vragen.csv"
    if questions.exists():
        yield _de_kamer(questions)
    if all((folder / "sib200" / name).exists() for name in SIB_FILES):
        yield _sib200(folder / "sib200")


def _of_units(
    name: str,
    what: str,
    examples: Examples,
    writers: Sequence[str],
    rows: Integers,
    columns: list[int],
    texts: list[str],
) -> Task:
    """Each writer is left out in turn; learnt from are the others of ``examples``."""
    items = [examples.annotations[row] for row in rows]
    writer = np.array([item.schrijver for item in items])
    return Task(
        name,
        what,
        texts,
        examples.truth[rows][:, columns],
        examples.possible[rows][:, columns],
        tuple(examples.targets[column].name for column in columns),
        examples.targets[columns[0]].variable in SINGLE,
        np.unique(writer, return_inverse=True)[1],
        np.unique([item.plan for item in items], return_inverse=True)[1],
        [(np.flatnonzero(writer != out), np.flatnonzero(writer == out)) for out in writers],
        rows,
    )


def _de_kamer(path: Path) -> Task:
    rows = list(csv.DictReader(path.open(encoding="utf-8", newline="")))
    given = [set(filter(None, row["themas"].split(";"))) for row in rows]
    codes = tuple(sorted(set().union(*given)))
    fold = np.random.default_rng(SEED).permutation(np.arange(len(rows)) % FOLDS)
    splits = [(np.flatnonzero(fold != out), np.flatnonzero(fold == out)) for out in range(FOLDS)]
    labels = np.array([[code in has for code in codes] for has in given])
    what = f"{len(codes)} themes of {len(rows)} questions in parliament, {FOLDS} parts left out in turn"
    return _alone("dekamer", what, [row["tekst"] for row in rows], labels, codes, False, splits)


def _sib200(folder: Path) -> Task:
    parts = [
        list(csv.DictReader((folder / name).open(encoding="utf-8", newline=""), delimiter="\t", quoting=3))
        for name in SIB_FILES
    ]
    rows = [row for part in parts for row in part]
    codes = tuple(sorted({row["category"] for row in rows}))
    labels = np.array([[row["category"] == code for code in codes] for row in rows])
    start = len(rows) - len(parts[-1])
    what = f"{len(codes)} topics, learnt from {start} sentences, tested on {len(rows) - start}"
    splits = [(np.arange(start), np.arange(start, len(rows)))]
    return _alone("sib200", what, [row["text"] for row in rows], labels, codes, True, splits)


def _alone(
    name: str,
    what: str,
    texts: list[str],
    labels: Booleans,
    codes: tuple[str, ...],
    single: bool,
    splits: list[tuple[Integers, Integers]],
) -> Task:
    each = np.arange(len(texts))
    return Task(name, what, texts, labels, np.ones_like(labels), codes, single, each, each, splits)
