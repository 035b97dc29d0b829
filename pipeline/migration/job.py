"""A migration from file to files: what it would do, doing it, and undoing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipeline.codebook import load_codebook
from pipeline.codebook.crosswalks import CROSSWALK, crosswalk_from, migrations_beside
from pipeline.errors import CodebookError, UsageError
from pipeline.export.tables import to_csv
from pipeline.migration import record
from pipeline.migration.again import Batch, again_table, batches_of
from pipeline.migration.books import Books, books_of
from pipeline.migration.crosswalk import crosswalk
from pipeline.migration.files import RETIRED_COLUMNS, Rewritten, rewrite
from pipeline.migration.models import ModelAlong, model_along
from pipeline.migration.passage import Link
from pipeline.migration.recode import Recoder
from pipeline.migration.schema import Loaded, load_migration
from pipeline.transaction import FileChange, change_files

CODERS_FOLDERS = ("annotaties", "annotations")
"""Where, in a coded folder, codings of people stand."""
WORK_LISTS = "labelstudio/*.json"
"""And where it is written what was sent to whom."""


@dataclass(frozen=True)
class Prepared:
    """All that a migration would do; nothing is written yet.

    ``folders`` of annotations and ``coded`` folders go along. What is to be written is worked out when it is
    first asked, and stays so.
    """

    loaded: Loaded
    codebook: Path
    books: Books
    rewritten: Rewritten
    batches: tuple[Batch, ...]
    folders: tuple[Path, ...]
    coded: tuple[Path, ...]
    models: Path | None = None

    @property
    def link(self) -> Link:
        """From the old version to the new one."""
        return Link(self.books.old, Recoder(self.loaded.migration, self.books.old, self.books.new))

    @cached_property
    def crosswalk(self) -> bytes:
        """Which old code is which new one."""
        return crosswalk(self.loaded.migration, self.books.old, self.books.new).encode()

    @cached_property
    def model(self) -> ModelAlong | None:
        """What becomes of the model in use."""
        road = crosswalk_from(self.crosswalk.decode())
        return model_along(self.models, self.books, self.loaded.migration, road)

    @cached_property
    def changes(self) -> tuple[FileChange, ...]:
        """All files that change. Raises UsageError when a batch of that name is there."""
        text, moved = self.books.text, self.model.files if self.model else {}
        tables = [each.resolve() / f"omzetting-{self.loaded.name}.csv" for each in self.coded]
        return (
            *([FileChange(self.codebook, text.encode())] if text is not None else []),
            *(FileChange(path, content) for path, content in self.rewritten.files.items()),
            *(change for batch in self.batches for change in batch.files(self.books.new)),
            *(FileChange(path, content) for path, content in moved.items()),
            *(FileChange(path, self.crosswalk) for path in tables if not path.exists()),
        )

    @property
    def kept(self) -> dict[str, bytes]:
        """What is kept beside the old bytes, by file name."""
        retired = to_csv(self.rewritten.retired, RETIRED_COLUMNS).encode()
        return {
            "migratie.yaml": self.loaded.content,
            CROSSWALK: self.crosswalk,
            "nakijken.csv": again_table(self.rewritten.again, self.batches),
            record.OLD_BOOK: self.books.old_text.encode(),
            record.NEW_BOOK: self.books.new_text.encode(),
            **({record.RETIRED: retired} if self.rewritten.retired else {}),
        }

    @property
    def nothing_to_do(self) -> bool:
        """Whether it was carried out before, on all of these files."""
        return not self.changes


def prepare(
    migration: Path,
    codebook: Path,
    annotations: Sequence[Path],
    coded: Sequence[Path] = (),
    before: Path | None = None,
    models: Path | None = None,
) -> Prepared:
    """What ``migration`` would change in the codebook and in the codings of people.

    ``annotations``: folders of annotations; ``coded``: coded folders, of which the own annotations go along,
    and which get a batch of the units to look at again. Units of which the plan is in none of these come in a
    folder of their own beside the codebook. ``before``: the codebook as it was, when the one in
    hand was already changed by someone. ``models``: the folder of models, of which the one in use goes along
    when it can. Raises CodebookError or AnnotationError that lists
    every fault with its place, StudyError for a coded folder that cannot be read.
    """
    loaded = load_migration(migration)
    books = books_of(loaded, codebook, before)
    folders = _folders(annotations, coded)
    found = rewrite(folders, Recoder(loaded.migration, books.old, books.new), books.old, books.new)
    name = record.free_name(migrations_beside(codebook), loaded.name)
    beside = codebook.resolve().parent
    batches = batches_of(name, loaded.migration.reden, found, coded, beside, books.new)
    places = tuple(batches), tuple(folders), tuple(coded)
    return Prepared(loaded, codebook.resolve(), books, found, *places, models)


def carry_out(prepared: Prepared) -> record.Record:
    """Change all files in one go, and keep what they were. Raises UsageError when one cannot be written."""
    folder = migrations_beside(prepared.codebook)
    versions = prepared.books.old.id, prepared.books.new.id
    coded = list(dict.fromkeys((*prepared.coded, *(batch.folder for batch in prepared.batches))))
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
    record.tidy(folder, last)
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


def _folders(annotations: Sequence[Path], coded: Sequence[Path]) -> list[Path]:
    for folder in (*annotations, *coded):
        if not folder.is_dir():
            raise UsageError("Deze map bestaat niet.", waar=str(folder), doe="Controleer het pad.")
    own = [folder / name for folder in coded for name in CODERS_FOLDERS]
    found = [*annotations, *(folder for folder in own if folder.is_dir())]
    return list(dict.fromkeys(folder.resolve() for folder in found))
