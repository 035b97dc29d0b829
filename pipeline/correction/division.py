"""A sample divided over coders."""

from collections.abc import Sequence

from pipeline.annotations import Annotation, reference_codings
from pipeline.coded_units import CodedUnit
from pipeline.correction.sample import Sample
from pipeline.correction.worklist import Codes, WorkList, WorkUnit, brought, plan_line
from pipeline.domain import Unit
from pipeline.errors import CorrectionError
from pipeline.migration.passage import Passage
from pipeline.sample_file import MIGRATION, PROPOSAL, SampledUnit

COPIES = 2
_WHY = {
    MIGRATION: "Opnieuw te bekijken, want het codeboek is veranderd",
    PROPOSAL: "Een voorstel van het programma, geen codering",
}
"""What stands above the reasons of a unit that was not drawn."""


def divide(
    sample: Sample,
    coders: Sequence[str],
    *,
    blind: bool,
    passage: Passage,
    copies: int = COPIES,
    people: Sequence[Annotation] = (),
) -> WorkList:
    """The sample over ``coders``: double units go to ``copies`` of them, the others to one.

    Plans stay whole. They go round: each to the coder with the fewest units so far, its double units also to
    those with the fewest after. Codes of an earlier version are taken along by ``passage``. Of units to look
    at again the page is filled in with what ``people`` gave them: that is what has to be looked at. Raises
    CorrectionError when there are too few coders, or when the codes are of another codebook.
    """
    _check(sample, coders, passage, copies)
    shares = _shares(sample, coders, copies)
    known = {each.key: each for each in reference_codings(people)}
    return WorkList(
        naam=sample.batch,
        codeboek=passage.codebook.id,
        model=sample.units[0][1].model,
        blind=blind,
        codeurs=tuple(coders),
        plannen={plan: tuple(plan_line(each.unit) for each in units) for plan, units in sample.plans.items()},
        eenheden=tuple(
            _work_unit(
                sample,
                drawn,
                unit.unit,
                shares[drawn.plan][: copies if drawn.dubbel else 1],
                None if blind else _codes(unit, known.get(drawn.key), drawn.ontwerp, passage),
            )
            for drawn, unit in sample.units
        ),
    )


def _check(sample: Sample, coders: Sequence[str], passage: Passage, copies: int) -> None:
    if len(coders) < copies and any(drawn.dubbel for drawn, _ in sample.units):
        raise CorrectionError(
            f"Dubbele eenheden worden door {copies} mensen gecodeerd, maar er zijn er {len(coders)}.",
            waar=sample.batch,
            doe="Geef meer codeurs, bijvoorbeeld: --coders anna,bart",
        )
    if any(passage.book_of(unit.codeboek) is None for _, unit in sample.units):
        raise CorrectionError(
            f"De codes in deze map zijn van een ander codeboek dan {passage.codebook.id}.",
            waar=sample.batch,
            doe="Codeer opnieuw met 'plancoder code', of geef met --codebook het codeboek van deze map.",
        )


def _shares(sample: Sample, coders: Sequence[str], copies: int) -> dict[str, list[str]]:
    """Per plan the coders, the first being who codes it all."""
    drawn: dict[str, list[bool]] = {}
    for unit, _ in sample.units:
        drawn.setdefault(unit.plan, []).append(unit.dubbel)
    load = dict.fromkeys(coders, 0)
    shares: dict[str, list[str]] = {}
    for plan, doubles in drawn.items():
        shares[plan] = sorted(coders, key=lambda coder: load[coder])
        load[shares[plan][0]] += len(doubles)
        for coder in shares[plan][1:copies]:
            load[coder] += sum(doubles)
    return shares


def _codes(unit: CodedUnit, by_people: Annotation | None, design: str, passage: Passage) -> Codes:
    """What the model gave, or people when that is to be looked at again, in the version in hand."""
    if by_people and design == MIGRATION:
        return brought(Codes.of(by_people.coding), unit.unit, by_people.codeboek, passage)[0]
    return brought(Codes.of(unit.coding), unit.unit, unit.codeboek, passage)[0]


def _work_unit(
    sample: Sample, drawn: SampledUnit, unit: Unit, coders: Sequence[str], codes: Codes | None
) -> WorkUnit:
    return WorkUnit(
        **{name: getattr(unit, name) for name in Unit.__dataclass_fields__},
        meting=sample.rounds.get(drawn.plan),
        steekproef=drawn.steekproef,
        inclusiekans=drawn.inclusiekans,
        reden=f"{_WHY[drawn.ontwerp]}\n{drawn.reden}" if drawn.ontwerp in _WHY else "",
        codeurs=tuple(coders),
        codes=codes,
    )
