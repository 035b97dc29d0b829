"""A PDF as pieces of text in reading order, before anything is known of what they mean."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.reading.blocks import make_blocks
from pipeline.reading.broken_rows import mend_broken_rows
from pipeline.reading.furniture import join_tables, without_furniture
from pipeline.reading.garbled import mend_garbled
from pipeline.reading.habits import Habits
from pipeline.reading.lost_letters import mend_lost_letters
from pipeline.reading.opening import fitting_password
from pipeline.reading.page_lines import page_lines
from pipeline.reading.pdf import Page, read_pages
from pipeline.reading.pieces import Piece, make_pieces
from pipeline.reading.scan import mend_scans
from pipeline.reading.tables import add_heads, turn_tables

_TABLES_PER_PAGE = 1000  # room to number the tables of a page


@dataclass(frozen=True, slots=True)
class Document:
    """``page_lines`` are all printed lines of each page, headers and footers too; ``pieces`` leave those out.

    ``password`` is the one that opened the file, to open it again.
    """

    pages: tuple[Page, ...]
    page_lines: tuple[tuple[str, ...], ...]
    pieces: tuple[Piece, ...]
    password: str | None = field(default=None, repr=False)

    @property
    def clarity(self) -> float:
        """How sure the recogniser was of the letters of the least clear page, 0 to 1; 1 without scans."""
        return min((page.sure for page in self.pages if page.scanned), default=1.0)

    def without_words(self) -> "Document":
        """Without what the pieces were made of, which takes most memory."""
        return replace(self, pages=tuple(replace(page, words=(), rulings=()) for page in self.pages))

    @property
    def lines(self) -> tuple[str, ...]:
        """All printed lines in reading order."""
        return tuple(line for on_page in self.page_lines for line in on_page)


def open_document(path: Path, passwords: Sequence[str] = ()) -> Document:
    """Reads a PDF into pieces; ``passwords`` are tried if it is encrypted. Raises UnreadableFile."""
    password = fitting_password(path, passwords) if passwords else None
    pages = mend_lost_letters(read_pages(path, password))
    pages = mend_scans(path, mend_garbled(path, pages, password), password)
    lines = [page_lines(page, page.number * _TABLES_PER_PAGE) for page in pages]
    body = join_tables(without_furniture(pages, lines))
    habits = Habits.of(body)
    blocks = turn_tables(mend_broken_rows(make_blocks(body, habits), habits))
    pieces = add_heads(make_pieces(blocks))
    texts = tuple(tuple(line.text for line in on_page) for on_page in lines)
    return Document(tuple(pages), texts, tuple(pieces), password)
