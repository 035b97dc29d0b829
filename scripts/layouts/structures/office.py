"""Structures as people make them in a word processor: small tables, bands, tab stops, codes, rules."""

from __future__ import annotations

import dataclasses
import random

from layouts.blocks import (
    Block,
    Box,
    Cell,
    Columns,
    Heading,
    Lead,
    Para,
    Rule,
    Space,
    Span,
    Table,
    cell,
    inline,
)
from layouts.parts.actors import group_head, named, plain, split
from layouts.parts.closing import closing
from layouts.parts.goals import goal_label, goal_list, goal_reference, goal_sign
from layouts.parts.opening import front, goal_before, opening, situation
from layouts.parts.sheet import Sheet, dated, marked
from layouts.structures.tables import list_cell
from layouts.wording import Words, capital, read_list

Row = tuple[Cell, ...]


def goal_block(sheet: Sheet) -> list[Block]:
    """A small table for each subdoel, with a column of labels: goal, who does what, when it is done."""
    blocks = [*opening(sheet), sheet.section("subdoelen")]
    for number, subdoel in enumerate(sheet.plan["subdoelen"], 1):
        rows: list[Row] = [(cell(goal_label(sheet, number), head=True), cell(subdoel["tekst"], bold=True))]
        for group, part in zip(sheet.groups, split(sheet, subdoel), strict=True):
            if part or sheet.style.empty:
                rows.append((cell(group_head(sheet, group)), list_cell(sheet, part)))
        rows.append((cell(sheet.words["kolom_wanneer"]), cell(dated(sheet))))
        blocks += [Table(tuple(rows), (1, 2.6), grid=sheet.style.grid), Space(0.3)]
    return [*blocks, *closing(sheet)]


def actor_bands(sheet: Sheet) -> list[Block]:
    """A table for each subdoel: its text over the width, then a band for each actor."""
    blocks = [*opening(sheet), sheet.section("subdoelen")]
    for number, subdoel in enumerate(sheet.plan["subdoelen"], 1):
        label = goal_label(sheet, number)
        goal = (Span(f"{label}: " if label else "", bold=True), Span(subdoel["tekst"], bold=True))
        rows: list[Row] = [(Cell((Para(goal),), columns=2),)]
        for group, part in zip(sheet.groups, split(sheet, subdoel), strict=True):
            if part:
                rows.append((Cell((Para(inline(group_head(sheet, group))),), columns=2, shaded=True),))
            rows += [(cell(one["tekst"]), cell(dated(sheet))) for one in part]
        blocks += [Table(tuple(rows), (4, 1), grid=sheet.style.grid), Space(0.3)]
    return [*blocks, *closing(sheet)]


def tab_stops(sheet: Sheet) -> list[Block]:
    """Short names for who acts, explained once, and a tab stop before each afspraak; the main goal first."""
    sheet, short = _abbreviated(sheet)
    nouns = sheet.words.nouns
    legend = ", ".join(f"{sign} = {nouns[wie]}" for wie, sign in short.items())
    blocks = [*goal_before(sheet), sheet.section("subdoelen"), Para(inline(legend, italic=True))]
    for number, subdoel in enumerate(sheet.plan["subdoelen"], 1):
        sign = goal_sign(sheet, number) or str(number)
        blocks.append(Lead(sign, inline(subdoel["tekst"], bold=True), 1.6))
        blocks += [Lead(short[one["wie"]], inline(one["tekst"]), 1.6) for one in subdoel["afspraken"]]
        blocks.append(Space(0.2))
    return [*blocks, *closing(sheet)]


def _abbreviated(sheet: Sheet) -> tuple[Sheet, dict[str, str]]:
    """The sheet with nouns that have a short name, the same ones on all plans of a set; and those names."""
    drawn = random.Random(sheet.words["nummer"]).choice(read_list("afkortingen"))
    nouns = {wie: str(drawn[wie][1]) for wie in drawn}
    words = Words(sheet.words.terms, sheet.words.heads, nouns)
    return dataclasses.replace(sheet, words=words), {wie: str(drawn[wie][0]) for wie in drawn}


def overview(sheet: Sheet) -> list[Block]:
    """A table of the subdoelen with their numbers; then the afspraken under its number alone."""
    words = sheet.words
    rows: list[Row] = [
        tuple(cell(words[name], head=True) for name in ("kolom_nr", "kolom_doel", "kolom_wanneer"))
    ]
    for number, subdoel in enumerate(sheet.plan["subdoelen"], 1):
        sign = goal_sign(sheet, number) or str(number)
        rows.append((cell(sign), cell(subdoel["tekst"]), cell(dated(sheet))))
    table = Table(tuple(rows), (0.5, 4, 1.2), heads=1, grid=sheet.style.grid)
    blocks = [*opening(sheet), sheet.section("subdoelen"), table, Space(), sheet.section("afspraken")]
    for number, subdoel in enumerate(sheet.plan["subdoelen"], 1):
        if subdoel["afspraken"]:
            texts = [named(sheet, one) for one in subdoel["afspraken"]]
            blocks += [Heading(inline(goal_reference(sheet, number)), 2), marked(sheet, texts, number)]
    return [*blocks, *closing(sheet)]


def goal_at_first(sheet: Sheet) -> list[Block]:
    """A list of actions: the subdoel stands in the first of its rows only, the cells below it are empty."""
    words = sheet.words
    heads = ("kolom_doel", "kolom_actie", "kolom_wie", "kolom_wanneer")
    rows: list[Row] = [tuple(cell(words[name], head=True) for name in heads)]
    for number, subdoel in enumerate(sheet.plan["subdoelen"], 1):
        sign = goal_sign(sheet, number)
        goal = (Span(f"{sign} " if sign else ""), Span(subdoel["tekst"]))
        if not subdoel["afspraken"]:
            rows.append((cell(goal), cell(""), cell(""), cell("")))
        for place, one in enumerate(subdoel["afspraken"]):
            who = capital(words.nouns[one["wie"]])
            rows.append((cell("" if place else goal), cell(one["tekst"]), cell(who), cell(dated(sheet))))
    table = Table(tuple(rows), (1.8, 2.6, 1.2, 0.9), heads=1, grid=sheet.style.grid)
    return [*opening(sheet), sheet.section("subdoelen"), table, Space(), *closing(sheet)]


def goal_beside(sheet: Sheet) -> list[Block]:
    """The main goal in a frame at the right of the situation; the subdoelen below with their afspraken."""
    words = sheet.words
    aim = Box((Para(inline(sheet.plan["hoofddoel"]["tekst"])),), inline(words["hoofddoel"]))
    blocks = [*front(sheet), *sheet.beside("voor"), *sheet.beside("midden")]
    blocks.append(Columns((tuple(situation(sheet)), (aim,)), (1.6, 1)))
    blocks.append(sheet.section("subdoelen"))
    for number, subdoel in enumerate(sheet.plan["subdoelen"], 1):
        label = goal_label(sheet, number)
        blocks.append(
            Para((Span(f"{label}: " if label else "", bold=True), Span(subdoel["tekst"], bold=True)))
        )
        for group, part in zip(sheet.groups, split(sheet, subdoel), strict=True):
            if part:
                blocks += [
                    Para(inline(group_head(sheet, group), italic=True)),
                    marked(sheet, plain(part), number),
                ]
    return [*blocks, *closing(sheet)]


def coded(sheet: Sheet) -> list[Block]:
    """A code before each text: D1 for a subdoel, A1.1 and A1.2 for its afspraken; the main goal first."""
    goal, action = random.Random(sheet.words["nummer"]).choice((("D", "A"), ("D", "D"), ("S", "A"), ("", "")))
    blocks = [*goal_before(sheet), sheet.section("subdoelen")]
    for number, subdoel in enumerate(sheet.plan["subdoelen"], 1):
        blocks.append(Lead(f"{goal}{number}", inline(subdoel["tekst"], bold=True), 1.4))
        for place, one in enumerate(subdoel["afspraken"], 1):
            blocks.append(Lead(f"{action}{number}.{place}", named(sheet, one), 1.4))
        blocks.append(Space(0.2))
    return [*blocks, *closing(sheet)]


def labels_right(sheet: Sheet) -> list[Block]:
    """The whole plan in a table whose labels stand in a narrow column at the right of the texts."""
    plan, words = sheet.plan, sheet.words
    rows: list[Row] = [
        (cell(text), cell("" if at else words["situatie"])) for at, text in enumerate(plan["situatie"])
    ]
    rows.append((cell(plan["hoofddoel"]["tekst"]), cell(words["hoofddoel"])))
    for number, subdoel in enumerate(plan["subdoelen"], 1):
        rows.append((cell(subdoel["tekst"], bold=True), cell(goal_label(sheet, number), bold=True)))
        for group, part in zip(sheet.groups, split(sheet, subdoel), strict=True):
            for at, one in enumerate(part):
                rows.append((cell(one["tekst"]), cell("" if at else group_head(sheet, group))))
    table = Table(tuple(rows), (3.4, 1), grid=sheet.style.grid)
    return [*front(sheet), *sheet.beside("voor"), *sheet.beside("midden"), table, Space(), *closing(sheet)]


def actor_lists(sheet: Sheet) -> list[Block]:
    """The subdoelen; then a section for each actor, the number of the subdoel before each text."""
    blocks = [*opening(sheet), sheet.section("subdoelen"), *goal_list(sheet)]
    for place, group in enumerate(sheet.groups):
        parts = [split(sheet, subdoel)[place] for subdoel in sheet.plan["subdoelen"]]
        if any(parts):
            blocks.append(sheet.section("", group_head(sheet, group)))
        for number, part in enumerate(parts, 1):
            sign = goal_sign(sheet, number).rstrip(".)") or str(number)
            blocks += [Lead(f"[{sign}]", inline(one["tekst"]), 1.4) for one in part]
    return [*blocks, *closing(sheet)]


def cell_per_goal(sheet: Sheet) -> list[Block]:
    """A table of one column: in each cell a subdoel in bold, and below it a line for each afspraak."""
    rows: list[Row] = [(cell(sheet.words["kolom_doel"], head=True),)]
    for number, subdoel in enumerate(sheet.plan["subdoelen"], 1):
        sign = goal_sign(sheet, number)
        goal = Para((Span(f"{sign} " if sign else "", bold=True), Span(subdoel["tekst"], bold=True)))
        rows.append((Cell((goal, *(Para(named(sheet, one)) for one in subdoel["afspraken"]))),))
    table = Table(tuple(rows), (1,), heads=1, grid=sheet.style.grid)
    return [*opening(sheet), sheet.section("subdoelen"), table, Space(), *closing(sheet)]


def between_rules(sheet: Sheet) -> list[Block]:
    """A rule before each subdoel and nothing that says what it is; the afspraken in a list under it."""
    blocks = [*opening(sheet), sheet.section("subdoelen")]
    for number, subdoel in enumerate(sheet.plan["subdoelen"], 1):
        blocks += [Rule(), Para(inline(subdoel["tekst"]))]
        if subdoel["afspraken"]:
            blocks.append(marked(sheet, [named(sheet, one) for one in subdoel["afspraken"]], number))
    return [*blocks, Rule(), *closing(sheet)]
