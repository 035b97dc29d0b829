"""All that the program wrote, as pieces of text with their place: also what lies in archives and pages."""

import html
import io
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import platformdirs

_STUDY_SUFFIX = ".sqlite3"
_PNG = b"\x89PNG\r\n\x1a\n"
_PARQUET = b"PAR1"
_MARKED_UP = (".html", ".xml", ".rels")
_ROW = re.compile(r'<row [^>]*?r="(\d+)"')
FREE_SPACE = "buiten de rijen (vrije ruimte)"


@dataclass(frozen=True)
class Piece:
    """A text and a function that says where in the file a position of it is.

    ``leftovers``: only what was not found in the other pieces of the file counts.
    """

    text: str
    where: Callable[[int], str]
    leftovers: bool = False


def written_files(folders: list[Path], own: Path) -> list[Path]:
    """The files in ``folders`` and below, and in ``own`` (where errors are noted) or the temporary folder."""
    found = {path.resolve() for folder in folders for path in folder.rglob("*") if path.is_file()}
    found |= {path.resolve() for path in own.glob("*") if path.is_file()} if own.is_dir() else set()
    temporary = Path(tempfile.gettempdir())
    found |= {path.resolve() for path in temporary.glob("fout-*.txt") if path.is_file()}
    return sorted(found)


def log_folder() -> Path:
    """Where the details of unexpected errors are kept."""
    return Path(platformdirs.user_log_dir("plancoder", appauthor=False))


def pieces_of(path: Path) -> Iterator[Piece]:
    """The texts in the file at ``path``. Raises OSError when it cannot be read."""
    content = path.read_bytes()
    if content.startswith(_PNG):
        return  # packed pixels, in which letters stand by chance; the words of a figure are in its SVG
    if zipfile.is_zipfile(io.BytesIO(content)):
        yield from _in_archive(path, content)
    elif content.startswith(b"SQLite format 3\0"):
        yield from _in_rows(path)
        yield Piece(_text(content), lambda _: FREE_SPACE, leftovers=True)
    elif content.startswith(_PARQUET):
        yield from _in_columns(path)
    elif _STUDY_SUFFIX in path.name:  # the journal beside it
        yield Piece(_text(content), lambda _: "logboek van de opslag")
    else:
        yield _lines(path.name, _text(content))


def _lines(name: str, text: str, before: str = "") -> Piece:
    if name.endswith(_MARKED_UP):
        text = html.unescape(text)
    return Piece(text, lambda at: f"{before}regel {text.count(chr(10), 0, at) + 1}")


def _in_rows(path: Path) -> Iterator[Piece]:
    """The cells of every table, with table, row and column; nothing when another process has it locked."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            for (table,) in tables:
                rows = connection.execute(f'SELECT * FROM "{table}"')
                columns = [column[0] for column in rows.description]
                for number, row in enumerate(rows, start=1):
                    for column, value in zip(columns, row, strict=True):
                        if isinstance(value, str):
                            place = f"tabel {table}, rij {number}, kolom {column}"
                            yield Piece(value, lambda _, place=place: place)  # type: ignore[misc]
    except sqlite3.DatabaseError:
        return  # the bytes are searched all the same


def _in_columns(path: Path) -> Iterator[Piece]:
    """The columns of a parquet file, some rows at a time; they are packed, so the bytes tell nothing."""
    try:
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise OSError("pyarrow is not installed") from error
    with ParquetFile(path) as file:
        for batch in file.iter_batches():
            for name, values in batch.to_pydict().items():
                text = "\n".join(map(str, values))
                yield Piece(text, lambda _, name=name: f"kolom {name}")  # type: ignore[misc]


def _in_archive(path: Path, content: bytes) -> Iterator[Piece]:
    if path.suffix == ".skops":
        from pipeline.coding.archive import whole_words

        text = "\n".join(whole_words(content))
        yield Piece(text, lambda _: "woordenlijst van het model")
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield _archived(name, archive.read(name))


def _archived(name: str, content: bytes) -> Piece:
    if name.endswith(".npy"):
        return Piece(_array_text(content), lambda _: name)
    if "worksheets/" not in name:
        return _lines(name, _text(content), f"{name}, ")
    text = _text(content)
    rows = [(match.start(), match[1]) for match in _ROW.finditer(text)]

    def row_of(at: int) -> str:
        return f"{name}, rij {next((number for start, number in reversed(rows) if start <= at), '1')}"

    return Piece(text, row_of)


def _array_text(content: bytes) -> str:
    """The texts in an array of numpy; of an array of numbers there is nothing to read."""
    import numpy as np

    array = np.load(io.BytesIO(content), allow_pickle=False)
    if array.dtype.kind == "U":
        return "\n".join(array.ravel().tolist())
    return _text(array.tobytes()) if array.dtype == np.uint8 else ""


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")
