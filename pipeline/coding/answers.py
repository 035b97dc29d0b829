"""What a model answered to units it had not learnt from, kept beside it so that models can be compared.

Two files of a model folder have this form: ``buitengelaten.json.gz`` (each writer coded without that
writer) and ``toetsset.json.gz`` (the locked plans). They hold codes and chances, and no text of a plan: of
each text a short fingerprint, which tells whether two models were asked the same.
"""

import gzip
import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.annotations import Annotation
from pipeline.coding.evaluation import Evaluation
from pipeline.coding.structure import KINDS
from pipeline.coding.targets import SINGLE
from pipeline.domain import UnitKey
from pipeline.errors import ModelError

Booleans = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

CHANCES = 10_000  # chances are kept as whole ten-thousandths
_FINGERPRINT = 12  # hexadecimal digits


class Asked(NamedTuple):
    """One unit that was coded; ``group`` is the writer that was left out, ``text`` a fingerprint."""

    key: UnitKey
    group: str
    text: str


@dataclass(frozen=True)
class Answers:
    """``truth``, ``given``, ``possible``, ``probability``: ``(units, targets)``; ``marked``: ``(units,)``.

    ``model``: the SHA-256 of the archive of the model they belong to. ``single``: the variables of which a
    unit has exactly one code.
    """

    model: str
    targets: tuple[str, ...]
    units: tuple[Asked, ...]
    truth: Booleans
    given: Booleans
    possible: Booleans
    probability: Floats
    marked: Booleans
    single: tuple[str, ...] = SINGLE

    @cached_property
    def place(self) -> dict[UnitKey, int]:
        """The row of each unit."""
        return {unit.key: row for row, unit in enumerate(self.units)}

    @property
    def plans(self) -> set[str]:
        """The plans that were coded."""
        return {unit.key[0] for unit in self.units}


def answers_of(evaluation: Evaluation, model: str) -> Answers:
    """The answers in ``evaluation``, to keep with the model of that SHA-256."""
    return Answers(
        model,
        tuple(target.name for target in evaluation.targets),
        tuple(
            Asked(item.key, group, fingerprint(item))
            for item, group in zip(evaluation.annotations, evaluation.left_out.tolist(), strict=True)
        ),
        evaluation.truth,
        evaluation.given,
        evaluation.possible,
        evaluation.probability,
        evaluation.marked,
        tuple(evaluation.single),
    )


def fingerprint(annotation: Annotation) -> str:
    """What tells one text from another, and does not give the text."""
    return hashlib.sha256(annotation.tekst.encode("utf-8")).hexdigest()[:_FINGERPRINT]


def to_bytes(answers: Answers) -> bytes:
    """The file; the same answers give the same bytes."""
    added = [variable for variable in answers.single if variable not in SINGLE]
    content = {
        "model": answers.model,
        "targets": answers.targets,
        **({"single": answers.single} if added else {}),
        "units": [_line(answers, row) for row in range(len(answers.units))],
    }
    return gzip.compress(json.dumps(content, ensure_ascii=False).encode("utf-8"), mtime=0)


def read_answers(path: Path, model: str) -> Answers | None:
    """The answers in the file at ``path``; None when there is no such file.

    Raises ModelError when it is damaged, or belongs to another model than that of this SHA-256.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _damaged(path) from error
    try:
        answers = _answers(json.loads(gzip.decompress(data)))
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, IndexError) as error:
        raise _damaged(path) from error
    if answers.model != model:
        raise ModelError(
            "Deze antwoorden horen bij een ander model dan dat in deze map.", waar=str(path), doe=_again(path)
        )
    return answers


def _damaged(path: Path) -> ModelError:
    return ModelError("Dit bestand met antwoorden is beschadigd.", waar=str(path), doe=_again(path))


def _again(path: Path) -> str:
    return f"Maak het opnieuw met: plancoder evaluate {path.parent.name}"


def _line(answers: Answers, row: int) -> list[Any]:
    """A unit: key, group, text, marked, and of each possible target ``[target, chance, true, given]``."""
    unit, asked = answers.units[row], np.flatnonzero(answers.possible[row])
    chances = np.rint(answers.probability[row] * CHANCES).astype(int)
    codes = [
        [int(at), int(chances[at]), int(answers.truth[row, at]), int(answers.given[row, at])] for at in asked
    ]
    return [*unit.key, unit.group, unit.text, int(answers.marked[row]), codes]


def _answers(content: dict[str, Any]) -> Answers:
    targets, lines = tuple(map(str, content["targets"])), content["units"]
    table = np.zeros((4, len(lines), len(targets)))
    for row, line in enumerate(lines):
        for at, *values in line[7]:
            table[:, row, at] = [1.0, *values]
    possible, chances, truth, given = table
    return Answers(
        str(content["model"]),
        targets,
        tuple(_asked(line) for line in lines),
        truth.astype(bool),
        given.astype(bool),
        possible.astype(bool),
        chances / CHANCES,
        np.array([bool(line[6]) for line in lines], dtype=bool),
        tuple(map(str, content.get("single", SINGLE))),
    )


def _asked(line: Sequence[Any]) -> Asked:
    plan, eenheid, subdoel, afspraak, group, text, *_ = line
    if eenheid not in {kind.value for kind in KINDS}:
        raise ValueError("an unknown kind of unit")
    return Asked((str(plan), eenheid, int(subdoel), int(afspraak)), str(group), str(text))
