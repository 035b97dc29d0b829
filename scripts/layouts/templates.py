"""Pages of html with words and a dress of their own: ``pages/<name>.html``, as Jinja templates.

A template prints what stands in ``plan`` (as in ``waarheid.jsonl``) and draws what differs between writers:

- ``kies(a, b, ...)``: one of the options, the same on all plans of a set (the form);
- ``wissel(a, b, ...)``: one of the options, anew on each plan (what is filled in);
- ``groepen(subdoel)``: (who acts, afspraken) for each group of actors of the layout's order;
- ``persoon``, ``mensen`` (``plan.identificatie``), ``datum`` (as this form prints dates),
  ``term()`` (a date or term for a column 'when'), ``romeins`` and ``letters`` (number to I, II and A, B),
  ``rangtelwoord`` (Eerste, Tweede).
"""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from typing import Any

from layouts.parts.goals import ORDINALS
from layouts.parts.sheet import ROMAN, Sheet, dated

FOLDER = Path(__file__).parent / "pages"


@cache
def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )


def render(template: str, sheet: Sheet, form: str) -> str:
    """The page of one plan; ``form`` names the set, so that all its plans get the same words and dress."""
    page: str = (
        _environment()
        .get_template(f"{template}.html")
        .render(
            plan=sheet.plan,
            mensen=sheet.plan["identificatie"],
            persoon=sheet.person,
            datum=sheet.date,
            kies=lambda *options: random.Random(f"{form}/{options}").choice(options),
            wissel=lambda *options: sheet.rng.choice(options),
            term=lambda: dated(sheet),
            groepen=lambda subdoel: _groups(sheet, subdoel),
            romeins=lambda number: ROMAN[number - 1],
            letters=lambda number: chr(64 + number),
            rangtelwoord=lambda number: ORDINALS[number - 1],
        )
    )
    return page


def _groups(sheet: Sheet, subdoel: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    return [
        (group[0], [one for one in subdoel["afspraken"] if one["wie"] in group])
        for group in sheet.groups or [[wie] for wie in dict.fromkeys(a["wie"] for a in subdoel["afspraken"])]
    ]
