"""Who the people are: the columns of the linked diagnose-export as groups to compare.

Which columns and how they are grouped stands in ``data/achtergrond.yaml``.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from pipeline.report.dutch import enumerated
from pipeline.report.link import LINKED_FILE
from pipeline.tabular import read_table

DIAGNOSES_FILE = "diagnoses.csv"
HAS_PLAN = "heeft_plan"
_DATA = Path(__file__).parent / "data" / "achtergrond.yaml"
Person = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Background:
    """One way to divide people: ``groups`` in the order of the report."""

    id: str
    title: str
    groups: tuple[str, ...]
    of_plan: Mapping[str, str]
    """The group of each linked plan, by its pseudonym."""
    people: tuple[tuple[str, bool], ...]
    """Of each person in the export the group, and whether there is a plan."""
    together: tuple[str, ...] = ()
    """The small groups that are told as one."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """Which groups were taken together, if any."""
        if not self.together:
            return ()
        other, fewest = described()["andere_groepen"], described()["kleinste_groep"]
        each = f"{'elk ' if len(self.together) > 1 else ''}minder dan {fewest} personen in de export"
        names = enumerated([f"‘{name}’" for name in self.together])
        return (f"{self.title}, ‘{other}’: {names} ({each}).",)


@dataclass(frozen=True, slots=True)
class DiagnosisGoal:
    """The goal that the diagnosis names of each linked plan; ``same`` as which kinds of hoofddoel."""

    title: str
    of_plan: Mapping[str, str]
    same: Mapping[str, tuple[str, ...]]


@cache
def described() -> dict[str, Any]:
    """The content of the data file."""
    import yaml

    data: dict[str, Any] = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    return data


def read_people(folder: Path) -> tuple[dict[str, Person], list[Person]]:
    """The linked plans by pseudonym, and all people of the export; empty where there is no such file."""
    plans: dict[str, Person] = {row["plan"]: row for row in _rows(folder / LINKED_FILE) if row.get("plan")}
    return plans, [row for row in _rows(folder / DIAGNOSES_FILE) if HAS_PLAN in row]


def backgrounds_of(plans: Mapping[str, Person], people: Sequence[Person]) -> tuple[Background, ...]:
    """The backgrounds that the export has, with at least two groups."""
    known = {name for row in (*plans.values(), *people[:1]) for name in row}
    found = (
        _background(entry, plans, people) for entry in described()["achtergronden"] if entry["naam"] in known
    )
    return tuple(background for background in found if len(background.groups) > 1)


def diagnosis_goal(plans: Mapping[str, Person]) -> DiagnosisGoal | None:
    """None when the export names no goal."""
    entry = described()["doel_in_diagnose"]
    goals = {plan: row[entry["kolom"]] for plan, row in plans.items() if row.get(entry["kolom"])}
    if not goals:
        return None
    same = {kind: tuple(values) for kind, values in entry["zelfde"].items()}
    return DiagnosisGoal(entry["opschrift"], goals, same)


def _background(
    entry: Mapping[str, Any], plans: Mapping[str, Person], people: Sequence[Person]
) -> Background:
    name = entry["naam"]
    every = people or list(plans.values())
    values = [_group(row.get(name, ""), entry) for row in every]
    counts = Counter(values)
    large = {group for group, count in counts.items() if count >= described()["kleinste_groep"]}
    other = described()["andere_groepen"]

    def group(row: Person) -> str:
        own = _group(row.get(name, ""), entry)
        return own if own in large else other

    used = {group(row) for row in (*every, *plans.values())}
    order = [*_order(entry, counts), other]
    return Background(
        name,
        entry["opschrift"],
        tuple(each for each in dict.fromkeys(order) if each in used),
        {plan: group(row) for plan, row in plans.items()},
        tuple((group(row), row[HAS_PLAN] == "ja") for row in people),
        tuple(each for each in dict.fromkeys(order) if counts[each] and each not in large),
    )


def _order(entry: Mapping[str, Any], counts: Counter[str]) -> list[str]:
    """Numbers from low to high, short codes by name, other words from many to few; unknown last."""
    unknown = described()["onbekend"]
    if "grenzen" in entry:
        return [*_ranges(entry), unknown]
    named = [group for group in counts if group != unknown]
    short = all(len(group) <= 3 for group in named)
    ordered = sorted(named) if short else sorted(named, key=lambda group: (-counts[group], group))
    return [*ordered, unknown]


def _group(value: str, entry: Mapping[str, Any]) -> str:
    if not value:
        return str(described()["onbekend"])
    if "grenzen" not in entry:
        return value
    try:
        number = float(value)
    except ValueError:
        return str(described()["onbekend"])
    return _ranges(entry)[bisect_right(entry["grenzen"], number)]


def _ranges(entry: Mapping[str, Any]) -> list[str]:
    """``tot 30 jaar``, ``30 tot 40 jaar``, ..., ``50 jaar of meer``."""
    limits, unit = entry["grenzen"], entry["eenheid"]
    between = [f"{low} tot {high} {unit}" for low, high in pairwise(limits)]
    return [f"tot {limits[0]} {unit}", *between, f"{limits[-1]} {unit} of meer"]


def _rows(path: Path) -> list[dict[str, str]]:
    return [row for _, row in read_table(path).rows] if path.exists() else []
