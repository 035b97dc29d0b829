"""A PDF as pieces of text in reading order, before anything is known of what they mean."""

from dataclasses import dataclass
from pathlib import Path

from pipeline.reading.blocks import make_blocks
from pipeline.reading.furniture import join_tables, split_furniture
from pipeline.reading.garbled import mend_garbled
from pipeline.reading.lines import page_lines
from pipeline.reading.lost_letters import mend_lost_letters
from pipeline.reading.pdf import Page, read_pages
from pipeline.reading.pieces import Piece, make_pieces
from pipeline.reading.scan import mend_scans
from pipeline.reading.tables import add_heads, turn_tables

_TABLES_PER_PAGE = 1000  # room to number the tables of a page


@dataclass(frozen=True, slots=True)
class Document:
    """``lines`` are all printed lines, headers and footers too; ``pieces`` leave those out."""

    pages: tuple[Page, ...]
    lines: tuple[str, ...]
    pieces: tuple[Piece, ...]


def open_document(path: Path, password: str | None = None) -> Document:
    """Reads a PDF into pieces. Raises UnreadableFile."""
    pages = mend_scans(
        path, mend_garbled(path, mend_lost_letters(read_pages(path, password)), password), password
    )
    lines = [page_lines(page, page.number * _TABLES_PER_PAGE) for page in pages]
    body, _ = split_furniture(pages, lines)
    blocks = turn_tables(make_blocks(join_tables(body)))
    pieces = add_heads(make_pieces(blocks))
    return Document(tuple(pages), tuple(line.text for on_page in lines for line in on_page), tuple(pieces))
