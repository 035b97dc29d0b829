"""The columns for variables that a codebook adds, behind those that are always there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.domain import Eenheid
from pipeline.export import Row
from pipeline.linking.table import MOST_SUBDOELEN
from pipeline.report.units import CountedUnit

if TYPE_CHECKING:
    from pipeline.codebook import Code, Codebook, Variable


@dataclass(frozen=True)
class AddedColumn:
    """What a plan has of ``variable`` at its hoofddoel, or at the subdoel of this ``number``.

    Of afspraken, of which a plan has many, those with ``code`` are counted.
    """

    variable: "Variable"
    eenheid: Eenheid
    number: int = 0
    code: "Code | None" = None

    @property
    def key(self) -> str:
        """``hoofddoel_urgentie``, ``subdoel_1_urgentie`` or ``afspraken_urgentie_hoog``."""
        if self.code:
            return f"afspraken_{self.variable.id}_{self.code.id}"
        return "_".join(filter(None, (self.eenheid.value, str(self.number or ""), self.variable.id)))

    def value(self, units: Sequence[CountedUnit]) -> object:
        """The code, a list when there can be more, or the count, in the units of one plan."""
        own = [unit for unit in units if unit.eenheid == self.eenheid]
        if self.code:
            return sum(self.code.id in unit.codes(self.variable.id) for unit in own)
        found = next((unit for unit in own if (unit.subdoel_nr or 0) == self.number), None)
        codes = list(found.codes(self.variable.id)) if found else []
        if self.variable.multiple:
            return codes if found else None
        return next(iter(codes), None)


def added_columns(codebook: "Codebook") -> tuple[AddedColumn, ...]:
    """Of each added variable those of hoofddoel, subdoelen and afspraken, as far as it is asked of these."""
    return tuple(column for variable in codebook.added for column in _of(variable))


def _of(variable: "Variable") -> Iterator[AddedColumn]:
    if Eenheid.HOOFDDOEL in variable.units:
        yield AddedColumn(variable, Eenheid.HOOFDDOEL)
    if Eenheid.SUBDOEL in variable.units:
        for number in range(1, MOST_SUBDOELEN + 1):
            yield AddedColumn(variable, Eenheid.SUBDOEL, number)
    for code in variable.codes_for(Eenheid.AFSPRAAK):
        yield AddedColumn(variable, Eenheid.AFSPRAAK, code=code)


def added_codes(units: Sequence[CountedUnit], columns: Sequence[AddedColumn]) -> Row:
    """The columns of one plan."""
    return {column.key: column.value(units) for column in columns}
