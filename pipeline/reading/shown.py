"""One plan looked at: its reading, and what shows it or lets it be corrected."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.domain import Plan, Reading
from pipeline.reading import reader
from pipeline.reading.document import Document, open_document
from pipeline.reading.layouts.layout import Layout
from pipeline.reading.parts import Part, parts_of

_NO_PLAN = Plan(None, (), None, ())


@dataclass(frozen=True, slots=True)
class Shown:
    """A document with its reading and the role of each piece. Holds identifiers: for the screen only."""

    path: Path
    document: Document
    roles: tuple[str, ...]
    reading: Reading

    def picture(self) -> bytes:
        """A PNG of the pages with the found parts in colour."""
        from pipeline.reading.picture import draw_reading

        return draw_reading(self.path, self.document, self._parts())

    def sheet(self) -> bytes:
        """A workbook of the pieces with their roles, to correct."""
        from pipeline.reading.layouts.sheet import to_sheet

        return to_sheet(self.document.pieces, self.roles, self._parts())

    def json(self) -> str:
        """The reading in the fields of ``CORRECT.json``, to correct."""
        from pipeline.reading.layouts.truth import truth_of

        return json.dumps(truth_of(self.reading.plan or _NO_PLAN), ensure_ascii=False, indent=2) + "\n"

    def _parts(self) -> list[Part | None]:
        return parts_of(self.document.pieces, self.roles, self.reading.plan or _NO_PLAN)


def look_at(path: Path, layouts: Sequence[Layout] = (), passwords: Sequence[str] = ()) -> Shown:
    """Reads a plan to show it. Raises UnreadableFile and ModelError."""
    document, model = open_document(path, passwords), reader.default_model()
    reader.check_text(document)
    looked = reader.look_at(document, model, layouts)
    roles = tuple(reader.decide_roles(looked, model).looks.roles)
    reading = reader.interpret(looked, model, refuse_several=False)
    return Shown(path, replace(document, pieces=looked.pieces), roles, reading)
