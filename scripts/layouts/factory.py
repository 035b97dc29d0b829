"""From a layout and the corpus to PDFs and their truth."""

from __future__ import annotations

import importlib
import json
import random
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from layouts.after import STEPS
from layouts.blocks import Document, Style
from layouts.check import missing_texts
from layouts.parts.noise import Noise, draw_noise
from layouts.parts.sheet import Sheet
from layouts.plans import Plan, date_forms, fill, grouped
from layouts.registry import Layout
from layouts.templates import render
from layouts.wording import Words, draw_words

FREE = {
    "font": ("sans", "serif", "carlito", "caladea", "lato", "open", "roboto", "dejavu"),
    "size": (9.5, 10, 10.5, 11, 11.5),
    "accent": ("#1f4e79", "#7a1f3d", "#2e6b34", "#555555", "#000000", "#b3541e"),
    "heading": ("bold", "bold", "underline", "bar", "italic", "rule", "smallcaps", "size", "plain"),
    "upper": (False, False, False, True),
    "number": ("1", "1.", "A", "I", "woord", "nr", "", "1)"),
    "sections": ("", "", "", "1.", "A.", "I.", "1"),
    "goal": ("line", "inline", "run", "number", "bare"),
    "bullet": ("•", "–", "-", "*", "o", "✓", "☐", "➢", "▪", "1.", "a)", "(1)", "○", ">"),
    "empty": (False, False, True),
    "front": ("table", "lines", "pairs", "sentence", "inline"),
    "grid": ("full", "rows", "none", "zebra"),
    "justify": (False, False, True),
    "margin": (1.6, 2.0, 2.5, 3.0),
    "leading": (1.15, 1.3, 1.5),
    "fields": ((), (), ("geboortedatum",), ("geboortedatum", "adres", "telefoon"), ("adres",)),
    "columns": ((), ("kolom_wanneer",), ("kolom_wanneer", "kolom_status")),
    "noise": (0, 0, 0, 1, 1, 2, 3),
    "sign": ("lines", "boxes", "columns", "box", "one", "text", "none"),
}
# A form that says 'ik' for one side is not filled in by a writer whose 'ik' is the other.
NOT_WITH = {"": (), "klant": ("P09",), "km": ("P04", "P05")}


@dataclass(frozen=True)
class Form:
    """One case worker's form: what is the same on all plans of a set."""

    layout: Layout
    words: Words
    style: Style
    date_form: str
    noise: Noise


@dataclass(frozen=True)
class Built:
    """How many plans were written, and the files that do not print all of their truth."""

    plans: int
    faults: tuple[str, ...]


def program(name: str) -> ModuleType:
    """The module that draws with program ``name``: it has NAME, missing() and draw()."""
    return importlib.import_module(f"layouts.programs.{name}")


def draw_style(layout: Layout, words: Words, rng: random.Random) -> Style:
    """The layout's fixed fields, the rest drawn."""
    drawn: dict[str, Any] = {name: rng.choice(choices) for name, choices in FREE.items()}
    fields = drawn | layout.fixed
    if fields["goal"] in ("number", "bare") and not fields["number"]:
        fields["goal"] = "bare"
    names = {
        "org": words["organisatie"],
        "titel": words["titel"],
        "nummer": words["nummer"],
        "p": "{p}",
        "n": "{n}",
    }
    fields.setdefault("header", words["kop"].format(**names))
    fields.setdefault("footer", words["voet"].format(**names))
    return Style(**fields)


def choose(layout: Layout, corpus: dict[str, list[Plan]], count: int, rng: random.Random) -> list[Plan]:
    """``count`` plans that fit, spread over the writers as evenly as can be."""
    writers = [writer for writer in corpus if not layout.writers or writer in layout.writers]
    rng.shuffle(writers)
    pools = {writer: rng.sample(corpus[writer], len(corpus[writer])) for writer in writers}
    chosen: list[Plan] = []
    while len(chosen) < count and any(pools.values()):
        for writer in writers:
            pools[writer] = [plan for plan in pools[writer] if layout.fits(plan)]
            if pools[writer] and len(chosen) < count:
                chosen.append(pools[writer].pop())
    return chosen


def compose(
    layout: Layout, corpus: dict[str, list[Plan]], count: int, seed: int
) -> list[tuple[Document, Plan]]:
    """The documents of one set with what a perfect reading of each gives."""
    rng = random.Random(f"{layout.form}/{seed}")
    voice = rng.choice(("", "", "", "klant", "km"))
    writers = {writer: plans for writer, plans in corpus.items() if writer not in NOT_WITH[voice]}
    plans = choose(layout, writers, count, rng)
    words = draw_words(rng, voice=voice)
    style, date_form = draw_style(layout, words, rng), rng.choice(list(date_forms("2019-01-01"))[:-1])
    form = Form(layout, words, style, date_form, draw_noise(rng, style.noise))
    return [_compose_one(form, plan, rng) for plan in plans]


def _compose_one(form: Form, source: Plan, rng: random.Random) -> tuple[Document, Plan]:
    plan = grouped(fill(source, rng), form.layout.groups)
    date = date_forms(plan["datum"])[form.date_form]
    sheet = Sheet(plan, form.words, form.style, rng, date, form.noise, form.layout.groups)
    title = f"{form.words['titel']} {sheet.person}"
    if form.layout.structure is None:
        return Document((), form.style, title, render(form.layout.template, sheet, form.layout.form)), plan
    return Document(tuple(form.layout.structure(sheet)), form.style, title), plan


def build(layout: Layout, corpus: dict[str, list[Plan]], folder: Path, count: int, seed: int) -> Built:
    """Write ``folder/<form>/*.pdf`` and ``waarheid.jsonl``.

    ``layout`` in it is the same for all variants, so that leaving a layout out leaves all of them out.
    """
    target = folder / layout.form
    target.mkdir(parents=True, exist_ok=True)
    maker = program(layout.program)
    documents: dict[Path, Document] = {}
    truths: dict[Path, Plan] = {}
    for document, plan in compose(layout, corpus, count, seed):
        path = target / f"{plan['plan_id']}.pdf"
        documents[path] = document
        truths[path] = plan | {"bestand": path.name, "layout": layout.id, "programma": maker.NAME}
    maker.draw(documents)
    faults = tuple(path.name for path, plan in truths.items() if missing_texts(path, plan))
    for step in layout.after:
        for path in documents:
            STEPS[step](path)
    lines = [json.dumps(plan, ensure_ascii=False) + "\n" for plan in truths.values()]
    (target / "waarheid.jsonl").write_text("".join(lines), encoding="utf-8")
    return Built(len(lines), faults)
