"""Which plans may teach a model most: those it doubts, spread over kinds of text."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.coding.targets import SINGLE
from pipeline.domain import Coding

Floats = npt.NDArray[np.float64]

DIMENSIONS = 50
_TAG = re.compile(r"\[([A-Z]+)-\d+\]")


@dataclass(frozen=True)
class Ranking:
    """All plans, the most instructive first; ``group``: which kind of text each plan is, by plan."""

    order: tuple[int, ...]
    group: tuple[int, ...]


def unit_doubt(coding: Coding) -> float:
    """From 0 (the model is sure of everything) to 1 (some code could as well not be there).

    The largest over the codes: 1 - |2p - 1| for a code that may or may not be there, and 1 less how far the
    best is ahead of the next for a single choice (margin sampling, Settles 2009, section 3.1).
    """
    doubts = [0.0]
    single: dict[str, list[float]] = {}
    for name, score in coding.scores.items():
        variable = name.partition(".")[0]
        if variable in SINGLE:
            single.setdefault(variable, []).append(score)
        else:
            doubts.append(1 - abs(2 * score - 1))
    for scores in single.values():
        first, second = sorted((*scores, 0.0), reverse=True)[:2]
        doubts.append(1 - (first - second))
    return max(doubts)


def plan_doubts(plans: Sequence[Sequence[Coding]]) -> Floats:
    """The mean doubt over the units of each plan: what a coder's time there is worth."""
    return np.array([np.mean([unit_doubt(coding) for coding in plan] or [0.0]) for plan in plans])


def rank(doubts: Floats, texts: Sequence[str], groups: int, seed: int) -> Ranking:
    """All plans in the order in which to code them.

    The texts are parted into ``groups`` kinds (k-means on words); then the most doubtful plan of each kind,
    the most doubtful kind first, then the second of each, and so on. The order does not depend on how many
    are drawn by chance.
    """
    group = kinds_of_text(texts, groups, seed)
    turn: dict[int, int] = {}
    places: list[tuple[int, int, int]] = []
    for plan in np.argsort(-doubts, kind="stable").tolist():
        kind = int(group[plan])
        places.append((turn.get(kind, 0), len(places), plan))
        turn[kind] = turn.get(kind, 0) + 1
    return Ranking(tuple(plan for _, _, plan in sorted(places)), tuple(int(kind) for kind in group))


def kinds_of_text(texts: Sequence[str], groups: int, seed: int) -> npt.NDArray[np.intp]:
    """Which kind of text each is: k-means (Lloyd) on latent semantic vectors of their words."""
    from sklearn.cluster import KMeans
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    with threadpool_limits(limits=1):  # the last bit, and so a border case, depends on threads
        vectors = text_vectors(texts, seed)
        groups = min(groups, len(np.unique(vectors, axis=0)))
        means = KMeans(n_clusters=max(1, groups), n_init=4, random_state=seed)
        return np.asarray(means.fit_predict(vectors), dtype=np.intp)


def text_vectors(texts: Sequence[str], seed: int) -> Floats:
    """The texts as vectors of length 1, shape ``(texts, at most DIMENSIONS)``; names and numbers left out."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize

    words = TfidfVectorizer(sublinear_tf=True, token_pattern=r"(?u)\b[^\W\d_]{2,}\b")
    try:
        found = words.fit_transform([_TAG.sub(" ", text) for text in texts])
    except ValueError:  # not a word in any of them
        return np.zeros((len(texts), 1))
    if min(found.shape) > DIMENSIONS:
        found = TruncatedSVD(DIMENSIONS, random_state=seed).fit_transform(found)
    else:
        found = found.toarray()
    return np.asarray(normalize(found), dtype=np.float64)


def reasons(doubts: Floats, ranking: Ranking) -> list[str]:
    """Why each plan would be picked, by plan."""
    alike = Counter(ranking.group)
    return [
        f"gericht: gemiddelde twijfel {100 * doubt:.0f}%, een van {alike[kind]} plannen met zulke tekst"
        for doubt, kind in zip(doubts, ranking.group, strict=True)
    ]
