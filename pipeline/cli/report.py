"""``plancoder report``: the report of a coded folder, made again."""

from pathlib import Path

import click

from pipeline.cli.dutch import DutchCommand
from pipeline.cli.options import FILE, codebook_option, models_option, settings_option, settings_with


@click.command(cls=DutchCommand, short_help="Maakt het rapport van een gecodeerde map opnieuw.")
@click.argument("folder", type=FILE, metavar="MAP")
@codebook_option
@models_option
@settings_option
def report(folder: Path, codebook: Path | None, models: Path | None, settings: Path | None) -> int:
    """Maakt het rapport (report.html) van een gecodeerde map opnieuw.

    MAP is de uitvoermap van 'plancoder code'. Het rapport telt de ontvangen bestanden, de thema's van
    hoofddoelen en subdoelen, en de instrumenten. Het is een bestand dat zonder internet te lezen is.

    \b
    Voorbeeld:
      plancoder report uitvoer

    Daarna: open uitvoer/report.html in de browser.
    """
    from pipeline.codebook import load_codebook
    from pipeline.report import write_report

    chosen = settings_with(settings, codeboek=codebook, modellen=models)
    path = write_report(folder, load_codebook(chosen.codeboek), chosen.modellen)
    click.echo(f"Gemaakt: {path}  (open in de browser)")
    return 0
