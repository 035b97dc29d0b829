"""Codings by an earlier ruler (model and codebook), kept when a plan is coded again, and their file.

The report sets them beside those of now: what differs on the same plans comes from the ruler. Only codes are
kept, no scores; so a plan takes a kilobyte for each ruler that it was coded with.
"""

import json
import sqlite3
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from pydantic import TypeAdapter

from pipeline.coded_units import EARLIER_FILE
from pipeline.domain import Coding
from pipeline.export import Row
from pipeline.export.write import remove_remains
from pipeline.files import draft

FIELDS = (
    "plan",
    "eenheid",
    "subdoel_nr",
    "afspraak_nr",
    "wie",
    "thema",
    "eigen_inzet",
    "instrument",
    "hoofddoel_type",
    "model",
    "codeboek",
)
OTHER_PROGRAM = " (door een andere versie van plancoder)"
# Made when it is first needed: a folder of before does without.
_TABLE = """
CREATE TABLE IF NOT EXISTS earlier_codings (
    plan TEXT NOT NULL, version TEXT NOT NULL, codings TEXT NOT NULL, PRIMARY KEY (plan, version)
)
"""
_KEEP = """
REPLACE INTO earlier_codings
SELECT plan, version, (
    SELECT json_group_array(json_remove(value, '$.scores', '$.nakijken', '$.waarom')) FROM json_each(codings)
) FROM codings WHERE plan = ? AND version <> ?
"""
_ONE = "SELECT codings FROM earlier_codings WHERE plan = ? AND version = ?"
_RULERS = "SELECT version, plan, rowid FROM earlier_codings WHERE version <> ? ORDER BY rowid"
_CODINGS = TypeAdapter(list[Coding])


@dataclass(frozen=True)
class Earlier:
    """An earlier ruler: the names of its ``model`` and ``codebook``.

    ``codings`` gives what a plan got, by its ``plan_key``; None when it was not coded with it.
    """

    model: str
    codebook: str
    codings: Callable[[str], Sequence[Coding] | None]


def keep_earlier(connection: sqlite3.Connection, version: str, plans: Iterable[str]) -> None:
    """Keep what these plans have from another version, which is about to be replaced; in a transaction."""
    connection.execute(_TABLE)
    connection.executemany(_KEEP, [(plan, version) for plan in plans])


def earlier_codings(connection: sqlite3.Connection, version: str, plans: Container[str]) -> Earlier | None:
    """The earlier ruler with which most of these plans were coded, of equals the last; None without one.

    One that differs in nothing but the version of plancoder comes after all others, and its name says so.
    """
    if not any_earlier(connection):
        return None
    rulers: dict[str, tuple[bool, int, int]] = {}
    names = version.rsplit(" ", 1)[0]
    for ruler, plan, place in connection.execute(_RULERS, (version,)):
        if plan in plans:
            before = rulers.get(ruler, (False, 0, 0))
            rulers[ruler] = (ruler.rsplit(" ", 1)[0] != names, before[1] + 1, place)
    if not rulers:
        return None
    chosen = max(rulers, key=lambda ruler: rulers[ruler])
    model, codebook, _ = chosen.rsplit(" ", 2)
    if not rulers[chosen][0]:
        model += OTHER_PROGRAM

    def codings(plan: str) -> Sequence[Coding] | None:
        found = connection.execute(_ONE, (plan, chosen)).fetchone()
        return _CODINGS.validate_json(found[0]) if found else None

    return Earlier(model, codebook, codings)


def any_earlier(connection: sqlite3.Connection) -> bool:
    """Whether codings of an earlier ruler were ever kept here."""
    query = "SELECT count(*) FROM sqlite_master WHERE name = 'earlier_codings'"
    return bool(connection.execute(query).fetchone()[0])


def write_earlier(folder: Path, rows: Iterable[Row]) -> list[Path]:
    """The file of these rows, which are as those of ``eenheden.jsonl``; no rows, no file."""
    remove_remains(folder, (EARLIER_FILE,))
    path = folder / EARLIER_FILE
    left = iter(rows)
    first = next(left, None)
    if first is None:
        path.unlink(missing_ok=True)
        return []
    with draft(path) as new:
        with new.open("w", encoding="utf-8", newline="") as stream:
            for row in chain([first], left):
                line = {name: row[name] for name in FIELDS} | {"nakijken": []}
                line |= {"andere": row["andere"]} if row["andere"] else {}
                stream.write(json.dumps(line) + "\n")
        new.replace(path)
    return [path]
