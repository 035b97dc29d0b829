"""Texts of plans to show what a code stands for: pseudonymised, and chosen by a rule that is told."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.codebook import Codebook
from pipeline.coded_units import UNITS_FILE

SHORTEST, LONGEST = 20, 200
"""In characters: shorter says too little, longer is no quotation any more."""
RULE = (
    "Per code de teksten waar het model het zekerst van was, van eenheden zonder reden om na te kijken, "
    f"van {SHORTEST} tot {LONGEST} tekens, hoogstens een per plan en elke tekst één keer; bij gelijke "
    "zekerheid in de volgorde van eenheden.jsonl. Het zijn dus duidelijke voorbeelden, geen doorsnee."
)


@dataclass(frozen=True, slots=True)
class Quote:
    variable: str
    code: str
    eenheid: str
    text: str


def read_quotes(folder: Path, codebook: Codebook, each: int) -> tuple[Quote, ...]:
    """``each`` quotations of every code that has them, in the order of the codebook."""
    lines = (folder / UNITS_FILE).read_text(encoding="utf-8").split("\n")
    units = [unit for line in lines if line.strip() and _is_fit(unit := json.loads(line))]
    return tuple(
        Quote(variable.name, code.name, unit["eenheid"], unit["tekst"])
        for variable in codebook.variables.values()
        for code in variable.codes
        for unit in _surest(units, variable.id, code.id, each)
    )


def _is_fit(unit: Mapping[str, Any]) -> bool:
    return not unit["nakijken"] and SHORTEST <= len(unit["tekst"]) <= LONGEST


def _surest(
    units: list[Mapping[str, Any]], variable: str, code: str, each: int
) -> Iterator[Mapping[str, Any]]:
    own = [unit for unit in units if _has(unit, variable, code)]
    plans: set[str] = set()
    texts: set[str] = set()
    for unit in sorted(own, key=lambda unit: -_score(unit, variable, code)):
        if len(plans) == each:
            return
        if unit["plan"] not in plans and unit["tekst"].casefold() not in texts:
            plans.add(unit["plan"])
            texts.add(unit["tekst"].casefold())
            yield unit


def _has(unit: Mapping[str, Any], variable: str, code: str) -> bool:
    """Themes by the hoofdcode; own effort is a mark of its own."""
    if variable != "thema":
        return bool(unit.get(variable) == code)
    if code == "eigen_inzet":
        return bool(unit["eigen_inzet"])
    return bool(unit["thema"]) and unit["thema"][0].partition(".")[0] == code


def _score(unit: Mapping[str, Any], variable: str, code: str) -> float:
    scores: Mapping[str, float] = unit["scores"]
    return scores.get(f"{variable}.{code}", scores.get(code, 0.0))
