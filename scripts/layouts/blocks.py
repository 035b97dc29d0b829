"""What stands on a form, without saying how it is drawn: the one language between structures and programs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """A run of text in one dress."""

    text: str
    bold: bool = False
    italic: bool = False


Inline = tuple[Span, ...]


def inline(text: str | Inline, *, bold: bool = False, italic: bool = False) -> Inline:
    """``text`` as a run; runs that are already made pass through."""
    return (Span(text, bold=bold, italic=italic),) if isinstance(text, str) else text


@dataclass(frozen=True)
class Heading:
    """Level 0 is the title, 1 a section, 2 a subdoel, 3 an actor."""

    text: Inline
    level: int


@dataclass(frozen=True)
class Para:
    text: Inline
    indent: float = 0  # cm


@dataclass(frozen=True)
class Items:
    """A list; each item has its own printed mark."""

    items: tuple[tuple[str, Inline], ...]


@dataclass(frozen=True)
class Lead:
    """A short word, and at a tab stop behind it the text."""

    lead: str
    text: Inline
    at: float  # cm


@dataclass(frozen=True)
class Cell:
    blocks: tuple[Block, ...]
    columns: int = 1
    rows: int = 1
    head: bool = False
    shaded: bool = False


def cell(text: str | Inline, *, bold: bool = False, head: bool = False, rows: int = 1) -> Cell:
    """A table cell with one paragraph."""
    return Cell((Para(inline(text, bold=bold or head)),), rows=rows, head=head)


@dataclass(frozen=True)
class Table:
    """``rows`` leave out the places that another cell spans; ``widths`` are shares of the line."""

    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    heads: int = 0  # rows repeated at the top of each page
    grid: str = "full"  # full, rows, none, zebra


@dataclass(frozen=True)
class Box:
    """A frame with an optional title bar."""

    blocks: tuple[Block, ...]
    title: Inline = ()


@dataclass(frozen=True)
class Columns:
    """Side by side on the page, each with its own flow."""

    parts: tuple[tuple[Block, ...], ...]
    widths: tuple[float, ...] = (1, 1)


@dataclass(frozen=True)
class Newspaper:
    """Text that fills the left column to the foot of the page and goes on in the right one."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Field:
    """A field to fill in on the screen (AcroForm): the value is no part of the page's text."""

    label: str
    value: str
    lines: int = 1


@dataclass(frozen=True)
class Rule:
    pass


@dataclass(frozen=True)
class Space:
    cm: float = 0.4


@dataclass(frozen=True)
class PageBreak:
    pass


Block = Heading | Para | Items | Lead | Table | Box | Columns | Newspaper | Field | Rule | Space | PageBreak


@dataclass(frozen=True)
class Style:
    """The dress of one set of plans; every field is drawn or fixed by the layout."""

    font: str = "sans"
    size: float = 10.5
    accent: str = "#1f4e79"
    heading: str = "bold"  # bold, plain, underline, bar, italic, rule, smallcaps, size, centre
    upper: bool = False  # section headings in capitals
    number: str = "1"  # of a subdoel: "", 1, 1., 1), A, I, nr, woord, s.1 (under its section)
    sections: str = ""  # how sections are numbered: "", 1, 1., A., I.
    goal: str = "line"  # line (label, text below), inline (label: text), run (in a paragraph), bare, number
    bullet: str = "•"
    actor: str = "heading"  # heading, run (behind a label), prefix, article, suffix, dash, bracket, none
    empty: bool = False  # print a heading with a dash where an actor has no afspraak
    front: str = "table"  # table, pairs, lines, sentence, inline
    grid: str = "full"
    justify: bool = False
    landscape: bool = False
    margin: float = 2.2  # cm
    leading: float = 1.3
    header: str = ""
    footer: str = ""
    fields: tuple[str, ...] = ()  # further labelled values at the head: geboortedatum, adres, telefoon
    columns: tuple[str, ...] = ()  # further columns of a table of actions: kolom_wanneer, kolom_status
    noise: int = 0  # how many sections beside the plan
    sign: str = "lines"  # lines, boxes, columns, box, one, text, none
    gridlines: bool = False  # a sheet's own lines are printed
    slots: int = 0  # so many subdoelen has the empty form


@dataclass(frozen=True)
class Document:
    """What a program draws: ``blocks``, or the ``html`` of a page that a template made."""

    blocks: tuple[Block, ...]
    style: Style
    title: str
    html: str = ""
