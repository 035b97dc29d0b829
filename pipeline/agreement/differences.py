"""Where coders differ: per unit and variable, grouped by what they differ about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from pipeline.agreement.codings import MODEL, CodedByMany, Codings, gather
from pipeline.agreement.questions import OVERIG
from pipeline.annotations import Annotation
from pipeline.coding.targets import EIGEN_INZET, SINGLE, THEMA
from pipeline.domain import Coding, Eenheid, Unit, UnitKey

VERSUS = " ↔ "
_NOT, _ORDER = "geen", "volgorde"
_YES_NO = {True: "ja", False: "nee"}


@dataclass(frozen=True)
class Difference:
    """One unit on which coders differ in one variable.

    ``codings``: the codes by coder, as text: themes by ``, `` with the hoofdcode first, ``overig`` when there
    are none. ``about``: what they differ about, such as ``taal ↔ werk``, ``werk ↔ geen`` (one gave it, one
    did not) or ``volgorde: taal, werk`` (other hoofdcode); of more coders each pair that occurs, by ``; ``.
    """

    unit: Unit
    schrijver: str
    variable: str
    codings: dict[str, str]
    about: str

    @property
    def key(self) -> UnitKey:
        """Which unit (``unit_key``)."""
        return self.unit.key


def differences(annotations: Iterable[Annotation]) -> list[Difference]:
    """Every difference between people, in the order of the documents.

    Of a coder who coded a unit twice the latest counts; codings made to settle a difference are left out.
    """
    return differences_in(gather(annotations))


def differences_in(codings: Codings, *, with_model: bool = False) -> list[Difference]:
    """As ``differences``; ``with_model``: between the model and each of the people instead."""
    found = (
        _of_unit(each, variable, with_model)
        for each in codings.units
        for variable in _variables(each.codings.values())
    )
    return [difference for difference in found if difference]


def differ(one: Coding, other: Coding, kind: Eenheid) -> bool:
    """Whether two codings of a unit of this kind differ in any variable that both coded."""
    answers = ((_codes(one, name, kind), _codes(other, name, kind)) for name in _variables((one, other)))
    return any(a is not None and b is not None and _answer(a) != _answer(b) for a, b in answers)


def _variables(codings: Iterable[Coding]) -> list[str]:
    """What units are coded with: what every coding has a field for, and what the codebook adds."""
    return [THEMA, EIGEN_INZET, *SINGLE, *dict.fromkeys(name for each in codings for name in each.andere)]


def by_subject(found: Sequence[Difference]) -> list[tuple[str, str, list[Difference]]]:
    """Per variable and what it is about, the largest group first: ``(variable, about, differences)``."""
    groups: dict[tuple[str, str], list[Difference]] = {}
    for difference in found:
        groups.setdefault((difference.variable, difference.about), []).append(difference)
    ranked = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    return [(variable, about, items) for (variable, about), items in ranked]


def _of_unit(unit: CodedByMany, variable: str, with_model: bool) -> Difference | None:
    given = {
        coder: codes
        for coder, coding in unit.codings.items()
        if (with_model or coder != MODEL)
        and (codes := _codes(coding, variable, unit.unit.eenheid)) is not None
    }
    pairs = [
        _about(given[one], given[other])
        for one, other in combinations(given, 2)
        if _answer(given[one]) != _answer(given[other]) and (not with_model or MODEL in (one, other))
    ]
    if not pairs:
        return None
    shown = {coder: _shown(codes) for coder, codes in given.items()}
    about = "; ".join(sorted(set(pairs)))
    return Difference(unit.unit, unit.schrijver, variable, shown, about)


def _codes(coding: Coding, variable: str, kind: Eenheid) -> tuple[str, ...] | None:
    """The codes of one variable; None when it was not coded, or does not go with this kind of unit."""
    if variable == EIGEN_INZET:
        return None if kind is Eenheid.HOOFDDOEL else (_YES_NO[coding.eigen_inzet],)
    codes = coding.codes(variable)
    return codes if codes is None or variable == THEMA else tuple(sorted(codes))


def _answer(codes: tuple[str, ...]) -> tuple[str, frozenset[str]]:
    """What counts of the codes of one variable: the hoofdcode, and which others; not the order of these."""
    return next(iter(codes), ""), frozenset(codes)


def _about(first: tuple[str, ...], second: tuple[str, ...]) -> str:
    """What two codings differ about; the same whichever comes first."""
    if set(first) == set(second):
        return f"{_ORDER}: {', '.join(sorted(first))}"
    only = ("+".join(sorted(set(one) - set(other))) for one, other in ((first, second), (second, first)))
    names = sorted(only, key=lambda name: (not name, name))
    return VERSUS.join(name or (_NOT if first and second else OVERIG) for name in names)


def _shown(codes: tuple[str, ...]) -> str:
    return ", ".join(codes) or OVERIG
