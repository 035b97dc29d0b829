"""Structures without a form: letters and running text."""

from __future__ import annotations

from layouts.blocks import Block, Heading, Para, Space, Span, inline
from layouts.parts.actors import afspraken_blocks, split
from layouts.parts.closing import closing
from layouts.parts.goals import ORDINALS, goal_blocks, goal_label
from layouts.parts.sheet import Sheet

FAREWELL = (
    "Heeft u vragen over deze brief? Belt u dan gerust, wij zijn bereikbaar op werkdagen van 9 tot 12 uur.",
    "Met vriendelijke groet,",
)


def letter(sheet: Sheet) -> list[Block]:
    """A letter: address, subject, salutation, headings that run into the paragraph."""
    plan, words = sheet.plan, sheet.words
    first, *rest = plan["situatie"]
    blocks = [*_letter_head(sheet), _run_in(words["situatie"], first), *_paragraphs(rest)]
    blocks.append(_run_in(words["hoofddoel"], plan["hoofddoel"]["tekst"]))
    for number, subdoel in enumerate(plan["subdoelen"], 1):
        blocks += [_run_in(goal_label(sheet, number), subdoel["tekst"]), *afspraken_blocks(sheet, subdoel)]
    signed = _paragraphs([plan["identificatie"]["km"], words.nouns["klantmanager"]])
    return [*blocks, *sheet.beside("na"), Space(), *_paragraphs([*FAREWELL]), Space(1), *signed]


def narrative(sheet: Sheet) -> list[Block]:
    """Running text: a paragraph names the subdoel, the afspraken follow as sentences of one paragraph."""
    blocks = [*_story(sheet), sheet.section("subdoelen")]
    for number, subdoel in enumerate(sheet.plan["subdoelen"], 1):
        parts = split(sheet, subdoel) if sheet.groups else [subdoel["afspraken"]]
        told = [" ".join(afspraak["tekst"] for afspraak in part) for part in parts if part]
        blocks += [*goal_blocks(sheet, number, subdoel["tekst"]), *_paragraphs(told)]
    return [*blocks, *closing(sheet)]


def paragraphs(sheet: Sheet) -> list[Block]:
    """Each afspraak a paragraph of its own, without any mark; the subdoel before them in words."""
    blocks = _story(sheet)
    for ordinal, subdoel in zip(ORDINALS, sheet.plan["subdoelen"], strict=False):
        blocks.append(Heading(inline(f"{ordinal} {sheet.words['subdoel'].lower()}"), 2))
        blocks.append(Para(inline(subdoel["tekst"], italic=True)))
        blocks += [Para(inline(afspraak["tekst"]), indent=0.6) for afspraak in subdoel["afspraken"]]
    return [*blocks, *closing(sheet)]


def _paragraphs(texts: list[str]) -> list[Block]:
    return [Para(inline(text)) for text in texts]


def _run_in(label: str, text: str) -> Para:
    return Para((Span(f"{label.rstrip('?')}. ", bold=True), Span(text)))


def _letter_head(sheet: Sheet) -> list[Block]:
    words, people = sheet.words, sheet.plan["identificatie"]
    street, _, town = people["adres"].partition(", ")
    form = "mevrouw" if sheet.plan["geslacht"] == "v" else "heer"
    about = [f"{words['bsn'].rstrip(':')}: {people['bsn']}", f"{words['datum'].rstrip(':')}: {sheet.date}"]
    about.append(f"Betreft: {words['titel'].lower()}")
    greeting = _paragraphs([f"Geachte {form} {people['achternaam']},"])
    spoken = f"Op {sheet.date} heeft u gesproken met {people['km']}. Hieronder leest u wat er is afgesproken."
    address = _paragraphs([sheet.person, street, town])
    return [*address, Space(), *_paragraphs(about), Space(), *greeting, Space(0.2), *_paragraphs([spoken])]


def _story(sheet: Sheet) -> list[Block]:
    """Who spoke with whom, the situation and the main goal, without a form."""
    plan, people = sheet.plan, sheet.plan["identificatie"]
    spoken = (
        f"{sheet.person} (BSN {people['bsn']}) en {people['km']} hebben elkaar gesproken op {sheet.date}."
    )
    blocks: list[Block] = [Heading(inline(sheet.words["titel"]), 0), *_paragraphs([spoken])]
    blocks += [*sheet.beside("voor"), sheet.section("situatie"), *_paragraphs(plan["situatie"])]
    blocks += [*sheet.beside("midden"), sheet.section("hoofddoel")]
    return [*blocks, *_paragraphs([plan["hoofddoel"]["tekst"]])]
