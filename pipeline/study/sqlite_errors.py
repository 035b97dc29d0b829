"""SQLite's errors in words that say what to do."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.errors import StudyError


@contextmanager
def explained(where: str) -> Iterator[None]:
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
