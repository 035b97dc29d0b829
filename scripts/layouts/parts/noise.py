"""The sections a form carries beside the plan: the same ones on every plan of a set, with other values."""

from __future__ import annotations

import random
from typing import Any

from layouts.blocks import Block, Items, Para, Span, Table, cell, inline
from layouts.wording import read_list

Noise = dict[str, list[tuple[str, dict[str, Any]]]]


def draw_noise(rng: random.Random, count: int) -> Noise:
    """``count`` sections by place (voor, midden, na), each with the heading it has in this set."""
    chosen: Noise = {"voor": [], "midden": [], "na": []}
    headings: set[str] = set()
    for entry in rng.sample(read_list("ruis"), count):
        heading = rng.choice(entry["koppen"])
        if heading not in headings:
            headings.add(heading)
            chosen[rng.choice(entry["waar"])].append((heading, entry))
    return chosen


def noise_blocks(entry: dict[str, Any], rng: random.Random, grid: str) -> list[Block]:
    """The content below the heading of one section."""
    kind = entry["soort"]
    if kind == "tekst":
        return [Para(inline(text)) for text in entry["inhoud"]]
    if kind == "lijst":
        mark = entry.get("bullet", "•")
        return [Items(tuple((mark, inline(text)) for text in entry["inhoud"]))]
    if kind == "velden":
        return [
            Para((Span(f"{label}: ", bold=True), Span(rng.choice(values))))
            for label, values in entry["inhoud"]
        ]
    head = tuple(cell(text, head=True) for text in entry["hoofd"])
    rows = [tuple(cell(_drawn(value, rng)) for value in row) for row in entry["rijen"]]
    return [Table((head, *rows), (1.0,) * len(head), heads=1, grid=grid)]


def _drawn(value: str | list[str], rng: random.Random) -> str:
    return rng.choice(value) if isinstance(value, list) else value
