"""From any earlier version of the codebook to the one in hand, along the migrations that hold.

What was made with an earlier version and is not in a file that a migration changes (a coding that comes in
later, what stands on a server) is taken along when it is used.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.codebook import Codebook, load_codebook
from pipeline.codebook.crosswalks import APPLIED, migrations_beside
from pipeline.codebook.versions import made_with
from pipeline.migration import record
from pipeline.migration.recode import Recoder
from pipeline.migration.schema import load_migration


@dataclass(frozen=True)
class Link:
    """One migration: ``old`` is the codebook that it starts from."""

    old: Codebook
    recoder: Recoder


@dataclass(frozen=True)
class Passage:
    """``links`` lead to ``codebook``, the first from the oldest version."""

    codebook: Codebook
    links: tuple[Link, ...] = ()

    def is_current(self, label: str) -> bool:
        """Whether ``label`` names the codebook in hand."""
        return made_with(label, self.codebook)

    def book_of(self, label: str) -> Codebook | None:
        """The codebook that ``label`` names; None when no migrations lead from it to the one in hand."""
        books = (*(link.old for link in self.links), self.codebook)
        return next((book for book in books if made_with(label, book)), None)

    def bring(self, row: Mapping[str, Any], label: str) -> tuple[dict[str, Any], list[str]]:
        """``row`` (as a line of annotations) in the version in hand, and why to look at its unit again.

        ``label`` is the version it was made with, one that ``book_of`` knows.
        """
        new, reasons = dict(row), list[str]()
        for link in self._from(label):
            found = link.recoder.recode(new)
            new = found.row
            reasons += [reason for _, reason in found.reasons if reason not in reasons]
        return new, reasons

    def _from(self, label: str) -> Sequence[Link]:
        if self.is_current(label):
            return ()
        starts = [at for at, link in enumerate(self.links) if made_with(label, link.old)]
        return self.links[starts[0] :] if starts else ()


def passage_to(codebook: Path) -> Passage:
    """The passage to the codebook at this path. Raises CodebookError."""
    book = load_codebook(codebook)
    return Passage(book, tuple(reversed(list(_links(migrations_beside(codebook), book)))))


def _links(folder: Path, book: Codebook) -> Iterator[Link]:
    """The migrations that lead to ``book``, the last one first."""
    left = record.records(folder)
    while found := next((each for each in reversed(left) if made_with(each.naar, book)), None):
        own = folder / APPLIED / found.naam
        old, new = (load_codebook(own / name) for name in (record.OLD_BOOK, record.NEW_BOOK))
        yield Link(old, Recoder(load_migration(own / "migratie.yaml").migration, old, new))
        left = [each for each in left if not made_with(each.naar, book)]
        book = old
