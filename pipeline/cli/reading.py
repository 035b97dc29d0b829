"""``plancoder reading``: how a plan was read."""

from pathlib import Path

import click

from pipeline.cli.dutch import DutchCommand, DutchGroup
from pipeline.cli.options import FILE
from pipeline.errors import UsageError


@click.group(cls=DutchGroup)
def reading() -> None:
    """Bekijk hoe een plan uit de pdf is gelezen.

    \b
    Voorbeeld:
      plancoder reading show plannen/plan1.pdf
    """


@reading.command(cls=DutchCommand)
@click.argument("file", type=FILE, metavar="BESTAND")
def show(file: Path) -> int:
    """Toont op uw scherm hoe een plan is gelezen: datum, situatie, hoofddoel, subdoelen en afspraken.

    Let op: de tekst staat er zoals in de pdf, met namen en nummers. Er wordt niets bewaard.

    \b
    Voorbeeld:
      plancoder reading show plannen/plan1.pdf

    Bovenaan staat hoe zeker de lezing is, onderaan waarom iemand ernaar moet kijken. Klopt het, codeer het
    plan dan met 'plancoder code'.
    """
    from pipeline.outline import outline
    from pipeline.reading import read_plan

    if not file.is_file():
        raise UsageError("Dit bestand bestaat niet.", waar=str(file), doe="Controleer het pad.")
    result = read_plan(file)
    click.echo(outline(result))
    return 0 if result.plan is not None else 1
