"""Shares as the model counted them, and what they become when its errors are reckoned with."""

from collections.abc import Mapping
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


def with_sample(target: Target, sample: HumanSample) -> Corrected:
    """The share corrected with what people coded."""
    model = _model(target)
    people = _people(target, sample)
    plans = {plan for plan, _, _ in people.values()}
    naive = sum(model.values()) / len(model)
    if len(plans) < FEWEST_PLANS:
        return Corrected(target, naive, len(model), len(plans))
    estimate = corrected_share(
        [*map(float, model.values())],
        [float(given) - float(model[unit]) for unit, (_, given, _) in people.items()],
        [chance for _, _, chance in people.values()],
        [plan for plan, _, _ in people.values()],
    )
    return Corrected(target, naive, len(model), len(plans), estimate)


def without_sample(target: Target, qualities: Qualities) -> Corrected:
    """The share with what is known of the model's errors, which says little about plans it was not tried on.

    A share of plans is not adjusted: errors were measured per unit.
    """
    model = _model(target)
    naive = sum(model.values()) / len(model)
    quality = None if target.per_plan else qualities.of(target.codes, target.kind)
    adjusted = rogan_gladen(naive, quality) if quality else None
    return Corrected(target, naive, len(model), 0, adjusted=adjusted)


def _model(target: Target) -> dict[object, bool]:
    """What the model gave each unit, or each plan."""
    found: dict[object, bool] = {}
    for unit in target.units:
        key = unit.plan if target.per_plan else unit.key
        found[key] = found.get(key, False) or target.holds(unit)
    return found


def _people(target: Target, sample: HumanSample) -> Mapping[object, tuple[str, bool, float]]:
    """Of each unit (or plan) that people coded: its plan, what they gave, and its chance.

    A plan counts only when all its units were coded.
    """
    found: dict[object, tuple[str, bool, float]] = {}
    unfinished = set()
    for unit in target.units:
        coding = sample.codings.get(unit.key)
        if coding is None:
            unfinished.add(unit.plan)
            continue
        key = unit.plan if target.per_plan else unit.key
        before = found.get(key, (unit.plan, False, 1.0))
        chance = min(before[2], sample.chances[unit.key])
        found[key] = (unit.plan, before[1] or target.holds(coding), chance)
    if not target.per_plan:
        return found
    return {plan: values for plan, values in found.items() if plan not in unfinished}
