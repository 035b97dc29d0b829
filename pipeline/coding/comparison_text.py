"""A comparison of two models as Dutch text, and as tables."""

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pipeline.coding.bootstrap import DRAWS, MIN_PLANS
from pipeline.coding.carried import Versions
from pipeline.coding.comparison import ENOUGH, Comparison, Difference, Differing
from pipeline.domain import UnitKey
from pipeline.export.rows import Row
from pipeline.export.tables import to_csv
from pipeline.files import write_atomic
from pipeline.statistics.resampling import LEVEL

SHOWN = 10
NAME, FIGURE, RANGE, COUNT = 36, 8, 26, 8
CODES = ("code", "eerste", "tweede", "verschil", "laag", "hoog", "aantal", "oordeel")
UNITS = ("plan", "eenheid", "subdoel_nr", "afspraak_nr", "groep", "juist", "eerste", "tweede", "dichterbij")
DECIMALS = 4
Texts = Mapping[UnitKey, str]


def describe(found: Comparison, first: str, second: str, margin: float, texts: Texts) -> str:
    """What differs between the models of these names, with the units, and their texts if known."""
    parts = [_about(found, first, second, margin), _table(found, margin), _units(found, first, second, texts)]
    return "\n\n".join("\n".join(part) for part in parts)


def told(found: Difference) -> str:
    """One figure in words: ``thema.taal: F1 0,94 wordt 0,91 (verschil -0,03; -0,05 tot -0,01)``."""
    ends = f"{_signed(found.more.low)} tot {_signed(found.more.high)}"
    change = f"{_number(found.first)} wordt {_number(found.second)}"
    return f"{found.name}: {change} (verschil {_signed(found.more.value)}; {ends})"


def told_versions(versions: Versions, first: str, second: str) -> Iterator[str]:
    """What it means for comparing that the two models are of different codebooks."""
    yield f"Let op: {first} is van codeboek {versions.first}, {second} van {versions.second}."
    if not versions.known:
        yield "Er is geen migratie van het ene naar het andere: codes met dezelfde naam zijn vergeleken."
    if versions.followed:
        yield "Gevolgd langs de migraties: " + ", ".join(f"{a} is {b}" for a, b in versions.followed) + "."
    if versions.changed:
        yield f"Niet vergeleken, want gesplitst, nieuw of anders bedoeld: {', '.join(versions.changed)}."
    if versions.alone:
        yield f"Niet vergeleken, want maar bij een van beide: {', '.join(versions.alone)}."


def write_comparison(
    found: Mapping[str, Comparison], folder: Path, margin: float, texts: Texts
) -> list[Path]:
    """Write the figures and the differing units of each comparison into ``folder``, and name the files.

    ``eenheden*.csv`` hold pseudonymised text of plans where it is known. Raises UsageError.
    """
    written = []
    for number, comparison in enumerate(found.values(), start=1):
        suffix = f"-{number}" if number > 1 else ""
        tables = {"verschil": _code_rows(comparison, margin), "eenheden": _unit_rows(comparison, texts)}
        for name, (columns, rows) in tables.items():
            written.append(folder / f"{name}{suffix}.csv")
            write_atomic(written[-1], to_csv(rows, columns))
    return written


def _code_rows(found: Comparison, margin: float) -> tuple[Sequence[str], list[Row]]:
    rows: list[Row] = [
        {
            "code": each.name,
            "eerste": _value(each.first),
            "tweede": _value(each.second),
            "verschil": _value(each.more.value),
            "laag": _value(each.more.low),
            "hoog": _value(each.more.high),
            "aantal": each.wanted,
            "oordeel": each.verdict(margin).value,
        }
        for each in (*found.overall, *found.codes)
    ]
    return CODES, rows


def _unit_rows(found: Comparison, texts: Texts) -> tuple[Sequence[str], list[Row]]:
    rows: list[Row] = [
        {
            **dict(zip(UNITS[:4], (each.key[0], each.key[1], *_numbers(each)), strict=True)),
            "groep": each.group,
            "juist": list(each.right),
            "eerste": list(each.first),
            "tweede": list(each.second),
            "dichterbij": _nearer(each, "eerste", "tweede"),
            "tekst": texts.get(each.key),
        }
        for each in found.differing
    ]
    return (*UNITS, "tekst"), rows


def _about(found: Comparison, first: str, second: str, margin: float) -> Iterator[str]:
    yield f"{first} en {second}, op dezelfde {found.units} eenheden in {found.plans} plannen,"
    yield f"van {found.groups} schrijver(s). Geen van beide had van deze eenheden geleerd."
    yield f"Verschil: {second} min {first}; boven 0 is {second} beter. Ernaast het interval van {LEVEL:.0%},"
    yield f"uit {DRAWS} trekkingen van hele plannen, steeds dezelfde voor beide."
    yield f"'niet slechter': het interval ligt geheel boven -{_number(margin)}. Anders: 'niet zeker'."
    yield f"Zonder interval: in minder dan {MIN_PLANS} plannen komt er iets van voor."
    if found.recoded:
        yield f"Let op: {found.recoded} eenheden zijn door mensen anders gecodeerd dan eerst; ze tellen niet."
    if found.versions:
        yield from told_versions(found.versions, first, second)
    if found.retold:
        yield f"Let op: {found.retold} eenheden hadden bij {first} een andere tekst en tellen niet mee."


def _table(found: Comparison, margin: float) -> Iterator[str]:
    heads = f"{'eerste':>{FIGURE}}{'tweede':>{FIGURE}}{'verschil':>{RANGE}}{'aantal':>{COUNT}}"
    yield f"{'':<{NAME}}{heads}  oordeel"
    for each in (*found.overall, *found.codes):
        figures = f"{_number(each.first):>{FIGURE}}{_number(each.second):>{FIGURE}}{_range(each):>{RANGE}}"
        yield f"{each.name:<{NAME}}{figures}{each.wanted:>{COUNT}}  {each.verdict(margin)}"
    yield f"(Een code met {ENOUGH} eenheden of meer telt bij 'plancoder promote' ook als het niet zeker is.)"


def _units(found: Comparison, first: str, second: str, texts: Texts) -> Iterator[str]:
    nearer = [each.better for each in found.differing]
    yield (
        f"{len(nearer)} eenheden kregen andere codes: bij {nearer.count(True)} zit {second} er dichter bij, "
        f"bij {nearer.count(False)} {first} (die staan hier eerst)."
    )
    for each in sorted(found.differing, key=lambda each: each.better is not False)[:SHOWN]:
        plan, eenheid = each.key[:2]
        number = ".".join(str(part) for part in _numbers(each) if part is not None)
        yield f"  {plan}, {eenheid} {number}".rstrip() + f": juist {_codes(each.right)}"
        yield f"    {first}: {_codes(each.first)}"
        yield f"    {second}: {_codes(each.second)}"
        if each.key in texts:
            yield f'    "{texts[each.key]}"'
    if len(nearer) > SHOWN:
        yield "  ... de rest staat in eenheden.csv, met --output"


def _numbers(unit: Differing) -> tuple[int | None, int | None]:
    return unit.key[2] or None, unit.key[3] or None


def _nearer(unit: Differing, first: str, second: str) -> str:
    return "geen van beide" if unit.better is None else second if unit.better else first


def _codes(codes: Sequence[str]) -> str:
    return " en ".join(codes) or "geen code"


def _range(found: Difference) -> str:
    if math.isnan(found.more.low):
        return _signed(found.more.value)
    return f"{_signed(found.more.value)} ({_signed(found.more.low)} – {_signed(found.more.high)})"


def _number(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.3f}".replace(".", ",")


def _signed(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:+.3f}".replace(".", ",")


def _value(value: float) -> float | None:
    return None if math.isnan(value) else round(value, DECIMALS)
