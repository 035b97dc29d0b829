"""Different codings of one unit, brought to one: by a person who chooses, or by what most coders say."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TypeVar

from pipeline.agreement.differences import differ
from pipeline.annotations import Annotation, latest_by_coder
from pipeline.coded_units import each_coded_unit
from pipeline.correction import worklist as worklists
from pipeline.correction.worklist import PlanLine, Proposal, WorkList, WorkUnit
from pipeline.errors import CorrectionError

MAJORITY = "meerderheid"
MIN_FOR_MAJORITY = 3
_NAME = "arbitrage"
T = TypeVar("T")


@dataclass(frozen=True)
class Majority:
    """``settled``: one coding per unit that most agree on; ``undecided``: units on which they do not."""

    settled: list[Annotation]
    undecided: int


def unsettled(annotations: Iterable[Annotation], *, by_count: bool = False) -> list[list[Annotation]]:
    """The units whose coders differ and that nobody decided on; per unit the last coding of each coder.

    ``by_count``: what a majority decided counts as undecided, so that it can be counted again.
    """
    given = list(annotations)
    decided = {
        item.key
        for item in given
        if item.herkomst == "arbitrage" and not (by_count and item.codeur == MAJORITY)
    }
    return [
        list(own.values())
        for key, own in latest_by_coder(given).items()
        if key not in decided and _some_differ(list(own.values()))
    ]


def arbitration_list(
    folder: Path, annotations: Iterable[Annotation], arbiter: str, codebook: str
) -> WorkList | None:
    """A new work list of the differences that are in none yet, kept in ``folder``; None without any.

    Raises StudyError when the coded folder cannot be read.
    """
    before = worklists.find_all(folder, soort="arbitrage")
    sent = {unit.key for work in before for unit in work.eenheden}
    different = [codings for codings in unsettled(annotations) if codings[0].key not in sent]
    if not different:
        return None
    work = WorkList(
        naam=f"{_NAME}-{len(before) + 1}",
        soort="arbitrage",
        codeboek=codebook,
        model="",
        blind=True,
        codeurs=(arbiter,),
        plannen=_plans(folder, [codings[0] for codings in different]),
        eenheden=tuple(_work_unit(codings, arbiter) for codings in different),
    )
    worklists.save(work, folder)
    return work


def majority(annotations: Iterable[Annotation]) -> Majority:
    """What more than half of the coders of a unit say, question by question; of units with three or more.

    A unit is settled only when every question is. Raises CorrectionError when no unit has three coders.
    """
    everything = list(annotations)
    if not any(len(own) >= MIN_FOR_MAJORITY for own in latest_by_coder(everything).values()):
        raise CorrectionError(
            f"Er zijn geen eenheden die door {MIN_FOR_MAJORITY} of meer mensen zijn gecodeerd.",
            doe="Een meerderheid vraagt drie codeurs. Leg verschillen tussen twee codeurs voor aan iemand "
            "met: plancoder adjudicate push",
        )
    counted = unsettled(everything, by_count=True)
    different = [codings for codings in counted if len(codings) >= MIN_FOR_MAJORITY]
    settled = [found for codings in different if (found := _settle(codings)) is not None]
    return Majority(settled, len(different) - len(settled))


def _settle(codings: Sequence[Annotation]) -> Annotation | None:
    half = len(codings) / 2
    main = _most([item.thema[0] if item.thema else None for item in codings], half)
    instrument = _most([item.instrument for item in codings], half)
    hoofddoel_type = _most([item.hoofddoel_type for item in codings], half)
    effort = sum(item.eigen_inzet for item in codings)
    added = _majority_of_added(codings, half)
    if main is None or instrument is None or hoofddoel_type is None or added is None or effort == half:
        return None
    counts = Counter(code for item in codings for code in dict.fromkeys(item.thema))
    also = [code for code, count in counts.items() if count > half and code != main[0]]
    return codings[0].model_copy(
        update={
            "thema": (main[0], *also) if main[0] else (),
            "subcodes": (),
            "eigen_inzet": effort > half,
            "instrument": instrument[0],
            "hoofddoel_type": hoofddoel_type[0],
            "andere": added,
            "codeur": MAJORITY,
            "seconden": None,
            "tijd": max((item.tijd for item in codings if item.tijd), default=None),
            "herkomst": "arbitrage",
            "opmerking": f"{len(codings)} codeurs",
        }
    )


def _majority_of_added(codings: Sequence[Annotation], half: float) -> dict[str, tuple[str, ...]] | None:
    """Of each variable that the codebook adds what more than half gave; None when of one they did not."""
    found = {}
    for variable in dict.fromkeys(name for item in codings for name in item.andere):
        sets = [item.andere.get(variable) for item in codings]
        most = _most([None if own is None else tuple(sorted(own)) for own in sets], half)
        if most is None:
            return None
        if most[0] is not None:
            found[variable] = most[0]
    return found


def _most(values: Sequence[T], half: float) -> tuple[T] | None:
    """The value of more than half, in a tuple because None is a value too."""
    value, count = Counter(values).most_common(1)[0]
    return (value,) if count > half else None


def _some_differ(codings: Sequence[Annotation]) -> bool:
    return any(differ(one.coding, other.coding, one.eenheid) for one, other in combinations(codings, 2))


def _work_unit(codings: Sequence[Annotation], arbiter: str) -> WorkUnit:
    """The unit with its codings in an order that does not tell whose is whose."""
    first = codings[0]
    mixed = sorted(codings, key=lambda item: hashlib.sha256(f"{item.key}{item.codeur}".encode()).digest())
    return WorkUnit(
        **{name: getattr(first, name) for name in first.unit.__dataclass_fields__},
        meting=first.meting,
        schrijver=first.schrijver,
        steekproef=first.steekproef,
        inclusiekans=first.inclusiekans,
        codeurs=(arbiter,),
        voorstellen=tuple(
            Proposal(**{name: getattr(item, name) for name in Proposal.model_fields}) for item in mixed
        ),
    )


def _plans(folder: Path, units: Sequence[Annotation]) -> dict[str, tuple[PlanLine, ...]]:
    """The plans to show beside the units; of a plan that is no longer in the folder the units alone."""
    plans: dict[str, list[PlanLine]] = {}
    wanted = {unit.plan for unit in units}
    for each in each_coded_unit(folder):
        if each.unit.plan in wanted:
            plans.setdefault(each.unit.plan, []).append(worklists.plan_line(each.unit))
    for item in units:
        if item.plan not in plans:
            plans[item.plan] = [worklists.plan_line(item.unit)]
    return {plan: tuple(lines) for plan, lines in plans.items()}
