"""Which columns of the diagnose-export are taken over: a small yaml, described in ``data/diagnoses.yaml``."""

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from pipeline.errors import DiagnosesError
from pipeline.linking.table import OWN_COLUMNS
from pipeline.validation import Fault, read_yaml, validate

DEFAULT = Path(__file__).parent / "data" / "diagnoses.yaml"
GENDER, AGE = "geslacht", "leeftijd"
"""Our names of the columns that serve as evidence for a proposal."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", examples=["jaren_in_nederland"])]


class Type(StrEnum):
    """What the cells of a column hold."""

    TEKST = "tekst"
    GETAL = "getal"
    JA_NEE = "ja_nee"
    CATEGORIE = "categorie"


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ExportColumn(_Entry):
    """One column: ``source`` is its name in the export, ``name`` ours.

    ``values`` (of a category only): each value in the export, and what we call it.
    """

    source: Text = Field(alias="kolom")
    name: Name = Field(alias="naam")
    type: Type
    values: dict[str, Text] = Field(alias="waarden", default_factory=dict)
    heading: Text | None = Field(alias="opschrift", default=None)
    explanation: Text | None = Field(alias="uitleg", default=None)


class ExportColumns(_Entry):
    """The whole description; ``bsn`` names the column with the number."""

    bsn: Text
    columns: tuple[ExportColumn, ...] = Field(alias="kolommen", min_length=1)

    @property
    def names(self) -> tuple[str, ...]:
        """Our names, in their order."""
        return tuple(column.name for column in self.columns)


def load_columns(path: Path = DEFAULT) -> ExportColumns:
    """The description at ``path``; raises DiagnosesError that lists every fault with its line."""
    data, line_of = read_yaml(path, DiagnosesError)
    return validate(ExportColumns, data, line_of, DiagnosesError, [*_faults(data)])


def folded(name: str) -> str:
    """A column's name as it is compared: without capitals and loose spaces."""
    return " ".join(name.split()).casefold()


def _faults(data: Any) -> Iterator[Fault]:
    """What the types do not show. What has another form is told by them, and passed over here."""
    entries = data.get("kolommen") if isinstance(data, dict) else None
    columns = [
        (("kolommen", index), entry)
        for index, entry in enumerate(entries if isinstance(entries, list) else ())
        if isinstance(entry, dict)
    ]
    yield from _twice(columns, "kolom")
    yield from _twice(columns, "naam")
    for place, entry in columns:
        if entry.get("naam") in OWN_COLUMNS:
            yield (*place, "naam"), f"'{entry['naam']}' heet een eigen kolom al; kies een andere naam"
        if folded(str(entry.get("kolom"))) == folded(str(data.get("bsn"))):
            yield (*place, "kolom"), "dit is de kolom met het BSN; die wordt nooit bewaard"
        is_category = entry.get("type") == Type.CATEGORIE
        if is_category and not entry.get("waarden"):
            yield place, "een categorie moet haar 'waarden' noemen"
        if not is_category and "waarden" in entry:
            yield (*place, "waarden"), "hoort alleen bij type categorie"


def _twice(columns: list[tuple[tuple[str, int], dict[str, Any]]], key: str) -> Iterator[Fault]:
    count: Counter[str] = Counter()
    for place, entry in columns:
        value = folded(str(entry.get(key)))
        count[value] += 1
        if key in entry and count[value] > 1:
            yield (*place, key), f"'{entry[key]}' staat al bij een eerdere kolom"
