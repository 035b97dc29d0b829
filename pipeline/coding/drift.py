"""Whether plans are like those that a model learnt from: words it does not know, and how much it doubts.

Both are laid beside the writers that the model learnt from, each compared with the others: they too have
words of their own, and a new writer is no surprise as long as he has no more of them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.annotations import Annotation
from pipeline.coded_units import CodedUnit
from pipeline.coding.answers import Answers
from pipeline.coding.locked import normalised
from pipeline.coding.targets import THEMA

_THEMES = f"{THEMA}."


@dataclass(frozen=True)
class Beside:
    """A figure of the plans, and of each writer that the model learnt from; nan where it is unknown."""

    here: float
    writers: tuple[float, ...]

    @property
    def beyond(self) -> bool:
        """Whether it is more than with any of those writers."""
        return bool(self.writers) and self.here > max(self.writers)


@dataclass(frozen=True)
class Drift:
    """``unknown``: share of the words that are new. ``doubt``: mean of ``1 - |2p - 1|`` over the themes."""

    units: int
    unknown: Beside
    doubt: Beside


def measure_drift(units: Sequence[CodedUnit], learnt: Sequence[Annotation], answers: Answers | None) -> Drift:
    """The coded ``units`` beside what was learnt from; ``answers`` are those to writers left out, if kept."""
    words = {
        writer: [word for item in learnt if item.schrijver == writer for word in _words(item.tekst)]
        for writer in sorted({item.schrijver for item in learnt})
    }
    here = [word for each in units for word in _words(each.unit.tekst)]
    by_writer = tuple(
        _unknown(own, {word for other, theirs in words.items() if other != writer for word in theirs})
        for writer, own in words.items()
        if len(words) > 1
    )
    known = {word for theirs in words.values() for word in theirs}
    scores = [score for each in units for score in each.coding.scores.items()]
    return Drift(
        len(units),
        Beside(_unknown(here, known), by_writer),
        Beside(
            _doubt(chance for name, chance in scores if name.startswith(_THEMES)),
            tuple(_doubts(answers)) if answers else (),
        ),
    )


def describe(drift: Drift) -> str:
    """The figures and what they mean, as Dutch sentences."""
    lines = [
        f"Van de woorden in deze {drift.units} eenheden komt {_percent(drift.unknown.here)} niet voor in wat "
        f"het model leerde.{_range(drift.unknown)}",
        "De twijfel over thema's (0% is geen, 100% is geen idee) is gemiddeld "
        f"{_percent(drift.doubt.here)}.{_range(drift.doubt)}",
    ]
    beyond = [what for what, each in (("woorden", drift.unknown), ("twijfel", drift.doubt)) if each.beyond]
    if beyond:
        lines.append(
            f"Deze plannen wijken in {' en '.join(beyond)} verder af dan elk van die schrijvers. De cijfers "
            "van het model gelden hier waarschijnlijk niet: codeer een steekproef (plancoder sample) en "
            "train opnieuw."
        )
    elif drift.unknown.writers:
        lines.append(
            "Deze plannen wijken niet verder af dan de schrijvers onderling. Dat bewijst niet dat de codes "
            "kloppen."
        )
    return "\n".join(lines)


def _words(text: str) -> list[str]:
    return normalised(text).split()


def _unknown(words: Sequence[str], known: set[str]) -> float:
    return sum(word not in known for word in words) / len(words) if words else float("nan")


def _doubt(chances: Iterable[float]) -> float:
    values = np.fromiter(chances, dtype=float)
    return float(np.mean(1 - np.abs(2 * values - 1))) if len(values) else float("nan")


def _doubts(answers: Answers) -> Iterator[float]:
    themes = [at for at, name in enumerate(answers.targets) if name.startswith(_THEMES)]
    groups = np.array([unit.group for unit in answers.units])
    for group in sorted(set(groups.tolist())):
        rows = np.flatnonzero(groups == group)
        yield _doubt(answers.probability[rows][:, themes][answers.possible[rows][:, themes]])


def _range(found: Beside) -> str:
    if not found.writers:
        return ""
    low, high = (_percent(end(found.writers)) for end in (min, max))
    return (
        f" Bij de {len(found.writers)} schrijvers waarvan het leerde, was dat {low} tot {high}, steeds "
        "zonder de schrijver zelf."
    )


def _percent(value: float) -> str:
    return "onbekend" if np.isnan(value) else f"{value:.1%}".replace(".", ",")
