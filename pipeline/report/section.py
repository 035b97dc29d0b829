"""What a section of the report is made of."""

from dataclasses import dataclass

from pipeline.report.drawing import Figure
from pipeline.report.tables import Grid, Table


@dataclass(frozen=True, slots=True)
class Highlight:
    """One figure for the head of the report, and what it is."""

    value: str
    caption: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A second table, for what is told one by one rather than counted."""

    title: str
    lead: str
    grid: Grid


@dataclass(frozen=True, slots=True)
class Section:
    """One table with its figure; ``lead`` says what it shows, ``remarks`` what to know when reading it."""

    id: str
    title: str
    lead: str
    table: Table | Grid
    figure: Figure | None = None
    remarks: tuple[str, ...] = ()
    highlight: Highlight | None = None
    listing: Listing | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """Sections that belong together."""

    id: str
    title: str
    sections: tuple[Section, ...]
