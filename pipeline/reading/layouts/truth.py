"""What a plan truly says, as a person wrote it down: ``CORRECT.json`` checked, or LINES.xlsx read."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.domain import Plan
from pipeline.errors import LayoutError

_HELP = (
    "Zie 'plancoder reading teach --help' voor een voorbeeld, of begin met 'plancoder reading show --json'."
)


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore")
    tekst: str = Field(min_length=1)


class _Step(_Part):
    wie: Literal["klantmanager", "statushouder", "beide", "derde"] | None = None


class _Goal(_Part):
    afspraken: list[_Step] = Field(default_factory=list)


class _Truth(BaseModel):
    model_config = ConfigDict(extra="ignore")
    situatie: list[str] | str = Field(default_factory=list)
    hoofddoel: _Part
    subdoelen: list[_Goal] = Field(min_length=1)


def load_truth(path: Path) -> dict[str, Any]:
    """The fields of a plan. Raises LayoutError that lists every fault with its place, without its text."""
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise LayoutError("Dit bestand kan niet worden gelezen.", waar=str(path), doe=_HELP) from error
    except json.JSONDecodeError as error:
        raise LayoutError(
            f"Dit is geen geldige JSON (regel {error.lineno}).", waar=str(path), doe=_HELP
        ) from error
    return checked(data, path)


def checked(data: Any, path: Path) -> dict[str, Any]:
    """``data`` as the fields of a plan, empty texts of the situatie left out. Raises LayoutError."""
    try:
        truth = _Truth.model_validate(data).model_dump()
    except ValidationError as error:
        faults = tuple(
            f"{'.'.join(map(str, fault['loc']))}: {_dutch(fault['type'])}" for fault in error.errors()
        )
        raise LayoutError(
            "Het plan is niet compleet of niet goed opgeschreven.", waar=str(path), doe=_HELP, faults=faults
        ) from error
    situation = truth["situatie"]
    truth["situatie"] = [text for text in ([situation] if isinstance(situation, str) else situation) if text]
    return truth


def _dutch(kind: str) -> str:
    return {
        "missing": "ontbreekt",
        "literal_error": "moet klantmanager, statushouder, beide of derde zijn",
        "string_too_short": "is leeg",
        "too_short": "heeft er geen",
    }.get(kind, "heeft niet de goede vorm")


def places_in(truth: Mapping[str, Any], texts: Sequence[str]) -> tuple[str, ...]:
    """Where texts stand in a plan, to speak of them without saying what they hold."""
    named = [("de situatie", " ".join(truth["situatie"])), ("het hoofddoel", truth["hoofddoel"]["tekst"])]
    for number, goal in enumerate(truth["subdoelen"], start=1):
        named.append((f"subdoel {number}", goal["tekst"]))
        steps = enumerate(goal["afspraken"], start=1)
        named += [(f"afspraak {step} bij subdoel {number}", each["tekst"]) for step, each in steps]
    return tuple(place for place, text in named if text in texts)


def truth_of(plan: Plan) -> dict[str, Any]:
    """A plan as it was read, in the fields of ``CORRECT.json``, for a person to correct."""
    return {
        "situatie": [passage.tekst for passage in plan.situatie],
        "hoofddoel": {"tekst": plan.hoofddoel.tekst if plan.hoofddoel else ""},
        "subdoelen": [
            {
                "tekst": goal.tekst,
                "afspraken": [
                    {"tekst": step.tekst, "wie": step.wie.value if step.wie else None}
                    for step in goal.afspraken
                ],
            }
            for goal in plan.subdoelen
        ],
    }
