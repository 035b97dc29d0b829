"""The lines of a plan as a spreadsheet in which a person corrects what each was taken for, and back."""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.domain import Wie
from pipeline.errors import LayoutError
from pipeline.reading.characters import join_lines
from pipeline.reading.parts import Part
from pipeline.reading.pieces import Piece

MORE = "vervolg"
_ROLES = ("anders", "situatie", "hoofddoel", "subdoel", "afspraak", MORE)
_HEADS = ("regel", "pagina", "tekst", "is een", "subdoel nr", "wie")
_WIDTHS = (7, 8, 90, 13, 11, 15)
_CREATED = datetime(2000, 1, 1)  # a fixed date, so that the same plan gives the same bytes
_EXPLANATION = (
    "Zo leert u plancoder deze opmaak:",
    "1. Kijk op het blad Regels bij elke regel of de kolom 'is een' klopt. Zo niet, kies uit de lijst.",
    "     anders = koppen, namen, datums, 'n.v.t.': alles wat geen deel van het plan is",
    "     vervolg = hoort bij de tekst van de regel erboven (een zin die in stukken is geknipt)",
    "2. Zet bij elk subdoel zijn nummer (1, 2, 3), en bij elke afspraak het nummer van haar subdoel.",
    "3. Kies bij elke afspraak wie haar uitvoert. Weet u het niet, laat het dan leeg.",
    "4. Bewaar het bestand en geef: plancoder reading teach PLAN.pdf --plan dit bestand",
    "Verander de teksten zelf niet. Het bestand bevat namen: bewaar het veilig en gooi het daarna weg.",
)
_COLOURS = {"situatie": "#DDF0FA", "hoofddoel": "#F7DCC8", "subdoel": "#CDEBE0", "afspraak": "#FBE9C6"}


def to_sheet(pieces: Sequence[Piece], roles: Sequence[str], parts: Sequence[Part | None]) -> bytes:
    """The workbook: one row per piece in reading order, with what it was taken for."""
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    workbook = Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    workbook.set_properties({"title": "Regels van een plan", "created": _CREATED})
    sheet, last = workbook.add_worksheet("Regels"), len(pieces)
    cell = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#D9D9D9"}
    head = workbook.add_format({"bold": True, "bg_color": "#1F4E78", "font_color": "#FFFFFF"})
    plain = workbook.add_format(cell)
    for column, (title, width) in enumerate(zip(_HEADS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, head)
    for row, (piece, role, part) in enumerate(zip(pieces, roles, parts, strict=True), start=1):
        behind = pieces[row].joint.rstrip() if row < len(pieces) else ""  # 'Docent: ' of one text
        _write_row(sheet, row, replace(piece, text=piece.text + behind), role, part, plain)
    for kind, colour in _COLOURS.items():
        style = workbook.add_format({"bg_color": colour})
        rule = {"type": "formula", "criteria": f'=$D2="{kind}"', "format": style}
        sheet.conditional_format(1, 0, max(1, last), len(_HEADS) - 1, rule)
    sheet.data_validation(1, 3, max(1, last), 3, _choice(_ROLES))
    sheet.data_validation(1, 5, max(1, last), 5, _choice([wie.value for wie in Wie]))
    sheet.freeze_panes(1, 0)
    explanation = workbook.add_worksheet("Uitleg")
    explanation.set_column(0, 0, 120)
    for row, line in enumerate(_EXPLANATION):
        explanation.write_string(row, 0, line)
    workbook.close()
    return stream.getvalue()


def _choice(options: Sequence[str]) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": list(options),
        "ignore_blank": True,
        "error_title": "Kies uit de lijst",
        "error_message": "Kies een van: " + ", ".join(options),
    }


def _write_row(sheet: Any, row: int, piece: Piece, role: str, part: Part | None, style: Any) -> None:
    sheet.write_number(row, 0, row, style)
    sheet.write_number(row, 1, piece.page, style)
    sheet.write_string(row, 2, piece.text, style)
    sheet.write_string(row, 3, MORE if role.endswith("+") else role, style)
    numbered = part is not None and part.subdoel is not None and not role.endswith("+")
    if part is not None and numbered:
        sheet.write_number(row, 4, part.subdoel, style)
    else:
        sheet.write_blank(row, 4, None, style)
    named = part is not None and part.wie is not None and numbered
    sheet.write_string(row, 5, str(part.wie) if part is not None and named else "", style)


def read_sheet(path: Path) -> dict[str, Any]:
    """The plan that the corrected sheet tells of, in the fields of ``CORRECT.json`` (not yet checked).

    Raises LayoutError that lists every fault with its row.
    """
    truth: dict[str, Any] = {"situatie": [], "hoofddoel": {"tekst": ""}, "subdoelen": []}
    goals: dict[int, dict[str, Any]] = {}
    last: list[Any] | None = None  # a holder and the key of the text that was read last
    faults: list[str] = []
    for line, (text, role, number, wie) in enumerate(_rows(path), start=2):
        try:
            last = _add(truth, goals, (text, role, number, wie), last)
        except ValueError as fault:
            faults.append(f"rij {line}: {fault}")
    if faults:
        raise LayoutError(
            "Deze rijen kloppen nog niet:",
            waar=str(path),
            faults=tuple(faults),
            doe="Verbeter ze en probeer opnieuw.",
        )
    truth["subdoelen"] = [goals[number] for number in sorted(goals)]
    return truth


def _rows(path: Path) -> list[tuple[str, str, int | None, str]]:
    from openpyxl import load_workbook

    try:
        sheet = load_workbook(path, read_only=False, data_only=True)["Regels"]
        rows = list(sheet.iter_rows(min_row=2, max_col=len(_HEADS), values_only=True))
        return [
            (
                str(row[2] or ""),
                str(row[3] or "anders").strip().lower(),
                _number(row[4]),
                str(row[5] or "").strip().lower(),
            )
            for row in rows
        ]
    except (OSError, KeyError, ValueError, EOFError, TypeError) as error:
        raise _no_sheet(path) from error
    except Exception as error:  # openpyxl lets the errors of zip and xml through
        raise _no_sheet(path) from error


def _no_sheet(path: Path) -> LayoutError:
    return LayoutError(
        "Dit is geen lijst van regels van plancoder.",
        waar=str(path),
        doe="Maak er een met 'plancoder reading show PLAN.pdf --sheet REGELS.xlsx' en verbeter die.",
    )


def _word(value: Any) -> str:
    return str(value or "").strip().lower()


def _number(value: Any) -> int | None:
    return int(float(str(value))) if str(value or "").strip() else None


def _add(
    truth: dict[str, Any],
    goals: dict[int, dict[str, Any]],
    row: tuple[str, str, int | None, str],
    last: list[Any] | None,
) -> list[Any] | None:
    """Add one row to the plan; returns the holder and key of its text. Raises ValueError: what is wrong."""
    text, role, number, wie = row
    if role not in _ROLES:
        raise ValueError("kies in de kolom 'is een' uit de lijst")
    if role == "anders":
        return last
    if role == MORE:
        if last is None:
            raise ValueError("er is geen tekst waar dit een vervolg op is")
        holder, key = last
        holder[key] = join_lines(holder[key], text)
        return last
    if role == "situatie":
        truth["situatie"].append(text)
        return [truth["situatie"], len(truth["situatie"]) - 1]
    if role == "hoofddoel":
        if truth["hoofddoel"]["tekst"]:
            raise ValueError("er is al een hoofddoel; kies 'vervolg' als dit erbij hoort")
        truth["hoofddoel"]["tekst"] = text
        return [truth["hoofddoel"], "tekst"]
    return _add_numbered(goals, text, role, number, wie)


def _add_numbered(
    goals: dict[int, dict[str, Any]], text: str, role: str, number: int | None, wie: str
) -> list[Any]:
    if number is None or number < 1:
        raise ValueError("zet het nummer van het subdoel in de kolom 'subdoel nr'")
    goal = goals.setdefault(number, {"tekst": "", "afspraken": []})
    if role == "subdoel":
        if goal["tekst"]:
            raise ValueError(f"er is al een subdoel {number}")
        goal["tekst"] = text
        return [goal, "tekst"]
    if wie and wie not in set(Wie):
        raise ValueError("kies in de kolom 'wie' uit de lijst")
    step = {"tekst": text, "wie": wie or None}
    goal["afspraken"].append(step)
    return [step, "tekst"]
