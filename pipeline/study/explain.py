"""Why units of a coded folder got their codes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.domain import Coding, Eenheid, Unit, Wie
from pipeline.errors import ModelError, StudyError, UsageError
from pipeline.export import Row, unit_row
from pipeline.export.rows import COLUMNS
from pipeline.study.unsure import READING

if TYPE_CHECKING:
    from pipeline.settings import Settings

UNITS_FILE = "eenheden.jsonl"
MOST_DOUBTFUL = 20
CODES = ("thema", "eigen_inzet", "instrument", "hoofddoel_type", "andere")


@dataclass(frozen=True)
class Wanted:
    """Which units: of which plan (its file or pseudonym), subdoel and afspraak. None: all."""

    plan: str | None = None
    subdoel: int | None = None
    afspraak: int | None = None

    def __contains__(self, row: Row) -> bool:
        return (
            (self.plan is None or self.plan in _names(row))
            and self.subdoel in (None, row["subdoel_nr"])
            and self.afspraak in (None, row["afspraak_nr"])
        )


@dataclass(frozen=True)
class Explained:
    """Units as they stand in eenheden.jsonl, each with its coding and its reasons; ``left`` were left out."""

    units: tuple[tuple[Row, Coding], ...]
    left: int


def explain_units(folder: Path, settings: "Settings", wanted: Wanted) -> Explained:
    """Explain the wanted units, or without a plan the first ones that a person should look at.

    Raises UsageError when there are no such units, StudyError when the folder was not coded or was coded by
    another version of the program, ModelError when it was coded with another model than the one in use.
    """
    from pipeline.codebook import load_codebook
    from pipeline.coding import Coder, model_in_use

    _check_numbers(wanted)
    rows = _read_rows(folder / UNITS_FILE)
    chosen = _chosen(rows, wanted)
    shown = chosen if wanted.plan else chosen[:MOST_DOUBTFUL]
    codebook = load_codebook(settings.codeboek)
    coder = Coder.load(model_in_use(settings.modellen), codebook, settings.taalmodel)
    _check_model(rows, coder.id, folder)
    plans = {row["plan"]: [each for each in rows if each["plan"] == row["plan"]] for row in shown}
    coded = coder.code([[_unit(row) for row in plan] for plan in plans.values()])
    coding_of = {
        id(row): coding
        for plan, codings in zip(plans.values(), coded, strict=True)
        for row, coding in zip(plan, codings, strict=True)
    }
    units = tuple((row, coding_of[id(row)]) for row in shown)
    _check_codes(units, folder)
    return Explained(units, len(chosen) - len(shown))


def _check_numbers(wanted: Wanted) -> None:
    for name, above, number, owner in (
        ("--subdoel", "--plan", wanted.subdoel, wanted.plan),
        ("--afspraak", "--subdoel", wanted.afspraak, wanted.subdoel),
    ):
        if number is not None and owner is None:
            raise UsageError(
                f"Bij {name} hoort ook {above}: nummers tellen per plan en per subdoel.",
                doe=f"Geef {above} erbij. Zie: plancoder explain --help",
            )


def _read_rows(path: Path) -> list[Row]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
        rows: list[Row] = [json.loads(line) for line in lines if line]
    except FileNotFoundError:
        what, cause = "Dit bestand ontbreekt: deze map is niet, of niet helemaal, gecodeerd.", None
    except (OSError, ValueError) as error:
        what, cause = "Dit bestand is niet te lezen.", error
    else:
        if all(isinstance(row, dict) and set(COLUMNS) <= set(row) for row in rows):
            return [{"andere": {}} | row for row in rows]
        what, cause = "In dit bestand ontbreken velden.", None
    raise StudyError(what, waar=str(path), doe=_again(path.parent)) from cause


def _again(folder: Path) -> str:
    return f'Codeer de plannen met: plancoder code PLANNEN --output "{folder}"'


def _chosen(rows: Sequence[Row], wanted: Wanted) -> list[Row]:
    if wanted.plan is None:
        return sorted((row for row in rows if row["nakijken"]), key=_only_reading)
    chosen = [row for row in rows if row in wanted]
    if chosen:
        return chosen
    of_plan = [row for row in rows if row in Wanted(wanted.plan)]
    if not of_plan:
        raise UsageError(
            "Dit plan staat niet bij de eenheden.", waar=wanted.plan, doe=_advice(rows, wanted.plan)
        )
    subdoelen = sum(row["eenheid"] == Eenheid.SUBDOEL for row in of_plan)
    raise UsageError(
        f"Dit subdoel of deze afspraak is er niet: het plan heeft {subdoelen} subdoelen.",
        waar=wanted.plan,
        doe="Laat --subdoel en --afspraak weg om het hele plan te zien.",
    )


def _only_reading(row: Row) -> bool:
    """Whether only the reading of the plan is in doubt: reasons for codes say little about that."""
    return all(reason.startswith(READING) for reason in row["nakijken"])


def _advice(rows: Sequence[Row], plan: str) -> str:
    names = list(dict.fromkeys(name for row in rows for name in _names(row)))
    lower = {name.lower(): name for name in names}
    close = [lower[name] for name in get_close_matches(plan.lower(), lower, n=3)]
    if close:
        return f"Bedoelt u {', '.join(close)}?"
    return "De namen staan in de kolom Bestand van eenheden.xlsx; wat daar niet staat, is niet gecodeerd."


def _names(row: Row) -> tuple[str, ...]:
    """What a plan can be called: its file, with or without folder, or its pseudonym."""
    file = Path(row["bestand"])
    return row["bestand"], file.name, file.stem, row["plan"]


def _check_model(rows: Sequence[Row], model: str, folder: Path) -> None:
    others = {row["model"] for row in rows} - {model}
    if others:
        raise ModelError(
            f"Deze map is gecodeerd met model {', '.join(sorted(others))}, maar in gebruik is {model}. Dat "
            "geeft andere redenen.",
            waar=str(folder),
            doe=f"{_again(folder)} (of geef met --models de map waarin het oude model in gebruik is).",
        )


def _check_codes(units: Sequence[tuple[Row, Coding]], folder: Path) -> None:
    for row, coding in units:
        made = unit_row(_unit(row), coding, (), model="", codeboek="")
        if any(made[name] != row[name] for name in CODES):
            raise StudyError(
                "De codes in deze map zijn gemaakt door een andere versie van plancoder.",
                waar=str(folder),
                doe=_again(folder),
            )


def _unit(row: Row) -> Unit:
    values = {field.name: row[field.name] for field in fields(Unit)}
    wie = Wie(row["wie"]) if row["wie"] else None
    return Unit(**values | {"eenheid": Eenheid(row["eenheid"]), "wie": wie})
