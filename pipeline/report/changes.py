"""How the main shares changed between two moments, split into what plans and ruler did."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.report.material import Material
from pipeline.report.targets import Target, targets
from pipeline.statistics.change import Counts, Split, split_change

Targets = dict[tuple[str, str], Target]


@dataclass(frozen=True, slots=True)
class Moment:
    """Two sets of plans beside each other. ``recoded``: an earlier ruler coded those of ``first``."""

    id: str
    title: str
    old: str
    new: str
    first: Collection[str]
    second: Collection[str]
    recoded: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One share: of what, and how it changed. ``codes`` are those it stands for (``thema.zorg``)."""

    what: str
    label: str
    codes: tuple[str, ...]
    split: Split


def moments(material: Material) -> Iterator[Moment]:
    """From the earlier ruler to now, and from each meting to the next, as far as there are any."""
    earlier = material.earlier
    known = {file.plan for file in earlier.folder.usable} if earlier else set()
    now = {file.plan for file in material.folder.usable}
    if known:
        yield Moment("verandering", "Van de eerdere codering naar deze", "eerder", "nu", known, now, True)
    rounds: dict[str, set[str]] = {}
    for file in material.folder.usable:
        if file.meting:
            rounds.setdefault(file.meting, set()).add(file.plan)
    order = sorted(rounds, key=lambda name: (len(name), name))
    for old, new in pairwise(order):
        recoded = rounds[old] & known
        yield Moment(
            f"verandering-{old}-{new}",
            f"Van meting {old} naar meting {new}",
            f"meting {old}",
            f"meting {new}",
            recoded or rounds[old],
            rounds[new],
            bool(recoded),
        )


def changes(material: Material, moment: Moment) -> list[Change]:
    """The shares that can be taken at both moments, in the order of the report."""
    now = _by_name(material)
    earlier = now
    if moment.recoded and material.earlier:
        earlier = _by_name(replace(material, folder=material.earlier.folder))
    found = []
    for name, target in now.items():
        if name not in earlier:
            continue
        before = counts(earlier[name], moment.first)
        split = split_change(before, counts(target, moment.first), counts(target, moment.second))
        if split:
            found.append(Change(target.what, target.label, target.codes, split))
    return found


def counts(target: Target, plans: Collection[str]) -> Counts:
    """Of each of these plans how many of its units have it, and how many it has."""
    found = target.units.of_plans(plans).counts_by_plan(target.holds)
    if not target.per_plan:
        return found
    return {plan: (int(hits > 0), 1) for plan, (hits, _) in found.items()}


def _by_name(material: Material) -> Targets:
    return {(target.what, target.label): target for target in targets(material)}
