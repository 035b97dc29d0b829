"""TF-IDF of words and letters with a linear classifier per code: what most people would try first."""

import io
from collections.abc import Callable, Sequence
from typing import Any

import joblib
import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_union
from sklearn.svm import LinearSVC

Booleans = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

WORDS = {"ngram_range": (1, 2), "sublinear_tf": True}
LETTERS = {"analyzer": "char_wb", "ngram_range": (3, 6), "min_df": 2, "sublinear_tf": True}


class LinearScorer:
    def __init__(self, vectoriser: Any, classifiers: list[Any]) -> None:
        self._vectoriser = vectoriser
        self._classifiers = classifiers

    def scores(self, texts: Sequence[str]) -> Floats:
        features = self._vectoriser.transform(texts)
        columns = [
            np.full(len(texts), classifier)
            if isinstance(classifier, float)
            else classifier.decision_function(features)
            for classifier in self._classifiers
        ]
        return np.stack(columns, axis=1)

    def size(self) -> int:
        """Bytes as joblib stores it, compressed: the way scikit-learn's documentation recommends."""
        stream = io.BytesIO()
        joblib.dump((self._vectoriser, self._classifiers), stream, compress=3)
        return len(stream.getvalue())


class Linear:
    """``make`` gives a fresh classifier for one code."""

    def __init__(self, name: str, make: Callable[[], Any]) -> None:
        self.name = name
        self._make = make

    def learn(self, texts: Sequence[str], labels: Booleans) -> LinearScorer:
        vectoriser = make_union(TfidfVectorizer(**WORDS), TfidfVectorizer(**LETTERS))
        features = vectoriser.fit_transform(texts)
        return LinearScorer(vectoriser, [self._one(features, column) for column in labels.T])

    def _one(self, features: Any, wanted: Booleans) -> Any:
        """A classifier for one code; a code that all or none have has a score that never changes."""
        if wanted.all() or not wanted.any():
            return 1.0 if wanted.all() else -1.0
        return self._make().fit(features, wanted)


def logistic_regression() -> Linear:
    return Linear("TF-IDF + logistic regression", lambda: LogisticRegression(C=10, solver="liblinear"))


def support_vectors() -> Linear:
    return Linear("TF-IDF + linear SVM", lambda: LinearSVC(C=0.5))
