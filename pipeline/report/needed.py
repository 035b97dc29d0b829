"""How many plans people must code before the report's shares are sure to a few points."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from pipeline.report.corrected import FEWEST_PLANS
from pipeline.report.model_figures import Qualities
from pipeline.report.targets import Target
from pipeline.statistics.misclassification import Quality, errors, needed_sample, rogan_gladen

MARGIN = 0.03


@dataclass(frozen=True, slots=True)
class Needed:
    """Plans to draw for one share: with the model's help, were it to err twice as often, and without it."""

    target: Target
    share: float
    with_model: int | None
    doubled: int | None
    alone: int


def needed_for(targets: Sequence[Target], qualities: Qualities, plans: int) -> list[Needed]:
    """For each share of units; ``plans`` is how many there are. Shares of plans follow those of units."""
    return [*_needed(targets, qualities, plans)]


def _needed(targets: Sequence[Target], qualities: Qualities, plans: int) -> Iterator[Needed]:
    for target in targets:
        if target.per_plan:
            continue
        total = len(target.units)
        naive = target.units.tally(target.holds)[True] / total
        quality = qualities.of(target.codes, target.kind)
        share = rogan_gladen(naive, quality) if quality else None
        share = naive if share is None else share

        def drawn(more: float, fewer: float, given: float = 0.0, total: int = total) -> int:
            """Units become plans: of so many plans one unit in each is drawn along."""
            units = needed_sample(more, fewer, total, MARGIN, given)
            return min(plans, max(FEWEST_PLANS, ceil(units * min(1.0, plans / total))))

        if quality is None:
            yield Needed(target, naive, None, None, drawn(share, 0.0))
            continue
        once, twice = (drawn(*errors(share, each), naive) for each in (quality, _twice_as_bad(quality)))
        yield Needed(target, naive, once, twice, drawn(share, 0.0))


def _twice_as_bad(quality: Quality) -> Quality:
    return Quality(max(0.0, 2 * quality.recall - 1), min(1.0, 2 * quality.false_alarm))
