"""From old codes to new ones, as a table: for what was made before and is kept as it is."""

from collections.abc import Iterator
from typing import Any

from pipeline.codebook import Codebook
from pipeline.export.tables import to_csv
from pipeline.migration.recode import Recoder
from pipeline.migration.schema import Migration, Soort, Step

COLUMNS = ("variabele", "oude_code", "nieuwe_code", "zeker", "toelichting")
_WHY = {
    Soort.HERNOEMEN: "hernoemd",
    Soort.SAMENVOEGEN: "samengevoegd",
    Soort.SPLITSEN: "gesplitst: voorlopige code, per eenheid te kiezen",
    Soort.DEFINITIE: "definitie veranderd",
    Soort.NIEUW: "nieuwe code",
    Soort.VERVALLEN: "vervallen",
}


def crosswalk(migration: Migration, old: Codebook, new: Codebook) -> str:
    """The table as csv: a row for each old code, and one for each code that none leads to.

    ``zeker`` is ja when every unit with the old code has the new one, nee when a person has to say.
    """
    return to_csv([*_from_old(migration, old, new), *_without_origin(migration, old, new)], COLUMNS)


def _from_old(migration: Migration, old: Codebook, new: Codebook) -> Iterator[dict[str, Any]]:
    recoder = Recoder(migration, old, new)
    for variable in old.variables.values():
        for code in variable.codes:
            row = _coded(variable.id, code.id, next(iter(code.units or variable.units)))
            found = recoder.recode(row)
            after = found.row.get(variable.id)
            target = (after[0] if after else "") if isinstance(after, list) else after
            if (variable.id, code.id) == ("thema", "eigen_inzet"):
                target = code.id
            steps = [
                step for step in migration.stappen if step.variabele == variable.id and _about(step, code.id)
            ]
            yield {
                "variabele": variable.id,
                "oude_code": code.id,
                "nieuwe_code": target,
                "zeker": "nee" if found.reasons else "ja",
                "toelichting": "; ".join(dict.fromkeys(_explained(step) for step in steps)),
            }


def _without_origin(migration: Migration, old: Codebook, new: Codebook) -> Iterator[dict[str, Any]]:
    led_to = {(row["variabele"], row["nieuwe_code"]) for row in _from_old(migration, old, new)}
    for variable in new.variables.values():
        for code in variable.codes:
            if (variable.id, code.id) not in led_to:
                yield {
                    "variabele": variable.id,
                    "oude_code": "",
                    "nieuwe_code": code.id,
                    "zeker": "nee",
                    "toelichting": "bestond niet; per eenheid te kiezen",
                }


def _coded(variable: str, code: str, eenheid: str) -> dict[str, Any]:
    """A unit that has this code and nothing else."""
    row: dict[str, Any] = {"eenheid": eenheid, "tekst": "", "thema": [], "eigen_inzet": False}
    row["thema" if variable == "thema" else variable] = [code] if variable == "thema" else code
    return row


def _about(step: Step, code: str) -> bool:
    return code == step.code or code in step.codes


def _explained(step: Step) -> str:
    why = _WHY[step.soort]
    return f"{why} ({step.richting})" if step.richting else why
