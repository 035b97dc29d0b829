"""Answers of two models made with different versions of the codebook, brought to one version.

Codes that were renamed or merged are followed along the migrations. What was split, is new or has another
definition does not mean the same for both models, so it is not compared, and that is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.codebook.crosswalks import Crosswalk, crosswalk_between
from pipeline.coding.answers import Answers
from pipeline.coding.targets import EIGEN_INZET, THEMA

Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Versions:
    """The codebooks of two models, and what that means for comparing them.

    ``known``: whether migrations lead from the one to the other; ``followed``: by old name of a code its new
    one; ``changed``: codes that mean something else since; ``alone``: codes that only one of the two has.
    """

    first: str
    second: str
    known: bool
    followed: tuple[tuple[str, str], ...] = ()
    changed: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()

    @property
    def not_compared(self) -> tuple[str, ...]:
        return (*self.changed, *self.alone)


def in_one_version(
    first: Answers, second: Answers, labels: tuple[str, str], migrations: Path | None
) -> tuple[Answers, Answers, Versions | None]:
    """Both answers with codes of the later codebook; no Versions when both are of the same one.

    ``labels`` (``name@version+hash``) name the codebooks of the two; ``migrations`` is the folder beside the
    codebook. Raises CodebookError when what is kept there cannot be read.
    """
    if labels[0] == labels[1]:
        return first, second, None
    forward, back = (_road(migrations, *pair) for pair in (labels, labels[::-1]))
    if forward.complete:
        road, old, first = forward, first, carried(first, forward)
    else:
        road, old, second = back, second, carried(second, back)
    shared = [name for name in first.targets if name in second.targets]
    every = dict.fromkeys((*first.targets, *second.targets))
    versions = Versions(
        *labels,
        known=road.complete,
        followed=tuple(
            (name, new)
            for name in old.targets
            if (new := new_name(name, road)) not in ("", name) and _pair(new) not in road.unsure
        ),
        changed=tuple(name for name in shared if _pair(name) in road.unsure),
        alone=tuple(name for name in every if name not in shared),
    )
    return first, second, versions


def carried(answers: Answers, road: Crosswalk) -> Answers:
    """``answers`` with the new codes; of codes that became one, a unit has it when it had any of them."""
    new = [new_name(name, road) for name in answers.targets]
    names = tuple(dict.fromkeys(filter(None, new)))
    columns = [[at for at, name in enumerate(new) if name == wanted] for wanted in names]
    return replace(
        answers,
        targets=names,
        truth=_any(answers.truth, columns),
        given=_any(answers.given, columns),
        possible=_any(answers.possible, columns),
        probability=np.column_stack([answers.probability[:, own].max(axis=1) for own in columns]),
        single=tuple(now for old in answers.single if (now := road.variable(old))),
    )


def _any(table: Booleans, columns: Sequence[list[int]]) -> Booleans:
    return np.column_stack([table[:, own].any(axis=1) for own in columns])


def _road(migrations: Path | None, old: str, new: str) -> Crosswalk:
    return crosswalk_between(migrations, old, new) if migrations else Crosswalk(complete=False)


def new_name(name: str, road: Crosswalk) -> str:
    """The name of the code that came instead; empty when it is gone."""
    variable, code = _pair(name)
    found = road.new(variable, code)
    if not found:
        return ""
    if (variable, found) == (THEMA, EIGEN_INZET):
        return EIGEN_INZET
    return f"{road.variable(variable)}.{found}"


def _pair(name: str) -> tuple[str, str]:
    """Variable and code as the codebook has them: there eigen inzet is a code of thema."""
    variable, _, code = name.partition(".")
    return (variable, code) if code else (THEMA, name)
