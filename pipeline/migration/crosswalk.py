"""From old codes to new ones, as a table: for what was made before and is kept as it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.codebook import Codebook
from pipeline.domain import OWN_COLUMN, Eenheid
from pipeline.export.tables import to_csv
from pipeline.migration.recode import Recoder, codes_of
from pipeline.migration.schema import OF_VARIABLE, Migration, Soort, Step

COLUMNS = ("variabele", "oude_code", "nieuwe_code", "zeker", "toelichting", "nieuwe_variabele")
_WHY = {
    Soort.HERNOEMEN: "hernoemd",
    Soort.SAMENVOEGEN: "samengevoegd",
    Soort.SPLITSEN: "gesplitst",
    Soort.DEFINITIE: "definitie veranderd",
    Soort.NIEUW: "nieuwe code",
    Soort.VERVALLEN: "vervallen",
    Soort.VARIABELE_HERNOEMEN: "variabele hernoemd",
    Soort.VARIABELE_VERVALLEN: "variabele vervallen",
}


def crosswalk(migration: Migration, old: Codebook, new: Codebook) -> str:
    """The table as csv: a row for each old code and subcode, and one for each code that none leads to.

    ``zeker`` is ja when every unit with the old code has the new one, nee when a person has to say.
    """
    rows = [_from(each, migration, Recoder(migration, old, new)) for each in _units(old)]
    led_to = {(row["nieuwe_variabele"], code) for row in rows for code in row.pop("alle")}
    rows += [
        _row(variable.id, "", code.id, "bestond niet; per eenheid te kiezen", variable.id, sure=False)
        for variable in new.variables.values()
        for code in variable.codes
        if (variable.id, code.id) not in led_to
    ]
    return to_csv(rows, COLUMNS)


@dataclass(frozen=True)
class _Unit:
    """A unit that has one code, or one subcode with its code, and nothing else."""

    variable: str
    code: str
    eenheid: str
    subcode: str = ""

    @property
    def line(self) -> dict[str, Any]:
        """As a line of annotations."""
        row: dict[str, Any] = {"eenheid": self.eenheid, "tekst": "", "thema": [], "eigen_inzet": False}
        many = self.variable == "thema"
        if self.variable in OWN_COLUMN:
            row[self.variable] = [self.code] if many else self.code
        else:
            row["andere"] = {self.variable: [self.code]}
        return row | ({"subcodes": [self.subcode]} if self.subcode else {})


def _units(codebook: Codebook) -> Iterator[_Unit]:
    for variable in codebook.variables.values():
        for code in variable.codes:
            eenheid = next(unit for unit in Eenheid if unit in (code.units or variable.units)).value
            yield _Unit(variable.id, code.id, eenheid)
            yield from (_Unit(variable.id, code.id, eenheid, each.id) for each in code.subcodes)


def _from(unit: _Unit, migration: Migration, recoder: Recoder) -> dict[str, Any]:
    """Where one old code or subcode leads; ``alle`` holds all codes that it leads to."""
    found = recoder.recode(unit.line)
    own = [step for step in migration.stappen if step.variabele == unit.variable]
    variable = next((step.wordt or "" for step in own if step.soort in OF_VARIABLE), unit.variable)
    codes = list(codes_of(found.row, variable))
    target = found.row["subcodes"] if unit.subcode else codes
    steps = [step for step in own if _about(step, unit.code) or _about(step, unit.subcode)]
    why = "; ".join(dict.fromkeys(_explained(step) for step in steps))
    new = target[0] if target else ""
    row = _row(unit.variable, unit.subcode or unit.code, new, why, variable, sure=not found.reasons)
    return row | {"alle": codes}


def _row(variable: str, old: str, new: str, why: str, now: str, *, sure: bool) -> dict[str, Any]:
    zeker = "ja" if sure else "nee"
    return dict(zip(COLUMNS, (variable, old, new, zeker, why, now), strict=True))


def _about(step: Step, code: str) -> bool:
    return step.soort in OF_VARIABLE or (bool(code) and (code == step.code or code in step.codes))


def _explained(step: Step) -> str:
    why = _WHY[step.soort]
    return f"{why} ({step.richting})" if step.richting else why
