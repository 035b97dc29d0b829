"""The Dutch pipeline: our own on spaCy's bare ``nl``, or an installed one with our additions."""

from importlib.metadata import version
from typing import TYPE_CHECKING

from pipeline.errors import ModelError
from pipeline.language.resources import fingerprint

if TYPE_CHECKING:
    from spacy.language import Language

BUILT_IN = "nl"
RULES_VERSION = 1
"""Raise when the code of this part changes what it gives: models must then be trained again."""

_EXTRA = "nl_core_news_md"
_UNUSED = ("ner", "parser", "senter")
_CHOOSE = "of kies 'taalmodel: nl' in plancoder.yaml."


def load_language(name: str = BUILT_IN) -> "Language":
    """The pipeline ``name``: ``nl`` is built in, any other is an installed Dutch spaCy package.

    Its tokens have ``.lemma_``, ``._.parts`` (the parts of a compound) and ``._.expanded`` (what an
    abbreviation stands for); its documents have ``.sents``. Raises ModelError when it is not there.
    """
    import spacy

    from pipeline.language.components import add_extensions, build_tokenizer

    if name == BUILT_IN:
        nlp = spacy.blank("nl", config={"nlp": {"tokenizer": {"@tokenizers": "plancoder.v1"}}})
    else:
        nlp = _load_package(name)
        nlp.tokenizer = build_tokenizer(nlp)
    add_extensions()
    nlp.add_pipe("plan_sentences", first=True)
    nlp.add_pipe("plan_lemmas" if name == BUILT_IN else "plan_lemma_repair", last=True)
    nlp.meta["plancoder"] = name
    return nlp


def language_id(nlp: "Language") -> str:
    """What ``nlp`` is, for a trained model to keep: its name, the versions that matter, our lists."""
    rules = f"regels{RULES_VERSION}.{fingerprint()}"
    if nlp.meta["plancoder"] == BUILT_IN:
        return f"nl spacy{_minor('spacy')} simplemma{_minor('simplemma')} {rules}"
    return f"{nlp.meta['plancoder']}-{nlp.meta['version']} {rules}"


def _minor(package: str) -> str:
    """Major and minor version: a patch release changes no words."""
    return ".".join(version(package).split(".")[:2])


def _load_package(name: str) -> "Language":
    import spacy

    if not spacy.util.is_package(name):
        raise ModelError(
            f"Het taalmodel '{name}' is niet geïnstalleerd.",
            doe=f'Voer uit: pip install "plancoder[nl]" (dat geeft {_EXTRA}), {_CHOOSE}',
        )
    try:
        nlp = spacy.load(name, exclude=list(_UNUSED))
    except (OSError, ValueError, ImportError) as error:
        raise ModelError(
            f"Het taalmodel '{name}' past niet bij spaCy {version('spacy')}.",
            doe=f'Installeer het opnieuw met: pip install --force-reinstall "plancoder[nl]", {_CHOOSE}',
        ) from error
    if nlp.lang != "nl":
        raise ModelError(f"Het taalmodel '{name}' is niet Nederlands.", doe=f"Neem {_EXTRA}, {_CHOOSE}")
    return nlp
