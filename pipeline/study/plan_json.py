"""A plan as JSON and back, for the store."""

import hashlib
import json
from dataclasses import asdict
from datetime import date
from typing import Any

from pipeline.domain import Afspraak, Passage, Plan, Subdoel, Wie


def plan_to_json(plan: Plan) -> str:
    """``plan`` as one line of JSON; equal plans give equal text."""
    return json.dumps(asdict(plan), ensure_ascii=False, default=date.isoformat)


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


def _subdoel(data: dict[str, Any]) -> Subdoel:
    return Subdoel(data["tekst"], data["pagina"], tuple(_afspraak(item) for item in data["afspraken"]))


def _afspraak(data: dict[str, Any]) -> Afspraak:
    return Afspraak(data["tekst"], data["pagina"], Wie(data["wie"]) if data["wie"] else None)
