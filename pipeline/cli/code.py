"""``plancoder code``: the main job."""

from datetime import datetime
from pathlib import Path

import click

from pipeline.cli.dutch import DutchCommand
from pipeline.cli.options import (
    FILE,
    codebook_option,
    layouts_option,
    models_option,
    password_option,
    passwords_of,
    rounds_from,
    settings_option,
    settings_with,
)

_ON_THIS_COMPUTER = ("tcp://127.", "tcp://localhost:", "tcp://[::1]")
_IN_THE_CLEAR = (
    "Let op: naar dit cluster gaan paden van bestanden en terug komen gepseudonimiseerde plannen, zonder "
    "versleuteling. Gebruik buiten een gesloten netwerk een adres met tls:// (zie docs/cluster.md)."
)


@click.command(cls=DutchCommand, short_help="Leest en codeert plannen (pdf): het hoofdwerk.")
@click.argument("paths", nargs=-1, required=True, metavar="PAD...")
@click.option(
    "--output",
    required=True,
    metavar="MAP",
    help="De map waarin alles komt te staan; mag ook een adres zijn, zoals s3://emmer/uitvoer.",
)
@click.option(
    "--key",
    type=FILE,
    metavar="BESTAND",
    help="Het sleutelbestand van de pseudoniemen. Wordt gemaakt als het er niet is; bewaar het goed en nooit "
    "in de uitvoermap. Zonder deze optie: een bestand in uw eigen gebruikersmap.",
)
@click.option(
    "--meting",
    type=click.IntRange(min=1),
    metavar="N",
    help="Het nummer van de meting waar deze bestanden bij horen. Zonder deze optie: dat van de map, als die "
    "zo heet (meting1, ronde 2), en anders naar de datum van het plan (zie --meting-from).",
)
@click.option(
    "--meting-from",
    "starts",
    type=click.DateTime(["%Y-%m-%d"]),
    multiple=True,
    metavar="DATUM",
    help="De eerste dag van een meting, zoals 2020-06-01; geef hem voor elke meting, in volgorde. De datum "
    "van een plan zegt dan bij welke meting het hoort, als --meting en de map dat niet doen. Geldt voor deze "
    "uitvoermap tot u andere dagen geeft.",
)
@click.option(
    "--hide-names",
    is_flag=True,
    help="Vervang de namen van de bestanden door bestand-0001.pdf enzovoort, in alles wat wordt gemaakt. "
    "Welk bestand dat is, staat in een bestand naast de sleutel. Eenmaal verborgen blijft verborgen.",
)
@click.option(
    "--subcodes",
    is_flag=True,
    help="Zet bij de subdoelen ook de subcodes van hun thema's, zoals taal.inburgering. De andere codes "
    "veranderen er niet door.",
)
@click.option(
    "--parquet",
    is_flag=True,
    help="Maak ook eenheden.parquet: dezelfde tabel met typen, voor R, Python en andere programma's.",
)
@click.option(
    "--workbook",
    is_flag=True,
    help="Maak eenheden.xlsx ook bij meer dan 100.000 eenheden. Dat kost minuten, en Excel opent zo'n "
    "bestand traag of niet.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    metavar="N",
    help="Hoeveel bestanden tegelijk worden gelezen. Zonder deze optie: zoveel als de computer aankan.",
)
@click.option(
    "--dask",
    "cluster",
    default="",
    metavar="ADRES",
    help="Laat de werkers van een Dask-cluster de plannen lezen en coderen; ADRES is dat van de planner, "
    "zoals tcp://10.0.0.5:8786. De sleutel gaat niet mee: elke werker heeft hem zelf (zie docs/cluster.md).",
)
@click.option(
    "--all-bytes",
    is_flag=True,
    help="Bekijk van alle bestanden opnieuw de hele inhoud, ook als grootte en tijd van wijziging hetzelfde "
    "zijn gebleven.",
)
@password_option
@layouts_option
@codebook_option
@models_option
@settings_option
def code(
    paths: tuple[str, ...],
    output: str,
    key: Path | None,
    meting: int | None,
    starts: tuple[datetime, ...],
    hide_names: bool,
    subcodes: bool,
    parquet: bool,
    workbook: bool,
    workers: int | None,
    cluster: str,
    all_bytes: bool,
    password_file: Path | None,
    layouts: Path | None,
    codebook: Path | None,
    models: Path | None,
    settings: Path | None,
) -> int:
    """Leest plannen (pdf), pseudonimiseert en codeert ze, en maakt er tabellen en een rapport van.

    PAD is een map (alle pdf-bestanden erin en in de mappen eronder), een bestand, of een patroon als
    'plannen/*.pdf'. Het mag ook een adres zijn, zoals s3://emmer/plannen.

    \b
    Voorbeelden:
      plancoder code plannen --output uitvoer
      plancoder code ontvangen/meting1 --output uitvoer --meting 1
      plancoder code ontvangen/meting2 --output uitvoer --meting 2

    \b
    In de uitvoermap komen:
      eenheden.xlsx      de codes om in te werken: twijfelgevallen zijn geel
      report.html        tellingen en figuren; opent in de browser (de tabellen ook in report.xlsx)
      eenheden.csv       dezelfde codes voor andere programma's (ook eenheden.jsonl, en met --parquet
                         eenheden.parquet)
      intake.csv         wat er met elk ontvangen bestand is gebeurd; bent u het niet eens met een status,
                         zet dan een regel in besluiten.csv (bestand,status,reden,door) in dezelfde map
      plancoder.sqlite3  de stand van het werk; laat dit bestand staan

    Stopt het werk halverwege, geef dan dezelfde opdracht nog eens: wat klaar is, wordt niet opnieuw gedaan.
    Met nieuwe bestanden erbij worden alleen die gelezen en gecodeerd, en plannen op hetzelfde formulier
    waarvan de lezing niet zeker was.

    Daarna: open eenheden.xlsx en bekijk de gele rijen, en open report.html.

    \b
    Afloop (exit code):
      0  van elk bestand is het plan gecodeerd
      1  klaar, maar van sommige bestanden is geen plan gecodeerd (zie intake.csv)
      2  verkeerd gebruik of onbruikbare instellingen; er is niets gedaan
    """
    from pipeline.cli.progress import show_progress
    from pipeline.settings import user_folder
    from pipeline.study.job import code_plans
    from pipeline.study.output_place import output_folder
    from pipeline.study.places import is_address

    chosen = settings_with(
        settings,
        sleutel=key,
        werkers=workers,
        opmaken=layouts,
        codeboek=codebook,
        modellen=models,
        metingen=rounds_from(starts),
        bestandsnamen="verbergen" if hide_names else None,
        subcodes="tonen" if subcodes else None,
        parquet="maken" if parquet else None,
        werkboek="altijd" if workbook else None,
    )
    if cluster.startswith("tcp://") and not cluster.startswith(_ON_THIS_COMPUTER):
        click.echo(_IN_THE_CLEAR, err=True)
    with output_folder(output, user_folder() / "werk") as folder:
        summary = code_plans(
            paths,
            folder,
            chosen,
            meting=meting,
            passwords=passwords_of(password_file),
            all_bytes=all_bytes,
            cluster=cluster,
            progress=show_progress,
        )

    # Asked for at the end, so that workers start sooner.
    from pipeline.cli.link import OUTDATED
    from pipeline.cli.summary import describe
    from pipeline.linking.figures import is_outdated

    click.echo(describe(summary))
    if is_address(output):
        click.echo(f"\nAlles wat in die map staat, staat nu ook op {output}.")
    if is_outdated(folder):
        without = " Het rapport is zonder koppeling gemaakt." if summary.link_outdated else ""
        click.echo(f"\n{OUTDATED}{without}")
    return 1 if summary.unused else 0
