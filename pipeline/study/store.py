"""A coded folder: one SQLite file that knows what was received, what is done, and what is left.

The exported files are made from it. One process at a time has it open; SQLite's own lock goes away with the
process, also when that is killed. Each method that writes is one transaction: kill the process at any moment,
and what is on disk is the state before it or the state after it.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

from pipeline.domain import Coding, Plan
from pipeline.study.beside_store import BesideStore
from pipeline.study.earlier import Earlier, any_earlier, earlier_codings, keep_earlier
from pipeline.study.extract import Extract
from pipeline.study.names import HiddenNames, kept_names, names_file, new_mark, shown_name
from pipeline.study.plan_json import codings_to_json, plan_from_json, plan_to_json, text_key
from pipeline.study.plan_store import PlanStore
from pipeline.study.records import Found, Known, StoredFile, known_from
from pipeline.study.schema import prepare_store, stored_value
from pipeline.study.sqlite_errors import explained

FILE_NAME = "plancoder.sqlite3"

_MOVE = "UPDATE files SET path = ? WHERE number = ?"
_NEW = """
INSERT INTO files (number, path, sha256, problem, meting, stamp)
VALUES (:number, :path, :sha256, :problem, coalesce(:meting, :folder_meting), :stamp)
"""
_AGAIN = """
UPDATE files SET sha256 = :sha256, problem = :problem, stamp = :stamp, meting = coalesce(:meting, meting)
WHERE number = :number AND (:sha256 <> '' OR sha256 = '')
"""
_HIDDEN = "verborgen namen"
_STARTS = "metingen"


class Study:
    """The store of one coded folder, open and locked; made by ``open_study``.

    ``beside``: what reading gave beside other plans; ``each``: plans and codings one by one. ``names`` when
    names of files are hidden; ``hid`` says that they were shown until now.
    """

    def __init__(
        self, connection: sqlite3.Connection, names: HiddenNames | None = None, *, hid: bool = False
    ) -> None:
        self._connection = connection
        self.beside = BesideStore(connection, self._transaction)
        self.each = PlanStore(connection)
        self.names = names
        self.hid = hid

    def files(self) -> list[StoredFile]:
        """All received files, in the order of receipt."""
        rows = self._connection.execute(
            "SELECT number, path, sha256, problem, meting, stamp FROM files ORDER BY number"
        )
        files = [StoredFile(*row) for row in rows]
        names = self.names
        if names is None:
            return files
        return [replace(file, path=names.path(file.path), shown=file.path) for file in files]

    def receive(self, found: Sequence[Found], meting: int | None) -> int:
        """Enter files in this order, or bring known ones up to date; returns how many are new.

        A file that moved (same content, and nothing is left at its old path) keeps its place. One that can no
        longer be opened stays as it was. ``meting`` goes before what the folder says; None leaves that of a
        known file as it is.
        """
        if not found:
            return 0
        files = self.files()
        known = {file.path: file.number for file in files if file.path}
        same_bytes: dict[str, list[StoredFile]] = defaultdict(list)
        for file in files:
            if file.sha256:
                same_bytes[file.sha256].append(file)
        number = max((file.number for file in files), default=0)
        paths: dict[str, str] = {}
        new = 0
        with self._transaction() as connection:
            for each in found:
                values = asdict(each) | {"meting": meting, "folder_meting": each.meting}
                alike = same_bytes.get(each.sha256, [])
                if each.path in known:
                    connection.execute(_AGAIN, values | {"number": known[each.path]})
                elif old := next((other for other in alike if not other.is_there), None):
                    alike.remove(old)
                    self._move(old, each.path, paths)
                    connection.execute(_AGAIN, values | {"number": old.number})
                else:
                    new, number = new + 1, number + 1
                    place = {"number": number, "path": self._stored(number, each.path, paths)}
                    connection.execute(_NEW, values | place)
            if self.names is not None:
                self.names.add(paths)  # before the transaction ends: no name is ever without its path
        return new

    def _stored(self, number: int, path: str, paths: dict[str, str]) -> str:
        """What the store calls a new file; its path goes to ``paths`` when that is another name."""
        if self.names is None:
            return path
        shown = shown_name(number, path)
        paths[shown] = path
        return shown

    def _move(self, file: StoredFile, path: str, paths: dict[str, str]) -> None:
        if self.names is None:
            self._connection.execute(_MOVE, (path, file.number))
        else:
            paths[file.shown] = path

    def starts(self, given: Sequence[date]) -> tuple[date, ...]:
        """When each round began: as ``given``, which is kept, or else as it was given before."""
        if given:
            text = " ".join(day.isoformat() for day in given)
            with self._transaction() as connection:
                connection.execute("REPLACE INTO study VALUES (?, ?)", (_STARTS, text))
        kept = stored_value(self._connection, _STARTS)
        return tuple(date.fromisoformat(day) for day in kept.split())

    def known(self) -> dict[str, Known]:
        """By the hash of a file's bytes: what reading it gave."""
        rows = self._connection.execute(
            "SELECT sha256, version, outcome, reden, plan IS NOT NULL, json_extract(plan, '$.datum'),"
            " persoon, naam_sleutel, inhoud_sleutel, paginas, transient, opmaak, vertelt, vraagt_andere"
            " FROM readings"
        )
        return {sha256: known_from(*columns) for sha256, *columns in rows}

    def plans(self, wanted: Container[str]) -> Iterator[tuple[str, Plan]]:
        """The plans that were read from files with these hashes."""
        rows = self._connection.execute("SELECT sha256, plan FROM readings WHERE plan IS NOT NULL")
        for sha256, plan in rows:
            if sha256 in wanted:
                yield sha256, plan_from_json(plan)

    def plan_texts(self, sha256s: Iterable[str]) -> tuple[str, ...]:
        """The plans that were read from files with these hashes, as ``plan_to_json`` writes them."""
        one = "SELECT plan FROM readings WHERE sha256 = ?"
        return tuple(self._connection.execute(one, (sha256,)).fetchone()[0] for sha256 in sha256s)

    def uncoded(self, version: str, wanted: Container[str]) -> dict[str, str]:
        """Of the files with these hashes those whose plan this version did not code: ``plan_key`` by hash."""
        rows = self._connection.execute("SELECT plan FROM codings WHERE version = ?", (version,))
        done = {bytes.fromhex(key) for (key,) in rows}
        rows = self._connection.execute("SELECT sha256, plan FROM readings WHERE plan IS NOT NULL")
        keys = ((sha256, text_key(plan)) for sha256, plan in rows if sha256 in wanted)
        return {sha256: key.hex() for sha256, key in keys if key not in done}

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
                extract.afdruk,
                extract.vraagt_andere,
            )
            for sha256, (version, extract) in extracts.items()
        ]
        with self._transaction() as connection:
            connection.executemany(f"REPLACE INTO extracts VALUES ({', '.join('?' * 13)})", rows)

    def save_codings(self, version: str, codings: Mapping[str, Sequence[Coding]]) -> None:
        """Keep the codings of plans, by ``plan_key``; the codes of another version become earlier ones."""
        rows = [(plan, version, codings_to_json(items)) for plan, items in codings.items()]
        with self._transaction() as connection:
            keep_earlier(connection, version, codings)
            connection.executemany("REPLACE INTO codings VALUES (?, ?, ?)", rows)

    def any_earlier(self) -> bool:
        """Whether plans were ever coded again (``earlier``)."""
        return any_earlier(self._connection)

    def earlier(self, version: str, plans: Container[str]) -> Earlier | None:
        """What another version than this one gave the plans with these keys (``earlier_codings``)."""
        return earlier_codings(self._connection, version, plans)

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
        with explained(FILE_NAME):
            self._connection.execute("BEGIN IMMEDIATE")
            with self._connection:  # commits, or rolls back on an exception
                yield self._connection


def received_paths(folder: Path, key_file: Path) -> list[Path]:
    """Where the received files of the study in ``folder`` were, without taking its lock.

    Hidden ones are told by the file beside the key. Raises StudyError when the store is damaged, UsageError
    when that file is not there.
    """
    path = folder / FILE_NAME
    with (
        explained(str(path)),
        closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as study,
    ):
        paths = [path for (path,) in study.execute("SELECT path FROM files ORDER BY number")]
        mark = stored_value(study, _HIDDEN)
    names = kept_names(key_file, mark) if mark else None
    return [Path(names.path(path) if names else path) for path in paths]


def plan_key(plan: Plan) -> str:
    """What the coding of a plan is kept under: equal plans are coded once."""
    return text_key(plan_to_json(plan)).hex()


@contextmanager
def open_study(
    folder: Path, fingerprint: str, key_file: Path | None = None, *, hide: bool = False
) -> Iterator[Study]:
    """The study in ``folder``, made when it is not there yet; nobody else can open it meanwhile.

    ``fingerprint`` stands for the key of the pseudonyms, in ``key_file``. ``hide``: names of files are hidden
    from now on; once hidden they stay so. Raises StudyError when another process has the study open, when
    another version of plancoder or another key made it, or when the file is damaged.
    """
    path = folder / FILE_NAME
    with explained(str(path)):
        connection = sqlite3.connect(path, timeout=1, isolation_level=None)
    try:
        with explained(str(path)):
            # Keep the lock from the first transaction until closing, not only during transactions.
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("PRAGMA secure_delete = ON")  # what was a name leaves no remains in the file
            connection.execute("BEGIN EXCLUSIVE")
            with connection:
                prepare_store(connection, path, fingerprint)
            mark = stored_value(connection, _HIDDEN)
            names = HiddenNames(names_file(key_file or path, mark)) if mark else None
            hid = False
            if hide and not mark:
                names, hid = _hide(connection, key_file or path)
        yield Study(connection, names, hid=hid)
    finally:
        connection.close()


def _hide(connection: sqlite3.Connection, key_file: Path) -> tuple[HiddenNames, bool]:
    """Put shown names in the place of the paths, which go to a file beside the key; were there any?"""
    mark = new_mark()
    names = HiddenNames(names_file(key_file, mark))
    rows = connection.execute("SELECT number, path FROM files").fetchall()
    shown = {number: shown_name(number, path) for number, path in rows}
    names.add({shown[number]: path for number, path in rows})
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        connection.executemany(_MOVE, [(name, number) for number, name in shown.items()])
        connection.execute("REPLACE INTO study VALUES (?, ?)", (_HIDDEN, mark))
    if rows:
        connection.execute("VACUUM")  # remains of before names were overwritten
    return names, bool(rows)
