"""``plancoder link``: the coded plans beside the diagnose-export."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.dutch import DutchCommand
from pipeline.cli.options import FILE, codebook_option, settings_option, settings_with

if TYPE_CHECKING:
    from pipeline.linking import LinkSummary

OUTDATED = (
    "Let op: de koppeling in deze map (koppeling.*, niet_gekoppeld.csv, diagnoses.csv) is ouder dan de codes."
    " Geef 'plancoder link' opnieuw."
)
_PURPOSE = {
    "koppeling.xlsx": "om in te werken: open met Excel of LibreOffice",
    "koppeling.csv": "dezelfde rijen voor andere programma's: een per gekoppeld plan",
    "niet_gekoppeld.csv": "de andere plannen, met de reden",
    "diagnoses.csv": "wie een plan heeft en wie niet, zonder BSN",
    "koppeling.json": "de tellingen",
}


@click.command(cls=DutchCommand, short_help="Koppelt gecodeerde plannen aan de diagnose-export.")
@click.argument("folder", type=FILE, metavar="MAP")
@click.option(
    "--diagnoses",
    type=FILE,
    required=True,
    metavar="BESTAND",
    help="De diagnose-export (csv of xlsx), met een kolom BSN.",
)
@click.option(
    "--columns",
    type=FILE,
    metavar="BESTAND",
    help="Een beschrijving van de kolommen van de export. Zonder deze optie: die in "
    "pipeline/linking/data/diagnoses.yaml; kopieer dat bestand als uw export anders is.",
)
@click.option(
    "--key",
    type=FILE,
    metavar="BESTAND",
    help="Het sleutelbestand waarmee de map is gemaakt. Zonder deze optie: een bestand in uw eigen "
    "gebruikersmap.",
)
@codebook_option
@settings_option
def link(
    folder: Path,
    diagnoses: Path,
    columns: Path | None,
    key: Path | None,
    codebook: Path | None,
    settings: Path | None,
) -> int:
    """Koppelt de gecodeerde plannen in MAP aan de diagnose-export, op het BSN.

    MAP is de uitvoermap van 'plancoder code'. Het BSN uit de export wordt nergens bewaard: alleen het
    pseudoniem dat met uw sleutel is gemaakt. Plannen die niet te koppelen zijn, staan met hun reden in
    niet_gekoppeld.csv. Lijkt een BSN een verschrijving, dan staat er een voorstel bij; dat wordt pas
    overgenomen als u het pseudoniem ervan in besluiten.csv zet, in de kolom koppeling.

    \b
    Voorbeeld:
      plancoder link uitvoer --diagnoses diagnoses.csv

    Daarna: bekijk niet_gekoppeld.csv, en maak het rapport opnieuw met 'plancoder report MAP'.

    \b
    Afloop (exit code):
      0  elk gecodeerd plan is gekoppeld
      1  klaar, maar sommige plannen zijn niet gekoppeld (zie niet_gekoppeld.csv)
      2  verkeerd gebruik of een onbruikbaar bestand; er is niets gedaan
    """
    from pipeline.linking import link_plans

    chosen = settings_with(settings, sleutel=key, codeboek=codebook)
    summary = link_plans(folder, diagnoses, chosen, columns=columns)
    parts = (_counts(summary), summary.notices, _files(summary), _next(summary, folder))
    click.echo("\n\n".join("\n".join(lines) for lines in map(list, parts) if lines))
    return 1 if summary.figures.niet_gekoppeld else 0


def _counts(summary: "LinkSummary") -> Iterator[str]:
    figures = summary.figures
    yield f"{figures.plannen:>6}  gecodeerde plannen, waarvan"
    by_decision = f", waarvan {figures.door_besluit} door een besluit" if figures.door_besluit else ""
    yield f"{figures.gekoppeld:>6}  gekoppeld{by_decision}"
    for reason, count in figures.niet_gekoppeld.items():
        yield f"{count:>6}  niet gekoppeld: {reason}"
    without = figures.diagnoses_zonder_plan
    yield f"{figures.diagnoses:>6}  diagnoses in de export, waarvan {without} zonder plan"


def _files(summary: "LinkSummary") -> Iterator[str]:
    yield "Gemaakt:"
    for file in summary.files:
        yield f"  {file}  ({_PURPOSE[file.name]})"
    if summary.kept is not None:
        yield f"Uw veranderde werkboek is bewaard als {summary.kept}."


def _next(summary: "LinkSummary", folder: Path) -> Iterator[str]:
    if count := summary.figures.bijna_gekoppeld:
        them = "Er is 1 plan met een voorstel" if count == 1 else f"Er zijn {count} plannen met een voorstel"
        yield (
            f"{them} in niet_gekoppeld.csv. Klopt het, zet dan in {folder / 'besluiten.csv'} een regel met "
            "bestand, reden, uw naam (door) en het voorstel (koppeling), en geef deze opdracht opnieuw."
        )
    yield f'Daarna: plancoder report "{folder}"'
