"""Structures of forms: fields to fill in on the screen, a frame or card per subdoel, room left empty."""

from __future__ import annotations

from typing import Any

from layouts.blocks import Block, Box, Columns, Field, Heading, PageBreak, Para, Space, Span, inline
from layouts.parts.actors import afspraken_blocks, group_head, split, under_heads
from layouts.parts.closing import closing, signatures
from layouts.parts.goals import goal_label
from layouts.parts.opening import identity, opening
from layouts.parts.sheet import Sheet, dated
from layouts.wording import capital


def fillable(sheet: Sheet) -> list[Block]:
    """Fields to fill in, one for each actor of a subdoel; there is room for more subdoelen."""
    blocks = _fillable_head(sheet)
    subdoelen = sheet.plan["subdoelen"]
    for number in range(1, max(sheet.style.slots, len(subdoelen)) + 1):
        subdoel: dict[str, Any] = {"tekst": "", "afspraken": []}
        if number <= len(subdoelen):
            subdoel = subdoelen[number - 1]
        blocks.append(Field(goal_label(sheet, number), subdoel["tekst"]))
        for group, afspraken in zip(sheet.groups, split(sheet, subdoel), strict=True):
            mark: str = sheet.rng.choice(("- ", "• ")) if len(afspraken) > 1 else ""
            value = "\n".join(mark + afspraak["tekst"] for afspraak in afspraken)
            blocks.append(Field(group_head(sheet, group), value, lines=2))
    return [*blocks, *closing(sheet)]


def fillable_actions(sheet: Sheet) -> list[Block]:
    """Fields to fill in, one row of them for each afspraak: what, who, when."""
    blocks = _fillable_head(sheet)
    words = sheet.words
    for number, subdoel in enumerate(sheet.plan["subdoelen"], 1):
        blocks += [Space(0.2), Field(goal_label(sheet, number), subdoel["tekst"])]
        for afspraak in subdoel["afspraken"]:
            blocks += [
                Field(words["kolom_actie"], afspraak["tekst"]),
                Field(words["kolom_wie"], capital(words.nouns[afspraak["wie"]])),
            ]
            blocks.append(Field(words["kolom_wanneer"], dated(sheet)))
    return [*blocks, *closing(sheet)]


def _fillable_head(sheet: Sheet) -> list[Block]:
    words, plan = sheet.words, sheet.plan
    blocks: list[Block] = [Heading(inline(words["titel"]), 0)]
    blocks += [Field(label, value) for label, value in identity(sheet)]
    blocks += [Space(0.3), Field(words["situatie"], "\n".join(plan["situatie"]), lines=3)]
    return [*blocks, Field(words["hoofddoel"], plan["hoofddoel"]["tekst"], lines=2)]


def cards(sheet: Sheet) -> list[Block]:
    """The subdoelen as cards, two beside each other."""
    made = []
    for number, subdoel in enumerate(sheet.plan["subdoelen"], 1):
        inside = (Para(inline(subdoel["tekst"], bold=True)), *under_heads(sheet, subdoel))
        made.append(Box(inside, inline(goal_label(sheet, number))))
    pairs = [tuple((card,) for card in made[i : i + 2]) for i in range(0, len(made), 2)]
    rows = [Columns(pair if len(pair) == 2 else (*pair, ())) for pair in pairs]
    return [*opening(sheet), sheet.section("subdoelen"), *rows, *closing(sheet)]


def side_by_side(sheet: Sheet) -> list[Block]:
    """Each subdoel on the left, its afspraken on the right, without lines."""
    blocks = [*opening(sheet), sheet.section("subdoelen")]
    for number, subdoel in enumerate(sheet.plan["subdoelen"], 1):
        left = (Para(inline(goal_label(sheet, number), bold=True)), Para(inline(subdoel["tekst"])))
        blocks += [Columns((left, tuple(afspraken_blocks(sheet, subdoel))), (1, 1.6)), Space(0.3)]
    return [*blocks, *closing(sheet)]


def goal_sheets(sheet: Sheet) -> list[Block]:
    """A page for each subdoel, with whose plan it is at its head."""
    blocks = [*opening(sheet), *sheet.beside("na")]
    for number, subdoel in enumerate(sheet.plan["subdoelen"], 1):
        whose = f"{sheet.words['titel']} {sheet.person}, {sheet.date}"
        blocks += [
            PageBreak(),
            Para(inline(whose, italic=True)),
            Heading(inline(goal_label(sheet, number)), 1),
        ]
        blocks += [Para(inline(subdoel["tekst"])), *afspraken_blocks(sheet, subdoel)]
    return [*blocks, *signatures(sheet)]


def checklist(sheet: Sheet) -> list[Block]:
    """Afspraken to tick off, the actor and term between brackets behind each."""
    blocks = [*opening(sheet), sheet.section("subdoelen")]
    for number, subdoel in enumerate(sheet.plan["subdoelen"], 1):
        label = goal_label(sheet, number)
        blocks.append(Heading(inline(f"{label}: {subdoel['tekst']}".removeprefix(": ")), 2))
        for afspraak in subdoel["afspraken"]:
            behind = f" ({sheet.words.nouns[afspraak['wie']]}, {dated(sheet)})"
            blocks.append(Para((Span("☐ "), Span(afspraak["tekst"]), Span(behind)), indent=0.5))
    return [*blocks, *closing(sheet)]
