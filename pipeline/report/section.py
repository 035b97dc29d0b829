"""What a section of the report is made of."""

from dataclasses import dataclass

from pipeline.report.drawing import Figure
from pipeline.report.tables import Table


@dataclass(frozen=True, slots=True)
class Highlight:
    """One figure for the head of the report, and what it is."""

    value: str
    caption: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A table of texts, for what is told one by one rather than counted."""

    title: str
    lead: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One table with its figure; ``lead`` says what it shows, ``remarks`` what to know when reading it."""

    id: str
    title: str
    lead: str
    table: Table
    figure: Figure
    remarks: tuple[str, ...] = ()
    highlight: Highlight | None = None
    listing: Listing | None = None
