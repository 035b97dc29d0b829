"""How a form prints a subdoel: its label, its number and where they stand."""

from __future__ import annotations

from layouts.blocks import Block, Heading, Inline, Para, Span, inline
from layouts.parts.sheet import ROMAN, Sheet

ORDINALS = ("Eerste", "Tweede", "Derde", "Vierde", "Vijfde", "Zesde", "Zevende", "Achtste", "Negende")


def goal_label(sheet: Sheet, number: int) -> str:
    """What stands before subdoel ``number`` (from 1): 'Stap 2', 'Tweede stap', '3.2', 'B.', or nothing."""
    scheme = sheet.style.number
    word = sheet.words["subdoel"]
    if scheme == "woord":
        return f"{ORDINALS[number - 1]} {word[:1].lower()}{word[1:]}"
    sign = goal_sign(sheet, number)
    if sheet.style.goal == "number":
        return sign
    if scheme.startswith("s."):
        return f"{sign} {word}"
    return f"{word} {sign.rstrip('.)')}".strip()


def goal_sign(sheet: Sheet, number: int) -> str:
    """The number alone, in the style's scheme."""
    scheme = sheet.style.number
    if not scheme or scheme == "woord":
        return ""
    if scheme.startswith("s."):
        return f"{sheet.section_count}.{number}"
    signs = {"1": str(number), "A": chr(64 + number), "I": ROMAN[number - 1], "nr": f"nr. {number}"}
    return signs[scheme.rstrip(".)")] + (scheme[-1] if scheme[-1] in ".)" else "")


def goal_blocks(sheet: Sheet, number: int, text: str) -> list[Block]:
    """A subdoel as the style prints it: label above, before or in one line with the text, or text alone."""
    label, kind = goal_label(sheet, number), sheet.style.goal
    if kind == "line":
        return [Heading(inline(label), 2), Para(inline(text))]
    if kind == "inline":
        return [Heading(inline(f"{label}: {text}"), 2)]
    if kind == "number":
        return [Heading(inline(f"{label} {text}".strip()), 2)]
    if kind == "run":
        return [Para((Span(f"{label}: ", bold=True), Span(text)))]
    return [Heading(inline(text), 2)]


def goal_text(sheet: Sheet, number: int, text: str) -> Inline:
    """A subdoel in a table: its number before it, if there is one."""
    sign = goal_sign(sheet, number)
    return (Span(f"{sign} " if sign else "", bold=True), Span(text))


def goal_reference(sheet: Sheet, number: int) -> str:
    """How the form refers to a subdoel it has named before: always with a number."""
    return f"{sheet.words['subdoel']} {goal_sign(sheet, number).rstrip('.)') or number}"


def goal_list(sheet: Sheet) -> list[Block]:
    """The subdoelen one below the other, for forms that name all of them first."""
    return [
        Para((Span(f"{goal_reference(sheet, number)}: ", bold=True), Span(subdoel["tekst"])))
        for number, subdoel in enumerate(sheet.plan["subdoelen"], 1)
    ]
