"""What is asked of each unit: a whole variable, its hoofdcode, or whether it has one code."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.agreement.codings import CodedByMany
from pipeline.agreement.masi import masi_distances
from pipeline.agreement.measures import MISSING, Floats, Integers, nominal
from pipeline.coding.targets import EIGEN_INZET, THEMA
from pipeline.domain import Coding, Eenheid

if TYPE_CHECKING:
    from pipeline.codebook import Codebook, Variable

WHOLE, MAIN = "alle codes", "hoofdcode"
OVERIG = "overig"


@dataclass(frozen=True)
class Question:
    """``answer`` of a coding; None when it has none. ``binary``: whether a unit has the one code ``code``.

    ``options`` are the possible answers; empty for sets of codes, of which only those that occur count.
    """

    variable: str
    code: str
    units: frozenset[Eenheid]
    answer: Callable[[Coding], Hashable | None]
    options: tuple[Hashable, ...] = ()

    @property
    def binary(self) -> bool:
        return self.code not in (WHOLE, MAIN)

    def codes(self, units: Sequence[CodedByMany], coders: Sequence[str]) -> tuple[Integers, Floats]:
        """Answers as categories ``(units, coders)``, and the distances between the categories."""
        rows = [[self._answer(unit, coder) for coder in coders] for unit in units]
        given = {answer for row in rows for answer in row if answer is not None}
        options = self.options or tuple(sorted(given, key=_by_name))
        number = {option: at for at, option in enumerate(options)}
        codes = [[MISSING if answer is None else number[answer] for answer in row] for row in rows]
        distances = nominal(len(options)) if self.options else masi_distances(options)  # type: ignore[arg-type]
        return np.array(codes, dtype=np.intp).reshape(len(units), len(coders)), distances

    def _answer(self, unit: CodedByMany, coder: str) -> Hashable | None:
        coding = unit.codings.get(coder)
        return None if coding is None else self.answer(coding)


def questions(codebook: "Codebook") -> list[Question]:
    """All questions that ``codebook`` gives rise to, in its order."""
    return [question for variable in codebook.variables.values() for question in _of(variable)]


def _of(variable: "Variable") -> Iterator[Question]:
    codes = [code.id for code in variable.codes if code.id != EIGEN_INZET or variable.id != THEMA]
    if variable.id == THEMA:
        yield Question(THEMA, WHOLE, variable.units, lambda coding: frozenset(coding.thema))
        yield Question(THEMA, MAIN, variable.units, _main, (*codes, OVERIG))
    elif variable.multiple:
        yield Question(variable.id, WHOLE, variable.units, _set(variable.id))
    else:
        yield Question(variable.id, WHOLE, variable.units, _single(variable.id), tuple(codes))
    for code in variable.codes:
        units = code.units or variable.units
        if (variable.id, code.id) == (THEMA, EIGEN_INZET):
            yield Question(EIGEN_INZET, EIGEN_INZET, units, lambda coding: coding.eigen_inzet, (False, True))
        else:
            yield Question(variable.id, code.id, units, _has(variable.id, code.id), (False, True))


def _main(coding: Coding) -> str:
    return coding.thema[0] if coding.thema else OVERIG


def _single(variable: str) -> Callable[[Coding], str | None]:
    return lambda coding: next(iter(coding.codes(variable) or ()), None)


def _set(variable: str) -> Callable[[Coding], frozenset[str] | None]:
    return lambda coding: None if (codes := coding.codes(variable)) is None else frozenset(codes)


def _has(variable: str, code: str) -> Callable[[Coding], bool | None]:
    """Whether a coding has ``code``; None when the variable was not coded at all."""
    return lambda coding: None if (codes := coding.codes(variable)) is None else code in codes


def _by_name(answer: object) -> list[str]:
    return sorted(answer) if isinstance(answer, frozenset) else [str(answer)]
