"""Installed Dutch spaCy packages."""

from importlib.metadata import version
from typing import TYPE_CHECKING

from pipeline.errors import ModelError

if TYPE_CHECKING:
    from spacy.language import Language

EXTRA = "nl_core_news_md"
CHOOSE = "of kies 'taalmodel: nl' in plancoder.yaml."


def load_package(name: str, unused: tuple[str, ...]) -> "Language":
    """The installed package ``name``, without the components ``unused``.

    Raises ModelError when it is not installed, does not work or is not Dutch.
    """
    import spacy

    if not spacy.util.is_package(name):
        raise ModelError(
            f"Het taalmodel '{name}' is niet geïnstalleerd.",
            doe=f'Voer uit: pip install "plancoder[nl]" (dat geeft {EXTRA}), {CHOOSE}',
        )
    try:
        nlp = spacy.load(name, exclude=list(unused))
    except (OSError, ValueError, ImportError) as error:
        raise ModelError(
            f"Het taalmodel '{name}' past niet bij spaCy {version('spacy')}.",
            doe=f'Installeer het opnieuw met: pip install --force-reinstall "plancoder[nl]", {CHOOSE}',
        ) from error
    if nlp.lang != "nl":
        raise ModelError(f"Het taalmodel '{name}' is niet Nederlands.", doe=f"Neem {EXTRA}, {CHOOSE}")
    return nlp
