"""The reasons for codes in Dutch: the words and the neighbours that counted most, with their sign."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from pipeline.coding.around import Surroundings
from pipeline.coding.asked import Asked, asked_codes
from pipeline.coding.contributions import AROUND, Contributions, contributions
from pipeline.coding.model import Model, Working
from pipeline.coding.pieces import Piece, Splitter
from pipeline.coding.structure import KINDS, Structure
from pipeline.coding.targets import EIGEN_INZET, THEMA, Target, applies
from pipeline.coding.text import PERSON, Text
from pipeline.coding.word_classes import CODE, WordClasses

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.intp]

NOISE = 0.3  # log odds; a code rests on some five to ten, of which this changes nothing
MOST_WORDS = 3
MOST_NEIGHBOURS = 2


class Explainer:
    """Tells why units got their codes from ``model``; ``classes`` are those that it reads texts with."""

    def __init__(self, model: Model, classes: WordClasses) -> None:
        self._model = model
        self._splitter = Splitter(model.vectoriser)
        self._classes = classes
        self._labels = {target.name: label(target) for target in model.stack.targets}

    def reasons(
        self,
        written: Sequence[str],
        texts: Sequence[Text],
        structure: Structure,
        working: Working,
        possible: Booleans,
    ) -> list[tuple[str, ...]]:
        """Per unit one line per code; ``written`` are the texts as they stand in the plan.

        A line names the code and up to three words and two neighbours: ``taal: "taalles" (+); het subdoel
        erboven is taal (+)``. The sign says whether it speaks for the code or against it.
        """
        model = self._model
        asked = asked_codes(model.outcome(working.probability), possible, model.targets, model.decision)
        asked = replace(asked, target=model.learnt_as(asked.unit, asked.target, working.probability))
        pieces = self._splitter.split(texts, working.words)
        found = contributions(model, working, structure, pieces, asked.unit, asked.target)
        codes = _codes(asked, working, applies(KINDS, model.stack.targets)[structure.kind])
        around = Surroundings(codes, structure, model.stack.targets)
        lines: list[list[str]] = [[] for _ in texts]
        for at, entries in enumerate(_best_words(found)):
            unit, target = int(asked.unit[at]), model.stack.targets[asked.target[at]]
            words = [
                self._shown(pieces.pieces[found.piece[each]], written[unit], texts[unit])
                + _sign(found.words[each])
                for each in entries
            ]
            beside = [
                around.name(AROUND[part], unit, target) + _sign(found.around[at, part])
                for part in _most(found.around[at])
            ]
            name = self._labels[target.name] + ("" if asked.given[at] else " (niet gekozen)")
            lines[unit].append(f"{name}: {_sentence(words, beside, around.missing(unit, target))}")
        return [tuple(each) for each in lines]

    def _shown(self, piece: Piece, written: str, text: Text) -> str:
        """A word as it is written, or the name of a class with its words in the text."""
        if not piece.is_class:
            return f'"{as_written(piece.name, written)}"'
        code = piece.name.removeprefix(CODE)
        if code == piece.name:
            name = f"woordgroep {code.replace('_', ' ')}"
        else:
            name = f"codeboekterm van {self._labels.get(code, code.partition('.')[2].replace('_', ' '))}"
        members = [word.form for word in text.words if piece.name in self._classes.of_word(word)]
        quoted = ", ".join(f'"{as_written(form, written)}"' for form in dict.fromkeys(members))
        return f"{name} ({quoted})" if quoted else name


def label(target: Target) -> str:
    """A code as people read it; themes by themselves, the others with their variable."""
    if target.variable == THEMA:
        return target.code
    if target.variable == EIGEN_INZET:
        return "eigen inzet"
    return f"{target.variable.replace('hoofddoel_', '')} {target.code}"


def as_written(form: str, written: str) -> str:
    """A word of the model as it stands in the text: with its capitals and figures."""
    if form == PERSON:
        return "[NAAM]"
    if "0" in form:
        figures = re.escape(form).replace("0", r"\d+")
        match = re.search(rf"(?<!\w){figures}(?!\w)", written, re.IGNORECASE)
        return match[0] if match else form
    start = written.lower().find(form)
    found = written[start : start + len(form)]
    return found if start >= 0 and found.lower() == form else form


def _sentence(words: Sequence[str], neighbours: Sequence[str], missing: str) -> str:
    parts = [", ".join(words), *neighbours, missing]
    return "; ".join(part for part in parts if part) or "geen duidelijke reden"


def _codes(asked: Asked, working: Working, possible: Booleans) -> Floats:
    """Which unit has which code; of a code that a unit cannot have, whether its words point to it."""
    given = np.zeros_like(possible)
    given[asked.unit[asked.given], asked.target[asked.given]] = True
    return np.where(possible, given, working.scores > 0).astype(float)


def _best_words(found: Contributions) -> list[list[int]]:
    """Per asked code the entries of ``found.words`` that count most, greatest first."""
    size = np.abs(found.words)
    order = np.lexsort((-size, found.asked))
    order = order[size[order] >= NOISE]
    best: list[list[int]] = [[] for _ in found.unit]
    for entry, at in zip(order.tolist(), found.asked[order].tolist(), strict=True):
        if len(best[at]) < MOST_WORDS:
            best[at].append(entry)
    return best


def _most(values: Floats) -> Iterator[int]:
    """The parts around a unit that count most, greatest first."""
    order = np.argsort(-np.abs(values), kind="stable")[:MOST_NEIGHBOURS]
    return (int(at) for at in order if abs(values[at]) >= NOISE)


def _sign(value: float) -> str:
    return " (+)" if value > 0 else " (–)"
