"""What stands in the cells of eenheden.xlsx: the rows of the other files as people read them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.export.rows import Row

if TYPE_CHECKING:
    from pipeline.codebook import Codebook

OVERIG = "overig"
_DATA = Path(__file__).parent / "data" / "werkblad.yaml"


@dataclass(frozen=True)
class Column:
    """One column of a sheet; ``width`` in characters."""

    key: str
    heading: str
    width: int
    explanation: str


@cache
def texts() -> dict[str, Any]:
    """The texts of the workbook, from its data file."""
    import yaml

    data: dict[str, Any] = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    return data


def columns(sheet: str) -> list[Column]:
    """The columns of the sheet ``eenheden`` or ``intake``, from left to right."""
    return [
        Column(key, entry["kop"], entry["breedte"], entry["uitleg"]) for key, entry in texts()[sheet].items()
    ]


def unit_columns(codebook: "Codebook", *, subcodes: bool) -> list[Column]:
    """Those of the sheet ``eenheden``, with one for each variable that the codebook adds."""
    known = [column for column in columns("eenheden") if column.key != "subcodes" or subcodes]
    at = [column.key for column in known].index("hoofddoel_type") + 1
    added = [Column(each.id, each.name, 16, each.description) for each in codebook.added]
    return [*known[:at], *added, *known[at:]]


def unit_cells(row: Row) -> dict[str, object]:
    """A row of ``eenheden.*`` with lists as text, booleans as ja and nee, and what only the sheet has."""
    chosen = dict(chosen_scores(row))
    main = row["thema"][0].partition(".")[0] if row["thema"] else OVERIG
    own = row["eigen_inzet"]
    added = {variable: ", ".join(codes) for variable, codes in row["andere"].items()}
    return (
        row
        | added
        | {
            "datum": as_date(row["datum"]),
            "hoofdthema": main,
            "thema": ", ".join(row["thema"]),
            "subcodes": ", ".join(row["subcodes"]),
            "eigen_inzet": None if row["eenheid"] == "hoofddoel" else ("ja" if own else "nee"),
            "zekerheid": min(chosen.values(), default=None),
            "scores": ", ".join(f"{code} {round(100 * score)}%" for code, score in chosen.items()),
            "nakijken": "; ".join(row["nakijken"]),
            "waarom": "\n".join(row["waarom"]),
        }
    )


def intake_cells(row: Mapping[str, Any]) -> dict[str, object]:
    """A row of ``intake.csv`` with its date as a date."""
    return dict(row) | {"datum": as_date(str(row["datum"] or ""))}


def chosen_scores(row: Row) -> Iterator[tuple[str, float]]:
    """The codes that were chosen, and the probability that each is right.

    For overig and for no eigen inzet that is the probability that none of the codes, or not this one, holds.
    """
    scores: Mapping[str, float] = row["scores"]
    themes = {name: score for name, score in scores.items() if name.startswith("thema.")}
    for theme in row["thema"]:
        if f"thema.{theme}" in scores:
            yield theme, scores[f"thema.{theme}"]
    if not row["thema"] and themes:
        yield OVERIG, 1 - max(themes.values())
    for variable in ("instrument", "hoofddoel_type"):
        name = f"{variable}.{row[variable]}"
        if name in scores:
            yield str(row[variable]), scores[name]
    for variable, codes in row["andere"].items():
        for code in codes:
            if f"{variable}.{code}" in scores:
                yield code, scores[f"{variable}.{code}"]
    if "eigen_inzet" in scores and row["eenheid"] != "hoofddoel":
        own = scores["eigen_inzet"]
        yield ("eigen inzet", own) if row["eigen_inzet"] else ("geen eigen inzet", 1 - own)


def as_date(text: str) -> date | None:
    """An ISO date as a date; None when there is none."""
    return date.fromisoformat(text) if text else None
