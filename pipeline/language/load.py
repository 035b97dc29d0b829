"""The Dutch pipeline: our own on spaCy's bare ``nl``, or an installed one with our additions."""

from importlib.metadata import version
from typing import TYPE_CHECKING

from pipeline.language.packages import load_package
from pipeline.language.resources import fingerprint

if TYPE_CHECKING:
    from spacy.language import Language

BUILT_IN = "nl"
RULES_VERSION = 1
"""Raise when the code of this part changes what it gives: models must then be trained again."""

WITH_VECTORS = "+"
_UNUSED = ("ner", "parser", "senter")


def load_language(name: str = BUILT_IN) -> "Language":
    """The pipeline ``name``: ``nl`` is built in, any other is an installed Dutch spaCy package.

    Its tokens have ``.lemma_``, ``._.parts`` (the parts of a compound) and ``._.expanded`` (what an
    abbreviation stands for); its documents have ``.sents``. With ``nl+nl_core_news_md`` they also have
    ``._.vector``, which the second package gives; it is empty without. Raises ModelError when a package is
    not there.
    """
    import spacy

    from pipeline.language.components import add_extensions, build_tokenizer

    base, _, vectors = name.partition(WITH_VECTORS)
    if base == BUILT_IN:
        nlp = spacy.blank("nl", config={"nlp": {"tokenizer": {"@tokenizers": "plancoder.v1"}}})
    else:
        nlp = load_package(base, _UNUSED)
        nlp.tokenizer = build_tokenizer(nlp)
    add_extensions()
    nlp.add_pipe("plan_sentences", first=True)
    nlp.add_pipe("plan_lemmas" if base == BUILT_IN else "plan_lemma_repair", last=True)
    if vectors:
        nlp.add_pipe("plan_vectors", config={"package": vectors}, last=True)
    nlp.meta["plancoder"] = base
    return nlp


def language_id(nlp: "Language") -> str:
    """What ``nlp`` is, for a trained model to keep: its name, the versions that matter, our lists."""
    rules = f"regels{RULES_VERSION}.{fingerprint()}"
    if nlp.has_pipe("plan_vectors"):
        rules += f" vectoren {nlp.get_pipe('plan_vectors').id}"
    if nlp.meta["plancoder"] == BUILT_IN:
        return f"nl spacy{_minor('spacy')} simplemma{_minor('simplemma')} {rules}"
    return f"{nlp.meta['plancoder']}-{nlp.meta['version']} {rules}"


def _minor(package: str) -> str:
    """Major and minor version: a patch release changes no words."""
    return ".".join(version(package).split(".")[:2])
