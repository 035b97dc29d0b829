"""``plancoder privacy check``: is there anything left in the output that identifies people?"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.dutch import DutchCommand, DutchGroup
from pipeline.cli.options import (
    FILE,
    layouts_option,
    models_option,
    password_option,
    passwords_of,
    settings_option,
    settings_with,
)

if TYPE_CHECKING:
    from pipeline.study.leak_check import LeakReport

_MOST_PLACES = 60


@click.group(cls=DutchGroup, short_help="Controle op namen en nummers in de uitvoer.")
def privacy() -> None:
    """Controle op namen en nummers in wat plancoder heeft geschreven.

    \b
    Voorbeeld:
      plancoder privacy check uitvoer
    """


@privacy.command(cls=DutchCommand)
@click.argument("folder", type=FILE, metavar="MAP")
@click.option(
    "--plans",
    multiple=True,
    metavar="PAD",
    help="De ontvangen plannen: een map, bestand of patroon; mag vaker. Zonder deze optie: de plannen die in "
    "MAP zijn gecodeerd, waar ze toen stonden.",
)
@click.option(
    "--key",
    type=FILE,
    metavar="BESTAND",
    help="Het sleutelbestand waarmee MAP is gemaakt: alleen nodig als de bestandsnamen verborgen zijn, want "
    "welk bestand welk is, staat naast de sleutel.",
)
@password_option
@layouts_option
@models_option
@settings_option
def check(
    folder: Path,
    plans: tuple[str, ...],
    key: Path | None,
    password_file: Path | None,
    layouts: Path | None,
    models: Path | None,
    settings: Path | None,
) -> int:
    """Zoekt in alles wat plancoder heeft geschreven naar namen, nummers en adressen uit de ontvangen plannen.

    MAP is de uitvoermap van 'plancoder code'. De plannen worden opnieuw gelezen, en wat er in staat over
    personen wordt gezocht in MAP (ook in de opslag en in de werkboeken), de annotaties, de modellen, de
    aangeleerde opmaken en de bestanden met foutmeldingen. U krijgt de plaatsen te zien, nooit de namen of
    nummers zelf, en er wordt niets van bewaard.

    \b
    Voorbeelden:
      plancoder privacy check uitvoer
      plancoder privacy check uitvoer --plans ontvangen/meting1 --plans ontvangen/meting2

    Daarna: kijk bij elke plaats wat er staat. Een gewoon woord met een hoofdletter kan ook een naam zijn; dan
    is het goed. Staat er echt een naam of nummer, geef de map dan niet door en meld het.

    \b
    Afloop (exit code):
      0  niets gevonden
      1  er is iets gevonden
      2  verkeerd gebruik, of geen plan om mee te vergelijken
    """
    from pipeline.cli.progress import show_progress
    from pipeline.study.leak_check import check_leaks

    chosen = settings_with(settings, sleutel=key, opmaken=layouts, modellen=models)
    report = check_leaks(folder, chosen, show_progress, plans=plans, passwords=passwords_of(password_file))
    click.echo("\n".join(_described(report)))
    return 1 if report.places else 0


def _described(report: "LeakReport") -> Iterator[str]:
    yield (
        f"Gezocht: {report.traces} namen, nummers en andere gegevens uit {report.plans} plannen, in "
        f"{report.files} bestanden."
    )
    if report.unread:
        yield (
            f"Let op: {report.unread} ontvangen bestanden zijn er niet meer of zijn niet te lezen; naar wat "
            "daarin staat, is niet gezocht."
        )
    for path in report.unsearched:
        yield f"Let op: dit bestand kon niet worden doorzocht: {path}"
    if not report.places:
        yield "Niets gevonden in wat doorzocht kon worden." if report.unsearched else "Niets gevonden."
        return
    yield f"Gevonden op {len(report.places)} plaatsen:"
    for place in report.places[:_MOST_PLACES]:
        times = f" ({place.times}x)" if place.times > 1 else ""
        yield f"  {place.file}: {place.where}: {place.kind}{times}"
    if len(report.places) > _MOST_PLACES:
        yield f"  en nog {len(report.places) - _MOST_PLACES} plaatsen"
