"""The tables of a coded folder's store, and what they need before they are used."""

import sqlite3
from pathlib import Path

from pipeline.errors import StudyError

STORE_VERSION = 4

# What reading beside other plans on the same form gave goes before what a file gave by itself; where it gave
# nothing better there is a row without a plan. Whether two files say the same is told by each by itself.
_BESIDE = """
CREATE TABLE beside (
    sha256 TEXT PRIMARY KEY, version TEXT NOT NULL, plan TEXT, reden TEXT, persoon TEXT, naam_sleutel TEXT
);
CREATE VIEW readings AS SELECT
    sha256, extracts.version, outcome, coalesce(beside.reden, extracts.reden) AS reden,
    coalesce(beside.plan, extracts.plan) AS plan, coalesce(beside.persoon, extracts.persoon) AS persoon,
    coalesce(beside.naam_sleutel, extracts.naam_sleutel) AS naam_sleutel,
    inhoud_sleutel, paginas, transient, opmaak, vraagt_andere,
    afdruk <> '' AND extracts.plan IS NOT NULL AS vertelt
FROM extracts LEFT JOIN beside USING (sha256);
"""
_UPGRADES = {
    # Without a stamp the bytes of a file are looked at once more.
    2: "ALTER TABLE files ADD COLUMN stamp TEXT NOT NULL DEFAULT ''",
    3: "ALTER TABLE extracts ADD COLUMN afdruk BLOB NOT NULL DEFAULT '';"
    f"ALTER TABLE extracts ADD COLUMN vraagt_andere INTEGER NOT NULL DEFAULT 0;{_BESIDE}",
}
"""What makes the store of an earlier version one of the next, by that version."""

_SCHEMA = """
CREATE TABLE study (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE files (
    number INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL, problem TEXT NOT NULL,
    meting INTEGER, stamp TEXT NOT NULL DEFAULT ''
);
CREATE TABLE extracts (
    sha256 TEXT PRIMARY KEY, version TEXT NOT NULL, outcome TEXT NOT NULL, reden TEXT NOT NULL, plan TEXT,
    persoon TEXT NOT NULL, naam_sleutel TEXT NOT NULL, inhoud_sleutel TEXT NOT NULL,
    paginas INTEGER NOT NULL, transient INTEGER NOT NULL, opmaak TEXT NOT NULL,
    afdruk BLOB NOT NULL DEFAULT '', vraagt_andere INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE codings (plan TEXT PRIMARY KEY, version TEXT NOT NULL, codings TEXT NOT NULL);
CREATE TABLE exports (name TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (name, sha256));
""" + _BESIDE  # fmt: skip


def stored_value(connection: sqlite3.Connection, name: str) -> str:
    """What the store keeps under this name; "" when it keeps nothing."""
    row = connection.execute("SELECT value FROM study WHERE name = ?", (name,)).fetchone()
    return str(row[0]) if row else ""


def prepare_store(connection: sqlite3.Connection, path: Path, fingerprint: str) -> None:
    """Make the tables in a new file; check the key of an old one, and bring it up to this version.

    Raises StudyError for another key, or for a version that cannot be brought up to this one.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if not tables:
        _run(connection, _SCHEMA)
        connection.execute("INSERT INTO study VALUES ('key', ?)", (fingerprint,))
        connection.execute(f"PRAGMA user_version = {STORE_VERSION}")
        return
    if version not in (*_UPGRADES, STORE_VERSION):
        raise StudyError(
            f"Deze map is gemaakt met een andere versie van plancoder (opslag {version}; deze versie leest "
            f"opslag {STORE_VERSION}).",
            waar=str(path),
            doe="Kies een nieuwe, lege uitvoermap en codeer de plannen daar opnieuw, of gebruik de versie "
            "van plancoder waarmee deze map is gemaakt.",
        )
    if stored_value(connection, "key") != fingerprint:
        raise StudyError(
            "Deze map is gemaakt met een andere sleutel. Met een andere sleutel krijgen dezelfde plannen en "
            "personen andere nummers, en zijn zij niet meer te koppelen.",
            waar=str(path),
            doe="Geef met --key het sleutelbestand waarmee deze map is begonnen, of kies een nieuwe "
            "uitvoermap.",
        )
    for old in range(version, STORE_VERSION):
        _run(connection, _UPGRADES[old])
        connection.execute(f"PRAGMA user_version = {old + 1}")


def _run(connection: sqlite3.Connection, statements: str) -> None:
    """All in the transaction at hand (``executescript`` would end it)."""
    for statement in statements.split(";"):
        connection.execute(statement)
