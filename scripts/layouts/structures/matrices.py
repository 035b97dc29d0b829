"""Structures of tables with more in them: actors as rows, crosses for who, two rows of heads."""

from __future__ import annotations

from layouts.blocks import Block, Cell, Para, Space, Span, Table, cell, inline
from layouts.parts.actors import group_head, named, split
from layouts.parts.closing import closing
from layouts.parts.goals import goal_label, goal_sign, goal_text
from layouts.parts.opening import front, situation
from layouts.parts.sheet import Sheet, dated, marked
from layouts.structures.tables import list_cell, table_page
from layouts.wording import capital

Row = tuple[Cell, ...]
AREAS = {
    "taal": "Taal en opleiding",
    "werk": "Werk",
    "participatie": "Sociaal netwerk",
    "gezondheid": "Gezondheid en gezin",
}


def _page(sheet: Sheet, rows: list[Row], widths: tuple[float, ...], heads: int) -> list[Block]:
    return table_page(sheet, Table(tuple(rows), widths, heads=heads, grid=sheet.style.grid))


def actor_rows(sheet: Sheet) -> list[Block]:
    """The subdoel in a merged cell, beside it a row for each actor."""
    words = sheet.words
    rows: list[Row] = [
        tuple(cell(words[name], head=True) for name in ("kolom_doel", "kolom_wie", "kolom_actie"))
    ]
    for number, subdoel in enumerate(sheet.plan["subdoelen"], 1):
        parts = [
            (group, part)
            for group, part in zip(sheet.groups, split(sheet, subdoel), strict=True)
            if part or sheet.style.empty
        ]
        beside = [(cell(group_head(sheet, group)), list_cell(sheet, part)) for group, part in parts]
        goal = cell(goal_text(sheet, number, subdoel["tekst"]), rows=max(len(beside), 1))
        first, *rest = beside or [(cell(""), cell(""))]
        rows += [(goal, *first), *rest]
    return _page(sheet, rows, (1.6, 1.2, 3), 1)


def one_cell(sheet: Sheet) -> list[Block]:
    """The subdoel on the left, all its afspraken in one cell on the right, each behind its actor."""
    words = sheet.words
    rows: list[Row] = [(cell(words["kolom_doel"], head=True), cell(words["kolom_actie"], head=True))]
    for number, subdoel in enumerate(sheet.plan["subdoelen"], 1):
        lines = [
            Para((Span(f"{capital(words.nouns[afspraak['wie']])}: ", italic=True), Span(afspraak["tekst"])))
            for afspraak in subdoel["afspraken"]
        ]
        rows.append(
            (cell(goal_text(sheet, number, subdoel["tekst"])), Cell(tuple(lines) or (Para(inline("")),)))
        )
    return _page(sheet, rows, (1, 2.2), 1)


def by_area(sheet: Sheet) -> list[Block]:
    """The area of life and its score in columns before the subdoel, the term in one after the afspraken."""
    words = sheet.words
    heads = ("Leefgebied", "Score", words["kolom_doel"], words["kolom_actie"], words["kolom_wanneer"])
    rows: list[Row] = [tuple(cell(head, head=True) for head in heads)]
    for number, subdoel in enumerate(sheet.plan["subdoelen"], 1):
        area = AREAS.get((subdoel["thema"] or [""])[0].partition(".")[0], "Financiën en wonen")
        score = cell(str(sheet.rng.randint(1, 5)))
        done = [marked(sheet, [named(sheet, one) for one in subdoel["afspraken"]], number)]
        cells = (cell(area), score, cell(goal_text(sheet, number, subdoel["tekst"])))
        rows.append((*cells, Cell(tuple(done)), cell(dated(sheet))))
    return _page(sheet, rows, (1.1, 0.6, 1.8, 3, 1), 1)


def crosses(sheet: Sheet) -> list[Block]:
    """One afspraak a row, and a cross in the column of who acts."""
    words = sheet.words
    columns = ("klantmanager", "statushouder", "derde")
    heads = [
        cell(words["kolom_actie"], head=True),
        *(cell(capital(words.nouns[wie]), head=True) for wie in columns),
    ]
    rows: list[Row] = [(*heads, cell(words["kolom_wanneer"], head=True))]
    for number, subdoel in enumerate(sheet.plan["subdoelen"], 1):
        label = goal_label(sheet, number)
        band = (Span(f"{label}: " if label else "", bold=True), Span(subdoel["tekst"], bold=True))
        rows.append((Cell((Para(band),), columns=5, shaded=True),))
        for afspraak in subdoel["afspraken"]:
            acting = ("klantmanager", "statushouder") if afspraak["wie"] == "beide" else (afspraak["wie"],)
            rows.append(
                (
                    cell(afspraak["tekst"]),
                    *(cell("X" if wie in acting else "") for wie in columns),
                    cell(dated(sheet)),
                )
            )
    return _page(sheet, rows, (3.2, 1, 1, 1, 1.1), 1)


def two_heads(sheet: Sheet) -> list[Block]:
    """Actors as columns under one merged head, the number of the subdoel in a column of its own."""
    words = sheet.words
    over = Cell((Para(inline(words["afspraken"], bold=True)),), columns=len(sheet.groups), head=True)
    rows: list[Row] = [
        (cell(words["kolom_nr"], head=True, rows=2), cell(words["kolom_doel"], head=True, rows=2), over)
    ]
    rows.append(tuple(cell(group_head(sheet, group), head=True) for group in sheet.groups))
    for number, subdoel in enumerate(sheet.plan["subdoelen"], 1):
        sign = goal_sign(sheet, number) or str(number)
        rows.append(
            (cell(sign), cell(subdoel["tekst"]), *(list_cell(sheet, part) for part in split(sheet, subdoel)))
        )
    return _page(sheet, rows, (0.5, 1.3, *([1.5] * len(sheet.groups))), 2)


def who_first(sheet: Sheet) -> list[Block]:
    """Who, what and when in that order, and the number and text of the subdoel as a row of its own."""
    words = sheet.words
    rows: list[Row] = [
        tuple(
            cell(words[name], head=True)
            for name in ("kolom_wie", "kolom_actie", "kolom_wanneer", "kolom_status")
        )
    ]
    for number, subdoel in enumerate(sheet.plan["subdoelen"], 1):
        goal = Cell((Para(inline(subdoel["tekst"], bold=True)),), columns=3)
        rows.append((cell(goal_label(sheet, number) or str(number), bold=True), goal))
        rows += [
            (cell(words.nouns[afspraak["wie"]]), cell(afspraak["tekst"]), cell(dated(sheet)), cell(""))
            for afspraak in subdoel["afspraken"]
        ]
    return _page(sheet, rows, (1.2, 3, 1, 1), 1)


def outline(sheet: Sheet) -> list[Block]:
    """Main goal, subdoelen and afspraken as rows of one list, each with its code and what it is."""
    words = sheet.words
    heads = (words["kolom_nr"], "Soort", "Tekst", words["kolom_wie"], words["kolom_wanneer"])
    rows: list[Row] = [tuple(cell(head, head=True) for head in heads)]
    rows.append(_outline_row("1", words["hoofddoel"], sheet.plan["hoofddoel"]["tekst"]))
    for number, subdoel in enumerate(sheet.plan["subdoelen"], 1):
        rows.append(_outline_row(f"1.{number}", words["subdoel"], subdoel["tekst"]))
        for place, afspraak in enumerate(subdoel["afspraken"], 1):
            who, when = capital(words.nouns[afspraak["wie"]]), dated(sheet)
            code = f"1.{number}.{place}"
            rows.append(_outline_row(code, words["kolom_actie"], afspraak["tekst"], who, when))
    table = Table(tuple(rows), (0.8, 1.6, 4, 1.5, 1.3), heads=1, grid=sheet.style.grid)
    head = [*front(sheet), *sheet.beside("voor"), *situation(sheet), *sheet.beside("midden")]
    return [*head, Space(), table, Space(), *closing(sheet)]


def _outline_row(code: str, kind: str, text: str, who: str = "", when: str = "") -> Row:
    return (cell(code), cell(kind), cell(text), cell(who), cell(when))
