"""How good a model is on writers it has not learnt from: leave each out in turn."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from pipeline.annotations import read_annotations
from pipeline.coding.decision import chosen, unsure
from pipeline.coding.examples import Examples, examples_from
from pipeline.coding.learning import fit
from pipeline.coding.metrics import Score, score
from pipeline.coding.structure import KINDS
from pipeline.coding.targets import SINGLE, Target, columns_of
from pipeline.errors import AnnotationError

if TYPE_CHECKING:
    from pipeline.codebook import Codebook

Booleans = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Progress = Callable[[str, float], None]  # what is being done, and the share that is done

DECIMALS = 4


@dataclass(frozen=True)
class Evaluation:
    """Codes given to units by models that had not seen their writer.

    ``truth``, ``given``, ``possible``, ``probability``: ``(units, targets)``. Per unit: ``marked`` for a
    person to look at, ``kind`` as index in KINDS, ``left_out`` the value of the field ``leave_out``.
    """

    targets: tuple[Target, ...]
    truth: Booleans
    given: Booleans
    possible: Booleans
    probability: Floats
    marked: Booleans
    kind: npt.NDArray[np.intp]
    left_out: npt.NDArray[np.str_]
    leave_out: str
    learnt_from: int

    def score(self, target: Target, rows: Booleans | None = None) -> Score:
        """Counts of one code over the units in ``rows`` (all if None) that can have it."""
        column = self.targets.index(target)
        keep = self.possible[:, column] if rows is None else rows & self.possible[:, column]
        return score(self.truth[keep, column], self.given[keep, column])

    def macro_f1(self, rows: Booleans | None = None) -> float:
        """Mean F1 over the codes of thema and eigen_inzet."""
        return float(np.mean([self.score(target, rows).f1 for target in self._multiple]))

    def accuracy(self, variable: str, rows: Booleans | None = None) -> float:
        """Share of units with the right code of a single-choice variable; nan when there are none."""
        columns = [at for at, target in enumerate(self.targets) if target.variable == variable]
        keep = self.possible[:, columns].any(axis=1) & self.truth[:, columns].any(axis=1)
        keep = keep if rows is None else keep & rows
        right = np.any((self.truth & self.given)[keep][:, columns], axis=1)
        return float(right.mean()) if keep.any() else float("nan")

    def error_share(self, rows: Booleans) -> float:
        """Share of wrong decisions over the units in ``rows``: one per code, or one per single choice."""
        wrong = asked = 0
        for variable, columns in columns_of(self.targets).items():
            groups = [columns] if variable in SINGLE else [[column] for column in columns]
            for group in groups:
                counted = rows & np.any(self.possible[:, group], axis=1)
                wrong += int(np.any((self.truth != self.given)[counted][:, group], axis=1).sum())
                asked += int(counted.sum())
        return wrong / max(1, asked)

    @property
    def groups(self) -> list[str]:
        """The writers (or other groups) that were left out, in order of name."""
        return sorted(set(self.left_out.tolist()))

    @property
    def _multiple(self) -> list[Target]:
        return [target for target in self.targets if target.variable not in SINGLE]

    @property
    def _single(self) -> list[str]:
        return [name for name in SINGLE if any(target.variable == name for target in self.targets)]

    def describe(self) -> str:
        """The figures as a Dutch text table."""
        from pipeline.coding.evaluation_text import describe

        return describe(self)

    def to_json(self) -> dict[str, Any]:
        """The figures for a file: overall, per code and kind of unit, per group left out."""
        return {
            "leave_out": self.leave_out,
            "learnt_from_units": self.learnt_from,
            "units": len(self.truth),
            "macro_f1": _round(self.macro_f1()),
            "marked_share": _round(float(self.marked.mean())),
            "error_share": {
                "marked": _round(self.error_share(self.marked)),
                "rest": _round(self.error_share(~self.marked)),
            },
            "accuracy": {name: _round(self.accuracy(name)) for name in self._single},
            "codes": {target.name: dict(self._code_figures(target)) for target in self.targets},
            "groups": {group: self._group_figures(self.left_out == group) for group in self.groups},
        }

    def _code_figures(self, target: Target) -> Iterator[tuple[str, dict[str, float]]]:
        yield "alle", _figures(self.score(target))
        for index, kind in enumerate(KINDS):
            if kind in target.units:
                yield kind.value, _figures(self.score(target, self.kind == index))

    def _group_figures(self, rows: Booleans) -> dict[str, float]:
        figures = {"units": float(rows.sum()), "macro_f1": _round(self.macro_f1(rows))}
        return figures | {name: _round(self.accuracy(name, rows)) for name in self._single}


def evaluate(
    annotations: Path,
    codebook: "Codebook",
    language_name: str,
    leave_out: str = "schrijver",
    *,
    test: Collection[str] | None = None,
    learn_from: Collection[str] | None = None,
    progress: Progress | None = None,
    learn: Callable[[Examples], Any] = fit,
) -> Evaluation:
    """Leave out each value of the field ``leave_out`` in turn, learn from the rest, code what was left out.

    ``test``: only leave out these values; ``learn_from``: only learn from these; ``learn`` makes a model of
    examples. Raises AnnotationError
    when there are fewer than two values to leave out.
    """
    from pipeline.language import load_language

    read = read_annotations(annotations, codebook)
    examples = examples_from(read, codebook, load_language(language_name))
    return evaluate_examples(
        examples, leave_out, test=test, learn_from=learn_from, progress=progress, learn=learn
    )


def evaluate_examples(
    examples: Examples,
    leave_out: str = "schrijver",
    *,
    test: Collection[str] | None = None,
    learn_from: Collection[str] | None = None,
    progress: Progress | None = None,
    learn: Callable[[Examples], Any] = fit,
) -> Evaluation:
    """As ``evaluate``, on examples already read; ``learn`` makes a model of examples."""
    values = np.array([str(getattr(item, leave_out, None) or "") for item in examples.annotations])
    usable = np.isin(values, list(learn_from)) if learn_from is not None else values != ""
    tested = sorted(set(values.tolist()) - {""} if test is None else test)
    if len(set(values[usable].tolist()) | set(tested)) < 2:
        raise AnnotationError(
            f"Er is niets om buiten te laten: '{leave_out}' heeft minder dan twee waarden.",
            doe="Kies een ander veld, of vul dit veld in de annotaties in.",
        )
    probability = np.zeros(examples.truth.shape)
    given = np.zeros(examples.truth.shape, dtype=bool)
    marked = np.zeros(len(examples.truth), dtype=bool)
    for done, value in enumerate(tested):
        if progress:
            progress(f"zonder {leave_out} {value}", done / len(tested))
        out = values == value
        part, model = examples.part(out), learn(examples.part(usable & ~out))
        probability[out] = model.probabilities(part.texts, part.structure)
        decided = (probability[out], part.possible, examples.targets, model.decision)
        given[out] = chosen(*decided)
        marked[out] = np.any(list(unsure(*decided).values()), axis=0)
    rows = np.isin(values, tested)
    return Evaluation(
        examples.targets,
        examples.truth[rows],
        given[rows],
        examples.possible[rows],
        probability[rows],
        marked[rows],
        examples.structure.kind[rows],
        values[rows],
        leave_out,
        int(usable.sum()),
    )


def _figures(counts: Score) -> dict[str, float]:
    return {
        "precision": _round(counts.precision),
        "recall": _round(counts.recall),
        "f1": _round(counts.f1),
        "support": counts.wanted,
    }


def _round(value: float) -> float:
    return round(value, DECIMALS)
