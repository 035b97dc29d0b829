"""Structures of headings and lists: subdoelen one below the other, each with its afspraken."""

from __future__ import annotations

from layouts.blocks import Block, Box, Heading, Newspaper, Para, Rule, Span, inline
from layouts.parts.actors import afspraken_blocks, group_head, split, under_heads
from layouts.parts.closing import closing
from layouts.parts.goals import goal_blocks, goal_label, goal_list, goal_reference
from layouts.parts.opening import opening
from layouts.parts.sheet import Sheet, marked


def per_goal(sheet: Sheet) -> list[Block]:
    """Each subdoel followed by its afspraken."""
    blocks = [*opening(sheet), *_goals_head(sheet)]
    for number, subdoel in enumerate(sheet.plan["subdoelen"], 1):
        blocks += goal_blocks(sheet, number, subdoel["tekst"])
        blocks += afspraken_blocks(sheet, subdoel)
    return [*blocks, *closing(sheet)]


def ruled(sheet: Sheet) -> list[Block]:
    """As ``per_goal``, with the word for afspraken above them and a rule between the subdoelen."""
    blocks = [*opening(sheet), *_goals_head(sheet)]
    for number, subdoel in enumerate(sheet.plan["subdoelen"], 1):
        blocks += [Rule(), *goal_blocks(sheet, number, subdoel["tekst"])]
        if subdoel["afspraken"]:
            blocks.append(Heading(inline(sheet.words["afspraken"]), 3))
        blocks += afspraken_blocks(sheet, subdoel)
    return [*blocks, *closing(sheet)]


def boxed(sheet: Sheet) -> list[Block]:
    """Each subdoel in a frame, with its label in the bar at the top."""
    blocks: list[Block] = [*opening(sheet), *_goals_head(sheet)]
    for number, subdoel in enumerate(sheet.plan["subdoelen"], 1):
        inside: list[Block] = [Para(inline(subdoel["tekst"], bold=True))]
        inside += afspraken_blocks(sheet, subdoel)
        blocks.append(Box(tuple(inside), inline(goal_label(sheet, number))))
    return [*blocks, *closing(sheet)]


def newspaper(sheet: Sheet) -> list[Block]:
    """Two columns that run on over the page, after a head over the full width."""
    head = opening(sheet)
    body: list[Block] = [*_goals_head(sheet)]
    for number, subdoel in enumerate(sheet.plan["subdoelen"], 1):
        body += goal_blocks(sheet, number, subdoel["tekst"])
        body += afspraken_blocks(sheet, subdoel)
    return [*head, Newspaper(tuple(body)), *closing(sheet)]


def goals_first(sheet: Sheet) -> list[Block]:
    """A list of the subdoelen, and further on the afspraken per subdoel, found by its number."""
    blocks = [*opening(sheet), sheet.section("subdoelen"), *goal_list(sheet), sheet.section("afspraken")]
    for number, subdoel in enumerate(sheet.plan["subdoelen"], 1):
        if not subdoel["afspraken"]:
            continue
        head = sheet.rng.choice(("Bij {}", "{}")).format(goal_reference(sheet, number))
        blocks.append(Heading(inline(head), 2))
        blocks += afspraken_blocks(sheet, subdoel)
    return [*blocks, *closing(sheet)]


def by_actor(sheet: Sheet) -> list[Block]:
    """The subdoelen as a list; then a section per actor, in which the afspraken name their subdoel."""
    blocks = [*opening(sheet), sheet.section("subdoelen"), *goal_list(sheet)]
    for place, group in enumerate(sheet.groups):
        parts = [split(sheet, subdoel)[place] for subdoel in sheet.plan["subdoelen"]]
        if not any(parts):
            continue
        blocks.append(sheet.section("", group_head(sheet, group)))
        for number, afspraken in enumerate(parts, 1):
            if afspraken:
                blocks.append(Para(inline(f"{goal_reference(sheet, number)}:", bold=True)))
                blocks.append(marked(sheet, [inline(a["tekst"]) for a in afspraken]))
    return [*blocks, *closing(sheet)]


def telegram(sheet: Sheet) -> list[Block]:
    """Everything behind a short label, nothing more: 'Doel 1: ...', 'KM: a; b'."""
    blocks = opening(sheet)
    for number, subdoel in enumerate(sheet.plan["subdoelen"], 1):
        blocks.append(Para((Span(f"{goal_label(sheet, number)}: ", bold=True), Span(subdoel["tekst"]))))
        blocks += under_heads(sheet, subdoel)
    return [*blocks, *closing(sheet)]


def _goals_head(sheet: Sheet) -> list[Block]:
    return [] if sheet.style.goal == "run" else [sheet.section("subdoelen")]
