"""``plancoder report``: the report of a coded folder, made again."""

from pathlib import Path

import click

from pipeline.cli.dutch import DutchCommand
from pipeline.cli.options import FILE


@click.command(cls=DutchCommand, short_help="Maakt het rapport van een gecodeerde map opnieuw.")
@click.argument("folder", type=FILE, metavar="MAP")
def report(folder: Path) -> int:
    """Maakt het rapport (report.html) van een gecodeerde map opnieuw.

    MAP is de uitvoermap van 'plancoder code'. Het rapport telt de ontvangen bestanden, de thema's van
    hoofddoelen en subdoelen, en de instrumenten. Het is een bestand dat zonder internet te lezen is.

    \b
    Voorbeeld:
      plancoder report uitvoer

    Daarna: open uitvoer/report.html in de browser.
    """
    from pipeline.report import write_report

    click.echo(f"Gemaakt: {write_report(folder)}  (open in de browser)")
    return 0
