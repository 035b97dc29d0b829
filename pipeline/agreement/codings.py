"""Who gave which codes to which unit: the annotations of several coders, and a model's codes beside them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pipeline.annotations import Annotation, latest_by_coder
from pipeline.coded_units import CodedUnit
from pipeline.domain import Coding, Unit, UnitKey

MODEL = "model"


@dataclass(frozen=True)
class CodedByMany:
    """One unit and what each coder gave it; who did not code it is not there."""

    unit: Unit
    schrijver: str
    codings: dict[str, Coding]


@dataclass(frozen=True)
class Codings:
    """``units`` in the order of their plans; ``coders`` in order of name, the model not among them.

    ``settled`` and ``repeated`` are how many annotations were left out: made to settle a difference, or
    replaced by a later one of the same coder.
    """

    units: tuple[CodedByMany, ...]
    coders: tuple[str, ...]
    settled: int = 0
    repeated: int = 0

    @cached_property
    def doubly_coded(self) -> tuple[CodedByMany, ...]:
        """The units with the codings of two people or more."""
        return tuple(each for each in self.units if len(each.codings.keys() - {MODEL}) > 1)

    @property
    def has_model(self) -> bool:
        return any(MODEL in each.codings for each in self.units)


def gather(annotations: Iterable[Annotation], model: Sequence[CodedUnit] = ()) -> Codings:
    """The codings of people side by side, and those of ``model`` for the same units.

    What was decided to settle differences (herkomst ``arbitrage``) is no coding of its own: it is left out.
    Of a coder who coded a unit twice, the latest counts (``latest_by_coder``). Of the model only the
    top level of themes is compared, as people code it.
    """
    given = list(annotations)
    found = latest_by_coder(given)
    settled = sum(annotation.herkomst == "arbitrage" for annotation in given)
    repeated = len(given) - settled - sum(map(len, found.values()))
    by_model = {each.key: _top_level(each.coding) for each in model}
    units = tuple(_side_by_side(found[key], by_model.get(key)) for key in _in_order(found))
    coders = {coder for of_unit in found.values() for coder in of_unit}
    return Codings(units, tuple(sorted(coders)), settled, repeated)


def _side_by_side(of_unit: dict[str, Annotation], model: Coding | None) -> CodedByMany:
    first = next(iter(of_unit.values()))
    codings = {coder: of_unit[coder].coding for coder in sorted(of_unit)}
    writer = next((each.schrijver for each in of_unit.values() if each.schrijver), "")
    return CodedByMany(first.unit, writer, codings | ({MODEL: model} if model else {}))


def _in_order(found: dict[UnitKey, dict[str, Annotation]]) -> list[UnitKey]:
    """Plans as they come, and the units of each as the document has them."""
    order = {plan: at for at, plan in enumerate(dict.fromkeys(key[0] for key in found))}
    return sorted(found, key=lambda key: (order[key[0]], *key[2:]))


def _top_level(coding: Coding) -> Coding:
    themes = tuple(dict.fromkeys(code.partition(".")[0] for code in coding.thema))
    return replace(coding, thema=themes, scores={}, nakijken=(), waarom=(), subcodes=())
