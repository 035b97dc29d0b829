"""What is known of a model's errors, put to use when nobody has coded a sample yet."""

from bisect import bisect_left
from dataclasses import dataclass

from pipeline.statistics.intervals import Known, difference_interval


@dataclass(frozen=True, slots=True)
class Quality:
    """How well a model gives one code, measured elsewhere.

    ``recall``: of the units with the code, the part that got it; ``false_alarm``: of those without it, the
    part that got it all the same. Both from 0 to 1.
    """

    recall: float
    false_alarm: float


def quality_from(precision: float, recall: float, support: int, units: int) -> Quality | None:
    """Recall and false alarms from precision, recall, and how many of ``units`` had the code (``support``).

    None when that cannot be told: no unit had the code, all had it, or none was given rightly.
    """
    others = units - support
    if support <= 0 or others <= 0 or precision <= 0 or recall <= 0:
        return None
    wrong = recall * support * (1 / precision - 1)
    return Quality(recall, min(1.0, wrong / others))


def rogan_gladen(share: float, quality: Quality) -> float | None:
    """The share that would give ``share`` with these errors, cut off at 0 and 1.

    W.J. Rogan and B. Gladen, American Journal of Epidemiology 107 (1978): (share + specificity - 1) /
    (sensitivity + specificity - 1). None when the model does no better than chance.
    """
    discerning = quality.recall - quality.false_alarm
    if discerning <= 0:
        return None
    return min(1.0, max(0.0, (share - quality.false_alarm) / discerning))


def errors(share: float, quality: Quality) -> tuple[float, float]:
    """The parts of all units where people give it and the model does not, and the other way round.

    ``share`` is the true share.
    """
    return share * (1 - quality.recall), (1 - share) * quality.false_alarm


def needed_sample(more: float, fewer: float, population: int, margin: float, given: float = 0.0) -> int:
    """How many of ``population`` to draw for a 95% interval of ``margin`` (0.03: three points) on both sides.

    ``more`` and ``fewer`` are the parts of the population that pull the share up and down (``errors``; of
    people alone the share itself and 0), ``given`` the share that the model counts. The fewest with which
    ``difference_interval`` is on average no wider, the finite population reckoned with as in W.G. Cochran,
    Sampling Techniques (1977), section 4.4.
    """
    if more + fewer <= 0:
        return 0

    def is_enough(drawn: int) -> bool:
        return _half_width(more, fewer, given, drawn / (1 - drawn / population)) <= margin

    return bisect_left(range(population), True, key=is_enough)


def _half_width(more: float, fewer: float, given: float, size: float) -> float:
    low, high = difference_interval(size, more, fewer, Known(most_more=1 - given, most_fewer=given))
    return float(high - low) / 2
