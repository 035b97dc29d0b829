"""The corpus texts with invented people filled in, in the order in which a layout prints them."""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from layouts.wording import read_data

Plan = dict[str, Any]
Groups = Sequence[Sequence[str]]

MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
WRITERS = tuple(f"P{number:02d}" for number in range(1, 17))


def load_plans(folder: Path, writers: Sequence[str]) -> dict[str, list[Plan]]:
    """The plans of each writer that ``folder`` holds, as they were written: with placeholders."""
    plans = {}
    for writer in writers:
        path = folder / f"{writer}.jsonl"
        if path.exists():
            lines = path.read_text(encoding="utf-8").splitlines()
            plans[writer] = [json.loads(line) for line in lines if line.strip()]
    return plans


def fill(plan: Plan, rng: random.Random) -> Plan:
    """A copy with invented names and a test BSN; ``identificatie`` holds what was filled in."""
    people = _people(plan, rng)
    text = json.dumps(plan, ensure_ascii=False)
    used = set(re.findall(r"\{(\w+)\}", text)) - {"tekst"}
    for name in used & people.keys():
        text = text.replace("{" + name + "}", people[name])
    filled: Plan = json.loads(text)
    always = {"voornaam", "achternaam", "km", "bsn", "geboortedatum", "adres", "telefoon"}
    filled["identificatie"] = {name: people[name] for name in sorted(people) if name in used | always}
    return filled


def _people(plan: Plan, rng: random.Random) -> dict[str, str]:
    names = read_data("namen")
    own, other = ("v", "m") if plan["geslacht"] == "v" else ("m", "v")
    first, last = rng.choice(names[f"voornaam_{own}"]), rng.choice(names["achternaam"])
    children = rng.sample(names["kind"], 2)
    mail = re.sub(r"[^a-z.]", "", f"{first}.{last}".lower())
    year = int(plan["datum"][:4]) - int(plan["leeftijd"])
    return {
        "voornaam": first,
        "achternaam": last,
        "kind1": children[0],
        "kind2": children[1],
        "partner": rng.choice(names[f"voornaam_{other}"]),
        "km": rng.choice(names["medewerker"]),
        "derde": rng.choice(names["derde"]),
        "telefoon": f"06-{rng.randint(10_000_000, 99_999_999)}",
        "adres": f"{rng.choice(names['straat'])} {rng.randint(1, 240)}, {rng.choice(names['plaats'])}",
        "email": f"{mail}@voorbeeld.nl",
        "geboortedatum": f"{rng.randint(1, 28):02d}-{rng.randint(1, 2):02d}-{year}",
        "bsn": test_bsn(rng),
    }


def test_bsn(rng: random.Random) -> str:
    """A number in the test range (999...) that satisfies the eleven test."""
    while True:
        digits = "999" + f"{rng.randint(0, 999_999):06d}"
        weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
        if sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11 == 0:
            return digits


def grouped(plan: Plan, groups: Groups) -> Plan:
    """A copy whose afspraken stand per actor, as printed; without groups, in the writer's own order."""
    ordered = copy.deepcopy(plan)
    if groups:
        rank = {wie: place for place, group in enumerate(groups) for wie in group}
        for subdoel in ordered["subdoelen"]:
            subdoel["afspraken"].sort(key=lambda afspraak: rank[afspraak["wie"]])
    return ordered


def date_forms(iso: str) -> dict[str, str]:
    """The ways in which a date is printed."""
    day = date.fromisoformat(iso)
    return {
        "lang": f"{day.day} {MONTHS[day.month - 1]} {day.year}",
        "kort": f"{day.day}-{day.month}-{day.year}",
        "nul": f"{day.day:02d}-{day.month:02d}-{day.year}",
        "schuin": f"{day.day}/{day.month}/{day.year}",
        "punt": f"{day.day:02d}.{day.month:02d}.{day.year}",
        "dd": f"d.d. {day.day}-{day.month}-{day.year}",
        "afgekort": f"{day.day} {MONTHS[day.month - 1][:3]}. {day.year}",
        "iso": iso,
    }


def single_sentences(plan: Plan) -> bool:
    """Whether each afspraak is one sentence with a full stop: running text can then be told apart."""
    texts = [a["tekst"] for s in plan["subdoelen"] for a in s["afspraken"]]
    return all(text.endswith(".") and not re.search(r"[.!?]['\"]? [A-Z]", text) for text in texts)


def at_most(count: int) -> Callable[[Plan], bool]:
    """Plans with at most ``count`` subdoelen, for layouts that have no room for more."""
    return lambda plan: len(plan["subdoelen"]) <= count
