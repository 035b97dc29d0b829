"""Structures of plans that are kept in a sheet (Excel) and printed from there."""

from __future__ import annotations

from layouts.blocks import Block, Cell, Para, Space, Span, Table, cell, inline
from layouts.parts.actors import group_head, split
from layouts.parts.closing import closing
from layouts.parts.goals import goal_label, goal_sign
from layouts.parts.opening import front, identity, opening
from layouts.parts.sheet import Sheet, dated
from layouts.structures.tables import STATES, list_cell
from layouts.wording import capital

Row = tuple[Cell, ...]


def _shaded(text: str, columns: int = 1) -> Cell:
    return Cell((Para(inline(text, bold=True)),), columns=columns, shaded=True)


def action_sheet(sheet: Sheet) -> list[Block]:
    """Number, goal, action, who, when and status in columns; the subdoel is a shaded row of its own."""
    words = sheet.words
    names = ("kolom_nr", "kolom_doel", "kolom_actie", "kolom_wie", "kolom_wanneer", "kolom_status")
    rows: list[Row] = [tuple(cell(words[name], head=True) for name in names)]
    for number, subdoel in enumerate(sheet.plan["subdoelen"], 1):
        rows.append((_shaded(str(number)), _shaded(subdoel["tekst"], 2), *(_shaded("") for _ in range(3))))
        for place, one in enumerate(subdoel["afspraken"], 1):
            who, state = capital(words.nouns[one["wie"]]), sheet.rng.choice(STATES)
            told = (cell(one["tekst"]), cell(who), cell(dated(sheet)), cell(state))
            rows.append((cell(f"{number}.{place}"), cell(""), *told))
    table = Table(tuple(rows), (0.5, 1.2, 4, 1.3, 1.1, 0.9), heads=1, grid=sheet.style.grid)
    return [*opening(sheet), sheet.section("subdoelen"), table, Space(), *closing(sheet)]


def merged_form(sheet: Sheet) -> list[Block]:
    """A form of merged cells: bands over the whole width, labels above the texts and before the afspraken."""
    plan, words = sheet.plan, sheet.words
    pairs = [
        (cell(label, bold=True), Cell((Para(inline(value)),), columns=3)) for label, value in identity(sheet)
    ]
    rows: list[Row] = [(_shaded(words["titel"], 4),), *pairs, (_shaded(words["situatie"], 4),)]
    rows += [(Cell((Para(inline(text)),), columns=4),) for text in plan["situatie"]]
    rows += [
        (_shaded(words["hoofddoel"], 4),),
        (Cell((Para(inline(plan["hoofddoel"]["tekst"])),), columns=4),),
    ]
    for number, subdoel in enumerate(plan["subdoelen"], 1):
        rows.append((_shaded(goal_label(sheet, number)), _shaded(subdoel["tekst"], 3)))
        for group, part in zip(sheet.groups, split(sheet, subdoel), strict=True):
            for place, one in enumerate(part):
                label = "" if place else group_head(sheet, group)
                rows.append((cell(label), Cell((Para(inline(one["tekst"])),), columns=2), cell(dated(sheet))))
    table = Table(tuple(rows), (1.3, 2, 2, 1), grid=sheet.style.grid)
    return [table, Space(), *sheet.beside("voor"), *sheet.beside("midden"), *closing(sheet)]


def narrow_columns(sheet: Sheet) -> list[Block]:
    """Narrow columns of wrapped text: number, goal, a column for each actor, when and how it went."""
    words, style = sheet.words, sheet.style
    names = [words["kolom_nr"], words["kolom_doel"], *(group_head(sheet, group) for group in sheet.groups)]
    names += [words["kolom_wanneer"], words["kolom_status"]]
    rows: list[Row] = [tuple(cell(name, head=True) for name in names)]
    for number, subdoel in enumerate(sheet.plan["subdoelen"], 1):
        sign = goal_sign(sheet, number) or str(number)
        parts = [list_cell(sheet, part) for part in split(sheet, subdoel)]
        rows.append((cell(sign), cell(subdoel["tekst"]), *parts, cell(dated(sheet)), cell("")))
    widths = (0.6, 1.5, *([1.7] * len(sheet.groups)), 0.9, 0.9)
    table = Table(tuple(rows), widths, heads=1, grid=style.grid)
    return [*opening(sheet), sheet.section("subdoelen"), table, Space(), *closing(sheet)]


def label_column(sheet: Sheet) -> list[Block]:
    """Typed into two columns from top to bottom: labels on the left, texts on the right."""
    plan, words = sheet.plan, sheet.words
    blocks: list[Block] = [*front(sheet), *sheet.beside("voor")]
    pairs = [("" if at else words["situatie"], text) for at, text in enumerate(plan["situatie"])]
    blocks += _typed([*pairs, (words["hoofddoel"], plan["hoofddoel"]["tekst"])])
    blocks += [*sheet.beside("midden"), sheet.section("subdoelen")]
    for number, subdoel in enumerate(plan["subdoelen"], 1):
        told = [(capital(words.nouns[one["wie"]]), one["tekst"]) for one in subdoel["afspraken"]]
        sign = goal_label(sheet, number)
        goal = (cell(sign, bold=True), cell((Span(subdoel["tekst"], bold=True),)))
        blocks += [Space(0.3), Table((goal,), (1, 3.2), grid="none"), *_typed(told)]
    return [*blocks, *closing(sheet)]


def _typed(pairs: list[tuple[str, str]]) -> list[Block]:
    rows = tuple((cell(label), cell(text)) for label, text in pairs)
    return [Table(rows, (1, 3.2), grid="none")] if rows else []
