"""eenheden.parquet: the rows of eenheden.jsonl in columns with types, for R, pandas, DuckDB and the like.

Numbers are integers, ``datum`` is a date, ``thema``, ``subcodes`` and ``nakijken`` are lists of text, and
``scores`` maps a code to its probability. A variable that the codebook adds is a text, or a list of them when
it allows more codes. What is absent is null. Needs the optional package pyarrow.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import UsageError
from pipeline.export.rows import Row, columns_of
from pipeline.files import draft

if TYPE_CHECKING:
    from pipeline.codebook import Codebook

PARQUET = "eenheden.parquet"
ROWS_AT_ONCE = 20_000
"""So many rows are in memory, and in a row group."""


def check_parquet() -> None:
    """Raise UsageError when parquet cannot be made here."""
    if find_spec("pyarrow") is None:
        raise UsageError(
            "Voor eenheden.parquet is het pakket pyarrow nodig, en dat is niet geïnstalleerd.",
            waar="--parquet",
            doe='Installeer het met: pip install ".[parquet]" (in de map van dit project), of laat --parquet '
            "(in plancoder.yaml: parquet) weg.",
        )


@contextmanager
def parquet_rows(path: Path, codebook: "Codebook") -> Iterator[Callable[[Row], object]]:
    """What writes a row to the parquet file at ``path``, which is there when all went well."""
    check_parquet()
    from pyarrow.parquet import ParquetWriter

    schema = _schema(codebook)
    waiting: list[Row] = []

    def write(row: Row) -> None:
        waiting.append(_typed(row))
        if len(waiting) == ROWS_AT_ONCE:
            flush()

    def flush() -> None:
        from pyarrow import Table

        writer.write_table(Table.from_pylist(waiting, schema=schema))
        waiting.clear()

    with draft(path) as new:
        with ParquetWriter(new, schema, compression="zstd") as writer:
            yield write
            if waiting:
                flush()
        new.replace(path)


def _schema(codebook: "Codebook") -> Any:
    import pyarrow as pa

    texts = pa.list_(pa.string())
    types = {
        "datum": pa.date32(),
        **dict.fromkeys(("subdoel_nr", "afspraak_nr", "pagina"), pa.int32()),
        **dict.fromkeys(("thema", "subcodes", "nakijken"), texts),
        **{variable.id: texts for variable in codebook.added if variable.multiple},
        "eigen_inzet": pa.bool_(),
        "scores": pa.map_(pa.string(), pa.float64()),
    }
    return pa.schema([(name, types.get(name, pa.string())) for name in columns_of(codebook)])


def _typed(row: Row) -> Row:
    return row | {
        "datum": date.fromisoformat(row["datum"]) if row["datum"] else None,
        "scores": list(row["scores"].items()),
    }
