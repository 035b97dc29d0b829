"""Options that several commands share, so that each is spelled once; and the settings they add up to."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from pipeline.settings import Settings

Command = TypeVar("Command", bound=Callable[..., Any])
FILE = click.Path(path_type=Path)

codebook_option = click.option(
    "--codebook",
    type=FILE,
    metavar="BESTAND",
    help="Het codeboek. Zonder deze optie: codebook.yaml van het project.",
)
models_option = click.option(
    "--models",
    type=FILE,
    metavar="MAP",
    help="De map met getrainde modellen. Zonder deze optie: models van het project.",
)
settings_option = click.option(
    "--settings",
    type=FILE,
    metavar="BESTAND",
    help="Een bestand met instellingen. Zonder deze optie: plancoder.yaml van het project, als dat er is.",
)
layouts_option = click.option(
    "--layouts",
    type=FILE,
    metavar="MAP",
    help="De map met aangeleerde opmaken. Zonder deze optie: een map in uw eigen gebruikersmap.",
)
password_option = click.option(
    "--password-file",
    type=FILE,
    metavar="BESTAND",
    help="Een tekstbestand met één wachtwoord per regel, voor pdf's die beveiligd zijn. Er wordt niets "
    "van bewaard: geef het bestand elke keer mee.",
)
annotations_option = click.option(
    "--annotations",
    type=FILE,
    metavar="MAP",
    help="De map met gecodeerde voorbeelden. Zonder deze optie: annotations van het project.",
)
codings_option = click.option(
    "--annotations",
    type=FILE,
    metavar="MAP",
    help="De map met coderingen van mensen. Zonder deze optie: de map annotaties in MAP.",
)
locked_option = click.option(
    "--locked",
    type=FILE,
    metavar="BESTAND",
    help="De toetsset: een tekstbestand met op elke regel een plan waarvan nooit wordt geleerd. Zonder deze "
    "optie: toetsset.txt bij de annotaties, als dat er is.",
)
margin_option = click.option(
    "--margin",
    type=click.FloatRange(0, 0.5),
    default=0.02,
    show_default=True,
    metavar="F1",
    help="Hoeveel F1 een code lager mag uitkomen. Geteld wordt de onderkant van het interval.",
)

seed_option = click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    metavar="N",
    help="Waar het toeval begint: hetzelfde getal geeft hetzelfde resultaat.",
)


def codings_in(folder: Path, annotations: Path | None) -> Path:
    """Where the codings of people are: as told, else in the coded folder."""
    return annotations or folder / "annotaties"


def settings_with(path: Path | None, **given: Path | float | str | tuple[date, ...] | None) -> "Settings":
    """The settings of ``path`` (or the default ones), replaced where the command line gave something."""
    from pipeline.settings import load_settings

    return load_settings(path).model_copy(
        update={name: value for name, value in given.items() if value is not None}
    )


def rounds_from(starts: tuple[datetime, ...]) -> "tuple[date, ...] | None":
    """The days of ``--meting-from``; None without any. Raises SettingsError when they do not ascend."""
    if not starts:
        return None
    from pipeline.settings import check_starts

    return check_starts(tuple(start.date() for start in starts))


def passwords_of(path: Path | None) -> tuple[str, ...]:
    """The passwords in the file of ``--password-file``; warns when others may read it."""
    from pipeline.reading.passwords import load_passwords, others_may_read

    if path is None:
        return ()
    passwords = load_passwords(path)
    if others_may_read(path):
        click.echo(
            "Let op: anderen op deze computer kunnen het bestand met wachtwoorden lezen of veranderen. "
            f'Herstel dat met: chmod 600 "{path}"',
            err=True,
        )
    return passwords
