"""``plancoder codebook``: looking after codebook.yaml."""

from pathlib import Path

import click

from pipeline.cli.dutch import DutchCommand, DutchGroup
from pipeline.cli.options import FILE, settings_option, settings_with


@click.group(cls=DutchGroup, short_help="Onderhoud van het codeboek.")
def codebook() -> None:
    """Onderhoud van het codeboek (codebook.yaml): wat er wordt gecodeerd, met welke codes.

    \b
    Voorbeeld:
      plancoder codebook check
    """


@codebook.command(cls=DutchCommand)
@click.argument("file", type=FILE, required=False, metavar="[BESTAND]")
@settings_option
def check(file: Path | None, settings: Path | None) -> int:
    """Controleert een codeboek, en laat zien wat erin staat.

    Zonder BESTAND wordt codebook.yaml van het project gecontroleerd. Klopt het niet, dan staan alle fouten er
    in een keer, met hun regel.

    \b
    Voorbeelden:
      plancoder codebook check
      plancoder codebook check mijn_codeboek.yaml

    Daarna: is het codeboek veranderd, train het model dan opnieuw met 'plancoder train'.
    """
    from pipeline.codebook import describe, load_codebook

    click.echo(describe(load_codebook(file or settings_with(settings).codeboek)))
    click.echo("\nHet codeboek klopt.")
    return 0


@codebook.command(cls=DutchCommand)
@click.argument("old", type=FILE, metavar="OUD")
@click.argument("new", type=FILE, required=False, metavar="[NIEUW]")
@settings_option
def diff(old: Path, new: Path | None, settings: Path | None) -> int:
    """Laat zien wat er tussen twee codeboeken is veranderd, en wat dat betekent.

    Zonder NIEUW wordt OUD vergeleken met codebook.yaml van het project.

    \b
    Voorbeeld:
      plancoder codebook diff codebook_vorig_jaar.yaml codebook.yaml

    Daarna: zet coderingen om met 'plancoder codebook migrate', en train opnieuw.
    """
    from pipeline.codebook import load_codebook, tell_differences

    after = load_codebook(new or settings_with(settings).codeboek)
    click.echo(tell_differences(load_codebook(old), after))
    return 0
