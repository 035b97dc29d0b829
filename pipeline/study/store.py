"""A coded folder: one SQLite file that knows what was received, what is done, and what is left.

The exported files are made from it. One process at a time has it open; SQLite's own lock goes away with the
process, also when that is killed. Each method that writes is one transaction: kill the process at any moment,
and what is on disk is the state before it or the state after it.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline.domain import Coding, Plan
from pipeline.errors import StudyError
from pipeline.study.extract import Extract, Outcome
from pipeline.study.plan_json import plan_from_json, plan_to_json

FILE_NAME = "plancoder.sqlite3"
STORE_VERSION = 2

_SCHEMA = """
CREATE TABLE study (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE files (
    number INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL, problem TEXT NOT NULL,
    meting INTEGER
);
CREATE TABLE extracts (
    sha256 TEXT PRIMARY KEY, version TEXT NOT NULL, outcome TEXT NOT NULL, reden TEXT NOT NULL, plan TEXT,
    persoon TEXT NOT NULL, naam_sleutel TEXT NOT NULL, inhoud_sleutel TEXT NOT NULL,
    paginas INTEGER NOT NULL, transient INTEGER NOT NULL, opmaak TEXT NOT NULL
);
CREATE TABLE codings (plan TEXT PRIMARY KEY, version TEXT NOT NULL, codings TEXT NOT NULL);
CREATE TABLE exports (name TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (name, sha256));
"""
_MOVE = "UPDATE files SET path = ? WHERE number = ?"
_RECEIVE = """
INSERT INTO files (path, sha256, problem, meting)
VALUES (:path, :sha256, :problem, coalesce(:meting, :folder_meting))
ON CONFLICT (path) DO UPDATE
SET sha256 = excluded.sha256, problem = excluded.problem, meting = coalesce(:meting, meting)
WHERE excluded.sha256 <> '' OR sha256 = ''
"""


@dataclass(frozen=True)
class Found:
    """A file as it is on disk now: its hash, or the problem that it cannot be opened.

    ``meting`` is what its folder says of the round of the study it belongs to.
    """

    path: str
    sha256: str
    problem: str = ""
    meting: int | None = None


@dataclass(frozen=True)
class StoredFile:
    """A received file; ``number`` counts in the order of receipt."""

    number: int
    path: str
    sha256: str
    problem: str
    meting: int | None


class Study:
    """The store of one coded folder, open and locked; made by ``open_study``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def files(self) -> list[StoredFile]:
        """All received files, in the order of receipt."""
        rows = self._connection.execute(
            "SELECT number, path, sha256, problem, meting FROM files ORDER BY number"
        )
        return [StoredFile(*row) for row in rows]

    def receive(self, found: Sequence[Found], meting: int | None) -> int:
        """Enter files in this order, or bring known ones up to date; returns how many are new.

        A file that moved (same content, and nothing is left at its old path) keeps its place. One that can no
        longer be opened stays as it was. ``meting`` goes before what the folder says; None leaves that of a
        known file as it is.
        """
        known = {file.path for file in self.files()}
        gone = [file for file in self.files() if file.sha256 and not Path(file.path).exists()]
        new = 0
        with self._transaction() as connection:
            for file in found:
                if file.path not in known:
                    old = next((other for other in gone if other.sha256 == file.sha256), None)
                    if old is None:
                        new += 1
                    else:
                        gone.remove(old)
                        connection.execute(_MOVE, (file.path, old.number))
                values = asdict(file) | {"meting": meting, "folder_meting": file.meting}
                connection.execute(_RECEIVE, values)
        return new

    def extracts(self) -> dict[str, tuple[str, Extract]]:
        """By the hash of a file's bytes: the version of the stage that read it, and what it gave."""
        rows = self._connection.execute(
            "SELECT sha256, version, outcome, reden, plan, persoon, naam_sleutel, inhoud_sleutel, paginas,"
            " transient, opmaak FROM extracts"
        )
        return {sha256: (version, _extract(*columns)) for sha256, version, *columns in rows}

    def save_extracts(self, extracts: Mapping[str, tuple[str, Extract]]) -> None:
        """Keep by hash of the file's bytes the version of the stage that read it, and what it gave."""
        rows = [
            (
                sha256,
                version,
                extract.outcome,
                extract.reden,
                plan_to_json(extract.plan) if extract.plan else None,
                extract.persoon,
                extract.naam_sleutel,
                extract.inhoud_sleutel,
                extract.paginas,
                extract.transient,
                extract.opmaak,
            )
            for sha256, (version, extract) in extracts.items()
        ]
        with self._transaction() as connection:
            connection.executemany(f"REPLACE INTO extracts VALUES ({', '.join('?' * 11)})", rows)

    def codings(self, version: str) -> dict[str, list[Coding]]:
        """By ``plan_key``: the codings of a plan's units that were made by this version."""
        rows = self._connection.execute("SELECT plan, codings FROM codings WHERE version = ?", (version,))
        return {plan: [_coding(item) for item in json.loads(codings)] for plan, codings in rows}

    def save_codings(self, version: str, codings: Mapping[str, Sequence[Coding]]) -> None:
        """Keep the codings of plans, by ``plan_key``; they take the place of those of another version."""
        rows = [
            (plan, version, json.dumps([asdict(coding) for coding in items]))
            for plan, items in codings.items()
        ]
        with self._transaction() as connection:
            connection.executemany("REPLACE INTO codings VALUES (?, ?, ?)", rows)

    def exported(self, name: str) -> set[str]:
        """Hashes of all that was ever written as ``name``; a file with another hash was changed since."""
        rows = self._connection.execute("SELECT sha256 FROM exports WHERE name = ?", (name,))
        return {sha256 for (sha256,) in rows}

    def save_export(self, name: str, sha256: str) -> None:
        """Note, before writing it, that ``name`` may from now on have this content."""
        with self._transaction() as connection:
            connection.execute("INSERT OR IGNORE INTO exports VALUES (?, ?)", (name, sha256))

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with _explained(FILE_NAME):
            self._connection.execute("BEGIN IMMEDIATE")
            with self._connection:  # commits, or rolls back on an exception
                yield self._connection


def received_paths(folder: Path) -> list[Path]:
    """Where the received files of the study in ``folder`` were, without taking its lock.

    Raises StudyError when the file is damaged.
    """
    path = folder / FILE_NAME
    with (
        _explained(str(path)),
        closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as study,
    ):
        return [Path(text) for (text,) in study.execute("SELECT path FROM files ORDER BY number")]


def plan_key(plan: Plan) -> str:
    """What the coding of a plan is kept under: equal plans are coded once."""
    return hashlib.sha256(plan_to_json(plan).encode("utf-8")).hexdigest()


@contextmanager
def open_study(folder: Path, fingerprint: str) -> Iterator[Study]:
    """The study in ``folder``, made when it is not there yet; nobody else can open it meanwhile.

    ``fingerprint`` stands for the key of the pseudonyms. Raises StudyError when another process has the study
    open, when another version of plancoder or another key made it, or when the file is damaged.
    """
    path = folder / FILE_NAME
    with _explained(str(path)):
        connection = sqlite3.connect(path, timeout=1, isolation_level=None)
    try:
        with _explained(str(path)):
            # Keep the lock from the first transaction until closing, not only during transactions.
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            with connection:
                _prepare(connection, path, fingerprint)
        yield Study(connection)
    finally:
        connection.close()


def _prepare(connection: sqlite3.Connection, path: Path, fingerprint: str) -> None:
    """Make the tables in a new file; check that an old one is of this version and key."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if not tables:
        for statement in _SCHEMA.split(";"):
            connection.execute(statement)
        connection.execute("INSERT INTO study VALUES ('key', ?)", (fingerprint,))
        connection.execute(f"PRAGMA user_version = {STORE_VERSION}")
        return
    if version != STORE_VERSION:
        raise StudyError(
            f"Deze map is gemaakt met een andere versie van plancoder (opslag {version}; deze versie leest "
            f"opslag {STORE_VERSION}).",
            waar=str(path),
            doe="Kies een nieuwe, lege uitvoermap en codeer de plannen daar opnieuw, of gebruik de versie "
            "van plancoder waarmee deze map is gemaakt.",
        )
    (stored,) = connection.execute("SELECT value FROM study WHERE name = 'key'").fetchone()
    if stored != fingerprint:
        raise StudyError(
            "Deze map is gemaakt met een andere sleutel. Met een andere sleutel krijgen dezelfde plannen en "
            "personen andere nummers, en zijn zij niet meer te koppelen.",
            waar=str(path),
            doe="Geef met --key het sleutelbestand waarmee deze map is begonnen, of kies een nieuwe "
            "uitvoermap.",
        )


@contextmanager
def _explained(where: str) -> Iterator[None]:
    """SQLite's errors as a StudyError that says what to do."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        what, todo = _REMEDIES.get(code, ("De opslag van deze map geeft een fout.", "Probeer het opnieuw."))
        raise StudyError(what, waar=where, doe=todo) from error


_NEW_FOLDER = "Zet een reservekopie van de map terug, of kies een nieuwe uitvoermap en codeer daar opnieuw."
_NO_WRITE = (
    "De opslag in deze map kan niet worden geschreven.",
    "Kies een andere map of vraag schrijfrechten.",
)
_REMEDIES = {
    sqlite3.SQLITE_BUSY: (
        "Een ander plancoder-proces werkt al in deze map.",
        "Wacht tot dat klaar is, of kies een andere uitvoermap.",
    ),
    sqlite3.SQLITE_NOTADB: ("Dit bestand is geen opslag van plancoder.", _NEW_FOLDER),
    sqlite3.SQLITE_CORRUPT: ("De opslag in deze map is beschadigd.", _NEW_FOLDER),
    sqlite3.SQLITE_FULL: ("De schijf is vol.", "Maak ruimte vrij en geef dezelfde opdracht nog eens."),
    sqlite3.SQLITE_CANTOPEN: _NO_WRITE,
    sqlite3.SQLITE_READONLY: _NO_WRITE,
    sqlite3.SQLITE_IOERR: _NO_WRITE,
}


def _extract(
    outcome: str,
    reden: str,
    plan: str | None,
    persoon: str,
    naam_sleutel: str,
    inhoud_sleutel: str,
    paginas: int,
    transient: int,
    opmaak: str,
) -> Extract:
    return Extract(
        outcome=Outcome(outcome),
        reden=reden,
        plan=plan_from_json(plan) if plan else None,
        persoon=persoon,
        naam_sleutel=naam_sleutel,
        inhoud_sleutel=inhoud_sleutel,
        paginas=paginas,
        transient=bool(transient),
        opmaak=opmaak,
    )


def _coding(data: dict[str, object]) -> Coding:
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
    return Coding(**values)  # type: ignore[arg-type]
