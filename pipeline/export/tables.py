"""Rows as csv: UTF-8, comma, dot as decimal sign, one header line.

Lists are joined by ``|``; objects are JSON; true and false are written so; what is absent is empty. A text
that a spreadsheet would take for a formula (it starts with ``=``, ``+``, ``-`` or ``@``) gets an apostrophe
in front.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from typing import TextIO

from pipeline.export.rows import Row

LIST_SEPARATOR = "|"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def to_csv(rows: Iterable[Row], columns: Sequence[str]) -> str:
    """The whole file as text."""
    stream = io.StringIO()
    write = csv_lines(stream, columns)
    for row in rows:
        write(row)
    return stream.getvalue()


def csv_lines(stream: TextIO, columns: Sequence[str]) -> Callable[[Row], object]:
    """Writes the header to ``stream``, and gives what writes a row; the stream must leave newlines alone."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    return lambda row: writer.writerow([_cell(row[column]) for column in columns])


def _cell(value: object) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    text = LIST_SEPARATOR.join(str(item) for item in value) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
