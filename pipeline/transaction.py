"""Several files changed as one: whenever the process is killed, all end up old or all new.

1. The new contents are written in a folder of their own; until the next step nothing has changed.
2. A journal that names them is put in place in one stroke. From here on the change holds.
3. Each file is swapped, whole. Who finds the journal later carries on from wherever it stopped.
4. The journal is removed.
"""

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.files import write_atomic

JOURNAL, STAGED, LOCK = "bezig.json", ".klaar", ".slot"


@dataclass(frozen=True)
class FileChange:
    """What ``path`` is to hold; None: it is to be gone."""

    path: Path
    content: bytes | None


def change_files(folder: Path, changes: Sequence[FileChange]) -> None:
    """Carry out ``changes``, all or none; ``folder`` keeps the journal. Raises UsageError."""
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder):
        _carry_on(folder)
        staged = folder / STAGED
        shutil.rmtree(staged, ignore_errors=True)
        staged.mkdir()
        entries = [_stage(change, staged / f"{at:05d}", folder) for at, change in enumerate(changes)]
        _sync(staged)
        journal = folder / f"{JOURNAL}.nieuw"
        _write(journal, json.dumps(entries, ensure_ascii=False).encode())
        journal.replace(folder / JOURNAL)
        _sync(folder)
        _carry_on(folder)


def finish_interrupted(folder: Path) -> bool:
    """Carry on with a change that was cut off, if there was one. Raises UsageError when one is under way."""
    if not (folder / JOURNAL).exists():
        return False
    with _locked(folder):
        _carry_on(folder)
    return True


def _carry_on(folder: Path) -> None:
    journal = folder / JOURNAL
    if not journal.exists():
        return
    entries = json.loads(journal.read_text(encoding="utf-8"))
    for entry in entries:
        path = Path(os.path.normpath(folder / entry["pad"]))
        for remains in path.parent.glob(f".{path.name}.*.tmp"):  # of a process that was killed
            remains.unlink(missing_ok=True)
        if entry["inhoud"] is None:
            path.unlink(missing_ok=True)
        elif digest(path) != entry["sha256"]:
            write_atomic(path, (folder / STAGED / entry["inhoud"]).read_bytes())
            _sync(path)
    journal.unlink()
    shutil.rmtree(folder / STAGED, ignore_errors=True)


def digest(path: Path) -> str | None:
    """The sha256 of a file; None when it is not there."""
    return sha256(path.read_bytes()) if path.is_file() else None


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def relative(path: Path, folder: Path) -> str:
    """``path`` as seen from ``folder``, so that both can be moved; whole when on another drive."""
    try:
        return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
    except ValueError:
        return str(path.resolve())


def _stage(change: FileChange, place: Path, folder: Path) -> dict[str, str | None]:
    entry: dict[str, str | None] = {"pad": relative(change.path, folder), "inhoud": None, "sha256": None}
    if change.content is not None:
        _write(place, change.content)
        entry |= {"inhoud": place.name, "sha256": sha256(change.content)}
    return entry


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _sync(path: Path) -> None:
    """Have the system write ``path`` to disk, where it can do so for what is not open to write."""
    if os.name == "posix":
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One process at a time; sqlite's lock works everywhere, and goes when the process is killed."""
    with closing(sqlite3.connect(folder / LOCK, timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise UsageError(
                "Deze bestanden worden op dit moment veranderd.",
                waar=str(folder),
                doe="Wacht tot de andere opdracht klaar is en probeer het opnieuw.",
            ) from error
        yield
