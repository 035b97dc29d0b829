"""``plancoder report``: the report of a coded folder, made again."""

from pathlib import Path

import click

from pipeline.cli.dutch import DutchCommand
from pipeline.cli.options import FILE, codebook_option, models_option, settings_option, settings_with


@click.command(cls=DutchCommand, short_help="Maakt het rapport van een gecodeerde map opnieuw.")
@click.argument("folder", type=FILE, metavar="MAP")
@click.option(
    "--annotations",
    type=FILE,
    metavar="MAP",
    help="De map met wat mensen codeerden. Is dat een aselecte steekproef uit deze plannen, dan worden "
    "de percentages ermee gecorrigeerd voor de fouten van het model. Zonder deze optie: annotaties of "
    "annotations in MAP.",
)
@click.option(
    "--needed-sample",
    is_flag=True,
    help="Zeg alleen hoeveel plannen mensen moeten coderen om de percentages op 3 punten te weten.",
)
@click.option(
    "--groups",
    type=FILE,
    metavar="BESTAND",
    help="Een tabel (csv of xlsx) met de kolommen bestand en groep, bijvoorbeeld wie het plan schreef. Het "
    "rapport laat dan zien waarin de groepen verschillen.",
)
@click.option(
    "--internal",
    is_flag=True,
    help="Toon ook aantallen van minder dan 5 personen in de tabellen naar achtergrond. Het rapport zegt dan "
    "dat het alleen voor intern gebruik is.",
)
@click.option(
    "--quotes",
    type=click.IntRange(0, 50),
    default=0,
    metavar="N",
    help="Zet bij elke code N citaten uit plannen in het rapport. Zonder deze optie staat er geen tekst in.",
)
@click.option(
    "--compare",
    type=FILE,
    metavar="BESTAND",
    help="Een yaml-bestand met cijfers van elders, om naast die van dit rapport te zetten; zie het voorbeeld "
    "docs/cijfers-klantreis.yaml.",
)
@click.option(
    "--before",
    type=FILE,
    metavar="MAP",
    help="Een eerder gecodeerde map. Het rapport laat dan zien wat er sindsdien veranderde, en hoeveel "
    "daarvan komt van de plannen en hoeveel van de meetlat (model en codeboek). Zonder deze optie: de "
    "codes die MAP zelf van een vorige meetlat heeft bewaard.",
)
@codebook_option
@models_option
@settings_option
def report(
    folder: Path,
    annotations: Path | None,
    needed_sample: bool,
    groups: Path | None,
    internal: bool,
    quotes: int,
    compare: Path | None,
    before: Path | None,
    codebook: Path | None,
    models: Path | None,
    settings: Path | None,
) -> int:
    """Maakt het rapport van een gecodeerde map opnieuw.

    MAP is de uitvoermap van 'plancoder code'. Het rapport telt de ontvangen bestanden, de doelen, thema's en
    instrumenten, de eigen inzet, en na 'plancoder link' ook wie een plan heeft en waarin groepen verschillen.

    \b
    In MAP komen:
      report.html    het rapport: een bestand dat zonder internet te lezen en af te drukken is
      report.xlsx    alle tabellen, elk op een blad, met een inhoud
      tabellen/      dezelfde tabellen als csv
      figuren/       de figuren als svg, en als png als deze computer een bekend lettertype heeft
      methode.txt    hoe de cijfers zijn gemaakt, om over te nemen

    \b
    Voorbeelden:
      plancoder report uitvoer
      plancoder report uitvoer --groups schrijvers.csv
      plancoder report uitvoer --needed-sample
      plancoder report uitvoer --annotations gecodeerd
      plancoder report uitvoer --quotes 3 --compare cijfers.yaml
      plancoder report uitvoer --before uitvoer-vorig-jaar

    Daarna: open uitvoer/report.html in de browser.
    """
    from pipeline.cli.needed import describe
    from pipeline.codebook import load_codebook
    from pipeline.codebook.crosswalks import migrations_beside
    from pipeline.report import Wishes, plans_needed, write_report

    chosen = settings_with(settings, codeboek=codebook, modellen=models)
    wishes = Wishes(
        annotations=annotations,
        groups=groups,
        internal=internal,
        quotes=quotes,
        compare=compare,
        before=before,
        migrations=migrations_beside(chosen.codeboek),
    )
    if needed_sample:
        click.echo("\n".join(describe(plans_needed(folder, load_codebook(chosen.codeboek), chosen.modellen))))
        return 0
    path = write_report(folder, load_codebook(chosen.codeboek), chosen.modellen, wishes=wishes)
    click.echo(f"Gemaakt: {path}  (open in de browser)")
    click.echo("Daarnaast: report.xlsx, methode.txt, en de mappen tabellen en figuren.")
    if internal:
        click.echo("Let op: kleine groepen zijn niet afgeschermd. Dit rapport is alleen voor intern gebruik.")
    return 0
