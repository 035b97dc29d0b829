"""The rows of ``eenheden.*``: one coded unit as a mapping from column to value."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pipeline.domain import Coding, Unit

Row = dict[str, Any]
Rows = Callable[[], Iterable[Row]]
"""Gives the rows from the first on, each time it is called: they may be too many to keep."""

COLUMNS = (
    "bestand",
    "plan",
    "persoon",
    "datum",
    "eenheid",
    "subdoel_nr",
    "afspraak_nr",
    "wie",
    "tekst",
    "pagina",
    "thema",
    "eigen_inzet",
    "instrument",
    "hoofddoel_type",
    "subcodes",
    "scores",
    "nakijken",
    "model",
    "codeboek",
)

INTAKE_COLUMNS = ("bestand", "sha256", "status", "reden", "plan", "persoon", "datum", "meting", "paginas")

DECISION_COLUMNS = ("bestand", "programma", "besluit", "reden", "door", "koppeling", "gevolg")

SCORE_DECIMALS = 4
_as_json = json.JSONEncoder(ensure_ascii=False).encode


def unit_row(unit: Unit, coding: Coding, doubts: Sequence[str], *, model: str, codeboek: str) -> Row:
    """A unit in all tables: COLUMNS, and the reasons for its codes, which only the workbook shows.

    ``doubts`` are those about the reading of the whole plan.
    """
    values: Mapping[str, object] = {
        "bestand": unit.bestand,
        "plan": unit.plan,
        "persoon": unit.persoon,
        "datum": unit.datum,
        "eenheid": unit.eenheid.value,
        "subdoel_nr": unit.subdoel_nr,
        "afspraak_nr": unit.afspraak_nr,
        "wie": unit.wie.value if unit.wie else None,
        "tekst": unit.tekst,
        "pagina": unit.pagina,
        "thema": list(coding.thema),
        "eigen_inzet": coding.eigen_inzet,
        "instrument": coding.instrument,
        "hoofddoel_type": coding.hoofddoel_type,
        "subcodes": list(coding.subcodes),
        "scores": {code: round(score, SCORE_DECIMALS) for code, score in coding.scores.items()},
        "nakijken": list(dict.fromkeys([*doubts, *coding.nakijken])),
        "model": model,
        "codeboek": codeboek,
    }
    return {column: values[column] for column in COLUMNS} | {"waarom": list(coding.waarom)}


def to_jsonl(rows: Iterable[Row]) -> str:
    """One JSON object a line."""
    return "".join(map(jsonl_line, rows))


def jsonl_line(row: Row) -> str:
    """A row as a line of JSON, its end included."""
    return _as_json({column: row[column] for column in COLUMNS}) + "\n"
