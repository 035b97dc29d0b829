"""``plancoder reading``: how a plan was read, and teaching a layout."""

from pathlib import Path

import click

from pipeline.cli.dutch import DutchCommand, DutchGroup
from pipeline.cli.options import (
    FILE,
    layouts_option,
    password_option,
    passwords_of,
    settings_option,
    settings_with,
)
from pipeline.errors import UsageError


@click.group(cls=DutchGroup)
def reading() -> None:
    """Bekijk hoe een plan uit de pdf is gelezen, en leer een opmaak aan.

    \b
    Voorbeelden:
      plancoder reading show plannen/plan1.pdf
      plancoder reading show plannen/plan1.pdf --picture plan1.png
      plancoder reading teach plannen/plan1.pdf --plan regels.xlsx
    """


@reading.command(cls=DutchCommand)
@click.argument("file", type=FILE, metavar="BESTAND")
@click.option(
    "--picture", type=FILE, metavar="PNG", help="Teken de bladzijden met de gevonden delen in kleur."
)
@click.option("--sheet", type=FILE, metavar="XLSX", help="Maak een lijst van alle regels om te verbeteren.")
@click.option(
    "--json", "guess", type=FILE, metavar="JSON", help="Schrijf de lezing als JSON om te verbeteren."
)
@password_option
@layouts_option
@settings_option
def show(
    file: Path,
    picture: Path | None,
    sheet: Path | None,
    guess: Path | None,
    password_file: Path | None,
    layouts: Path | None,
    settings: Path | None,
) -> int:
    """Toont hoe een plan is gelezen: datum, situatie, hoofddoel, subdoelen en afspraken.

    Let op: de tekst staat er zoals in de pdf, met namen en nummers. Er wordt niets bewaard, behalve wat u
    met --picture, --sheet of --json vraagt; die bestanden bevatten ook namen.

    \b
    Voorbeelden:
      plancoder reading show plannen/plan1.pdf                        op uw scherm
      plancoder reading show plannen/plan1.pdf --picture plan1.png    als plaatje
      plancoder reading show plannen/plan1.pdf --sheet regels.xlsx    om te verbeteren in Excel
      plancoder reading show plannen/plan1.pdf --json plan1.json      om te verbeteren als tekst

    Bovenaan staat hoe zeker de lezing is, onderaan waarom iemand ernaar moet kijken. Klopt het, codeer het
    plan dan met 'plancoder code'. Klopt het niet, verbeter dan de regels (--sheet) en leer de opmaak aan met
    'plancoder reading teach'.
    """
    from pipeline.files import write_atomic
    from pipeline.outline import outline
    from pipeline.reading.layouts.layout import load_layouts
    from pipeline.reading.shown import look_at

    _check(file)
    chosen = settings_with(settings, opmaken=layouts)
    shown = look_at(file, load_layouts(chosen.opmaken), passwords_of(password_file))
    for path, make in ((picture, shown.picture), (sheet, shown.sheet), (guess, shown.json)):
        if path is not None:
            write_atomic(path, make())
            click.echo(f"Gemaakt: {path}")
    if picture is None and sheet is None and guess is None:
        click.echo(outline(shown.reading))
    return 0 if shown.reading.plan is not None else 1


@reading.command(cls=DutchCommand)
@click.argument("file", type=FILE, metavar="BESTAND")
@click.option(
    "--plan", type=FILE, required=True, metavar="XLSX|JSON", help="Wat er werkelijk in dit plan staat."
)
@password_option
@layouts_option
@settings_option
def teach(
    file: Path, plan: Path, password_file: Path | None, layouts: Path | None, settings: Path | None
) -> int:
    """Leert een opmaak aan van één plan, zodat alle plannen op hetzelfde formulier goed worden gelezen.

    \b
    Voorbeeld:
      plancoder reading teach plan1.pdf --plan regels.xlsx

    \b
    Zo maakt u regels.xlsx, in een paar minuten:
      1. plancoder reading show plan1.pdf --sheet regels.xlsx
      2. open regels.xlsx en verbeter wat in 'is een', 'subdoel nr' en 'wie' niet klopt

    Daarna: geef de opdracht 'plancoder code' nog eens. De plannen worden dan opnieuw gelezen, die met deze
    opmaak zoals geleerd.

    \b
    In plaats van een werkblad mag het ook JSON zijn (begin met: reading show plan1.pdf --json plan1.json):
      {"situatie": ["..."],
       "hoofddoel": {"tekst": "..."},
       "subdoelen": [{"tekst": "...",
                      "afspraken": [{"tekst": "...", "wie": "klantmanager"}]}]}

    Wie is klantmanager, statushouder, beide of derde. Neem teksten over zoals zij in de pdf staan, zonder
    label of nummer ervoor. Leert u nog een plan met dezelfde opmaak aan, dan komt dat erbij.

    Wat er is geleerd komt in een bestand opmaak-....json in de map van --layouts. Dat bevat geen tekst uit
    het plan: u mag het delen met collega's die hetzelfde formulier krijgen.
    """
    from pipeline.reading.document import open_document
    from pipeline.reading.layouts.sheet import read_sheet
    from pipeline.reading.layouts.teach import teach as teach_layout
    from pipeline.reading.layouts.truth import checked, load_truth
    from pipeline.reading.reader import default_model

    _check(file)
    _check(plan)
    chosen = settings_with(settings, opmaken=layouts)
    truth = checked(read_sheet(plan), plan) if plan.suffix.lower() == ".xlsx" else load_truth(plan)
    document = open_document(file, passwords_of(password_file))
    taught = teach_layout(document, truth, default_model(), chosen.opmaken)
    number = taught.layout.plans
    click.echo(
        f"Aangevuld: deze opmaak was al bekend, en is nu van {number} plannen geleerd."
        if taught.known
        else "Geleerd: een nieuwe opmaak."
    )
    for place in taught.lost:
        click.echo(f"De tekst van {place} staat niet zo in de pdf; geteld bij wat er het meest op lijkt.")
    if not taught.layout.exact:
        click.echo(
            "Let op: van deze opmaak kan de indeling niet precies worden gevolgd. Plannen met deze opmaak "
            "krijgen in 'nakijken' de vraag om ze te bekijken."
        )
    click.echo(f"Bewaard in {taught.path}")
    click.echo(
        "Geef de opdracht 'plancoder code' nog eens: plannen met deze opmaak worden dan opnieuw gelezen."
    )
    return 0


def _check(file: Path) -> None:
    if not file.is_file():
        raise UsageError("Dit bestand bestaat niet.", waar=str(file), doe="Controleer het pad.")
