"""Whether every table of the report is the one that the true codes of a study give.

    python scripts/evaluate_report.py CORPUS/onderzoek [--coded FOLDER]

Twice. First the true units are put in the place of the coded ones and the report is made: each count in
each table must be that of ``waarheid.jsonl``, counted here in another way (pandas). Then the report of the
study as it was read and coded is laid beside it: how far each table is off. ``--coded`` is a folder that
was coded and linked before; without it that is done first.
"""

import argparse
import csv
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pipeline.codebook import Codebook, load_codebook
from pipeline.linking import link_plans
from pipeline.report import Wishes, write_report
from pipeline.settings import Settings
from pipeline.study.job import code_plans

Key = tuple[str, str, str]  # table, row, column
Counts = dict[Key, int]
KEPT = ("intake.csv", "koppeling.csv", "niet_gekoppeld.csv", "diagnoses.csv")
OVERIG = "Overig (geen code)"
LATER = "vierde of later subdoel"
NUMBERS = {1: "eerste subdoel", 2: "tweede subdoel", 3: "derde subdoel"}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("onderzoek", type=Path)
    parser.add_argument("--coded", type=Path)
    arguments = parser.parse_args()
    codebook = load_codebook(Settings().codeboek)
    with tempfile.TemporaryDirectory() as name:
        coded = arguments.coded or _code(arguments.onderzoek, Path(name))
        perfect, real = Path(name) / "perfect", Path(name) / "echt"
        plans = _truths(arguments.onderzoek, coded)
        _copy(coded, perfect, _true_units(plans, codebook))
        _copy(coded, real, (coded / "eenheden.jsonl").read_text(encoding="utf-8"))
        expected: Counts = Counter()
        for key, count in _expected(plans, coded, codebook):
            expected[key] += count
        wrong = _equal(_report(perfect, codebook), expected)
        _beside(_report(real, codebook), expected)
        hidden = _hidden(perfect, codebook)
    return int(wrong or hidden)


def _code(onderzoek: Path, folder: Path) -> Path:
    key = folder / "sleutel"
    key.write_bytes(bytes(32))
    settings = Settings().model_copy(update={"sleutel": key, "opmaken": folder / "opmaken"})
    code_plans([str(onderzoek / "ontvangen")], folder / "uit", settings)
    link_plans(folder / "uit", onderzoek / "diagnoses.csv", settings)
    return folder / "uit"


def _truths(onderzoek: Path, coded: Path) -> list[dict[str, Any]]:
    """What is true of each file that counted, with its pseudonym."""
    lines = (onderzoek / "waarheid.jsonl").read_text(encoding="utf-8").splitlines()
    truths = {truth["bestand"]: truth for truth in map(json.loads, lines)}
    rows = _rows(coded / "intake.csv")
    return [
        truths[row["bestand"]] | {"plan": row["plan"], "meting": row["meting"]}
        for row in rows
        if row["status"] == "gecodeerd"
    ]


def _true_units(plans: list[dict[str, Any]], codebook: Codebook) -> str:
    """The true plans as lines of eenheden.jsonl."""
    empty = {"wie": None, "eigen_inzet": False, "instrument": None, "hoofddoel_type": None}
    same: dict[str, Any] = {
        "afspraak_nr": None,
        "nakijken": [],
        "model": "waarheid",
        "codeboek": codebook.id,
        **empty,
    }
    units = []
    for plan in plans:
        own, goal = same | {"plan": plan["plan"]}, plan["hoofddoel"]
        units.append(
            own
            | {
                "eenheid": "hoofddoel",
                "subdoel_nr": None,
                "thema": goal["thema"],
                "hoofddoel_type": goal["type"],
            }
        )
        for number, sub in enumerate(plan["subdoelen"], start=1):
            codes = {name: sub[name] for name in ("thema", "eigen_inzet", "instrument")}
            units.append(own | {"eenheid": "subdoel", "subdoel_nr": number} | codes)
    return "".join(json.dumps(unit) + "\n" for unit in units)


def _copy(coded: Path, folder: Path, units: str) -> None:
    folder.mkdir()
    for name in KEPT:
        (folder / name).write_bytes((coded / name).read_bytes())
    (folder / "eenheden.jsonl").write_text(units, encoding="utf-8")


def _report(folder: Path, codebook: Codebook, *, internal: bool = True) -> Counts:
    """The counts of every table of shares in the report of ``folder``."""
    write_report(folder, codebook, wishes=Wishes(internal=internal))
    found: Counts = {}
    for path in sorted((folder / "tabellen").glob("*.csv")):
        for row in _rows(path):
            first, part_of = next(iter(row.values())), row.get("onderdeel van", "")
            for name, value in row.items():
                column, _, what = name.rpartition(": ")
                if what == "aantal" and value:
                    label = (
                        f"{part_of} / {first}"
                        if path.stem.startswith(("naar-", "metingen", "wie-"))
                        else first
                    )
                    found[path.stem, label, column] = -1 if value == "×" else int(value)
    return found


def _equal(found: Counts, expected: Counts) -> bool:
    """Print which tables are as expected; whether any is not."""
    wrong = False
    for table in sorted({key[0] for key in expected}):
        own = {key: count for key, count in found.items() if key[0] == table and count}
        wanted = {key: count for key, count in expected.items() if key[0] == table and count}
        differ = {key for key in own.keys() | wanted.keys() if own.get(key) != wanted.get(key)}
        print(f"{table:24} {len(wanted):4} counts, {len(differ)} different")
        for key in sorted(differ)[:5]:
            print(f"    {key[1:]}: {own.get(key)} in the report, {wanted.get(key)} in truth")
        wrong |= bool(differ)
    left = sorted({key[0] for key in found} - {key[0] for key in expected})
    print(f"not counted again here: {', '.join(left) or 'nothing'}\n")
    return wrong


def _beside(found: Counts, expected: Counts) -> None:
    """Print how far the study as it was read and coded is from the truth."""
    print("the study as read and coded, beside the truth (counts)")
    for table in sorted({key[0] for key in expected}):
        keys = {key for key in found.keys() | expected.keys() if key[0] == table}
        off = [abs(found.get(key, 0) - expected.get(key, 0)) for key in keys]
        print(f"{table:24} mean {np.mean(off):.1f}, most {max(off)}, of {len(off)} counts")


def _hidden(folder: Path, codebook: Codebook) -> bool:
    """Whether a count of 1 to 4 is shown in a table by background when it is not for internal use."""
    tables = ("naar-", "doel-in-diagnose", "wie-een-plan")
    found = {
        key: count
        for key, count in _report(folder, codebook, internal=False).items()
        if key[0].startswith(tables)
    }
    shown = [key for key, count in found.items() if 0 < count < 5]
    hidden = sum(count < 0 for count in found.values())
    print(f"\nby background: {len(found)} counts, {hidden} hidden, {len(shown)} under five shown")
    return bool(shown)


def _expected(plans: list[dict[str, Any]], coded: Path, codebook: Codebook) -> Iterator[tuple[Key, int]]:
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
    linked = pd.DataFrame(_rows(coded / "koppeling.csv"))
    values = _outcomes(goals, subs, names, groups)
    yield from _by_background(values, linked, goals, groups, pd.DataFrame(_rows(coded / "diagnoses.csv")))
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


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


if __name__ == "__main__":
    sys.exit(main())
