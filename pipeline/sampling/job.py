"""Drawing plans to code by hand from a coded folder, and writing the sample."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pipeline.errors import UsageError
from pipeline.files import write_atomic
from pipeline.sample_file import SampledUnit, check_name, drawn_before, free_name, sample_file, to_jsonl
from pipeline.sampling.designs import Pick, draw_active, draw_mixed, draw_random, draw_stratified
from pipeline.sampling.doubt import plan_doubts, rank, reasons
from pipeline.sampling.frame import FramePlan, read_frame, strata_of

if TYPE_CHECKING:
    from pipeline.codebook import Codebook


class Design(StrEnum):
    """How plans are drawn: by chance, by chance within strata, where the model doubts, or half and half."""

    RANDOM = "random"
    STRATIFIED = "stratified"
    ACTIVE = "active"
    MIXED = "mixed"


@dataclass(frozen=True)
class Request:
    """What to draw: ``plans`` plans, of which ``double`` are coded by two people.

    ``stratum`` and ``groups``: what a stratified sample is parted by, see ``strata_of``. ``again``: plans of
    earlier samples can be drawn too.
    """

    plans: int
    design: Design = Design.RANDOM
    double: int = 0
    seed: int = 1
    stratum: str = ""
    groups: Path | None = None
    again: bool = False
    name: str = ""


@dataclass(frozen=True)
class Drawn:
    """What was drawn, from ``frame`` plans; ``earlier`` plans could not be drawn, ``active`` of them because
    the model doubted them: the sample does not stand for those.
    """

    units: tuple[SampledUnit, ...]
    frame: int
    earlier: int
    active: int
    files: tuple[Path, ...] = ()

    @property
    def plans(self) -> dict[str, SampledUnit]:
        """The drawn plans, each with its first unit."""
        return {unit.plan: unit for unit in reversed(self.units)}


def draw_sample(folder: Path, request: Request, codebook: "Codebook") -> Drawn:
    """Draw a sample from the coded folder and write it: ``steekproeven/NAAM.jsonl`` and workbooks.

    The same folder and request give the same sample. Raises UsageError when it cannot be drawn, StudyError
    when the folder or an earlier sample does not hold.
    """
    from pipeline.sampling.workbook import to_xlsx

    batch = check_name(folder, request.name) if request.name else free_name(folder)
    before = [] if request.again else drawn_before(folder)
    earlier = {unit.plan for unit in before}
    active = earlier - {unit.plan for unit in before if unit.inclusiekans is not None}
    plans = read_frame(folder, earlier)
    picks = draw(plans, request, folder)
    double = _double(picks, request)
    chosen = sorted(picks, key=lambda pick: (plans[pick.plan].bestand, plans[pick.plan].plan))
    units = tuple(
        unit
        for pick in chosen
        for unit in _lines(plans[pick.plan], pick, batch, request, pick.plan in double)
    )
    units = tuple(unit.model_copy(update={"codeboek": codebook.id}) for unit in units)
    file = sample_file(folder, batch)
    coded = {plans[pick.plan].plan: plans[pick.plan] for pick in picks}
    sheets = {file.with_suffix(".xlsx"): units}
    if double:
        sheets[file.with_name(f"{batch}-tweede.xlsx")] = tuple(unit for unit in units if unit.dubbel)
    for path, part in sheets.items():
        write_atomic(path, to_xlsx(part, coded, codebook))
    write_atomic(file, to_jsonl(units))  # last: a sample is drawn once this is there
    return Drawn(units, len(plans), len(earlier), len(active), (file, *sheets))


def draw(plans: Sequence[FramePlan], request: Request, folder: Path) -> list[Pick]:
    """The picks of ``request`` from ``plans``, which they number."""
    random = np.random.default_rng(request.seed)
    if not plans:
        raise UsageError(
            "Er zijn geen plannen om uit te trekken.",
            waar=str(folder),
            doe="Codeer eerst plannen, of geef --again om eerder getrokken plannen mee te laten doen.",
        )
    if request.design is Design.RANDOM:
        return draw_random(len(plans), request.plans, random)
    if request.design is Design.STRATIFIED:
        return draw_stratified(
            strata_of(plans, request.stratum, folder, request.groups), request.plans, random
        )
    doubts = plan_doubts([[each.coding for each in plan.units] for plan in plans])
    ranking = rank(doubts, [plan.text for plan in plans], request.plans, request.seed)
    why = reasons(doubts, ranking)
    if request.design is Design.ACTIVE:
        return draw_active(ranking.order, why, request.plans)
    return draw_mixed(ranking.order, why, request.plans, random)


def _double(picks: Sequence[Pick], request: Request) -> Collection[int]:
    """The plans that two people code: by chance, from those drawn by chance as far as they go.

    Agreement is then measured on plans that stand for the others.
    """
    if request.double > len(picks):
        raise UsageError(
            f"Er zijn {len(picks)} plannen getrokken; {request.double} daarvan dubbel coderen gaat niet.",
            doe="Geef bij --double een kleiner getal.",
        )
    random = np.random.default_rng([request.seed, 1])
    shuffled = [picks[at] for at in random.permutation(len(picks))]
    return {pick.plan for pick in sorted(shuffled, key=lambda pick: pick.chance is None)[: request.double]}


def _lines(plan: FramePlan, pick: Pick, batch: str, request: Request, double: bool) -> list[SampledUnit]:
    return [
        SampledUnit(
            batch=batch,
            ontwerp=request.design.value,
            seed=request.seed,
            plan=plan.plan,
            bestand=plan.bestand,
            eenheid=each.unit.eenheid,
            subdoel_nr=each.unit.subdoel_nr,
            afspraak_nr=each.unit.afspraak_nr,
            inclusiekans=pick.chance,
            dubbel=double,
            reden=pick.reason,
            laag=pick.stratum,
            inclusiekans_samen=pick.together,
        )
        for each in plan.units
    ]
