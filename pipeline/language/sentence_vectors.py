"""What a whole text is about by an installed model: a vector beside the words, for who configures one."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pipeline.errors import ModelError
from pipeline.language.packages import CHOOSE, EXTRA, load_package

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# Parts of official models that give no vectors. What else a package has may make the vector of a text itself,
# as those of sentence embeddings do.
_UNUSED = ("tok2vec", "morphologizer", "tagger", "parser", "lemmatizer", "attribute_ruler", "senter", "ner")
_ANY = "De les begint."


class SentenceVectors:
    """A part of a pipeline that gives each document ``._.vector``, from the installed package ``name``.

    Raises ModelError when the package is not there or knows no vectors.
    """

    def __init__(self, name: str) -> None:
        self._source = load_package(name, _UNUSED)
        self.id = f"{name}-{self._source.meta['version']}"
        if not self._source(_ANY).vector.size:
            wat = f"Het taalmodel '{name}' heeft geen woordvectoren."
            raise ModelError(wat, doe=f"Neem {EXTRA}, {CHOOSE}")

    def __call__(self, doc: "Doc") -> "Doc":
        """``doc`` with its vector."""
        return next(self.pipe([doc]))

    def pipe(self, docs: "Iterable[Doc]", batch_size: int = 256) -> "Iterator[Doc]":
        """As one by one, in batches: that is how sentence embeddings are fast."""
        pairs = ((doc.text, doc) for doc in docs)
        for read, doc in self._source.pipe(pairs, as_tuples=True, batch_size=batch_size):
            doc._.vector = tuple(read.vector.tolist())
            yield doc


def make(nlp: "Language", name: str, package: str) -> SentenceVectors:  # noqa: ARG001 (what spaCy passes)
    """The part of a pipeline that spaCy makes by its name, ``plan_vectors``."""
    return SentenceVectors(package)
