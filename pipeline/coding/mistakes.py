"""Likely mistakes in codings by people: where a model that had not seen the writer is sure of something else.

Confident learning (Northcutt, Jiang and Chuang 2021, Journal of Artificial Intelligence Research 70): a unit
is suspect when the probability of another answer is at least what is usual for units that people gave that
answer. So a code of which the model is never sure is not held to a limit that only an easy code reaches.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.annotations import Annotation
from pipeline.coding.answers import Answers, fingerprint
from pipeline.coding.targets import EIGEN_INZET
from pipeline.domain import UnitKey
from pipeline.export.rows import Row
from pipeline.export.sheets import Column
from pipeline.export.workbook import CREATED, Styles, write_table

Booleans = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.intp]

COLUMNS = (
    Column("plan", "Plan", 14, ""),
    Column("bestand", "Bestand", 18, ""),
    Column("eenheid", "Eenheid", 11, ""),
    Column("subdoel_nr", "Subdoel", 8, ""),
    Column("afspraak_nr", "Afspraak", 8, ""),
    Column("tekst", "Tekst", 80, ""),
    Column("vraag", "Vraag", 26, ""),
    Column("gecodeerd", "Gecodeerd", 18, ""),
    Column("misschien", "Misschien", 18, ""),
    Column("kans_gecodeerd", "Kans op wat gecodeerd is", 12, ""),
    Column("kans_misschien", "Kans op wat het misschien is", 12, ""),
    Column("codeur", "Codeur", 14, ""),
)
DECIMALS = 3
YES, NO = "ja", "nee"


@dataclass(frozen=True)
class Suspect:
    """A unit that people answered ``coded``, while ``likely`` is what such units usually are.

    ``question`` is a code (then the answers are ja and nee) or a single choice.
    """

    key: UnitKey
    text: str
    question: str
    coded: str
    likely: str
    chance_coded: float
    chance_likely: float


@dataclass(frozen=True)
class _Question:
    """``rows`` are asked it; ``chance``: ``(rows, answers)``; ``coded``: what people said, as a column."""

    name: str
    answers: tuple[str, ...]
    rows: Integers
    chance: Floats
    coded: Integers


def suspects(answers: Answers) -> list[Suspect]:
    """The suspect codings, those that the model is surest of first."""
    found = [each for question in _questions(answers) for each in _suspects(answers, question)]
    return sorted(found, key=lambda each: (each.chance_coded - each.chance_likely, each.key))


def to_rows(found: Sequence[Suspect], annotations: Sequence[Annotation]) -> list[Row]:
    """A row for each, with the text of the unit; left out where that text is no longer in the annotations."""
    known: Mapping[tuple[UnitKey, str], Annotation] = {
        (item.key, fingerprint(item)): item for item in annotations
    }
    return [
        {
            "plan": item.plan,
            "bestand": item.bestand,
            "eenheid": item.eenheid.value,
            "subdoel_nr": item.subdoel_nr,
            "afspraak_nr": item.afspraak_nr,
            "tekst": item.tekst,
            "vraag": each.question,
            "gecodeerd": each.coded,
            "misschien": each.likely,
            "kans_gecodeerd": round(each.chance_coded, DECIMALS),
            "kans_misschien": round(each.chance_likely, DECIMALS),
            "codeur": item.codeur,
        }
        for each in found
        if (item := known.get((each.key, each.text))) is not None
    ]


def to_xlsx(rows: Sequence[Row]) -> bytes:
    """The rows as a workbook; the same rows give the same bytes."""
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    workbook = Workbook(stream, {"in_memory": True})
    workbook.set_properties({"title": "Codes om na te kijken", "created": CREATED})
    write_table(workbook.add_worksheet("Nakijken"), COLUMNS, [(row, {}) for row in rows], Styles(workbook))
    workbook.close()
    return stream.getvalue()


def _questions(answers: Answers) -> Iterator[_Question]:
    """Each code by itself and each single choice, of the units that can have them."""
    variables = [name.partition(".")[0] for name in answers.targets]
    for at, name in enumerate(answers.targets):
        if variables[at] not in answers.single:
            rows = np.flatnonzero(answers.possible[:, at] & ~_follows(answers, name))
            yes = answers.probability[rows, at]
            chance = np.column_stack([1 - yes, yes])
            yield _Question(name, (NO, YES), rows, chance, answers.truth[rows, at].astype(np.intp))
    for variable in answers.single:
        columns = [at for at, name in enumerate(variables) if name == variable]
        if columns:
            truth = answers.truth[:, columns]
            rows = np.flatnonzero(truth.any(axis=1))
            codes = tuple(answers.targets[at].partition(".")[2] for at in columns)
            chance = answers.probability[rows][:, columns]
            yield _Question(variable, codes, rows, chance, truth[rows].argmax(axis=1))


def _follows(answers: Answers, name: str) -> Booleans:
    """Where eigen inzet is not asked, because it follows from the instrument."""
    instrument = f"instrument.{EIGEN_INZET}"
    if name != EIGEN_INZET or instrument not in answers.targets:
        return np.zeros(len(answers.units), dtype=bool)
    column: Booleans = answers.possible[:, answers.targets.index(instrument)]
    return column


def _suspects(answers: Answers, question: _Question) -> Iterator[Suspect]:
    usual = [
        question.chance[question.coded == at, at].mean() if (question.coded == at).any() else np.inf
        for at in range(len(question.answers))
    ]
    sure = np.where(question.chance >= usual, question.chance, -1.0)
    likely = sure.argmax(axis=1)
    for at in np.flatnonzero((sure.max(axis=1) >= 0) & (likely != question.coded)):
        unit, coded = answers.units[question.rows[at]], question.coded[at]
        yield Suspect(
            unit.key,
            unit.text,
            question.name,
            question.answers[coded],
            question.answers[likely[at]],
            float(question.chance[at, coded]),
            float(question.chance[at, likely[at]]),
        )
