"""The figures of an evaluation, each with its interval where one can be given."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.coding.bootstrap import Measured, Resampling
from pipeline.coding.evaluation import Evaluation
from pipeline.coding.metrics import (
    GIVEN,
    WANTED,
    brier,
    expected_calibration_error,
    f1,
    macro_f1,
    precision,
    ratio,
    recall,
)
from pipeline.coding.structure import KINDS
from pipeline.coding.targets import Target
from pipeline.statistics.resampling import LEVEL

Booleans = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

ALL = "alle"
DECIMALS = 4


@dataclass(frozen=True)
class CodeFigures:
    """One code over the units of one kind (``eenheid``; ``alle``: over all that can have it).

    ``wanted`` units have it, ``given`` units got it. ``brier`` and ``calibration_error`` are about its
    probabilities.
    """

    target: Target
    eenheid: str
    precision: Measured
    recall: Measured
    f1: Measured
    wanted: int
    given: int
    units: int
    brier: float
    calibration_error: float


@dataclass(frozen=True)
class GroupFigures:
    """The units of one writer (or other group) that was left out; nan for what cannot be measured."""

    units: int
    macro_f1: Measured
    accuracy: dict[str, float]
    marked: float
    errors_rest: float


@dataclass(frozen=True)
class Figures:
    """``accuracy``: per single choice the share that is right. ``errors_*``: shares of wrong decisions.

    A decision is made once per code, or once per single choice; ``rest`` are the units that are not marked.
    """

    leave_out: str
    learnt_from: int
    units: int
    resampling: Resampling
    macro_f1: Measured
    accuracy: dict[str, Measured]
    marked: Measured
    errors_marked: Measured
    errors_rest: Measured
    codes: list[CodeFigures]
    groups: dict[str, GroupFigures]

    def to_json(self) -> dict[str, Any]:
        """For a file; null where nothing could be measured."""
        overall = {"macro_f1": self.macro_f1, "marked_share": self.marked, **self.accuracy}
        overall |= {"errors_marked": self.errors_marked, "errors_rest": self.errors_rest}
        return {
            "leave_out": self.leave_out,
            "learnt_from_units": self.learnt_from,
            "units": self.units,
            "plans": self.resampling.plans,
            "macro_f1": _round(self.macro_f1.value),
            "marked_share": _round(self.marked.value),
            "error_share": {
                "marked": _round(self.errors_marked.value),
                "rest": _round(self.errors_rest.value),
            },
            "accuracy": _known({name: found.value for name, found in self.accuracy.items()}),
            "intervals": {name: _ends(found) for name, found in overall.items()},
            "bootstrap": {
                "of": "plans",
                "draws": self.resampling.draws,
                "seed": self.resampling.seed,
                "level": LEVEL,
            },
            "codes": self._codes_json(),
            "groups": {name: _group_json(found) for name, found in self.groups.items()},
        }

    def _codes_json(self) -> dict[str, dict[str, Any]]:
        codes: dict[str, dict[str, Any]] = {}
        for found in self.codes:
            codes.setdefault(found.target.name, {})[found.eenheid] = {
                "precision": _round(found.precision.value),
                "recall": _round(found.recall.value),
                "f1": _round(found.f1.value),
                "support": found.wanted,
                "given": found.given,
                "intervals": {
                    "precision": _ends(found.precision),
                    "recall": _ends(found.recall),
                    "f1": _ends(found.f1),
                },
                "brier": _round(found.brier),
                "ece": _round(found.calibration_error),
            }
        return codes


def figures_of(evaluation: Evaluation) -> Figures:
    """All figures of ``evaluation``; the same evaluation gives the same intervals."""
    resampling = Resampling(len(evaluation.plans))

    def share(counts: Floats) -> Measured:
        return resampling.measure(_share, counts)

    return Figures(
        leave_out=evaluation.leave_out,
        learnt_from=evaluation.learnt_from,
        units=len(evaluation.truth),
        resampling=resampling,
        macro_f1=resampling.measure(macro_f1, evaluation.code_counts()[:, evaluation.multiple]),
        accuracy={name: share(evaluation.choice_counts(name)) for name in evaluation.single},
        marked=share(evaluation.marked_counts()),
        errors_marked=share(evaluation.decision_counts(evaluation.marked)),
        errors_rest=share(evaluation.decision_counts(~evaluation.marked)),
        codes=list(_codes(evaluation, resampling)),
        groups={name: _group(evaluation, evaluation.left_out == name) for name in evaluation.groups},
    )


def _codes(evaluation: Evaluation, resampling: Resampling) -> Iterator[CodeFigures]:
    of_kind = [evaluation.kind == index for index in range(len(KINDS))]
    counts = np.stack([evaluation.code_counts(rows) for rows in of_kind])
    for column, target in enumerate(evaluation.targets):
        kinds = [index for index, kind in enumerate(KINDS) if kind in target.units]
        parts = [(KINDS[index].value, [index]) for index in kinds]
        for eenheid, part in [(ALL, kinds), *parts] if len(kinds) > 1 else parts:
            rows = np.isin(evaluation.kind, part)
            yield _code(evaluation, resampling, column, eenheid, rows, counts[part, :, column].sum(axis=0))


def _code(
    evaluation: Evaluation,
    resampling: Resampling,
    column: int,
    eenheid: str,
    rows: Booleans,
    counts: Floats,
) -> CodeFigures:
    truth, probability = evaluation.truth[rows, column], evaluation.probability[rows, column]
    return CodeFigures(
        evaluation.targets[column],
        eenheid,
        resampling.measure(precision, counts),
        resampling.measure(recall, counts),
        resampling.measure(f1, counts),
        wanted=int(counts[:, WANTED].sum()),
        given=int(counts[:, GIVEN].sum()),
        units=len(truth),
        brier=brier(truth, probability),
        calibration_error=expected_calibration_error(truth, probability),
    )


def _group(evaluation: Evaluation, rows: Booleans) -> GroupFigures:
    def share(counts: Floats) -> float:
        return float(_share(counts.sum(axis=0)))

    return GroupFigures(
        int(rows.sum()),
        _of_group(evaluation, rows),
        {name: share(evaluation.choice_counts(name, rows)) for name in evaluation.single},
        share(evaluation.marked_counts(rows)),
        share(evaluation.decision_counts(rows & ~evaluation.marked)),
    )


def _of_group(evaluation: Evaluation, rows: Booleans) -> Measured:
    """Macro-F1 over the group's own plans, which are drawn again by themselves."""
    counts = evaluation.code_counts(rows)[:, evaluation.multiple]
    own = evaluation.plans_in(rows)
    return Resampling(len(own)).measure(macro_f1, counts[own])


def _share(counts: Floats) -> Floats:
    return ratio(counts[..., 0], counts[..., 1])


def _group_json(found: GroupFigures) -> dict[str, Any]:
    return {
        "units": found.units,
        "macro_f1": _round(found.macro_f1.value),
        "macro_f1_interval": _ends(found.macro_f1),
        **{name: _round(value) for name, value in found.accuracy.items()},
        "marked_share": _round(found.marked),
        "error_share_rest": _round(found.errors_rest),
    }


def _known(values: dict[str, float]) -> dict[str, float]:
    return {name: round(value, DECIMALS) for name, value in values.items() if not np.isnan(value)}


def _ends(found: Measured) -> list[float | None]:
    return [_round(found.low), _round(found.high)]


def _round(value: float) -> float | None:
    return None if np.isnan(value) else round(value, DECIMALS)
