"""``plancoder promote`` and ``models``: which model codes, which did before, and which there are."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.dutch import DutchCommand
from pipeline.cli.evaluate import RESTS_ON
from pipeline.cli.options import (
    annotations_option,
    codebook_option,
    margin_option,
    models_option,
    settings_option,
    settings_with,
)

if TYPE_CHECKING:
    from pipeline.coding.history import Switch


@click.command(cls=DutchCommand, short_help="Neemt een model in gebruik, of gaat terug naar het vorige.")
@click.argument("name", required=False, metavar="[NAAM]")
@click.option("--back", is_flag=True, help="Ga terug naar het model dat hiervoor in gebruik was.")
@click.option("--force", is_flag=True, help="Neem het in gebruik, ook als het slechter is. Vraagt --reason.")
@click.option("--reason", metavar="TEKST", help="Waarom het toch moet. Dit wordt bewaard.")
@margin_option
@annotations_option
@codebook_option
@models_option
@settings_option
def promote(
    name: str | None,
    back: bool,
    force: bool,
    reason: str | None,
    margin: float,
    annotations: Path | None,
    codebook: Path | None,
    models: Path | None,
    settings: Path | None,
) -> int:
    """Neemt een getraind model in gebruik, als het niet slechter is dan het model dat nu in gebruik is.

    Beide worden vergeleken op dezelfde plannen, waarvan geen van beide had geleerd, zoals 'plancoder evaluate
    OUD NIEUW' laat zien. Van elke code die vaak genoeg voorkomt moet vaststaan dat hij hoogstens --margin
    slechter is geworden; een zeldzame code telt als vaststaat dat hij slechter is. Wat ertegen spreekt,
    wordt genoemd.

    \b
    Voorbeelden:
      plancoder promote nieuw
      plancoder promote nieuw --force --reason "het oude model kent de code wonen niet"
      plancoder promote --back

    De wissel gebeurt in een keer, en staat in geschiedenis.jsonl in de map met modellen. Veranderde het
    codeboek na de vorige wissel, dan gaat het model bij --back mee langs de migraties, of u leest waarom dat
    niet kan.

    Daarna: 'plancoder code' codeert met dit model, ook wat al was gecodeerd.
    """
    from pipeline.codebook import load_codebook
    from pipeline.codebook.crosswalks import migrations_beside
    from pipeline.coding import promotion
    from pipeline.migration.back import back as go_back
    from pipeline.settings import project_root

    _check_use(name, back, force, reason)
    chosen = settings_with(settings, codeboek=codebook, modellen=models)
    book = load_codebook(chosen.codeboek)
    if back:
        made = go_back(chosen.modellen, chosen.codeboek, chosen.taalmodel)
    else:
        why = (reason or "").strip() if force else ""
        made = promotion.promote(
            chosen.modellen,
            name or "",
            book,
            chosen.taalmodel,
            margin=margin,
            reason=why,
            annotations=annotations or project_root() / "annotations",
            migrations=migrations_beside(chosen.codeboek),
        )
    _tell(made, back)
    return 0


def _tell(made: "Switch", back: bool) -> None:
    before = f" in plaats van {made.van}" if made.van else ""
    click.echo(f"In gebruik: {made.naar}{before}.")
    if made.bezwaren:
        click.echo("\n".join(["Dit sprak ertegen, en is met de reden bewaard:", *made.bezwaren]))
    if made.niet_vergeleken:
        codes = ", ".join(made.niet_vergeleken)
        click.echo(f"Niet vergeleken, want het codeboek veranderde: {codes}. Kijk daar zelf naar.")
    if back:
        click.echo(f"Weer vooruit kan met: plancoder promote {made.van}")
    elif made.van:
        click.echo("Terug kan met: plancoder promote --back")


def _check_use(name: str | None, back: bool, force: bool, reason: str | None) -> None:
    from pipeline.errors import UsageError

    if back and (name or force or reason):
        raise UsageError(
            "--back gaat niet samen met iets anders.", doe="Geef alleen: plancoder promote --back"
        )
    if not back and not name:
        raise UsageError("Er is geen model genoemd.", doe="Kies er een uit: plancoder models")
    if force != bool((reason or "").strip()):
        raise UsageError(
            "Bij --force hoort een reden, en andersom.", doe='Geef allebei: --force --reason "waarom"'
        )


@click.command(cls=DutchCommand)
@models_option
@settings_option
def models(models: Path | None, settings: Path | None) -> int:
    """Toont de getrainde modellen, welk model in gebruik is, en welke dat eerder waren.

    \b
    Voorbeeld:
      plancoder models

    Per model staan er het codeboek en het taalmodel waar het bij hoort, en hoe goed het is bij schrijvers die
    het niet kent. Een sterretje staat bij het model waarmee 'plancoder code' codeert.

    Daarna: lees de kaart van een model (README.md in zijn map), of maak er een met 'plancoder train'.
    """
    from pipeline.codebook.crosswalks import migrations_beside
    from pipeline.coding.store import model_in_use, models_in, read_metadata
    from pipeline.transaction import finish_interrupted

    chosen = settings_with(settings, modellen=models)
    finish_interrupted(migrations_beside(chosen.codeboek))
    folder = chosen.modellen
    used = model_in_use(folder)
    for path in models_in(folder):
        model = read_metadata(path)
        click.echo(f"{'*' if path == used else ' '} {model.id}")
        click.echo(f"    codeboek {model.codebook}, taalmodel {model.language}")
        told = model.evaluation | ({"Op de toetsset": model.test} if model.test else {})
        for heading, figures in told.items():
            measured = figures["macro_f1"]
            told_f1 = "niet te meten" if measured is None else f"{measured:.3f}"
            click.echo(f"    {heading}: macro-F1 {told_f1}")
    _show_history(folder, used.name)
    click.echo(f"\n{RESTS_ON}")
    return 0


def _show_history(folder: Path, used: str) -> None:
    from pipeline.coding.history import came_true, read_history

    history = read_history(folder)
    if history:
        click.echo("\nIn gebruik genomen:")
    for line, made in zip(history, came_true(history, used), strict=True):
        about = f" (in plaats van {line.van}; {line.wat})" if line.van else ""
        broken = "" if made else "  niet voltooid"
        click.echo(f"  {line.tijd.astimezone():%Y-%m-%d %H:%M}  {line.model}{about}{broken}")
        for text in [f"reden: {line.reden}"] * bool(line.reden) + [
            f"bezwaar: {one}" for one in line.bezwaren
        ]:
            click.echo(f"    {text}")
