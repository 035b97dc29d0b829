"""The rows of the tables, made from the store one plan after the other: one plan is in memory at a time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from pipeline.domain import Coding, Status
from pipeline.export import Row, unit_row
from pipeline.study.plan_store import PlanStore
from pipeline.units import plan_units

if TYPE_CHECKING:
    from pipeline.intake import LedgerRow, Settled
    from pipeline.study.store import Study


@dataclass(frozen=True)
class CodedBy:
    """What coded: the names of ``model`` and ``codebook``, and the codings of a plan by its ``plan_key``.

    ``codings`` gives None for a plan that has none and is left out.
    """

    model: str
    codebook: str
    codings: Callable[[str], Sequence[Coding] | None]


def coded_rows(
    plans: PlanStore, ledger: Sequence["LedgerRow"], by: CodedBy, *, subcodes: bool = True
) -> Iterator[Row]:
    """The rows of ``eenheden.*``: units in document order, plans in the order of receipt.

    Without ``subcodes`` these are left out.
    """
    for entry in ledger:
        found = plans.plan(entry.sha256) if entry.status is Status.GECODEERD else None
        codings = by.codings(found[0]) if found else None
        if found is None or codings is None:
            continue
        plan = found[1]
        units = plan_units(plan, bestand=entry.bestand, plan_id=entry.plan, persoon=entry.persoon)
        for unit, coding in zip(units, codings, strict=True):
            row = unit_row(unit, coding, plan.nakijken, model=by.model, codeboek=by.codebook)
            yield row if subcodes else row | {"subcodes": []}


def earlier_rows(study: "Study", ledger: Sequence["LedgerRow"], version: str) -> Iterator[Row]:
    """The same plans as an earlier ruler than ``version`` coded them, as far as it did."""
    if not study.any_earlier():
        return iter(())
    usable = {row.sha256 for row in ledger if row.status is Status.GECODEERD}
    earlier = study.earlier(version, set(study.each.keys(usable)))
    if earlier is None:
        return iter(())
    return coded_rows(study.each, ledger, CodedBy(earlier.model, earlier.codebook, earlier.codings))


def ledger_rows(items: Sequence["LedgerRow"] | Sequence["Settled"]) -> Iterator[Row]:
    """The rows of ``intake.csv``, or of what became of decisions."""
    for item in items:
        yield {field.name: getattr(item, field.name) for field in fields(item)}
