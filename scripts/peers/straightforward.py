"""The pipeline that one would write in an afternoon: pdfplumber, spaCy, and scikit-learn per plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.annotations import read_annotations

if TYPE_CHECKING:
    from spacy.language import Language

PACKAGES = ("nl_core_news_md", "nl_core_news_sm")
STAND_IN = "the parts of nl_core_news with their usual sizes, not trained: the same work, no answers"


class Straightforward:
    """``name`` says what stands for spaCy's Dutch model where that is not installed."""

    def __init__(self, annotations: Path) -> None:
        self._nlp, self.name = _dutch()
        self._words, self._themas = _classifier(annotations)

    def plan(self, path: Path) -> int:
        """Read, analyse and code one plan; returns how many lines got codes."""
        doc = self._nlp(self.text(path))
        lines = [line for line in doc.text.splitlines() if line.strip()]
        return len(self._themas.predict(self._words.transform(lines))) if lines else 0

    @staticmethod
    def text(path: Path) -> str:
        """The text as pdfplumber gives it."""
        import pdfplumber

        with pdfplumber.open(path) as document:
            return "\n".join(page.extract_text() or "" for page in document.pages)


def _dutch() -> tuple[Language, str]:
    import spacy

    for package in PACKAGES:
        if spacy.util.is_package(package):
            return spacy.load(package), package
    return _stand_in(), STAND_IN


def _stand_in() -> Language:
    """As spaCy makes its small and middle models of Dutch: one network of vectors for all but the names."""
    import spacy
    from spacy.training import Example

    nlp = spacy.blank("nl")
    shared = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "tok2vec"}
    nlp.add_pipe("tok2vec")
    for name in ("morphologizer", "tagger"):
        nlp.add_pipe(name, config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": shared}})
    parser = {
        "@architectures": "spacy.TransitionBasedParser.v2", "state_type": "parser",
        "extra_state_tokens": False, "hidden_width": 64, "maxout_pieces": 2, "use_upper": True,
        "tok2vec": shared,
    }  # fmt: skip
    nlp.add_pipe("parser", config={"model": parser})
    nlp.add_pipe("ner")
    words = "De klantmanager belt mevrouw Jansen morgen .".split()
    example = {
        "words": words,
        "tags": ["A", "B", "C", "D", "E", "F", "G"],
        "pos": ["DET", "NOUN", "VERB", "NOUN", "PROPN", "ADV", "PUNCT"],
        "morphs": [f"Getal={number}" for number in range(len(words))],
        "heads": [1, 2, 2, 2, 3, 2, 2],
        "deps": ["det", "nsubj", "ROOT", "obj", "appos", "advmod", "punct"],
        "entities": ["O", "O", "O", "O", "U-PER", "O", "O"],
    }
    nlp.initialize(lambda: [Example.from_dict(nlp.make_doc(" ".join(words)), example)])
    return nlp


def _classifier(annotations: Path):  # type: ignore[no-untyped-def]  # scikit-learn has no types
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.preprocessing import MultiLabelBinarizer

    units = read_annotations(annotations)
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2)
    seen = words.fit_transform([unit.tekst for unit in units])
    codes = MultiLabelBinarizer().fit_transform([unit.thema for unit in units])
    return words, OneVsRestClassifier(LogisticRegression(max_iter=200)).fit(seen, codes)
