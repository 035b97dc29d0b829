"""The steps of a migration on one coding: its codes in the new version, and why to look at it again."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.codebook import Codebook
from pipeline.codebook.terms import pattern_of
from pipeline.domain import OWN_COLUMN
from pipeline.migration.schema import OF_VARIABLE, Migration, Soort, Step

OVERIG = "overig"

Row = dict[str, Any]


@dataclass(frozen=True)
class Recoded:
    """``row`` in the new version; ``steps`` that changed it; by step, why to look at the unit again.

    ``lost``: a subcode that the new version does not have was left out. ``retired``: what was coded, by
    variable that is no more.
    """

    row: Row
    steps: tuple[int, ...]
    reasons: tuple[tuple[int, str], ...]
    lost: bool = False
    retired: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Recoder:
    """Takes codings from the codebook ``old`` to ``new``, along ``migration``."""

    def __init__(self, migration: Migration, old: Codebook, new: Codebook) -> None:
        self._steps = migration.stappen
        self._new = new
        self._subcodes = {
            each.id
            for variable in new.variables.values()
            for code in variable.codes
            for each in code.subcodes
        }
        self._widened = {
            at: list(_widened(step, old, new)) for at, step in enumerate(self._steps) if step.widens
        }

    def recode(self, row: Mapping[str, Any]) -> Recoded:
        """A line of annotations, as read from JSON, in the new version."""
        new = dict(row)
        changed, reasons, lost, retired = [], [], False, {}
        for at, step in enumerate(self._steps):
            before = {key: new.get(key) for key in ("subcodes", "andere", *OWN_COLUMN)}
            reasons += [(at, reason) for reason in self._reasons(step, at, new)]
            if step.soort is Soort.VARIABELE_VERVALLEN and (codes := codes_of(new, step.variabele)):
                retired[step.variabele] = codes
            self._replace(step, new)
            if any(new.get(key) != value for key, value in before.items()):
                changed.append(at)
        if new.get("subcodes"):
            kept = [each for each in new["subcodes"] if each in self._subcodes]
            lost = len(kept) < len(new["subcodes"])
            new["subcodes"] = list(dict.fromkeys(kept))
        new["codeboek"] = self._new.id
        return Recoded(new, tuple(changed), tuple(dict.fromkeys(reasons)), lost, retired)

    def _replace(self, step: Step, row: Row) -> None:
        if step.soort in OF_VARIABLE:
            _move_variable(row, step.variabele, step.wordt)
            return
        for old in replaced(step):
            _swap(row, step.variabele, old, _targets(step, row))
            if step.variabele == "thema" and row.get("subcodes"):
                row["subcodes"] = list(_moved(row["subcodes"], old, step))

    def _reasons(self, step: Step, at: int, row: Row) -> Iterator[str]:
        codes = codes_of(row, step.variabele)
        has = step.code in codes
        if has and step.soort is Soort.SPLITSEN and not _parts(step, row):
            parts = ", ".join(f"'{code.id}'" for code in step.nieuwe_codes)
            yield f"code '{step.code}' is gesplitst in {parts}; voorlopig '{step.voorlopig}'"
        if has and step.soort is Soort.VERVALLEN and step.wordt is None:
            yield f"code '{step.code}' is vervallen; kies een andere code als die past"
        if has and step.narrows:
            yield f"code '{step.code}' is nauwer geworden; past die nog?"
        if step.nieuwe_variabele and OVERIG in step.kijk_bij:
            if row["eenheid"] in step.nieuwe_variabele.units:
                yield f"nieuwe variabele '{step.variabele}': welke code past?"
            return
        for code, terms in self._widened.get(at, ()):
            yield from self._may_fit(step, code, terms, codes, row)

    def _may_fit(
        self, step: Step, code: str, terms: "re.Pattern[str] | None", codes: Sequence[str], row: Row
    ) -> Iterator[str]:
        if code in codes or not _can_have(self._new, step.variabele, code, row["eenheid"]):
            return
        what = f"nieuwe code '{code}'" if step.soort is Soort.NIEUW else f"code '{code}' is ruimer geworden"
        if step.nieuwe_variabele:
            what = f"nieuwe variabele '{step.variabele}', code '{code}'"
        near = [each for each in step.kijk_bij if each in (codes or (OVERIG,))]
        if near:
            yield f"{what}; past die hier, waar nu '{near[0]}' staat?"
        elif terms and (found := terms.search(row["tekst"])):
            yield f"{what}; past die hier? De tekst noemt '{found[0]}'"


def replaced(step: Step) -> tuple[str, ...]:
    """The codes that ``step`` puts another in the place of."""
    if step.soort is Soort.SAMENVOEGEN:
        return tuple(code for code in step.codes if code != step.wordt)
    if step.soort in (Soort.HERNOEMEN, Soort.SPLITSEN, Soort.VERVALLEN) and step.code:
        return (step.code,)
    return ()


def _moved(subcodes: Sequence[str], old: str, step: Step) -> Iterator[str]:
    """Subcodes follow their code. What the last version does not have is dropped at the end."""
    part_of = {each: part for part, own in step.uit_subcodes.items() for each in own}
    for subcode in subcodes:
        prefix, _, rest = subcode.partition(".")
        new = part_of.get(subcode) or step.voorlopig or step.wordt
        if subcode == old and step.wordt:
            yield step.wordt
        else:
            yield f"{new}.{rest}" if prefix == old else subcode


def _targets(step: Step, row: Mapping[str, Any]) -> tuple[str, ...]:
    """The codes that come in the place of one that ``step`` replaces."""
    if step.soort is Soort.SPLITSEN:
        return _parts(step, row) or (step.voorlopig or "",)
    return (step.wordt,) if step.wordt is not None else ()


def _parts(step: Step, row: Mapping[str, Any]) -> tuple[str, ...]:
    """Of a code that is split the parts that the unit's subcodes lead to; none when they leave it open."""
    own = [each for each in row.get("subcodes", ()) if each.partition(".")[0] == step.code]
    part_of = {each: part for part, subcodes in step.uit_subcodes.items() for each in subcodes}
    if not own or not all(each in part_of for each in own):
        return ()
    return tuple(dict.fromkeys(part_of[each] for each in own))


def codes_of(row: Mapping[str, Any], variable: str) -> tuple[str, ...]:
    """The codes that a line has of ``variable``, eigen inzet as one of thema."""
    if variable == "thema":
        return (*row.get("thema", ()), *(("eigen_inzet",) if row.get("eigen_inzet") else ()))
    if variable not in OWN_COLUMN:
        return tuple((row.get("andere") or {}).get(variable, ()))
    return (row[variable],) if row.get(variable) else ()


def _swap(row: Row, variable: str, old: str, new: Sequence[str]) -> None:
    if variable == "thema":
        codes = (each for code in row.get("thema", ()) for each in (new if code == old else (code,)))
        row["thema"] = list(dict.fromkeys(codes))
    elif variable not in OWN_COLUMN:
        if old in codes_of(row, variable):
            own = [each for code in row["andere"][variable] for each in (new if code == old else (code,))]
            row["andere"] = row["andere"] | {variable: list(dict.fromkeys(own))}
    elif row.get(variable) == old:
        row[variable] = new[0] if new else None


def _move_variable(row: Row, old: str, new: str | None) -> None:
    """The codes of a variable under its new id; without one they go."""
    if old in OWN_COLUMN:
        row[old] = None
    elif old in (row.get("andere") or {}):
        pairs = ((new if key == old else key, codes) for key, codes in row["andere"].items())
        row["andere"] = {key: codes for key, codes in pairs if key}
        if not row["andere"]:
            del row["andere"]


def _widened(step: Step, old: Codebook, new: Codebook) -> Iterator[tuple[str, "re.Pattern[str] | None"]]:
    """The codes that may fit more units than before, with a pattern of the terms they had not yet."""
    ids: Collection[str] = [code.id for code in step.added_codes] or [step.code or ""]
    before = old.variables.get(step.variabele)
    known = {
        term.casefold()
        for code in (before.codes if before else ())
        if code.id in ids
        for term in code.all_terms
    }
    for code in new.variables[step.variabele].codes:
        if code.id in ids:
            yield code.id, pattern_of([term for term in code.all_terms if term.casefold() not in known])


def _can_have(codebook: Codebook, variable: str, code: str, eenheid: str) -> bool:
    """A step further on may have renamed the code; then it is asked of the unit all the same."""
    found = codebook.variables[variable]
    known = {each.id: each.units or found.units for each in found.codes}
    return eenheid in known.get(code, found.units)
