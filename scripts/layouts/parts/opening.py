"""The head of a form: whose plan it is, the situation and the main goal."""

from __future__ import annotations

from layouts.blocks import Block, Cell, Heading, Para, Space, Span, Table, cell, inline
from layouts.parts.sheet import Sheet
from layouts.wording import capital


def labelled(sheet: Sheet, concept: str, texts: list[str]) -> list[Block]:
    """A section with ``texts`` below its heading, or after a bold label where goals run on too."""
    if sheet.style.goal == "run":
        first = Para((Span(f"{sheet.words[concept].rstrip(':')}: ", bold=True), Span(texts[0])))
        return [first, *(Para(inline(text)) for text in texts[1:])]
    return [sheet.section(concept), *(Para(inline(text)) for text in texts)]


def opening(sheet: Sheet) -> list[Block]:
    """Title, whose plan it is, the situation and the main goal."""
    parts = (front(sheet), sheet.beside("voor"), situation(sheet), sheet.beside("midden"), main_goal(sheet))
    return [block for part in parts for block in part]


def goal_before(sheet: Sheet) -> list[Block]:
    """As ``opening``, with the main goal before the situation."""
    parts = (front(sheet), sheet.beside("voor"), main_goal(sheet), sheet.beside("midden"), situation(sheet))
    return [block for part in parts for block in part]


def situation(sheet: Sheet) -> list[Block]:
    return labelled(sheet, "situatie", sheet.plan["situatie"])


def main_goal(sheet: Sheet) -> list[Block]:
    return labelled(sheet, "hoofddoel", [sheet.plan["hoofddoel"]["tekst"]])


def identity(sheet: Sheet) -> list[tuple[str, str]]:
    """The labelled values at the head of the form; each layout prints its own choice of them."""
    people, words = sheet.plan["identificatie"], sheet.words
    pairs = [(words["naam"], sheet.person), (words["bsn"].rstrip(":"), people["bsn"])]
    pairs += [
        (words[name], people[name])
        for name in ("geboortedatum", "adres", "telefoon")
        if name in sheet.style.fields
    ]
    pairs += [(capital(words.nouns["klantmanager"]), people["km"]), (words["datum"].rstrip(":"), sheet.date)]
    return pairs


def front(sheet: Sheet) -> list[Block]:
    """The title and the identifying data, in the style's form."""
    title = Heading(inline(sheet.words["titel"].upper() if sheet.style.upper else sheet.words["titel"]), 0)
    pairs = identity(sheet)
    kind = sheet.style.front
    if kind == "sentence":
        return [title, Para(inline(_front_sentence(sheet)))]
    if kind == "inline":
        return [Para(inline(" / ".join([sheet.words["titel"], *(value for _, value in pairs)]), bold=True))]
    if kind == "lines":
        return [title, *(Para((Span(f"{label}: ", bold=True), Span(value))) for label, value in pairs)]
    if kind == "pairs":
        if len(pairs) % 2:
            pairs.append(("Kenmerk", sheet.words["nummer"]))
        rows = [tuple(c for pair in pairs[i : i + 2] for c in _pair(*pair)) for i in range(0, len(pairs), 2)]
        return [title, Table(tuple(rows), (1, 2, 1, 2), grid=sheet.style.grid), Space()]
    rows = [_pair(label, value) for label, value in pairs]
    return [title, Table(tuple(rows), (1, 2.5), grid=sheet.style.grid), Space()]


def _pair(label: str, value: str) -> tuple[Cell, Cell]:
    return cell(label, bold=True), cell(value)


def _front_sentence(sheet: Sheet) -> str:
    bsn, km = sheet.plan["identificatie"]["bsn"], sheet.plan["identificatie"]["km"]
    who, day = sheet.person, sheet.date
    return sheet.rng.choice(
        (
            f"Dit is het plan van {who} (BSN {bsn}). Het gesprek was op {day} met {km}.",
            f"Op {day} sprak {km} met {who}, burgerservicenummer {bsn}.",
            f"Opgemaakt naar aanleiding van het gesprek d.d. {day} tussen {km} en {who} (bsn {bsn}).",
        )
    )
