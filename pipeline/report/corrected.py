"""Shares as the model counted them, and what they become when its errors are reckoned with."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.report.model_figures import Qualities
from pipeline.report.sample import HumanSample
from pipeline.report.targets import Target
from pipeline.statistics.estimation import Estimate, corrected_share
from pipeline.statistics.misclassification import rogan_gladen

FEWEST_PLANS = 20
"""Fewer plans coded by people are too few to correct a share with."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """``naive``: as the model counted, over ``total``.

    With a sample: ``estimate``, None when it is too small. Without one: ``adjusted``, what the model's
    measured errors make of it; None when those are not known.
    """

    target: Target
    naive: float
    total: int
    plans_coded: int
    estimate: Estimate | None = None
    adjusted: float | None = None


@dataclass(frozen=True, slots=True)
class _Coded:
    """Whether people and model gave a unit (or a plan) the code, and its chance to be drawn."""

    plan: str
    by_people: bool
    by_model: bool
    chance: float


def with_sample(target: Target, sample: HumanSample) -> Corrected:
    """The share corrected with what people coded."""
    model = _model(target)
    people = _people(target, sample)
    plans = {each.plan for each in people}
    naive = sum(model) / len(model)
    if len(plans) < FEWEST_PLANS:
        return Corrected(target, naive, len(model), len(plans))
    estimate = corrected_share(
        model,
        [float(each.by_people) - float(each.by_model) for each in people],
        [each.chance for each in people],
        [each.plan for each in people],
    )
    return Corrected(target, naive, len(model), len(plans), estimate)


def without_sample(target: Target, qualities: Qualities) -> Corrected:
    """The share with what is known of the model's errors, which says little about plans it was not tried on.

    A share of plans is not adjusted: errors were measured per unit.
    """
    model = _model(target)
    naive = sum(model) / len(model)
    quality = None if target.per_plan else qualities.of(target.codes, target.kind)
    adjusted = rogan_gladen(naive, quality) if quality else None
    return Corrected(target, naive, len(model), 0, adjusted=adjusted)


def _model(target: Target) -> Sequence[bool]:
    """What the model gave each unit, or each plan."""
    if target.per_plan:
        return [hits > 0 for hits, _ in target.units.counts_by_plan(target.holds).values()]
    marks: list[bool] = target.units.marks(target.holds).tolist()
    return marks


def _people(target: Target, sample: HumanSample) -> list[_Coded]:
    """What people and model gave each unit (or plan) that people coded.

    A plan counts only when all its units were coded.
    """
    found: dict[object, _Coded] = {}
    unfinished = set()
    for unit in target.units.of_plans({key[0] for key in sample.codings}):
        coding = sample.codings.get(unit.key)
        if coding is None:
            unfinished.add(unit.plan)
            continue
        key = unit.plan if target.per_plan else unit.key
        before = found.get(key, _Coded(unit.plan, False, False, 1.0))
        found[key] = _Coded(
            unit.plan,
            before.by_people or target.holds(coding),
            before.by_model or target.holds(unit),
            min(before.chance, sample.chances[unit.key]),
        )
    return [each for each in found.values() if not target.per_plan or each.plan not in unfinished]
