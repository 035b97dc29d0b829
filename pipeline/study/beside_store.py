"""The part of the store that holds what reading gave beside other plans on the same form."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence, Set
from contextlib import AbstractContextManager

from pipeline.study.extract import Extract
from pipeline.study.plan_json import plan_to_json

Transaction = Callable[[], AbstractContextManager[sqlite3.Connection]]


class BesideStore:
    """Goes before what a file gave by itself, which is kept too."""

    def __init__(self, connection: sqlite3.Connection, transaction: Transaction) -> None:
        self._connection = connection
        self._transaction = transaction

    def imprints(self, wanted: Sequence[str]) -> list[bytes]:
        """What the files with these hashes tell of their form, in this order."""
        query = "SELECT afdruk FROM extracts WHERE sha256 = ?"
        return [self._connection.execute(query, (sha256,)).fetchone()[0] for sha256 in wanted]

    def versions(self) -> dict[str, str]:
        """By the hash of a file: the version of what reading it beside others gave."""
        return dict(self._connection.execute("SELECT sha256, version FROM beside"))

    def forget_others(self, wanted: Set[str]) -> None:
        """Forget what reading gave beside others, of all but the files ``wanted``."""
        gone = [(sha256,) for sha256 in self.versions() if sha256 not in wanted]
        with self._transaction() as connection:
            connection.executemany("DELETE FROM beside WHERE sha256 = ?", gone)

    def save(self, extracts: Mapping[str, tuple[str, Extract | None]]) -> None:
        """Keep what reading beside others gave, by the hash of the file's bytes; None: nothing better."""
        rows = [
            (sha256, version, None, None, None, None)
            if read is None or read.plan is None
            else (
                sha256, version, plan_to_json(read.plan), read.reden, read.persoon, read.naam_sleutel,
            )
            for sha256, (version, read) in extracts.items()
        ]  # fmt: skip
        with self._transaction() as connection:
            connection.executemany("REPLACE INTO beside VALUES (?, ?, ?, ?, ?, ?)", rows)
