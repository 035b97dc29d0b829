"""Which Label Studio a command speaks with: options, and what they name."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.options import FILE

if TYPE_CHECKING:
    from pipeline.correction.labelstudio.access import Access

data_option = click.option(
    "--data-dir",
    "data",
    type=FILE,
    metavar="MAP",
    help="De map van de lokale Label Studio. Zonder deze optie: een map in uw eigen gebruikersmap.",
)


def access_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Which Label Studio: the local one, or the user's own."""
    url = click.option(
        "--url", metavar="ADRES", help="Het adres van uw eigen Label Studio. Zonder deze optie: de lokale."
    )
    token = click.option(
        "--token-file",
        type=FILE,
        metavar="BESTAND",
        help="Een bestand met het token voor uw eigen Label Studio, alleen voor u leesbaar (chmod 600). "
        "Zonder deze optie: de omgevingsvariabele PLANCODER_LABELSTUDIO_TOKEN.",
    )
    return url(token(data_option(command)))


def access_of(url: str | None, token_file: Path | None, data: Path | None) -> "Access":
    """The server that the options name."""
    from pipeline.correction.labelstudio.access import local_access, own_access
    from pipeline.correction.labelstudio.client import is_local
    from pipeline.correction.labelstudio.serve import default_data

    if url is None:
        return local_access(data or default_data())
    access = own_access(url, token_file)
    if url.startswith("http://") and not is_local(url):
        click.echo("Let op: dit adres is niet beveiligd (http): token en teksten zijn af te luisteren.")
    return access
