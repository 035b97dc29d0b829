"""A plan and its codings as JSON, and a plan back, for the store."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from pipeline.domain import Afspraak, Coding, Passage, Plan, Subdoel, Wie


def plan_to_json(plan: Plan) -> str:
    """``plan`` as one line of JSON; equal plans give equal text."""
    return json.dumps(plan, ensure_ascii=False, default=_plain)


def codings_to_json(codings: Sequence[Coding]) -> str:
    """The codings of a plan as one line of JSON."""
    return json.dumps(list(codings), default=_plain)


def plan_from_json(text: str) -> Plan:
    """The plan that ``plan_to_json`` wrote."""
    data = json.loads(text)
    return Plan(
        datum=date.fromisoformat(data["datum"]) if data["datum"] else None,
        situatie=tuple(Passage(**passage) for passage in data["situatie"]),
        hoofddoel=Passage(**data["hoofddoel"]) if data["hoofddoel"] else None,
        subdoelen=tuple(_subdoel(subdoel) for subdoel in data["subdoelen"]),
        nakijken=tuple(data["nakijken"]),
    )


def text_key(plan: str) -> bytes:
    """What a plan is known by, from the text that ``plan_to_json`` made of it."""
    return hashlib.sha256(plan.encode("utf-8")).digest()


def _plain(value: Any) -> Any:
    """A day or a part of a plan, as JSON knows it; ``asdict`` would copy all that is in a part too."""
    if isinstance(value, date):
        return value.isoformat()
    return {name: getattr(value, name) for name in value.__slots__}


def _subdoel(data: dict[str, Any]) -> Subdoel:
    return Subdoel(data["tekst"], data["pagina"], tuple(_afspraak(item) for item in data["afspraken"]))


def _afspraak(data: dict[str, Any]) -> Afspraak:
    return Afspraak(data["tekst"], data["pagina"], Wie(data["wie"]) if data["wie"] else None)
