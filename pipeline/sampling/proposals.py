"""Units that may deserve a new code, as a batch for people to code; by themselves they are no codings."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.coded_units import CodedUnit
from pipeline.coding.proposals import Guess, Proposer
from pipeline.coding.store import read_vectoriser
from pipeline.coding.targets import EIGEN_INZET
from pipeline.errors import UsageError
from pipeline.export.tables import to_csv
from pipeline.files import first_free, write_atomic
from pipeline.sample_file import PROPOSAL, SampledUnit, sample_file, to_jsonl
from pipeline.sampling.frame import read_frame
from pipeline.sampling.workbook import to_xlsx
from pipeline.validation import suggestion

if TYPE_CHECKING:
    from pipeline.codebook import Code, Codebook, Variable

COLUMNS = (
    *("rang", "voorgestelde_code", "score", "termen", "lijkt_op"),
    *("bestand", "plan", "eenheid", "subdoel_nr", "afspraak_nr", "tekst"),
)
SOURCE = "Gemaakt van definitie, termen en voorbeelden in het codeboek; plaats {rank} van {number}."


@dataclass(frozen=True)
class Proposed:
    """The batch ``name`` of ``units``; ``table`` lists them with their scores."""

    name: str
    units: tuple[SampledUnit, ...]
    workbook: Path
    table: Path


def propose(
    folder: Path, code_name: str, number: int, codebook: "Codebook", model: Path, language: str
) -> Proposed:
    """The ``number`` units of the coded ``folder`` that most likely deserve ``code_name`` (``thema.geld``).

    They come as a batch with a workbook, and as a table. ``model``: the folder of a trained model, of any
    version of the codebook. Raises UsageError for a code that is not there or when no unit can have it,
    ModelError, StudyError.
    """
    variable, code = _code(codebook, code_name)
    plans = {plan.plan: plan for plan in read_frame(folder)}
    kinds = code.units or variable.units
    units = [each for plan in plans.values() for each in plan.units if each.unit.eenheid in kinds]
    if not units:
        raise UsageError(
            f"In deze map staat geen eenheid die {code_name} kan krijgen.",
            waar=str(folder),
            doe="Geef een map die met 'plancoder code' is gemaakt.",
        )
    vectoriser, nlp = read_vectoriser(model, language)
    proposer = Proposer(code, codebook, vectoriser, nlp)
    guesses = proposer.guesses(
        [each.unit.tekst for each in units], [_explained(each, variable.id, code.id) for each in units]
    )
    best = sorted(zip(units, guesses, strict=True), key=lambda pair: -pair[1].score)[:number]
    base = f"{PROPOSAL}-{code_name.replace('.', '-').replace('_', '-')}"
    name = first_free(base, lambda each: sample_file(folder, each).exists(), "{name}-{number:02d}")
    sampled = tuple(
        SampledUnit.chosen(each.unit, PROPOSAL, name, _reasons(code, guess, rank, len(best)), codebook.id)
        for rank, (each, guess) in enumerate(best, start=1)
    )
    file = sample_file(folder, name)
    made = Proposed(name, sampled, file.with_suffix(".xlsx"), file.with_suffix(".csv"))
    write_atomic(made.table, to_csv(_rows(best, code_name), COLUMNS))
    write_atomic(made.workbook, to_xlsx(sampled, plans, codebook))
    write_atomic(file, to_jsonl(sampled))
    return made


def _code(codebook: "Codebook", name: str) -> tuple["Variable", "Code"]:
    known = {
        f"{variable.id}.{code.id}": (variable, code)
        for variable in codebook.variables.values()
        for code in variable.codes
    }
    if name not in known:
        raise UsageError(
            f"De code '{name}' staat niet in het codeboek{suggestion(name, list(known))}.",
            waar=codebook.id,
            doe="Schrijf variabele en code met een punt ertussen, zoals thema.werk.",
        )
    return known[name]


def _explained(each: CodedUnit, variable: str, code: str) -> float:
    """The greatest chance that the unit has another code of the variable, by the model that coded it."""
    others = (
        score
        for name, score in each.coding.scores.items()
        if name.startswith(f"{variable}.") and name != f"{variable}.{code}" and name != EIGEN_INZET
    )
    return max(others, default=0.0)


def _reasons(code: "Code", guess: Guess, rank: int, number: int) -> list[str]:
    named = ", ".join(f"'{term}'" for term in guess.terms)
    lines = [f"past '{code.name}' hier?"]
    lines += [f"de tekst noemt: {named}"] if named else []
    return [*lines, f"het meest lijkt zij op: '{guess.like}'", SOURCE.format(rank=rank, number=number)]


def _rows(best: Sequence[tuple[CodedUnit, Guess]], code_name: str) -> list[dict[str, object]]:
    return [
        {
            "rang": rank,
            "voorgestelde_code": code_name,
            "score": round(guess.score, 4),
            "termen": list(guess.terms),
            "lijkt_op": guess.like,
            "bestand": each.unit.bestand,
            "plan": each.unit.plan,
            "eenheid": each.unit.eenheid.value,
            "subdoel_nr": each.unit.subdoel_nr,
            "afspraak_nr": each.unit.afspraak_nr,
            "tekst": each.unit.tekst,
        }
        for rank, (each, guess) in enumerate(best, start=1)
    ]
