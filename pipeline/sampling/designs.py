"""Which plans a design draws, and with what chance. Plans are numbers ``0 .. N-1``; nothing is read here.

A chance is exact for the draw as it was made, over the N plans that could be drawn. Picks that were chosen
because the model doubts have none: they teach, and cannot stand for others.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.errors import UsageError

LEAST_PER_STRATUM = 2
"""With fewer, how much plans of one stratum differ cannot be estimated."""


@dataclass(frozen=True, slots=True)
class Pick:
    """One plan that was drawn.

    ``chance`` that this design drew it; None when it was not left to chance. ``together``: of a mixed design,
    the chance that the plan got into the sample one way or the other. ``stratum``: "" without strata.
    """

    plan: int
    reason: str
    chance: float | None = None
    together: float | None = None
    stratum: str = ""


def draw_random(plans: int, wanted: int, random: np.random.Generator) -> list[Pick]:
    """A simple random sample without replacement: every plan has chance n/N."""
    _check(plans, wanted)
    reason = f"toeval: {wanted} van {plans} plannen"
    chosen = random.choice(plans, size=wanted, replace=False).tolist()
    return [Pick(plan, reason, wanted / plans, wanted / plans) for plan in sorted(chosen)]


def draw_stratified(strata: Sequence[str], wanted: int, random: np.random.Generator) -> list[Pick]:
    """A simple random sample within each stratum, in proportion to its size: chance n_h/N_h.

    ``strata``: of each plan the stratum it is in.
    """
    _check(len(strata), wanted)
    sizes = Counter(strata)
    picks = []
    for stratum, number in allocate(sizes, wanted).items():
        members = [plan for plan, its in enumerate(strata) if its == stratum]
        chance = number / len(members)
        reason = f"toeval: {number} van {len(members)} plannen in laag {stratum}"
        chosen = random.choice(members, size=number, replace=False).tolist()
        picks += [Pick(plan, reason, chance, chance, stratum) for plan in chosen]
    return sorted(picks, key=lambda pick: pick.plan)


def allocate(sizes: Mapping[str, int], wanted: int) -> dict[str, int]:
    """How many to draw from each stratum: in proportion, and at least LEAST_PER_STRATUM (or all it has).

    Raises UsageError when ``wanted`` is too little for that.
    """
    numbers = {stratum: min(LEAST_PER_STRATUM, size) for stratum, size in sorted(sizes.items())}
    if sum(numbers.values()) > wanted:
        raise UsageError(
            f"{wanted} plannen is te weinig voor {len(sizes)} lagen: uit elke laag zijn er ten minste "
            f"{LEAST_PER_STRATUM} nodig.",
            doe=f"Trek ten minste {sum(numbers.values())} plannen, of kies een indeling met minder lagen.",
        )
    total = sum(sizes.values())
    while sum(numbers.values()) < wanted:
        room = [stratum for stratum in numbers if numbers[stratum] < sizes[stratum]]
        numbers[max(room, key=lambda its: wanted * sizes[its] / total - numbers[its])] += 1
    return numbers


def draw_active(ranking: Sequence[int], reasons: Sequence[str], wanted: int) -> list[Pick]:
    """The first of ``ranking``, all plans in order of how much they may teach; ``reasons`` by plan."""
    _check(len(ranking), wanted)
    return sorted((Pick(plan, reasons[plan]) for plan in ranking[:wanted]), key=lambda pick: pick.plan)


def draw_mixed(
    ranking: Sequence[int], reasons: Sequence[str], wanted: int, random: np.random.Generator
) -> list[Pick]:
    """Half by chance from all plans (the larger half), then the first of ``ranking`` that are left.

    The part drawn by chance is a simple random sample of its own. ``together`` is set for all.
    """
    _check(len(ranking), wanted)
    by_chance = draw_random(len(ranking), wanted - wanted // 2, random)
    drawn = {pick.plan for pick in by_chance}
    rest = [plan for plan in ranking if plan not in drawn][: wanted // 2]
    chances = union_chances(len(ranking), len(by_chance), len(rest))
    together = dict(zip(ranking, chances, strict=True))
    picks = [Pick(each.plan, each.reason, each.chance, together[each.plan]) for each in by_chance]
    picks += [Pick(plan, reasons[plan], None, together[plan]) for plan in rest]
    return sorted(picks, key=lambda pick: pick.plan)


def union_chances(plans: int, by_chance: int, by_rank: int) -> list[float]:
    """The chance of each rank to get into a mixed sample, one way or the other; first rank first.

    A plan at rank j (from 1) that is not drawn by chance is taken when fewer than ``by_rank`` plans before it
    are left, so when at least j - ``by_rank`` of the j - 1 before it were drawn by chance. That number is
    hypergeometric: ``by_chance`` draws from the other plans.
    """
    from scipy.stats import hypergeom

    share = by_chance / plans
    ranks = np.arange(1, plans + 1)
    taken = hypergeom.sf(ranks - by_rank - 1, plans - 1, ranks - 1, min(by_chance, plans - 1))
    return [float(share + (1 - share) * chance) for chance in np.where(by_rank > 0, taken, 0.0)]


def _check(plans: int, wanted: int) -> None:
    if wanted > plans:
        raise UsageError(
            f"Er zijn {plans} plannen om uit te trekken; {wanted} gaat niet.",
            doe="Trek er minder, of geef --again om ook eerder getrokken plannen mee te laten doen.",
        )
