"""``plancoder key``: where the key of the pseudonyms is, and a new one."""

from datetime import date
from pathlib import Path

import click

from pipeline.cli.dutch import DutchCommand
from pipeline.cli.options import FILE, settings_option, settings_with
from pipeline.errors import UsageError

_BREAKS = """Een nieuwe sleutel betekent:
  - dezelfde personen en plannen krijgen andere nummers;
  - met mappen die met de oude sleutel zijn gemaakt, gaat u alleen verder als u die geeft (--key);
  - eerdere koppelingen tussen plannen, en met andere bestanden, gaan verloren.
De oude sleutel blijft ernaast bewaard. Wie haar wist, kan de oude uitkomsten nooit meer koppelen."""


@click.command(cls=DutchCommand, short_help="Toont de sleutel van de pseudoniemen, of maakt een nieuwe.")
@click.option(
    "--key",
    "place",
    type=FILE,
    metavar="BESTAND",
    help="Het sleutelbestand. Zonder deze optie: dat van de instellingen, of een bestand in uw eigen "
    "gebruikersmap.",
)
@click.option("--new", is_flag=True, help="Maak een nieuwe sleutel; de oude blijft ernaast bewaard.")
@click.option("--yes", is_flag=True, help="Vraag niet of u het zeker weet.")
@settings_option
def key(place: Path | None, new: bool, yes: bool, settings: Path | None) -> int:
    """Toont waar de sleutel van de pseudoniemen staat, en haar vingerafdruk; of maakt een nieuwe.

    Met de sleutel worden BSN's en plannen tot nummers gemaakt die niemand zonder haar kan herleiden. Zonder
    dezelfde sleutel zijn plannen van een persoon niet aan elkaar te koppelen. De sleutel zelf wordt nooit
    getoond. Zij wordt gemaakt als u voor het eerst plannen codeert.

    \b
    Voorbeelden:
      plancoder key
      plancoder key --key /veilig/plancoder.key
      plancoder key --new

    Daarna: maak een kopie op een veilige plaats, niet bij de uitkomsten.
    """
    from pipeline.privacy.key_care import renew_key
    from pipeline.study.folder import check_key_place

    path = settings_with(settings, sleutel=place).sleutel
    check_key_place(path)
    if new:
        if path.exists():
            click.echo(_BREAKS)
            _confirm(yes)
        kept = renew_key(path, date.today())
        click.echo("Er is een nieuwe sleutel gemaakt.")
        if kept is not None:
            click.echo(f"De oude is bewaard als {kept}")
    _show(path)
    return 0


def _confirm(yes: bool) -> None:
    try:
        sure = yes or click.prompt("Typ ja om door te gaan", default="", show_default=False).strip() == "ja"
    except click.Abort:  # nobody to ask
        sure = False
    if not sure:
        raise UsageError(
            "Er is niets veranderd: de oude sleutel is nog in gebruik.", doe="Geef --yes, of antwoord met ja."
        )


def _show(path: Path) -> None:
    from pipeline.privacy import load_or_make_key
    from pipeline.privacy.key_care import key_state
    from pipeline.study.folder import key_fingerprint

    state = key_state(path)
    if not state.exists:
        click.echo(f"Sleutel:        {path}  (er is er nog geen)")
        click.echo("Zij wordt gemaakt zodra u plannen codeert, of nu met: plancoder key --new")
        return
    click.echo(f"Sleutel:        {path}")
    click.echo(f"Vingerafdruk:   {key_fingerprint(load_or_make_key(path))}")
    if state.private is True:
        click.echo("Rechten:        goed: alleen u kunt haar lezen (600)")
    elif state.private is False:
        click.echo("Rechten:        stonden open voor anderen; nu hersteld: alleen u kunt haar lezen (600)")
    click.echo("Zonder deze sleutel zijn plannen van dezelfde persoon niet te koppelen: bewaar een kopie.")
