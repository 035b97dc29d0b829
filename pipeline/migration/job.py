"""A migration from file to files: what it would do, doing it, and undoing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pipeline.codebook import Codebook, load_codebook
from pipeline.codebook.checks import find_faults
from pipeline.codebook.crosswalks import APPLIED, CROSSWALK, migrations_beside
from pipeline.domain import UnitKey
from pipeline.errors import CodebookError, UsageError
from pipeline.migration import record
from pipeline.migration.again import again_table, batch_files, batch_name, batch_of
from pipeline.migration.codebook_text import rewritten
from pipeline.migration.codes import migrated, without_memory
from pipeline.migration.crosswalk import crosswalk
from pipeline.migration.files import Rewritten, rewrite
from pipeline.migration.passage import Link
from pipeline.migration.recode import Recoder
from pipeline.migration.schema import Loaded, load_migration
from pipeline.transaction import FileChange, change_files
from pipeline.validation import dotted, read_yaml

CODERS_FOLDERS = ("annotaties", "annotations")
"""Where, in a coded folder, codings of people stand."""
WORK_LISTS = "labelstudio/*.json"
"""And where it is written what was sent to whom."""


@dataclass(frozen=True)
class Prepared:
    """All that a migration would do; nothing is written yet. ``notices`` are for the maintainer."""

    loaded: Loaded
    codebook: Path
    old: Codebook
    new: Codebook
    text: str | None
    rewritten: Rewritten
    batches: dict[Path, int]
    changes: tuple[FileChange, ...]
    kept: dict[str, bytes]
    folders: tuple[Path, ...]
    notices: tuple[str, ...]

    @property
    def link(self) -> Link:
        """From the old version to the new one."""
        return Link(self.old, Recoder(self.loaded.migration, self.old, self.new))

    @property
    def nothing_to_do(self) -> bool:
        """Whether it was carried out before, on all of these files."""
        return not self.changes


@dataclass(frozen=True)
class _Books:
    """The codebook before and after; ``text`` is what the file is to hold, None when it already does."""

    old: Codebook
    new: Codebook
    old_text: str
    new_text: str
    text: str | None
    notices: tuple[str, ...] = ()


def prepare(
    migration: Path,
    codebook: Path,
    annotations: Sequence[Path],
    coded: Sequence[Path] = (),
    before: Path | None = None,
) -> Prepared:
    """What ``migration`` would change in the codebook and in the codings of people.

    ``annotations``: folders of annotations; ``coded``: coded folders, of which the own annotations go along,
    and which get a batch of the units to look at again. ``before``: the codebook as it was, when the one in
    hand was already changed by someone. Raises CodebookError or AnnotationError that lists
    every fault with its place, StudyError for a coded folder that cannot be read.
    """
    current = load_codebook(codebook)
    loaded = load_migration(migration)
    books = _books(loaded, codebook, current, before)
    folders = _folders(annotations, coded)
    found = rewrite(folders, Recoder(loaded.migration, books.old, books.new), books.old, books.new)
    changes = [FileChange(path, content) for path, content in found.files.items()]
    if books.text is not None:
        changes.insert(0, FileChange(codebook.resolve(), books.text.encode()))
    table = crosswalk(loaded.migration, books.old, books.new).encode()
    name = record.free_name(migrations_beside(codebook), loaded.name)
    batches, of_unit = dict[Path, int](), dict[UnitKey, str]()
    for folder in coded:
        batch = batch_of(folder, name, found.again)
        batches[folder] = len(batch)
        of_unit |= {unit.key: str(folder / batch_name(name)) for unit, _ in batch}
        changes += batch_files(folder, name, batch, books.new)
        path = folder.resolve() / f"omzetting-{loaded.name}.csv"
        if not path.exists():
            changes.append(FileChange(path, table))
    kept = {
        "migratie.yaml": loaded.content,
        CROSSWALK: table,
        "nakijken.csv": again_table(found.again, of_unit),
        record.OLD_BOOK: books.old_text.encode(),
        record.NEW_BOOK: books.new_text.encode(),
    }
    return Prepared(
        loaded,
        codebook.resolve(),
        books.old,
        books.new,
        books.text,
        found,
        batches,
        tuple(changes),
        kept,
        tuple(folders),
        books.notices,
    )


def carry_out(prepared: Prepared) -> record.Record:
    """Change all files in one go, and keep what they were. Raises UsageError when one cannot be written."""
    folder = migrations_beside(prepared.codebook)
    versions = prepared.old.id, prepared.new.id
    coded = list(prepared.batches)
    own = record.new_record(folder, prepared.loaded.name, *versions, prepared.folders, coded)
    change_files(folder, record.with_backup(folder, own, prepared.changes, prepared.kept))
    return own


def last_done(codebook: Path) -> record.Record:
    """The migration that would be undone. Raises CodebookError when there is none."""
    load_codebook(codebook)
    folder = migrations_beside(codebook)
    done = record.records(folder)
    if not done:
        raise CodebookError(
            "Er is geen migratie om ongedaan te maken.", waar=str(folder), doe="Controleer --codebook."
        )
    return done[-1]


def undo(codebook: Path) -> record.Record:
    """Put back every byte that the last migration changed. Raises CodebookError when that would lose work."""
    last, folder = last_done(codebook), migrations_beside(codebook)
    _refuse_later_work(folder, last)
    change_files(folder, record.undoing(folder, last))
    record.tidy(folder)
    return last


def _refuse_later_work(folder: Path, last: record.Record) -> None:
    """Codings made since with the new version, or work lists, would be left without a codebook."""
    known = {(folder / file.pad).resolve() for file in last.bestanden}
    label = f'"{last.naar}"'
    made = [path for place in last.mappen for path in sorted((folder / place).resolve().glob("*.jsonl"))]
    sent = [path for coded in last.gecodeerd for path in sorted((folder / coded).resolve().glob(WORK_LISTS))]
    later = [
        str(path)
        for path in (*made, *sent)
        if path not in known and label in path.read_text(encoding="utf-8")
    ]
    if later:
        raise CodebookError(
            f"Na de migratie {last.naam} is er gecodeerd, of iets uitgezet, met de nieuwe versie van het "
            "codeboek.",
            waar=str(folder),
            doe="Zet deze bestanden eerst opzij; zij horen bij de nieuwe versie.",
            faults=tuple(later),
        )


def _books(loaded: Loaded, codebook: Path, current: Codebook, before: Path | None) -> _Books:
    """The two versions. A migration that holds already is done again for annotations that came late."""
    folder = migrations_beside(codebook)
    for done in record.records(folder):
        own = folder / APPLIED / done.naam
        if done.migratie == loaded.name:
            if (own / "migratie.yaml").read_bytes() != loaded.content:
                raise CodebookError(
                    "Deze migratie is al toegepast, maar het bestand is daarna veranderd.",
                    waar=f"{loaded.name}.yaml",
                    doe=f"Zet het terug zoals het was ({own / 'migratie.yaml'}), of maak een nieuwe migratie "
                    "met een andere naam.",
                )
            files = (own / record.OLD_BOOK, own / record.NEW_BOOK)
            texts = [path.read_text(encoding="utf-8") for path in files]
            return _Books(load_codebook(files[0]), load_codebook(files[1]), texts[0], texts[1], None)
    if before:
        return _by_hand(loaded, codebook, current, before)
    if current.version != loaded.migration.van:
        raise CodebookError(
            f"Deze migratie gaat van versie {loaded.migration.van}, maar het codeboek is {current.version}.",
            waar=f"{loaded.name}.yaml regel {loaded.line_of(('van',))}",
            doe="Verbeter 'van' en 'naar', of kies een andere migratie. Is het codeboek al met de hand "
            "veranderd, geef dan met --old het codeboek zoals het was.",
        )
    return _rewritten(loaded, codebook, current)


def _by_hand(loaded: Loaded, codebook: Path, current: Codebook, before: Path) -> _Books:
    """The codebook was changed by someone: it stays so, and must have the codes that the steps lead to."""
    old = load_codebook(before)
    versions = (old.version, current.version)
    if versions != (loaded.migration.van, loaded.migration.naar):
        raise CodebookError(
            f"De codeboeken zijn versie {versions[0]} en {versions[1]}, maar de migratie gaat van "
            f"{loaded.migration.van} naar {loaded.migration.naar}.",
            waar=f"{loaded.name}.yaml",
            doe="Geef met --old het codeboek van voor de wijziging, en pas 'van' en 'naar' aan.",
        )
    meant, texts = (
        _rewritten(loaded, before, old),
        [path.read_text(encoding="utf-8") for path in (before, codebook)],
    )
    differing = sorted(_code_ids(meant.new) ^ _code_ids(current))
    if differing:
        raise CodebookError(
            "De migratie leidt niet tot dit codeboek; deze codes staan maar in een van de twee:",
            waar=f"{loaded.name}.yaml",
            doe="Beschrijf alle wijzigingen; 'plancoder codebook diff' laat ze zien.",
            faults=tuple(differing),
        )
    return _Books(old, current, texts[0], texts[1], None)


def _code_ids(codebook: Codebook) -> set[str]:
    codes = [(variable, code) for variable in codebook.variables.values() for code in variable.codes]
    return {f"{variable.id}.{code.id}" for variable, code in codes} | {
        f"{variable.id}.{subcode.id}" for variable, code in codes for subcode in code.subcodes
    }


def _rewritten(loaded: Loaded, codebook: Path, current: Codebook) -> _Books:
    data, _ = read_yaml(codebook, CodebookError)
    new, faults = migrated(data, loaded.migration, loaded.data)
    if not faults:
        later = find_faults(without_memory(new))
        faults = [((), f"het nieuwe codeboek klopt niet: {dotted(at)}: {what}") for at, what in later]
    messages = [loaded.line_of.fault(*fault) for fault in faults]
    book = None if messages else _validated(without_memory(new), messages)
    if book is None:
        raise CodebookError(
            f"Deze migratie past niet: {len(messages)} fout(en).",
            waar=f"{loaded.name}.yaml",
            doe="Verbeter de migratie; er is niets veranderd.",
            faults=tuple(messages),
        )
    before = codebook.read_bytes().decode("utf-8-sig")
    text, kept = rewritten(before, data, new)
    notices = (
        () if kept else ("Het codeboek wordt in zijn geheel opnieuw geschreven: commentaar gaat verloren.",)
    )
    return _Books(current, book, before, text, text, notices)


def _validated(data: dict[str, Any], messages: list[str]) -> Codebook | None:
    try:
        return Codebook.model_validate(data)
    except ValidationError as error:
        messages += [
            f"het nieuwe codeboek klopt niet: {'.'.join(map(str, item['loc']))} ({item['type']})"
            for item in error.errors(include_url=False)
        ]
    return None


def _folders(annotations: Sequence[Path], coded: Sequence[Path]) -> list[Path]:
    for folder in (*annotations, *coded):
        if not folder.is_dir():
            raise UsageError("Deze map bestaat niet.", waar=str(folder), doe="Controleer het pad.")
    own = [folder / name for folder in coded for name in CODERS_FOLDERS]
    found = [*annotations, *(folder for folder in own if folder.is_dir())]
    return list(dict.fromkeys(folder.resolve() for folder in found))
