"""Which units a person should look at, so that of the decisions in the others few enough are wrong.

A *decision* is one code that a unit can have, or one choice of a single code. The probabilities tell how many
decisions of a unit are expected to be wrong; units above a limit are marked. The limit is found from units
that were coded without their writer.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.coding.targets import Target, columns_of, single_variables

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.intp]

ALLOWED = 0.025  # share of the decisions in unmarked units that may be wrong
BROKEN = 0.125  # for at most so many of new writers that may not hold, when there are writers enough to tell
MIN_WRITERS = 4  # with fewer, nothing is promised
MIN_DECISIONS = 100  # of a writer, on average: with fewer, one error is already too many
PRECISION = 1_000_000  # of a limit
MOST_MARKED = 0.5  # of the units: with more to look at, the model is of no use


@dataclass(frozen=True)
class Promise:
    """From ``limit`` expected errors on a person should look at a unit.

    ``allowed``: the share of wrong decisions in the other units that was asked for. ``holds``: the chance
    that a new writer has no more, 0 when there were too few writers to tell. ``marked``: the share of units
    above the limit, of writers that were left out.
    """

    limit: float
    allowed: float
    holds: float
    marked: float


def expected_errors(
    probability: Floats, given: Booleans, asked: Booleans, targets: Sequence[Target]
) -> Floats:
    """How many decisions are expected to be wrong, per unit and variable: ``(units, variables)``.

    ``probability``, ``given`` and ``asked`` (the code is decided for itself): ``(units, targets)``.
    """
    wrong = np.where(given, 1 - probability, probability) * asked
    columns, single = columns_of(targets), single_variables(targets)
    expected = [
        (wrong * given if variable in single else wrong)[:, columns[variable]].sum(axis=1)
        for variable in columns
    ]
    return np.stack(expected, axis=1)


def wrong_decisions(
    truth: Booleans, given: Booleans, possible: Booleans, targets: Sequence[Target]
) -> tuple[Integers, Integers]:
    """Per unit how many decisions are wrong, and how many there are; all of shape ``(units, targets)``."""
    differs = (truth != given) & possible
    wrong, made = np.zeros(len(truth), dtype=np.intp), np.zeros(len(truth), dtype=np.intp)
    single = single_variables(targets)
    for variable, columns in columns_of(targets).items():
        if variable in single:
            wrong += differs[:, columns].any(axis=1)
            made += possible[:, columns].any(axis=1)
        else:
            wrong += differs[:, columns].sum(axis=1)
            made += possible[:, columns].sum(axis=1)
    return wrong, made


def promise(
    risk: Floats, wrong: Integers, made: Integers, writers: Integers, allowed: float = ALLOWED
) -> Promise:
    """The highest limit that keeps ``allowed`` for all but BROKEN of new writers; arrays of ``(units,)``.

    For each writer there is a highest limit up to which he has no more errors than allowed. When a new
    writer is like a draw from the same lot, his is below the k-th lowest of ``n`` with a chance of at most
    ``k / (n + 1)``, whatever the distribution (split conformal prediction, with writers for examples: Vovk,
    Gammerman and Shafer 2005, section 2.2; Angelopoulos and Bates 2023, section 1). The lowest is as far as
    it goes. Left-out writers are coded by models that learnt from fewer, which errs on the safe side. Who has
    too many errors even when MOST_MARKED is marked counts against the promise. With fewer than MIN_WRITERS,
    or few decisions of each, nothing is promised; the limit is then the one that keeps ``allowed`` over all.
    """
    lowest = float(np.quantile(risk, 1 - MOST_MARKED)) if len(risk) else 0.0
    names = np.unique(writers)
    if len(names) >= MIN_WRITERS and made.sum() >= MIN_DECISIONS * len(names):
        rows = [writers == name for name in names]
        limits = sorted(_highest(risk[row], wrong[row], made[row], allowed, lowest) for row in rows)
        place = max(1, int(BROKEN * (len(names) + 1)))
        hopeless = sum(error_share(wrong, made, row & (risk < lowest)) > allowed for row in rows)
        limit, holds = limits[place - 1], 1 - max(place, hopeless + 1) / (len(names) + 1)
    else:
        limit, holds = _highest(risk, wrong, made, allowed, lowest), 0.0
    return Promise(limit, allowed, holds, float((risk >= limit).mean()) if len(risk) else 0.0)


def _highest(risk: Floats, wrong: Integers, made: Integers, allowed: float, lowest: float) -> float:
    """The highest limit such that from ``lowest`` up to it no more than ``allowed`` is wrong below it.

    Units of equal risk are on the same side; infinite when nothing needs to be marked.
    """
    order = np.argsort(risk, kind="stable")
    ranked = risk[order]
    share = np.cumsum(wrong[order]) / np.maximum(1, np.cumsum(made[order]))
    last = np.append(ranked[1:] > ranked[:-1], True)  # where a limit can fall: behind the last of equals
    too_many = np.flatnonzero(last & (share > allowed) & (ranked >= lowest))
    # Rounded down: the last digits of sums depend on the machine, and a model is to be the same bytes again.
    return math.floor(ranked[too_many[0]] * PRECISION) / PRECISION if len(too_many) else math.inf


@dataclass(frozen=True)
class Coverage:
    """What is left when the units of the most expected errors are marked.

    ``marked``: their share. ``wrong``: the share of wrong decisions in the others, ``worst`` that of the
    writer who has most, and ``kept`` the share of writers who have no more than was allowed.
    """

    marked: float
    wrong: float
    worst: float
    kept: float


def risk_coverage(
    risk: Floats,
    wrong: Integers,
    made: Integers,
    writers: Integers,
    marked: Sequence[float],
    allowed: float = ALLOWED,
) -> list[Coverage]:
    """A row for each share of units in ``marked`` (El-Yaniv and Wiener 2010 on risk and coverage)."""
    order = np.argsort(-risk, kind="stable")
    rows = []
    for share in marked:
        rest = np.ones(len(risk), dtype=bool)
        rest[order[: round(share * len(risk))]] = False
        of_writers = np.array(
            [error_share(wrong, made, rest & (writers == each)) for each in np.unique(writers)]
        )
        kept = float((of_writers <= allowed).mean())
        rows.append(Coverage(share, error_share(wrong, made, rest), float(of_writers.max()), kept))
    return rows


def error_share(wrong: Integers, made: Integers, rows: Booleans) -> float:
    """Of the decisions in these units the share that is wrong; 0 when there are none."""
    return float(wrong[rows].sum() / max(1, made[rows].sum()))
