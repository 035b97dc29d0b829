"""The reading queue: units that a coder found to be read wrongly from the PDF, for who mends the reading."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.domain import Unit
from pipeline.export.tables import to_csv
from pipeline.files import write_atomic
from pipeline.tabular import read_table

FILE_NAME = "verkeerd_gelezen.csv"
COLUMNS = (
    *("bestand", "plan", "eenheid", "subdoel_nr", "afspraak_nr", "pagina", "tekst"),
    *("volgens_codeur", "opmerking", "codeur", "batch"),
)

_KEYS = ("batch", "codeur", "plan", "eenheid", "subdoel_nr", "afspraak_nr")
Key = tuple[str, ...]


def misread_row(unit: Unit, *, kind: str, remark: str, coder: str, batch: str) -> dict[str, Any]:
    """A row: which unit, and what the coder says of it (``kind``: what it is in truth)."""
    row = {name: getattr(unit, name) for name in COLUMNS[:7]} | {"eenheid": unit.eenheid.value}
    says = "" if kind == unit.eenheid.value else kind
    return row | {"volgens_codeur": says, "opmerking": remark, "codeur": coder, "batch": batch}


def queue_key(unit: Unit, coder: str, batch: str) -> Key:
    """Which row of the queue is about this unit."""
    return _key(misread_row(unit, kind="", remark="", coder=coder, batch=batch))


def write_queue(folder: Path, rows: Sequence[dict[str, Any]], coded: Collection[Key]) -> Path | None:
    """Add ``rows`` to the queue, in the place of earlier ones; without those of units ``coded`` since.

    A row stays when its task is gone: it was somebody's work. None: nothing is in the queue.
    """
    path = folder / FILE_NAME
    everything = {_key(row): row for row in (*_rows(path), *rows) if _key(row) not in coded}
    if not everything:
        path.unlink(missing_ok=True)
        return None
    content = to_csv(list(everything.values()), COLUMNS)
    if not path.exists() or path.read_text(encoding="utf-8") != content:
        write_atomic(path, content)
    return path


def _key(row: Mapping[str, Any]) -> Key:
    return tuple(str(row[name] or "") for name in _KEYS)


def _rows(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    # An apostrophe in front was put there by us, and is put there again.
    rows = [row for _, row in read_table(path).rows]
    return [{name: row.get(name, "").removeprefix("'") for name in COLUMNS} for row in rows]
