"""The part of the store that gives plans and codings one by one: all of them may not fit in memory."""

import json
import sqlite3
from collections.abc import Container, Iterator

from pipeline.domain import Coding, Plan
from pipeline.study.plan_json import plan_from_json, text_key

_PLAN = "SELECT plan FROM readings WHERE sha256 = ? AND plan IS NOT NULL"
_PLANS = "SELECT sha256, plan FROM readings WHERE plan IS NOT NULL"
_CODINGS = "SELECT codings FROM codings WHERE plan = ? AND version = ?"
_DOUBTS = """
SELECT sha256, json_extract(plan, '$.nakijken') AS doubts, opmaak FROM readings WHERE doubts <> '[]'
"""


class PlanStore:
    """Reads only."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def plan(self, sha256: str) -> tuple[str, Plan] | None:
        """The plan read from the file with this hash, after its ``plan_key``; None when there is none."""
        found = self._connection.execute(_PLAN, (sha256,)).fetchone()
        return (text_key(found[0]).hex(), plan_from_json(found[0])) if found else None

    def keys(self, wanted: Container[str]) -> Iterator[str]:
        """The ``plan_key`` of the plans that were read from files with these hashes."""
        rows = self._connection.execute(_PLANS)
        return (text_key(plan).hex() for sha256, plan in rows if sha256 in wanted)

    def codings(self, version: str, plan: str) -> list[Coding]:
        """The codings of the units of a plan, by its ``plan_key``; KeyError when this version made none."""
        found = self._connection.execute(_CODINGS, (plan, version)).fetchone()
        if found is None:
            raise KeyError(plan)
        return [_coding(item) for item in json.loads(found[0])]

    def doubts(self) -> dict[str, tuple[tuple[str, ...], str]]:
        """Of plans whose reading a person should look at, by the hash of the file: the reasons, and the
        ``opmaak``."""
        rows = self._connection.execute(_DOUBTS)
        return {sha256: (tuple(json.loads(doubts)), opmaak) for sha256, doubts, opmaak in rows}


def _coding(data: dict[str, object]) -> Coding:
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
    return Coding(**values)  # type: ignore[arg-type]
