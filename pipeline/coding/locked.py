"""The locked test set: plans that no model ever learns from, named in ``annotations/toetsset.txt``.

A figure on those plans only means something when nothing like them was learnt from. So training is refused
when a text of the test set, or nearly that text, or a person in it, stands on the other side as well.
"""

import re
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.annotations import Annotation, by_plan
from pipeline.errors import AnnotationError
from pipeline.validation import first_faults

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

LIST = "toetsset.txt"
ALIKE = 0.7  # from this share of pieces in common on, two texts count as copies
PIECE = 5  # letters
SAME_WORDS = 4  # shorter texts ("Maakt een cv") recur in plans that have nothing to do with each other
ALIKE_WORDS = 8  # and so do sentences somewhat longer, in nearly the same words
AT_ONCE = 400  # texts that are laid beside all others at a time, which bounds the memory
SHOWN = 20
_TAG = re.compile(r"\[[A-Z]+(?:-\d+)?\]")
_WORD = re.compile(r"[^\W\d_]+")


class Split(NamedTuple):
    """Annotations to learn from, and those of the test set."""

    learn: list[Annotation]
    test: list[Annotation]


def locked_plans(annotations: Path, given: Path | None = None) -> tuple[str, ...]:
    """The plans in the list ``given``, else in ``toetsset.txt`` beside the annotations; none without a list.

    One plan a line; what follows ``#`` is a remark. Raises AnnotationError when a given list cannot be read.
    """
    path = given or (annotations if annotations.is_dir() else annotations.parent) / LIST
    if given is None and not path.exists():
        return ()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise AnnotationError(
            "De lijst van de toetsset kan niet worden gelezen.",
            waar=str(path),
            doe="Geef een tekstbestand met op elke regel een plan (het veld plan van de annotaties).",
        ) from error
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


def set_apart(annotations: Sequence[Annotation], plans: Collection[str], waar: str = "") -> Split:
    """The annotations without and with the locked ``plans``.

    Raises AnnotationError when a locked plan is not there, when nothing is left to learn from, or when the
    two sides share a person or a text.
    """
    locked = set(plans)
    unknown = sorted(locked - {item.plan for item in annotations})
    if unknown:
        raise AnnotationError(
            f"{len(unknown)} plan(nen) van de toetsset staan niet in de annotaties:",
            waar=waar,
            doe="Verbeter de lijst van de toetsset, of voeg de annotaties van deze plannen toe.",
            faults=first_faults(unknown, SHOWN),
        )
    learn = [item for item in annotations if item.plan not in locked]
    test = [item for item in annotations if item.plan in locked]
    if not learn:
        raise AnnotationError(
            "Alle plannen staan in de toetsset; er blijft niets over om van te leren.",
            waar=waar,
            doe="Maak de lijst van de toetsset korter.",
        )
    faults = [*_same_people(learn, test), *_copies(learn, test)]
    if faults:
        raise AnnotationError(
            f"De toetsset staat niet los van de rest: {len(faults)} overeenkomst(en).",
            waar=waar,
            doe="Zet de plannen die bij elkaar horen allemaal in de toetsset, of geen ervan; "
            "of haal de kopie uit de annotaties.",
            faults=first_faults(faults, SHOWN),
        )
    return Split(learn, test)


def normalised(text: str) -> str:
    """Words in small letters: no tags, digits, or punctuation."""
    return " ".join(_WORD.findall(_TAG.sub(" ", text).casefold()))


def _same_people(learn: Sequence[Annotation], test: Sequence[Annotation]) -> list[str]:
    known = {item.persoon: item.plan for item in learn if item.persoon}
    pairs = {(item.plan, known[item.persoon]) for item in test if item.persoon in known}
    return [f"{locked} (toetsset) en {other} zijn van dezelfde persoon" for locked, other in sorted(pairs)]


def _copies(learn: Sequence[Annotation], test: Sequence[Annotation]) -> list[str]:
    """Units, and whole plans, that are the same, or share ALIKE of their pieces (Jaccard; Broder 1997)."""
    if not test:
        return []
    found = [
        f"{_name(test[row])} (toetsset) en {_name(learn[other])}: voor {share:.0%} gelijk"
        for row, other, share in _alike([item.tekst for item in test], [item.tekst for item in learn])
    ]
    ours, theirs = by_plan(test), by_plan(learn)
    wholes = [[" ".join(item.tekst for item in plan) for plan in plans] for plans in (ours, theirs)]
    found += [
        f"{ours[row][0].plan} (toetsset) en {theirs[other][0].plan}: hele plan voor {share:.0%} gelijk"
        for row, other, share in _alike(*wholes)
    ]
    return found


def _alike(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int, float]]:
    """Pairs of texts that are nearly the same: places in both lists, and the share of pieces in common."""
    texts = [[normalised(text) for text in side] for side in (ours, theirs)]
    rows = [[at for at, text in enumerate(side) if len(text.split()) >= SAME_WORDS] for side in texts]
    if not all(rows):
        return []
    first, second = _pieces(*([side[at] for at in kept] for side, kept in zip(texts, rows, strict=True)))
    found = []
    for start in range(0, first.shape[0], AT_ONCE):
        part = first[start : start + AT_ONCE]
        common = (part @ second.T).tocoo()
        sizes = part.getnnz(axis=1)[common.row] + second.getnnz(axis=1)[common.col]
        share = common.data / (sizes - common.data)
        for at in np.flatnonzero(share >= ALIKE):
            row, other = rows[0][common.row[at] + start], rows[1][common.col[at]]
            shortest = min(len(texts[0][row].split()), len(texts[1][other].split()))
            if share[at] == 1 or shortest >= ALIKE_WORDS:
                found.append((row, other, float(share[at])))
    return sorted(found)


def _pieces(ours: Sequence[str], theirs: Sequence[str]) -> "tuple[csr_matrix, csr_matrix]":
    """Which text has which piece of PIECE letters, for both lists: ``(texts, pieces)``."""
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(analyzer="char", ngram_range=(PIECE, PIECE), binary=True, lowercase=False)
    both = counter.fit_transform([*ours, *theirs]).astype(int).tocsr()
    return both[: len(ours)], both[len(ours) :]


def _name(item: Annotation) -> str:
    number = ".".join(str(each) for each in (item.subdoel_nr, item.afspraak_nr) if each is not None)
    return f"{item.plan} {item.eenheid}{' ' + number if number else ''}"
