"""What is kept of migrations beside the codebook: which were carried out, and all bytes of before.

``migraties/toegepast/NAAM/`` holds the migration, both codebooks, the crosswalk, the list of units to look
at again, ``oud/`` (each changed file as it was), what was coded of variables that are no more, and
``verslag.json``. In ``migraties/geschiedenis.jsonl``
is a line for each migration that was carried out or undone.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from pipeline.codebook.crosswalks import APPLIED, REPORT
from pipeline.errors import CodebookError
from pipeline.files import first_free
from pipeline.transaction import FileChange, digest, relative, sha256

HISTORY = "geschiedenis.jsonl"
OLD_BOOK, NEW_BOOK = "codeboek_oud.yaml", "codeboek_nieuw.yaml"
RETIRED = "vervallen.csv"


class ChangedFile(BaseModel):
    """One file: where it is, where its old bytes are (None: it was not there), what it became."""

    model_config = ConfigDict(frozen=True)

    pad: str
    oud: str | None
    sha256: str


class Record(BaseModel):
    """``verslag.json``: paths are as seen from the folder ``migraties``.

    ``mappen`` are folders of annotations, ``gecodeerd`` the coded folders that went along.
    """

    model_config = ConfigDict(frozen=True)

    naam: str
    migratie: str
    van: str
    naar: str
    moment: datetime
    volgnummer: int
    mappen: tuple[str, ...]
    gecodeerd: tuple[str, ...] = ()
    bestanden: tuple[ChangedFile, ...]


def records(folder: Path) -> list[Record]:
    """The migrations that hold, in the order in which they were carried out. Raises CodebookError."""
    found = [_read(path) for path in (folder / APPLIED).glob(f"*/{REPORT}")]
    return sorted(found, key=lambda record: record.volgnummer)


def free_name(folder: Path, migration: str) -> str:
    """The name of the record: that of the migration, with a number from the second time on."""
    return first_free(migration, lambda name: (folder / APPLIED / name / REPORT).exists(), "{name}.{number}")


def with_backup(
    folder: Path, record: Record, changes: Sequence[FileChange], kept: dict[str, bytes]
) -> list[FileChange]:
    """``changes`` and all that makes them known and undoable; ``kept``: further files of the record."""
    own = folder / APPLIED / record.naam
    files, backups = [], []
    for at, change in enumerate(changes):
        old = change.path.read_bytes() if change.path.is_file() else None
        backup = own / "oud" / f"{at:05d}"
        if old is not None:
            backups.append(FileChange(backup, old))
        files.append(
            ChangedFile(
                pad=relative(change.path, folder),
                oud=None if old is None else relative(backup, folder),
                sha256=sha256(change.content or b""),
            )
        )
    record = record.model_copy(update={"bestanden": tuple(files)})
    report = FileChange(own / REPORT, f"{record.model_dump_json(indent=2)}\n".encode())
    extra = [FileChange(own / name, content) for name, content in kept.items()]
    return [*backups, *extra, *changes, _history(folder, record, "toegepast"), report]


def undoing(folder: Path, record: Record) -> list[FileChange]:
    """What puts every byte back. Raises CodebookError naming each file that was changed since."""
    changed = [
        str(folder / file.pad) for file in record.bestanden if digest(folder / file.pad) != file.sha256
    ]
    if changed:
        raise CodebookError(
            f"De migratie {record.naam} kan niet ongedaan worden gemaakt: deze bestanden zijn daarna "
            "veranderd.",
            waar=str(folder / APPLIED / record.naam),
            doe="Zet wat u daarna veranderde eerst opzij; wat er in staat, zou verloren gaan.",
            faults=tuple(changed),
        )
    own = folder / APPLIED / record.naam
    back = [
        FileChange((folder / file.pad).resolve(), (folder / file.oud).read_bytes() if file.oud else None)
        for file in record.bestanden
    ]
    kept = sorted(path for path in own.rglob("*") if path.is_file() and path.name != REPORT)
    gone = [FileChange(path, None) for path in (own / REPORT, *kept)]
    return [*back, _history(folder, record, "ongedaan gemaakt"), *gone]


def tidy(folder: Path, undone: Record) -> None:
    """Remove the folders that undoing left empty."""
    made = [(folder / file.pad).resolve().parent for file in undone.bestanden if file.oud is None]
    places = {*(folder / APPLIED).resolve().rglob("*"), *made, *(each.parent for each in made)}
    for path in sorted(places, reverse=True):  # what is in a folder before the folder
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()


def new_record(
    folder: Path, migration: str, van: str, naar: str, folders: Sequence[Path], coded: Sequence[Path]
) -> Record:
    """The record of what is about to be carried out."""
    return Record(
        naam=free_name(folder, migration),
        migratie=migration,
        van=van,
        naar=naar,
        moment=datetime.now(tz=UTC).replace(microsecond=0),
        volgnummer=1 + max((record.volgnummer for record in records(folder)), default=0),
        mappen=tuple(relative(path, folder) for path in folders),
        gecodeerd=tuple(relative(path, folder) for path in coded),
        bestanden=(),
    )


def _history(folder: Path, record: Record, what: str) -> FileChange:
    path = folder / HISTORY
    line = {
        "wat": what,
        "migratie": record.naam,
        "van": record.van,
        "naar": record.naar,
        "moment": datetime.now(tz=UTC).isoformat(timespec="seconds"),
        "bestanden": len(record.bestanden),
    }
    before = path.read_bytes() if path.is_file() else b""
    return FileChange(path, before + json.dumps(line, ensure_ascii=False).encode() + b"\n")


def _read(path: Path) -> Record:
    try:
        return Record.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CodebookError(
            "Dit verslag van een migratie is beschadigd.", waar=str(path), doe="Zet een reservekopie terug."
        ) from error
