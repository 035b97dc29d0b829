"""What is known of a model's errors, put to use when nobody has coded a sample yet."""

from dataclasses import dataclass
from math import ceil

Z95 = 1.959963984540054
"""The 97.5th percentile of the normal distribution."""


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


def error_variance(share: float, quality: Quality) -> float:
    """The variance of what people give less what the model gives, when ``share`` is the true share."""
    missed, wrong = share * (1 - quality.recall), (1 - share) * quality.false_alarm
    return missed + wrong - (missed - wrong) ** 2


def needed_sample(variance: float, population: int, margin: float) -> int:
    """How many of ``population`` to draw for a 95% interval of ``margin`` (0.03: three points) on both sides.

    W.G. Cochran, Sampling Techniques (1977), section 4.4: n0 = z^2 s^2 / d^2, n = n0 / (1 + n0 / N).
    """
    if population <= 0 or variance <= 0:
        return 0
    first = Z95**2 * variance / margin**2
    return min(population, ceil(first / (1 + first / population) - 1e-9))
