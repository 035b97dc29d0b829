"""The sheet Uitleg: what the columns, statuses and codes mean, and what coded the units."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.export.sheets import OVERIG, columns, texts

if TYPE_CHECKING:
    from pipeline.codebook import Codebook, Variable


@dataclass(frozen=True)
class Line:
    """One row of the sheet: a heading, a sentence over the whole width, or two or three cells."""

    cells: tuple[str, ...]
    heading: bool = False


def explanation(models: Collection[str], codebook: "Codebook") -> list[Line]:
    """All lines, from top to bottom; ``models`` are what coded the units."""
    return [
        *section("Zo werkt u met dit werkboek", [(sentence,) for sentence in texts()["werkwijze"]]),
        *section("Kolommen van het blad Eenheden", _columns("eenheden")),
        *section("Kolommen van het blad Intake", _columns("intake")),
        *section("Statussen", [(status, text) for status, text in texts()["statussen"].items()]),
        *(line for variable in codebook.variables.values() for line in section(*variable_lines(variable))),
        *section("Waarmee is gecodeerd", _origin(models, codebook)),
    ]


def section(title: str, rows: Sequence[tuple[str, ...]]) -> Iterator[Line]:
    yield Line((title,), heading=True)
    yield from (Line(row) for row in rows)
    yield Line(())


def _columns(sheet: str) -> list[tuple[str, ...]]:
    return [(column.heading, column.explanation) for column in columns(sheet)]


def variable_lines(variable: "Variable") -> tuple[str, list[tuple[str, ...]]]:
    """The codes of one variable with their names and definitions, subcodes under their code."""
    lines: list[tuple[str, ...]] = [(variable.description,)]
    for code in variable.codes:
        lines.append((code.id, code.name, code.definition))
        lines += [(subcode.id, subcode.name, subcode.definition) for subcode in code.subcodes]
    if variable.multiple:
        lines.append((OVERIG, "Overig", "Geen van deze codes; in eenheden.csv is thema dan leeg."))
    return f"Codes van {variable.id} ({variable.name})", lines


def _origin(models: Collection[str], codebook: "Codebook") -> list[tuple[str, ...]]:
    return [
        ("Model", ", ".join(sorted(models)) or "er is niets gecodeerd"),
        ("Codeboek", codebook.id),
    ]
