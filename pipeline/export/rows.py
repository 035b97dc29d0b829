"""The rows of ``eenheden.*``: one coded unit as a mapping from column to value."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pipeline.domain import Coding, Unit

if TYPE_CHECKING:
    from pipeline.codebook import Codebook

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

    ``andere`` are its codes of variables that the codebook adds; a column each in most tables (``flat``).
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
    more = {"waarom": list(coding.waarom), "andere": {key: list(own) for key, own in coding.andere.items()}}
    return {column: values[column] for column in COLUMNS} | more


def columns_of(codebook: "Codebook") -> tuple[str, ...]:
    """The columns of tables: those of COLUMNS, and one for each variable that the codebook adds."""
    at = COLUMNS.index("hoofddoel_type") + 1
    return (*COLUMNS[:at], *(variable.id for variable in codebook.added), *COLUMNS[at:])


def flat(row: Row, codebook: "Codebook") -> Row:
    """``row`` with each variable that the codebook adds by its id: a code, or a list if it allows more."""
    own: dict[str, list[str]] = row["andere"]
    values = {
        each.id: own.get(each.id, []) if each.multiple else next(iter(own.get(each.id, ())), None)
        for each in codebook.added
    }
    return row | values


def to_jsonl(rows: Iterable[Row]) -> str:
    """One JSON object a line."""
    return "".join(map(jsonl_line, rows))


def jsonl_line(row: Row) -> str:
    """A row as a line of JSON, its end included."""
    own = {"andere": row["andere"]} if row.get("andere") else {}
    return _as_json({column: row[column] for column in COLUMNS} | own) + "\n"
