"""What changed between two codebooks, change by change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pipeline.codebook.schema import Code, Codebook, Subcode, Variable
from pipeline.domain import Eenheid

SAME_TERMS = 0.5
"""A code that is gone and a new one are taken for one when they share so large a part of their terms."""


class Kind(StrEnum):
    """What a change is about; the value is how it is told."""

    ADDED = "nieuw"
    REMOVED = "vervallen"
    RENAMED = "andere id"
    MEANING = "betekenis"
    UNITS = "eenheden"
    CHOICE = "keuze"
    WORDS = "woorden"
    ORDER = "volgorde"


@dataclass(frozen=True)
class Change:
    """One change; ``place`` such as ``thema.taal``, ``what`` in Dutch, ``lines`` the old and new text.

    ``place`` has no point when the change is about a variable as a whole.
    """

    kind: Kind
    place: str
    what: str
    lines: tuple[str, ...] = ()


def changes_between(old: Codebook, new: Codebook) -> list[Change]:
    """All that differs, in the order of the variables; empty when nothing does."""
    renamed = _renamed_variables(old, new)
    found: list[Change] = []
    for key in dict.fromkeys([*old.variables, *new.variables]):
        if key in renamed:
            found.append(Change(Kind.RENAMED, key, f"de hele variabele heet nu '{renamed[key]}'"))
            found += _variable(old.variables[key], new.variables[renamed[key]])
        elif key not in new.variables:
            found.append(Change(Kind.REMOVED, key, "de hele variabele is vervallen"))
        elif key in old.variables:
            found += _variable(old.variables[key], new.variables[key])
        elif key not in renamed.values():
            found.append(Change(Kind.ADDED, key, "een nieuwe variabele"))
    return [*_text("codeboek", "omschrijving", old.description, new.description, Kind.WORDS), *found]


def _renamed_variables(old: Codebook, new: Codebook) -> dict[str, str]:
    """Which variable that is gone is one that is new: all their codes are the same."""
    found: dict[str, str] = {}
    for key in (each for each in old.variables if each not in new.variables):
        for other, variable in new.variables.items():
            fresh = other not in old.variables and other not in found.values()
            if fresh and variable.codes == old.variables[key].codes:
                found[key] = other
                break
    return found


def _variable(old: Variable, new: Variable) -> Iterator[Change]:
    yield from _text(old.id, "naam", old.name, new.name, Kind.WORDS)
    yield from _text(old.id, "omschrijving", old.description, new.description, Kind.MEANING)
    yield from _items(old.id, "regels", old.rules, new.rules, Kind.MEANING)
    yield from _units(old.id, old.units, new.units)
    if old.multiple != new.multiple:
        becomes = "meer codes mogelijk" if new.multiple else "precies een code"
        yield Change(Kind.CHOICE, old.id, f"is nu: {becomes}")
    if old.groups != new.groups:
        headings = [_listed(each.groups.values()) for each in (old, new)]
        yield Change(Kind.WORDS, old.id, "de groepen van het rapport zijn veranderd", _shown(*headings))
    yield from _codes(old, new)


def _codes(old: Variable, new: Variable) -> Iterator[Change]:
    before, after = ({code.id: code for code in each.codes} for each in (old, new))
    renamed = _renamed(before, after)
    for key, code in before.items():
        if key in after:
            yield from _code(f"{old.id}.{key}", code, after[key])
        elif key in renamed:
            yield Change(Kind.RENAMED, f"{old.id}.{key}", f"heet nu '{renamed[key]}'")
            yield from _code(f"{old.id}.{renamed[key]}", code, after[renamed[key]], renamed=True)
        else:
            yield Change(Kind.REMOVED, f"{old.id}.{key}", f"'{code.name}' is vervallen")
    for key, code in after.items():
        if key not in before and key not in renamed.values():
            yield Change(Kind.ADDED, f"{old.id}.{key}", f"'{code.name}' is nieuw: {code.definition}")
    kept = [renamed.get(key, key) for key in before if renamed.get(key, key) in after]
    order = [key for key in after if key in kept]
    if kept != order:
        yield Change(
            Kind.ORDER, old.id, "de codes staan in een andere volgorde", _shown(*map(_listed, (kept, order)))
        )


def _renamed(before: dict[str, Code], after: dict[str, Code]) -> dict[str, str]:
    """Which code that is gone is, by its looks, which one that is new."""
    found: dict[str, str] = {}
    for key in (each for each in before if each not in after):
        for other in after:
            if other not in before and other not in found.values() and _alike(before[key], after[other]):
                found[key] = other
                break
    return found


def _alike(one: Code, other: Code) -> bool:
    if one.name == other.name or one.definition == other.definition:
        return True
    terms, others = set(one.all_terms), set(other.all_terms)
    return bool(terms | others) and len(terms & others) / len(terms | others) >= SAME_TERMS


def _code(place: str, old: Code, new: Code, *, renamed: bool = False) -> Iterator[Change]:
    yield from _text(place, "naam", old.name, new.name, Kind.WORDS)
    yield from _text(place, "definitie", old.definition, new.definition, Kind.MEANING)
    yield from _items(place, "gebruik_wanneer", old.use_when, new.use_when, Kind.MEANING)
    yield from _items(place, "niet_wanneer", old.not_when, new.not_when, Kind.MEANING)
    yield from _items(place, "voorbeelden", old.examples, new.examples, Kind.WORDS)
    yield from _items(place, "termen", old.terms, new.terms, Kind.WORDS)
    yield from _units(place, old.units, new.units)
    yield from _text(place, "groep", old.group or "geen", new.group or "geen", Kind.WORDS)
    prefix = place.rpartition(".")[2] if renamed else old.id
    yield from _subcodes(place.partition(".")[0], old, new, prefix)


def _subcodes(variable: str, old: Code, new: Code, prefix: str) -> Iterator[Change]:
    """Of a code with a new id the subcodes got that id in front; that by itself is no change."""
    before = {_with_prefix(each, prefix): each for each in old.subcodes}
    after = {each.id: each for each in new.subcodes}
    for key in dict.fromkeys([*before, *after]):
        place = f"{variable}.{key}"
        if key not in after:
            yield Change(Kind.REMOVED, place, f"de subcode '{before[key].name}' is vervallen")
        elif key not in before:
            yield Change(Kind.ADDED, place, f"een nieuwe subcode: {after[key].definition}")
        else:
            yield from _text(place, "naam", before[key].name, after[key].name, Kind.WORDS)
            yield from _text(place, "definitie", before[key].definition, after[key].definition, Kind.MEANING)
            yield from _items(place, "termen", before[key].terms, after[key].terms, Kind.WORDS)


def _with_prefix(subcode: Subcode, prefix: str) -> str:
    return f"{prefix}.{subcode.id.partition('.')[2]}"


def _text(place: str, field: str, old: str, new: str, kind: Kind) -> Iterator[Change]:
    if old != new:
        yield Change(kind, place, f"{field} veranderd", _shown(old, new))


def _items(place: str, field: str, old: Sequence[str], new: Sequence[str], kind: Kind) -> Iterator[Change]:
    gone, come = [each for each in old if each not in new], [each for each in new if each not in old]
    if gone or come:
        lines = (*(f"- {each}" for each in gone), *(f"+ {each}" for each in come))
        yield Change(kind, place, f"{field}: {len(come)} erbij, {len(gone)} eraf", lines)
    elif tuple(old) != tuple(new):
        yield Change(Kind.ORDER, place, f"{field}: andere volgorde")


def _units(place: str, old: frozenset[Eenheid] | None, new: frozenset[Eenheid] | None) -> Iterator[Change]:
    if old != new:
        shown = [
            "alle" if each is None else _listed(unit for unit in Eenheid if unit in each)
            for each in (old, new)
        ]
        yield Change(Kind.UNITS, place, f"geldt nu bij {shown[1]} (was {shown[0]})")


def _shown(old: str, new: str) -> tuple[str, ...]:
    return f"- {old}", f"+ {new}"


def _listed(texts: object) -> str:
    return ", ".join(str(each) for each in texts) or "geen"  # type: ignore[attr-defined]
