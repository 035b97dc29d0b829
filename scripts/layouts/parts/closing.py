"""The foot of a form: sections beside the plan, and room to sign."""

from __future__ import annotations

from layouts.blocks import Block, Box, Cell, Columns, Para, Rule, Space, Table, cell, inline
from layouts.parts.sheet import Sheet

LINE = "______________________"
DECLARATION = (
    "Ik heb dit plan gelezen en ik ben het ermee eens. Ik weet dat ik mij aan de afspraken moet houden."
)


def closing(sheet: Sheet) -> list[Block]:
    """What comes after the subdoelen."""
    return [*sheet.beside("na"), *signatures(sheet)]


def signatures(sheet: Sheet) -> list[Block]:
    """Room to sign, in the style's form."""
    words, kind = sheet.words, sheet.style.sign
    names = (words["handtekening"], words["handtekening_sh"])
    if kind == "none":
        return []
    if kind == "one":
        dots = "   ".join(f"{name} .........." for name in names)
        return [Space(), Para(inline(f"{words['ondertekening']} {sheet.date}   {dots}"))]
    if kind == "box":
        lines = [f"{name}: {LINE}" for name in names] + [f"Plaats en datum: Harderwijk, {sheet.date}"]
        return [Space(), Box(tuple(Para(inline(line)) for line in lines), inline(words["ondertekening"]))]
    if kind in ("boxes", "columns"):
        return [sheet.section("ondertekening"), _beside(sheet, names)]
    if kind == "text":
        lines = [DECLARATION, *(f"{name}: ..........." for name in names)]
        return [sheet.section("ondertekening"), *(Para(inline(line)) for line in lines)]
    room = [block for name in names for block in (Para(inline(name)), Space(1), Rule())]
    return [Rule(), sheet.section("ondertekening"), *room]


def _beside(sheet: Sheet, names: tuple[str, str]) -> Block:
    """The two signatures next to each other, with the names of the people below."""
    people = (sheet.plan["identificatie"]["km"], sheet.person)
    if sheet.style.sign == "columns":
        pairs = zip(names, people, strict=True)
        return Columns(tuple((Para(inline(name)), Space(1.2), Para(inline(who))) for name, who in pairs))
    room = tuple(Cell((Space(1.2), Para(inline(who)))) for who in people)
    return Table((tuple(cell(name, bold=True) for name in names), room), (1, 1), grid="full")
