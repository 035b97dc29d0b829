"""Texts of plans to show what a code stands for: pseudonymised, and chosen by a rule that is told."""

import json
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from pipeline.codebook import Codebook
from pipeline.coded_units import UNITS_FILE

OWN_EFFORT = "eigen_inzet"
SHORTEST, LONGEST = 20, 200
"""In characters: shorter says too little, longer is no quotation any more."""
RULE = (
    "Per code de teksten waar het model het zekerst van was, van eenheden zonder reden om na te kijken, "
    f"van {SHORTEST} tot {LONGEST} tekens, hoogstens een per plan en elke tekst één keer; bij gelijke "
    "zekerheid in de volgorde van eenheden.jsonl. Het zijn dus duidelijke voorbeelden, geen doorsnee."
)


_Unit = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Quote:
    variable: str
    code: str
    eenheid: str
    text: str


@dataclass(frozen=True, slots=True)
class _Places:
    """Where units with one code are: how sure the model was, and where in the file their line begins."""

    scores: "array[float]" = field(default_factory=lambda: array("d"))
    starts: "array[int]" = field(default_factory=lambda: array("q"))

    def surest_first(self) -> list[int]:
        """Where to read, equals in the order of the file."""
        order = np.argsort(-np.asarray(self.scores), kind="stable")
        return [self.starts[at] for at in order.tolist()]


def read_quotes(folder: Path, codebook: Codebook, each: int) -> tuple[Quote, ...]:
    """``each`` quotations of every code that has them, in the order of the codebook.

    Of very many units only the places are kept; the texts of the surest ones are read again.
    """
    with (folder / UNITS_FILE).open("rb") as stream:
        places = _places(stream, codebook)
        return tuple(
            Quote(variable.name, code.name, unit["eenheid"], unit["tekst"])
            for variable in codebook.variables.values()
            for code in variable.codes
            for unit in _surest(stream, places[variable.id, code.id], each)
        )


def _places(stream: BinaryIO, codebook: Codebook) -> Mapping[tuple[str, str], _Places]:
    found: dict[tuple[str, str], _Places] = defaultdict(_Places)
    start = 0
    for line in stream:
        if not line.isspace() and _is_fit(unit := json.loads(line)):
            for variable, code in _codes(unit, codebook):
                found[variable, code].scores.append(_score(unit, variable, code))
                found[variable, code].starts.append(start)
        start += len(line)
    return found


def _is_fit(unit: _Unit) -> bool:
    return not unit["nakijken"] and SHORTEST <= len(unit["tekst"]) <= LONGEST


def _surest(stream: BinaryIO, places: _Places, each: int) -> Iterator[_Unit]:
    plans: set[str] = set()
    texts: set[str] = set()
    for start in places.surest_first():
        if len(plans) == each:
            return
        stream.seek(start)
        unit = json.loads(stream.readline())
        if unit["plan"] not in plans and unit["tekst"].casefold() not in texts:
            plans.add(unit["plan"])
            texts.add(unit["tekst"].casefold())
            yield unit


def _codes(unit: _Unit, codebook: Codebook) -> Iterator[tuple[str, str]]:
    """Its codes by variable: themes by the hoofdcode; own effort is a mark of its own."""
    for variable in codebook.variables:
        if variable != "thema":
            own = unit.get("andere", {}).get(variable) or [unit.get(variable)]
            yield from ((variable, code) for code in own if code)
            continue
        if unit["thema"]:
            yield variable, unit["thema"][0].partition(".")[0]
        if unit["eigen_inzet"]:
            yield variable, OWN_EFFORT


def _score(unit: _Unit, variable: str, code: str) -> float:
    scores: Mapping[str, float] = unit["scores"]
    return scores.get(f"{variable}.{code}", scores.get(code, 0.0))
