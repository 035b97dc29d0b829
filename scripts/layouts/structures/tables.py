"""Structures of tables: goals against actors, one action a row, turned on their side."""

from __future__ import annotations

from typing import Any

from layouts.blocks import Block, Cell, Inline, Para, Space, Span, Table, cell, inline
from layouts.parts.actors import group_head, plain, split
from layouts.parts.closing import closing
from layouts.parts.goals import goal_label, goal_sign, goal_text
from layouts.parts.opening import front, opening
from layouts.parts.sheet import Sheet, dated, marked
from layouts.wording import capital

STATES = ("loopt", "open", "", "", "gereed", "nog niet gestart", "zie verslag", "☐", "+", "50%")


def actors_as_columns(sheet: Sheet) -> list[Block]:
    """One row a subdoel, one column an actor; the head is repeated on each page."""
    words = sheet.words
    head = [cell(words["kolom_doel"], head=True)]
    head += [cell(group_head(sheet, group), head=True) for group in sheet.groups]
    rows = [tuple(head)]
    for number, subdoel in enumerate(sheet.plan["subdoelen"], 1):
        rows.append(
            (
                cell(goal_text(sheet, number, subdoel["tekst"])),
                *(list_cell(sheet, part) for part in split(sheet, subdoel)),
            )
        )
    table = Table(tuple(rows), (1.2, *([1.5] * len(sheet.groups))), heads=1, grid=sheet.style.grid)
    return table_page(sheet, table)


def action_rows(sheet: Sheet) -> list[Block]:
    """One afspraak a row, the subdoel in a merged cell beside it, and columns for who, when, status."""
    heads = ("kolom_doel", "kolom_actie", "kolom_wie", *_extra_columns(sheet))
    rows = [tuple(cell(sheet.words[name], head=True) for name in heads)]
    for number, subdoel in enumerate(sheet.plan["subdoelen"], 1):
        rows += _merged_rows(sheet, number, subdoel)
    table = Table(tuple(rows), _widths(sheet, 1.7, 2.6, 1.2), heads=1, grid=sheet.style.grid)
    return table_page(sheet, table)


def repeated_rows(sheet: Sheet) -> list[Block]:
    """A band with the subdoel over the whole width, then one row for each of its afspraken."""
    heads = ("kolom_actie", "kolom_wie", *_extra_columns(sheet))
    rows = [tuple(cell(sheet.words[name], head=True) for name in heads)]
    for number, subdoel in enumerate(sheet.plan["subdoelen"], 1):
        band = (Span(f"{goal_label(sheet, number)}: ", bold=True), Span(subdoel["tekst"], bold=True))
        rows.append((Cell((Para(band),), columns=len(heads), shaded=True),))
        rows += [_action(sheet, afspraak) for afspraak in subdoel["afspraken"]]
    table = Table(tuple(rows), _widths(sheet, 3.3, 1.3), heads=1, grid=sheet.style.grid)
    return table_page(sheet, table)


def table_per_goal(sheet: Sheet) -> list[Block]:
    """A small table under each subdoel, with its own head."""
    blocks = [*opening(sheet), sheet.section("subdoelen")]
    heads = ("kolom_actie", "kolom_wie", *_extra_columns(sheet))
    for number, subdoel in enumerate(sheet.plan["subdoelen"], 1):
        label = goal_label(sheet, number)
        blocks.append(Para((Span(f"{label}: " if label else "", bold=True), Span(subdoel["tekst"]))))
        if subdoel["afspraken"]:
            rows = [tuple(cell(sheet.words[name], head=True) for name in heads)]
            rows += [_action(sheet, afspraak) for afspraak in subdoel["afspraken"]]
            blocks.append(Table(tuple(rows), _widths(sheet, 3.3, 1.3), heads=1, grid=sheet.style.grid))
        blocks.append(Space())
    return [*blocks, *closing(sheet)]


def numbered_actions(sheet: Sheet) -> list[Block]:
    """The subdoelen as a numbered list; one table of actions that names their numbers."""
    words = sheet.words
    goals = [
        Para((Span(f"{goal_sign(sheet, number) or number} ", bold=True), Span(subdoel["tekst"])))
        for number, subdoel in enumerate(sheet.plan["subdoelen"], 1)
    ]
    heads = ("kolom_nr", "kolom_actie", "kolom_wie", *_extra_columns(sheet))
    rows = [tuple(cell(words[name], head=True) for name in heads)]
    for number, subdoel in enumerate(sheet.plan["subdoelen"], 1):
        sign = (goal_sign(sheet, number) or str(number)).rstrip(".)")
        rows += [(cell(sign), *_action(sheet, afspraak)) for afspraak in subdoel["afspraken"]]
    table = Table(tuple(rows), _widths(sheet, 0.6, 3, 1.3), heads=1, grid=sheet.style.grid)
    return [
        *opening(sheet),
        sheet.section("subdoelen"),
        *goals,
        sheet.section("afspraken"),
        table,
        Space(),
        *closing(sheet),
    ]


def transposed(sheet: Sheet) -> list[Block]:
    """Subdoelen as columns; the rows are the goal and each actor."""
    goals = sheet.plan["subdoelen"]
    rows = [(cell("", head=True), *(cell(goal_label(sheet, n), head=True) for n in range(1, len(goals) + 1)))]
    rows.append((cell(sheet.words["kolom_doel"], bold=True), *(cell(goal["tekst"]) for goal in goals)))
    for place, group in enumerate(sheet.groups):
        parts = [split(sheet, goal)[place] for goal in goals]
        if any(parts) or sheet.style.empty:
            rows.append(
                (cell(group_head(sheet, group), bold=True), *(list_cell(sheet, part) for part in parts))
            )
    table = Table(tuple(rows), (0.9, *([1.5] * len(goals))), heads=1, grid=sheet.style.grid)
    return table_page(sheet, table)


def whole_form(sheet: Sheet) -> list[Block]:
    """The plan as one table of label and value: situation, goals and each actor in a row."""
    plan, words = sheet.plan, sheet.words
    rows = [_form_row(words["situatie"], [inline(text) for text in plan["situatie"]])]
    rows.append(_form_row(words["hoofddoel"], [inline(plan["hoofddoel"]["tekst"])]))
    for number, subdoel in enumerate(plan["subdoelen"], 1):
        rows.append(_form_row(goal_label(sheet, number), [inline(subdoel["tekst"])], shaded=True))
        for group, part in zip(sheet.groups, split(sheet, subdoel), strict=True):
            if part or sheet.style.empty:
                rows.append((cell(group_head(sheet, group)), list_cell(sheet, part)))
    for number in range(len(plan["subdoelen"]) + 1, sheet.style.slots + 1):
        rows += [_form_row(goal_label(sheet, number), [inline("")], shaded=True)]
        rows += [(cell(group_head(sheet, group)), cell("")) for group in sheet.groups]
    table = Table(tuple(rows), (1, 2.8), grid=sheet.style.grid)
    return [*front(sheet), *sheet.beside("voor"), *sheet.beside("midden"), table, Space(), *closing(sheet)]


def table_page(sheet: Sheet, table: Table) -> list[Block]:
    """A form whose subdoelen and afspraken all stand in ``table``."""
    return [*opening(sheet), sheet.section("subdoelen"), table, Space(), *closing(sheet)]


def _form_row(label: str, texts: list[Inline], *, shaded: bool = False) -> tuple[Cell, Cell]:
    values = Cell(tuple(Para(text) for text in texts), shaded=shaded)
    return Cell((Para(inline(label, bold=True)),), shaded=shaded), values


def list_cell(sheet: Sheet, afspraken: list[dict[str, Any]]) -> Cell:
    """The afspraken of one actor in a cell, as a list or as paragraphs."""
    if not afspraken:
        return cell("-" if sheet.style.empty else "")
    if not sheet.style.bullet:
        return Cell(tuple(Para(text) for text in plain(afspraken)))
    return Cell((marked(sheet, plain(afspraken)),))


def _merged_rows(sheet: Sheet, number: int, subdoel: dict[str, Any]) -> list[tuple[Cell, ...]]:
    afspraken = subdoel["afspraken"]
    goal = cell(goal_text(sheet, number, subdoel["tekst"]), rows=max(len(afspraken), 1))
    if not afspraken:
        return [(goal, *(cell("") for _ in range(2 + len(_extra_columns(sheet)))))]
    first, *rest = [_action(sheet, afspraak) for afspraak in afspraken]
    return [(goal, *first), *rest]


def _action(sheet: Sheet, afspraak: dict[str, Any]) -> tuple[Cell, ...]:
    mark = f"{sheet.style.bullet} " if sheet.style.bullet in ("☐", "•", "-", "○") else ""
    extra = [cell(_column_value(sheet, name)) for name in _extra_columns(sheet)]
    return (cell(mark + afspraak["tekst"]), cell(capital(sheet.words.nouns[afspraak["wie"]])), *extra)


def _column_value(sheet: Sheet, name: str) -> str:
    if name == "kolom_wanneer":
        return dated(sheet)
    return sheet.rng.choice(STATES)


def _extra_columns(sheet: Sheet) -> tuple[str, ...]:
    return tuple(name for name in ("kolom_wanneer", "kolom_status") if name in sheet.style.columns)


def _widths(sheet: Sheet, *widths: float) -> tuple[float, ...]:
    return (*widths, *([1.0] * len(_extra_columns(sheet))))
