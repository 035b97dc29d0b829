"""Every count of a report, from what is true of the plans of a study: beside the program, with pandas."""

import csv
from collections import Counter
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pipeline.codebook import Codebook

Key = tuple[str, str, str]  # table, row, column
OVERIG = "Overig (geen code)"
LATER = "vierde of later subdoel"
NUMBERS = {1: "eerste subdoel", 2: "tweede subdoel", 3: "derde subdoel"}


def expected_counts(
    plans: list[dict[str, Any]], coded: Path, codebook: Codebook
) -> Iterator[tuple[Key, int]]:
    """Every count, from the truth."""
    goals = pd.DataFrame(
        [(p["plan"], p["hoofddoel"]["type"], _theme(p["hoofddoel"]["thema"])) for p in plans],
        columns=["plan", "type", "theme"],
    )
    subs = pd.DataFrame(
        [
            (p["plan"], nr, _theme(sub["thema"]), sub["instrument"], sub["eigen_inzet"])
            for p in plans
            for nr, sub in enumerate(p["subdoelen"], start=1)
        ],
        columns=["plan", "nr", "theme", "means", "own"],
    )
    subs["place"] = subs["nr"].map(NUMBERS).fillna(LATER)
    names = {v.id: {c.id: c.name for c in v.codes} | {"": OVERIG} for v in codebook.variables.values()}
    groups = {
        v.id: {c.id: v.groups.get(c.group or "", c.name) for c in v.codes}
        for v in codebook.variables.values()
    }
    yield from _goals(goals, names, groups)
    yield from _subdoelen(subs, goals, names)
    yield from _means(subs, names, groups)
    linked = pd.DataFrame(read_rows(coded / "koppeling.csv"))
    values = _outcomes(goals, subs, names, groups)
    yield from _by_background(values, linked, goals, groups, pd.DataFrame(read_rows(coded / "diagnoses.csv")))
    meting = {p["plan"]: f"meting {p['meting']}" for p in plans}
    for title, of_plan in values.items():
        for plan, value in of_plan.items():
            yield from _one("metingen", f"{title} / {value}", meting[plan])


def _goals(goals: pd.DataFrame, names: Any, groups: Any) -> Iterator[tuple[Key, int]]:
    group, name = groups["hoofddoel_type"], names["hoofddoel_type"]
    for kind, count in goals["type"].value_counts().items():
        yield from _one("hoofddoel", group[kind], "hoofddoel", count)
        if list(group.values()).count(group[kind]) > 1:
            yield from _one("hoofddoel", name[kind], "hoofddoel", count)


def _subdoelen(subs: pd.DataFrame, goals: pd.DataFrame, names: Any) -> Iterator[tuple[Key, int]]:
    name = names["thema"]
    for theme in goals["theme"]:
        yield from _one("themas", name[theme], "hoofddoel")
    for place, theme in zip(subs["place"], subs["theme"], strict=True):
        yield from _one("themas", name[theme], place)
    for size in subs["plan"].value_counts():
        yield from _one("aantal-subdoelen", f"{size} subdoel{'en' if size > 1 else ''}", "plannen")
    for _, plan in subs.sort_values("nr").groupby("plan"):
        themes = [name[theme] for theme in plan["theme"]]
        for one in set(themes):
            yield from _one("samen", one, f"ook {one}")
        for one, other in combinations(set(themes), 2):
            yield from _one("samen", one, f"ook {other}")
            yield from _one("samen", other, f"ook {one}")
        for one, other in zip(themes, [*themes[1:], "geen volgend subdoel"], strict=True):
            yield from _one("volgorde", one, other)


def _means(subs: pd.DataFrame, names: Any, groups: Any) -> Iterator[tuple[Key, int]]:
    name, group, theme = names["instrument"], groups["instrument"], names["thema"] | {"": "Overig"}
    for _, sub in subs.iterrows():
        labels = {group[sub.means], name[sub.means]}
        for label in labels:
            yield from _one("instrument-bij-thema", label, theme[sub.theme])
            if sub.nr <= 2:
                yield from _one("instrumenten", label, sub.place)
    own = subs[subs["own"]]
    yield from _one("eigen-inzet", "plan met zo'n subdoel", "eigen inzet", own["plan"].nunique())
    yield from _one("eigen-inzet", "alle subdoelen", "eigen inzet", len(own))
    for place, count in own["place"].value_counts().items():
        yield from _one("eigen-inzet", str(place), "eigen inzet", count)


def _outcomes(goals: pd.DataFrame, subs: pd.DataFrame, names: Any, groups: Any) -> dict[str, dict[str, str]]:
    def first(nr: int, column: str) -> Any:
        return subs[subs["nr"] == nr].set_index("plan")[column]

    own = subs.groupby("plan")["own"].any().map({True: "ja", False: "nee"})
    return {
        "Soort hoofddoel": goals.set_index("plan")["type"].map(groups["hoofddoel_type"]).to_dict(),
        "Thema van het eerste subdoel": first(1, "theme").map(names["thema"]).to_dict(),
        "Instrument bij het eerste subdoel": first(1, "means").map(groups["instrument"]).to_dict(),
        "Instrument bij het tweede subdoel": first(2, "means").map(groups["instrument"]).to_dict(),
        "Eigen inzet bij ten minste één subdoel": own.to_dict(),
    }


def _by_background(
    values: dict[str, dict[str, str]],
    linked: pd.DataFrame,
    goals: pd.DataFrame,
    groups: Any,
    people: pd.DataFrame,
) -> Iterator[tuple[Key, int]]:
    for title, column, label in (
        ("Profiel", "profiel", None),
        ("Geslacht", "geslacht", None),
        ("Leeftijd", "leeftijd", [30, 40, 50]),
        ("Gezin", "gezin", None),
        ("Jaren in Nederland", "jaren_in_nederland", [2, 4, 6]),
    ):
        grouped = _groups(people[column], label)
        common = grouped.value_counts()
        known = set(common[common >= 20].index)
        everyone = grouped.where(grouped.isin(known), "andere")
        for group, count in everyone[people["heeft_plan"] == "ja"].value_counts().items():
            yield from _one("wie-een-plan", f"{title} / {group}", "heeft een plan", count)
        own = _groups(linked[column], label)
        of_plan = dict(zip(linked["plan"], own.where(own.isin(known), "andere"), strict=True))
        for outcome, by_plan in values.items():
            own_values = {plan: value for plan, value in by_plan.items() if plan in of_plan}
            for plan, value in _rare_together(own_values, everyone.nunique()).items():
                if plan in of_plan:
                    yield from _one(f"naar-{column.replace('_', '-')}", f"{outcome} / {value}", of_plan[plan])
    types = goals.set_index("plan")["type"].map(groups["hoofddoel_type"])
    for plan, goal in zip(linked["plan"], linked["primair_doel"], strict=True):
        yield from _one("doel-in-diagnose", goal, types[plan])


def _rare_together(values: dict[str, str], groups: int) -> dict[str, str]:
    counts = Counter(values.values())
    rare = {value for value, count in counts.items() if count < 5 * groups}
    merge = len(rare) > 1 and len(counts) > len(rare)
    return {plan: "andere samen" if merge and value in rare else value for plan, value in values.items()}


def _groups(values: "pd.Series[str]", limits: list[int] | None) -> "pd.Series[str]":
    if limits is None:
        return values
    labels = [f"tot {limits[0]} jaar"]
    labels += [f"{low} tot {high} jaar" for low, high in pairwise(limits)]
    labels += [f"{limits[-1]} jaar of meer"]
    bins = [-np.inf, *limits, np.inf]
    return pd.cut(values.astype(float), bins, right=False, labels=labels).astype(str)


def _theme(codes: list[str]) -> str:
    return codes[0].split(".")[0] if codes else ""


def _one(table: str, row: str, column: str, count: Any = 1) -> Iterator[tuple[Key, int]]:
    yield (table, row, column), int(count)


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))
