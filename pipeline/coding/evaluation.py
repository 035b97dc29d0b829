"""How good a model is on writers it has not learnt from: leave each out in turn."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from pipeline.annotations import Annotation, read_annotations
from pipeline.coding.decision import chosen, unsure
from pipeline.coding.examples import Examples, examples_from
from pipeline.coding.learning import fit
from pipeline.coding.locked import set_apart
from pipeline.coding.metrics import count, sums
from pipeline.coding.model import Model
from pipeline.coding.targets import EIGEN_INZET, THEMA, Target, columns_of, single_variables
from pipeline.errors import AnnotationError

if TYPE_CHECKING:
    from pipeline.codebook import Codebook
    from pipeline.coding.evaluation_figures import Figures

Booleans = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.intp]
LOCKED_SET = "toetsset"  # in the place of a field that is left out
Progress = Callable[[str, float], None]  # what is being done, and the share that is done


@dataclass(frozen=True)
class Evaluation:
    """Codes given to units by models that had not seen their writer.

    ``truth``, ``given``, ``possible``, ``probability``: ``(units, targets)``. Per unit: ``marked`` for a
    person to look at, ``kind`` as index in KINDS, ``left_out`` the value of the field ``leave_out``
    (of the locked test set: the writer, who may have been learnt from; ``leave_out`` is then LOCKED_SET).
    Methods that count give one row per plan, in the order of ``plans``: two evaluations of the same plans
    can be compared plan by plan.
    """

    targets: tuple[Target, ...]
    annotations: tuple[Annotation, ...]
    truth: Booleans
    given: Booleans
    possible: Booleans
    probability: Floats
    marked: Booleans
    kind: Integers
    left_out: npt.NDArray[np.str_]
    leave_out: str
    learnt_from: int

    @cached_property
    def plans(self) -> list[str]:
        """The plans that were coded, in order of name."""
        return sorted({annotation.plan for annotation in self.annotations})

    @property
    def groups(self) -> list[str]:
        """The writers (or other groups) that were left out, in order of name."""
        return sorted(set(self.left_out.tolist()))

    @property
    def multiple(self) -> list[int]:
        """The columns of thema and eigen_inzet: the codes that macro-F1 is the mean of."""
        return [at for at, target in enumerate(self.targets) if target.variable in (THEMA, EIGEN_INZET)]

    @property
    def single(self) -> list[str]:
        """The variables of which a unit has exactly one code."""
        return single_variables(self.targets)

    def code_counts(self, rows: Booleans | None = None) -> Floats:
        """Per plan and code what ``metrics.count`` counts, over ``rows`` or all; ``(plans, codes, 3)``."""
        counts = count(self.truth, self.given) * self.possible[:, :, None]
        return self._per_plan(counts, rows)

    def choice_counts(self, variable: str, rows: Booleans | None = None) -> Floats:
        """Per plan the units with the right code of a single choice, and all with one; ``(plans, 2)``."""
        columns = columns_of(self.targets)[variable]
        asked = (self.possible & self.truth)[:, columns].any(axis=1)
        right = np.any((self.truth & self.given)[:, columns], axis=1) & asked
        return self._per_plan(np.stack([right, asked], axis=1), rows)

    def decision_counts(self, rows: Booleans | None = None) -> Floats:
        """Per plan the wrong decisions and all: ``(plans, 2)``; one per code, or one per single choice."""
        wrong, asked = (np.zeros(len(self.truth)) for _ in range(2))
        for variable, columns in columns_of(self.targets).items():
            for group in [columns] if variable in self.single else [[column] for column in columns]:
                counted = np.any(self.possible[:, group], axis=1)
                wrong += counted & np.any((self.truth != self.given)[:, group], axis=1)
                asked += counted
        return self._per_plan(np.stack([wrong, asked], axis=1), rows)

    def marked_counts(self, rows: Booleans | None = None) -> Floats:
        """Per plan the units marked for a person to look at, and all units: ``(plans, 2)``."""
        return self._per_plan(np.stack([self.marked, np.ones_like(self.marked)], axis=1), rows)

    def plans_in(self, rows: Booleans) -> Integers:
        """The places in ``plans`` of those that have units in ``rows``."""
        return np.unique(self._plan_of[rows])

    @cached_property
    def figures(self) -> "Figures":
        """All figures with their intervals."""
        from pipeline.coding.evaluation_figures import figures_of

        return figures_of(self)

    def describe(self) -> str:
        """The figures as Dutch text, without any text of a plan."""
        from pipeline.coding.evaluation_text import describe

        return describe(self)

    def to_json(self) -> dict[str, Any]:
        """The figures for a file: overall, per code and kind of unit, per group left out."""
        return self.figures.to_json()

    @cached_property
    def _plan_of(self) -> Integers:
        place = {plan: at for at, plan in enumerate(self.plans)}
        return np.array([place[annotation.plan] for annotation in self.annotations], dtype=np.intp)

    def _per_plan(self, values: npt.NDArray[Any], rows: Booleans | None) -> Floats:
        keep = slice(None) if rows is None else rows
        return sums(values[keep].astype(float), self._plan_of[keep], len(self.plans))


def evaluate(
    annotations: Path,
    codebook: "Codebook",
    language_name: str,
    leave_out: str = "schrijver",
    *,
    test: Collection[str] | None = None,
    learn_from: Collection[str] | None = None,
    locked: Collection[str] = (),
    progress: Progress | None = None,
    learn: Callable[[Examples], Any] = fit,
) -> Evaluation:
    """Leave out each value of the field ``leave_out`` in turn, learn from the rest, code what was left out.

    ``test``: only leave out these values; ``learn_from``: only learn from these; ``locked`` plans take no
    part; ``learn`` makes a model of examples. Raises AnnotationError when there are fewer than two values to
    leave out, or the locked plans are like the others.
    """
    from pipeline.language import load_language

    read, _ = set_apart(read_annotations(annotations, codebook), locked, str(annotations))
    _values(read, leave_out, test, learn_from, str(annotations))  # before the slow part
    examples = examples_from(read, codebook, load_language(language_name))
    return evaluate_examples(
        examples,
        leave_out,
        test=test,
        learn_from=learn_from,
        progress=progress,
        learn=learn,
        waar=str(annotations),
    )


def evaluate_examples(
    examples: Examples,
    leave_out: str = "schrijver",
    *,
    test: Collection[str] | None = None,
    learn_from: Collection[str] | None = None,
    progress: Progress | None = None,
    learn: Callable[[Examples], Any] = fit,
    waar: str = "",
) -> Evaluation:
    """As ``evaluate``, on examples already read; ``learn`` makes a model of examples."""
    values, usable, tested = _values(examples.annotations, leave_out, test, learn_from, waar)
    probability = np.zeros(examples.truth.shape)
    given = np.zeros(examples.truth.shape, dtype=bool)
    marked = np.zeros(len(examples.truth), dtype=bool)
    for done, value in enumerate(tested):
        if progress:
            progress(f"zonder {leave_out} {value}", done / len(tested))
        out = values == value
        part, model = examples.part(out), learn(examples.part(usable & ~out))
        probability[out], given[out], marked[out] = coded(model, part)
    rows = np.isin(values, tested)
    return Evaluation(
        examples.targets,
        tuple(examples.annotations[row] for row in np.flatnonzero(rows)),
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


def evaluate_locked(model: Model, examples: Examples) -> Evaluation:
    """The plans of the test set as ``model`` codes them, which has not learnt from them."""
    probability, given, marked = coded(model, examples)
    return Evaluation(
        examples.targets,
        tuple(examples.annotations),
        examples.truth,
        given,
        examples.possible,
        probability,
        marked,
        examples.structure.kind,
        np.array([item.schrijver for item in examples.annotations]),
        LOCKED_SET,
        0,
    )


def coded(model: Model, examples: Examples) -> tuple[Floats, Booleans, Booleans]:
    """What ``model`` makes of the units: the probabilities, the codes given, and which are marked."""
    probability = model.probabilities(examples.texts, examples.structure)
    decided = (probability, examples.possible, examples.targets, model.decision)
    marked: Booleans = np.any(list(unsure(*decided).values()), axis=0)
    return probability, chosen(*decided), marked


def _values(
    annotations: Collection[Annotation],
    field: str,
    test: Collection[str] | None,
    learn_from: Collection[str] | None,
    waar: str,
) -> tuple[npt.NDArray[np.str_], Booleans, list[str]]:
    """The value of ``field`` per unit, which units may be learnt from, and the values to leave out.

    Raises AnnotationError when nothing would be left to learn from.
    """
    values = np.array([str(getattr(item, field, None) or "") for item in annotations])
    usable = np.isin(values, list(learn_from)) if learn_from is not None else values != ""
    tested = sorted(set(values.tolist()) - {""} if test is None else test)
    found = sorted(set(values[usable].tolist()) | set(tested))
    if len(found) < 2:
        what = f"is alleen '{found[0]}' ingevuld" if found else "is niets ingevuld"
        raise AnnotationError(
            f"Er is niets om buiten te laten: bij het veld '{field}' {what}.",
            waar=waar,
            doe="Vul het in voor ten minste twee groepen plannen, of kies met --leave-out een ander veld.",
        )
    return values, usable, tested
