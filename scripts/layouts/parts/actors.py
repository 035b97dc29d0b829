"""The afspraken of one subdoel as blocks: under a heading per actor, or with the actor in the sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from layouts.blocks import Block, Heading, Inline, Para, Span, inline
from layouts.parts.sheet import Sheet, marked
from layouts.wording import capital

Afspraak = dict[str, Any]


def group_head(sheet: Sheet, group: Sequence[str]) -> str:
    """The heading over one group of actors."""
    return sheet.words.heads[group[0]] if len(group) == 1 else sheet.words["overig"]


def split(sheet: Sheet, subdoel: dict[str, Any]) -> list[list[Afspraak]]:
    """The afspraken of ``subdoel`` per group, in their order."""
    return [[a for a in subdoel["afspraken"] if a["wie"] in group] for group in sheet.groups]


def plain(afspraken: list[Afspraak]) -> list[Inline]:
    return [inline(afspraak["tekst"]) for afspraak in afspraken]


def under_heads(sheet: Sheet, subdoel: dict[str, Any]) -> list[Block]:
    """A heading per actor with a list below; actors with nothing to do are left out or get a dash."""
    blocks: list[Block] = []
    for group, afspraken in zip(sheet.groups, split(sheet, subdoel), strict=True):
        if not afspraken and not sheet.style.empty:
            continue
        texts = plain(afspraken) or [inline(sheet.rng.choice(("-", "n.v.t.", "geen")))]
        head = group_head(sheet, group)
        if sheet.style.actor == "run":
            joined = "; ".join(span.text for text in texts for span in text)
            blocks.append(Para((Span(f"{head}: ", bold=True), Span(joined))))
        else:
            blocks += [Heading(inline(head), 3), marked(sheet, texts)]
    return blocks


def afspraken_blocks(sheet: Sheet, subdoel: dict[str, Any]) -> list[Block]:
    """The afspraken under headings where the layout groups them by actor, else in one list."""
    return under_heads(sheet, subdoel) if sheet.groups else in_sentence(sheet, subdoel)


def in_sentence(sheet: Sheet, subdoel: dict[str, Any]) -> list[Block]:
    """One list of all afspraken, the actor before or after the sentence, or left to the sentence."""
    texts = [named(sheet, afspraak) for afspraak in subdoel["afspraken"]]
    under = sheet.plan["subdoelen"].index(subdoel) + 1
    return [marked(sheet, texts, under)] if texts else []


def named(sheet: Sheet, afspraak: Afspraak) -> Inline:
    """An afspraak with its actor as the style says: prefix, suffix, initial or none."""
    noun, text = sheet.words.nouns[afspraak["wie"]], afspraak["tekst"]
    kind = sheet.style.actor
    if kind == "prefix":
        return (Span(f"{capital(noun)}: ", bold=True), Span(text))
    if kind == "article":
        return (Span(f"{capital(article(noun, afspraak['wie']))}: "), Span(text))
    if kind == "suffix":
        return (Span(text), Span(f" (actie: {noun})"))
    if kind == "dash":
        return (Span(text), Span(f" – {noun}", italic=True))
    if kind == "bracket":
        return (Span(f"[{noun}] "), Span(text))
    return inline(text)


def article(noun: str, wie: str) -> str:
    """'de consulent'; what is no single person stays as it is."""
    if wie == "beide" or noun.split()[0] in (
        "de",
        "het",
        "een",
        "iemand",
        "derden",
        "anderen",
        "team",
        "afdeling",
    ):
        return noun
    return f"de {noun}"
