"""``plancoder explain``: why units got their codes."""

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.dutch import DutchCommand
from pipeline.cli.options import FILE, codebook_option, models_option, settings_option, settings_with

if TYPE_CHECKING:
    from pipeline.domain import Coding
    from pipeline.study.explain import Explained

_TEXT = 200
_WIDTH = 110


@click.command(cls=DutchCommand, short_help="Laat zien waarom eenheden hun codes kregen.")
@click.argument("folder", type=FILE, metavar="MAP")
@click.option(
    "--plan",
    metavar="BESTAND",
    help="Alleen dit plan: de naam van het bestand, of het pseudoniem van het plan.",
)
@click.option(
    "--subdoel", type=click.IntRange(min=1), metavar="N", help="Alleen dit subdoel, met zijn afspraken."
)
@click.option(
    "--afspraak", type=click.IntRange(min=1), metavar="N", help="Alleen deze afspraak van het subdoel."
)
@codebook_option
@models_option
@settings_option
def explain(
    folder: Path,
    plan: str | None,
    subdoel: int | None,
    afspraak: int | None,
    codebook: Path | None,
    models: Path | None,
    settings: Path | None,
) -> int:
    """Laat zien waarom eenheden hun codes kregen: door welke woorden, en door wat eromheen staat in het plan.

    MAP is de uitvoermap van 'plancoder code'. Zonder --plan ziet u de eenheden die een mens moet nakijken,
    ten hoogste 20, die met een onzekere code eerst. Achter elk woord staat of het voor de code spreekt (+) of
    ertegen (–). Het is hoe het model rekende, geen bewijs dat de code klopt. Voor alle eenheden staat
    hetzelfde in eenheden.xlsx, in de kolom Waarom.

    \b
    Voorbeelden:
      plancoder explain uitvoer
      plancoder explain uitvoer --plan plan12.pdf
      plancoder explain uitvoer --plan plan12.pdf --subdoel 2 --afspraak 1

    Daarna: verander een code die niet klopt in eenheden.xlsx.
    """
    from pipeline.study.explain import Wanted, explain_units

    chosen = settings_with(settings, codeboek=codebook, modellen=models)
    explained = explain_units(folder, chosen, Wanted(plan, subdoel, afspraak))
    parts = [*(_described(row, coding) for row, coding in explained.units), _rest(explained, folder)]
    click.echo("\n\n".join("\n".join(lines) for lines in map(list, parts) if lines))
    return 0


def _described(row: dict[str, Any], coding: "Coding") -> Iterator[str]:
    from pipeline.export.sheets import chosen_scores

    numbers = ".".join(str(number) for number in (row["subdoel_nr"], row["afspraak_nr"]) if number)
    yield f"{row['bestand']}, {row['eenheid']} {numbers}".rstrip()
    yield from _wrapped(textwrap.shorten(row["tekst"], _TEXT, placeholder=" ..."))
    yield from _wrapped("codes: " + ", ".join(f"{code} {score:.0%}" for code, score in chosen_scores(row)))
    if row["nakijken"]:
        yield from _wrapped("nakijken: " + "; ".join(row["nakijken"]))
    for reason in coding.waarom:
        yield from _wrapped(f"- {reason}")


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="  ", subsequent_indent="    ")


def _rest(explained: "Explained", folder: Path) -> Iterator[str]:
    if not explained.units:
        yield "Geen enkele eenheid is gemerkt om na te kijken. Kies een plan met --plan."
    if explained.left:
        yield (
            f"En nog {explained.left} eenheden om na te kijken. Zie daarvoor de kolom Waarom in "
            f"{folder / 'eenheden.xlsx'}, of kies een plan met --plan."
        )
