"""Our parts of a spaCy pipeline. Importing this module registers them under their names."""

import re
from collections.abc import Callable
from functools import lru_cache

from spacy.language import Language
from spacy.symbols import ORTH
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc, Token
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, registry

from pipeline.language.abbreviations import abbreviations
from pipeline.language.compounds import splitter
from pipeline.language.lemmas import CACHED_WORDS, lemmatizer
from pipeline.language.sentence_vectors import make
from pipeline.language.sentences import sentence_starts

TAG = r"\[[A-Z]{2,}(?:-\d+)?\]"
"""What stands where an identifier was: ``[NAAM-1]``. One token, always."""

_IS_TAG = re.compile(TAG).fullmatch


def build_tokenizer(nlp: Language) -> Tokenizer:
    """The tokenizer of ``nlp``'s language that keeps tags and the abbreviations of the field whole."""
    defaults = nlp.Defaults
    ours = {spelling: [{ORTH: spelling}] for spelling in abbreviations().with_punctuation()}
    return Tokenizer(
        nlp.vocab,
        rules={**defaults.tokenizer_exceptions, **ours},
        prefix_search=compile_prefix_regex([TAG, *defaults.prefixes]).search,
        suffix_search=compile_suffix_regex([TAG, *defaults.suffixes]).search,
        infix_finditer=compile_infix_regex(defaults.infixes).finditer,
        token_match=defaults.token_match,
        url_match=defaults.url_match,
    )


def add_extensions() -> None:
    """``token._.expanded``: what an abbreviation stands for. ``token._.parts``: the parts of a compound.

    ``doc._.vector``: what the text is about by an installed model; empty without one.
    """
    Token.set_extension("expanded", getter=_expanded, force=True)
    Token.set_extension("parts", getter=_parts, force=True)
    Doc.set_extension("vector", default=(), force=True)


def set_sentences(doc: Doc) -> Doc:
    """Mark the first token of each sentence."""
    for token, starts in zip(doc, sentence_starts([token.text for token in doc]), strict=True):
        token.is_sent_start = starts
    return doc


def set_lemmas(doc: Doc) -> Doc:
    """The lemma of each token; of an abbreviation that of what it stands for."""
    for token in doc:
        token.lemma_ = _lemma(token.text)
    return doc


def repair_lemmas(doc: Doc) -> Doc:
    """For a trained pipeline: take the seams (``op_lossen``) out, and see to tags and abbreviations."""
    for token in doc:
        ours = _IS_TAG(token.text) or abbreviations().expand(token.text)
        token.lemma_ = _lemma(token.text) if ours else token.lemma_.replace("_", "")
    return doc


def _tokenizer_factory() -> Callable[[Language], Tokenizer]:
    return build_tokenizer


registry.tokenizers("plancoder.v1", func=_tokenizer_factory)
Language.factory("plan_vectors", default_config={"package": ""}, assigns=["doc._.vector"], func=make)
Language.component("plan_sentences", assigns=["token.is_sent_start"], func=set_sentences)
Language.component("plan_lemmas", assigns=["token.lemma"], func=set_lemmas)
Language.component("plan_lemma_repair", assigns=["token.lemma"], func=repair_lemmas)


@lru_cache(maxsize=CACHED_WORDS)
def _lemma(text: str) -> str:
    if _IS_TAG(text):
        return text
    meaning = abbreviations().expand(text)
    if meaning:
        return " ".join(map(lemmatizer().lemma, meaning.split()))
    head, _, tail = text.partition("-")
    if tail and abbreviations().expand(head):  # KDV-plek
        return f"{_lemma(head)}-{_lemma(tail)}"
    return lemmatizer().lemma(text)


def _expanded(token: Token) -> str:
    return abbreviations().expand(token.text) or token.text


def _parts(token: Token) -> tuple[str, ...]:
    return (token.text,) if _IS_TAG(token.text) else splitter().parts(token.lemma_)
