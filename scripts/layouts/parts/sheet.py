"""One plan on its way to blocks, and the small things that every structure asks of it."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from layouts.blocks import Block, Heading, Inline, Items, Style, inline
from layouts.parts.noise import Noise, noise_blocks
from layouts.plans import Groups, Plan, date_forms
from layouts.wording import Words

ROMAN = (
    *("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"),
    *("XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII", "XIX", "XX"),
)


@dataclass
class Sheet:
    """One plan on its way to blocks. ``section_count`` numbers the section headings."""

    plan: Plan
    words: Words
    style: Style
    rng: random.Random
    date: str
    noise: Noise
    groups: Groups
    section_count: int = field(default=0)

    @property
    def person(self) -> str:
        people = self.plan["identificatie"]
        return f"{people['voornaam']} {people['achternaam']}"

    def section(self, concept: str, text: str = "") -> Heading:
        """A numbered section heading, in capitals where the style asks for it."""
        self.section_count += 1
        words = text or self.words[concept]
        return Heading(inline(self.section_mark() + (words.upper() if self.style.upper else words)), 1)

    def beside(self, place: str) -> list[Block]:
        """The sections at ``place`` (voor, midden, na) that are no part of the plan."""
        blocks: list[Block] = []
        for heading, entry in self.noise[place]:
            blocks += [self.section("", heading), *noise_blocks(entry, self.rng, self.style.grid)]
        return blocks

    def section_mark(self) -> str:
        scheme, count = self.style.sections, self.section_count
        if not scheme:
            return ""
        letter = scheme[0]
        sign = {"1": str(count), "A": chr(64 + count), "I": ROMAN[count - 1]}[letter]
        return f"{sign}{scheme[1:]} "


def marked(sheet: Sheet, texts: list[Inline], under: int = 0) -> Items:
    """The list of ``texts`` with the style's bullets, numbers or letters; ``under``: the subdoel it is of."""
    bullet = sheet.style.bullet
    marks = {
        "1.": [f"{i}." for i in range(1, len(texts) + 1)],
        "a)": [f"{chr(96 + i)})" for i in range(1, len(texts) + 1)],
        "n.1": [f"{under}.{i}" for i in range(1, len(texts) + 1)],
        "(1)": [f"({i})" for i in range(1, len(texts) + 1)],
    }
    return Items(tuple(zip(marks.get(bullet, [bullet] * len(texts)), texts, strict=True)))


def dated(sheet: Sheet) -> str:
    """An invented term, as the columns 'when' hold them."""
    rng = sheet.rng
    forms = date_forms(f"2020-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}")
    days = (forms["kort"], forms["nul"], forms["lang"], f"week {rng.randint(1, 52)}", f"vóór {forms['lang']}")
    others = ("doorlopend", "z.s.m.", f"{rng.randint(2, 12)} mnd", "per direct", "wekelijks")
    return rng.choice(days + others)
