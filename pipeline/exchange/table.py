"""A codebook as a table: a row for the codebook, and for each variable, report group, code and subcode.

Several texts in one cell are parted by ``|``. The table holds the whole codebook, which comes back equal.
"""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.codebook import Codebook
from pipeline.errors import UsageError
from pipeline.exchange.fields import (
    LISTS,
    of_code,
    of_subcode,
    of_variable,
    texts_of,
    yaml_code,
    yaml_variable,
)
from pipeline.export.sheets import Column
from pipeline.export.tables import LIST_SEPARATOR, to_csv
from pipeline.tabular import read_table
from pipeline.validation import Fault, LineOf, Location, suggestion

KINDS = BOOK, VARIABLE, GROUP, CODE, SUBCODE = "codeboek", "variabele", "groep", "code", "subcode"
WIDTHS = {
    "soort": 11,
    "variabele": 15,
    "id": 24,
    "naam": 26,
    "definitie": 60,
    "gebruik_wanneer": 60,
    "niet_wanneer": 50,
    "voorbeelden": 50,
    "termen": 60,
    "eenheden": 22,
    "groep": 12,
    "meervoudig": 12,
    "regels": 60,
    "versie": 8,
    "taal": 6,
}
Row = dict[str, Any]


def to_table(codebook: Codebook) -> str:
    """``codebook`` as csv. Raises UsageError when a text cannot stand in a list."""
    return to_csv(_rows(codebook), list(WIDTHS))


def to_workbook(codebook: Codebook) -> bytes:
    """``codebook`` as xlsx; the same codebook gives the same bytes. Raises UsageError as ``to_table``."""
    from xlsxwriter import Workbook

    from pipeline.export.workbook import CREATED, Styles, write_table

    stream = io.BytesIO()
    workbook = Workbook(stream, {"in_memory": True})
    workbook.set_properties({"title": f"Codeboek {codebook.id}", "created": CREATED})
    columns = [Column(key, key, width, "") for key, width in WIDTHS.items()]
    rows = [
        ({key: _shown(value) for key, value in row.items()}, dict[str, object]()) for row in _rows(codebook)
    ]
    write_table(workbook.add_worksheet("Codeboek"), columns, rows, Styles(workbook))
    workbook.close()
    return stream.getvalue()


def from_table(path: Path) -> tuple[Row, LineOf, list[Fault]]:
    """The bare codebook in a table, the row of each part, and rows that fit nowhere. Raises UsageError."""
    table = read_table(path)
    missing = [key for key in WIDTHS if key not in table.columns]
    if missing:
        raise UsageError(
            f"Deze kolommen ontbreken: {', '.join(missing)}.",
            waar=str(path),
            doe="Neem de kolommen van een tabel die 'plancoder codebook export' maakt.",
        )
    book = _Book()
    for number, row in table.rows:
        book.add(number, {key: _cell(key, row[key]) for key in WIDTHS})
    return book.data, LineOf(path.name, book.lines), book.faults


class _Book:
    """The codebook while its rows come in; ``lines`` holds the row of each place."""

    def __init__(self) -> None:
        self.data: Row = {"variabelen": {}}
        self.lines: dict[Location, int] = {(): 1}
        self.faults: list[Fault] = []

    def add(self, number: int, row: Row) -> None:
        """Take up one row; one that fits nowhere is kept as a fault."""
        soort = row["soort"]
        if soort == BOOK:
            given = {
                "naam": row["id"],
                "versie": row["versie"],
                "taal": row["taal"],
                "omschrijving": row["definitie"],
            }
            self.data = {key: value for key, value in given.items() if value} | self.data
            self.lines[()] = number
        elif soort == VARIABLE:
            self._put(("variabelen", row["id"]), number)
            self.data["variabelen"][row["id"]] = yaml_variable(row)
        elif soort not in KINDS:
            self._fault(number, f"soort '{soort}' kan hier niet; kies uit {', '.join(KINDS)}")
        elif row["variabele"] not in self.data["variabelen"]:
            near = suggestion(row["variabele"], list(self.data["variabelen"]))
            self._fault(number, f"de variabele '{row['variabele']}' staat er niet boven{near}")
        else:
            self._add_to_variable(number, row)

    def _add_to_variable(self, number: int, row: Row) -> None:
        variable = self.data["variabelen"][row["variabele"]]
        place: Location = ("variabelen", row["variabele"])
        if row["soort"] == GROUP:
            variable.setdefault("groepen", {})[row["id"]] = row["naam"]
            self._put((*place, "groepen", row["id"]), number)
        elif row["soort"] == CODE:
            self._put((*place, "codes", len(variable["codes"])), number)
            variable["codes"].append(yaml_code(row))
        else:
            self._add_subcode(number, row, variable, place)

    def _add_subcode(self, number: int, row: Row, variable: Row, place: Location) -> None:
        parent = row["id"].partition(".")[0]
        for at, code in enumerate(variable["codes"]):
            if code.get("id") == parent:
                own = code.setdefault("subcodes", [])
                self._put((*place, "codes", at, "subcodes", len(own)), number)
                own.append(yaml_code(row))
                return
        self._fault(number, f"de code '{parent}' van subcode '{row['id']}' staat er niet boven")

    def _put(self, place: Location, number: int) -> None:
        if place in self.lines:
            self._fault(number, f"'{place[-1]}' staat ook al in rij {self.lines[place]}")
        self.lines[place] = number

    def _fault(self, number: int, message: str) -> None:
        place: Location = ("rij", number)
        self.lines[place] = number
        self.faults.append((place, message))


def _rows(codebook: Codebook) -> list[Row]:
    for place, text in texts_of(codebook):
        if LIST_SEPARATOR in text:
            raise UsageError(
                f"Het teken {LIST_SEPARATOR} scheidt in een tabel de teksten en kan er niet in staan.",
                waar=place,
                doe="Vervang het in het codeboek, of exporteer als .qdc.",
            )
    return [dict.fromkeys(WIDTHS) | row for row in _parts(codebook)]


def _parts(codebook: Codebook) -> Iterator[Row]:
    yield {
        "soort": BOOK,
        "id": codebook.name,
        "definitie": codebook.description,
        "versie": codebook.version,
        "taal": codebook.language,
    }
    for variable in codebook.variables.values():
        own = {"variabele": variable.id}
        yield {"soort": VARIABLE, **own, **of_variable(variable)}
        yield from ({"soort": GROUP, **own, "id": key, "naam": name} for key, name in variable.groups.items())
        for code in variable.codes:
            yield {"soort": CODE, **own, **of_code(code)}
            yield from ({"soort": SUBCODE, **own, **of_subcode(each)} for each in code.subcodes)


def _shown(value: object) -> object:
    return LIST_SEPARATOR.join(value) if isinstance(value, list) else value


def _cell(key: str, text: str) -> str | list[str]:
    """A cell as it was before a spreadsheet was told that it is no formula."""
    if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@"):
        text = text[1:]
    if key in LISTS:
        return [part for each in text.split(LIST_SEPARATOR) if (part := each.strip())]
    return text
