"""An evaluation as Dutch text."""

import math
import textwrap
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from pipeline.coding.bootstrap import MIN_PLANS, Measured
from pipeline.coding.evaluation import LOCKED_SET
from pipeline.coding.evaluation_errors import Mixup, WrongUnit, mixups, worst_units
from pipeline.coding.evaluation_figures import ALL, CodeFigures, Figures
from pipeline.coding.metrics import BINS
from pipeline.coding.targets import EIGEN_INZET, THEMA
from pipeline.statistics.resampling import LEVEL

if TYPE_CHECKING:
    from pipeline.coding.evaluation import Evaluation

UNMEASURED = "niet te meten"
WORST = 10
MIXUPS = 8  # of each variable the most frequent ones
WIDTH = 100
CODE, KIND, CELL = 21, 9, 17  # widths of columns
GROUP, WIDE, FIGURE = 10, 20, 15
_SAME_WRITERS = (
    "Let op: een schrijver staat zo ook aan de kant waar van geleerd is. Bij schrijvers die het model niet "
    "kent is het minder goed; dat meet --leave-out schrijver."
)


def describe(evaluation: "Evaluation") -> str:
    """The figures without any text of a plan: overall, per code, calibration, confusion, per group."""
    figures = evaluation.figures
    parts = [_overall(figures), _codes(figures), _calibration(figures), _confusion(mixups(evaluation))]
    return "\n\n".join([*("\n".join(part) for part in parts), "\n".join(_groups(figures))])


def describe_worst(evaluation: "Evaluation") -> str:
    """The units where the model was furthest off, with their text."""
    wrong = worst_units(evaluation)
    if not wrong:
        return "Geen enkele eenheid heeft een foute code."
    lines = [f"De {min(WORST, len(wrong))} eenheden waar het model het verst naast zat, van {len(wrong)}:"]
    for number, unit in enumerate(wrong[:WORST], start=1):
        lines += _unit(number, unit)
    return "\n".join(lines)


def missed(unit: WrongUnit) -> list[str]:
    """What went wrong at each variable of a unit."""
    return [
        f"{_name(wrong.variable)}: juist {_codes_text(wrong.variable, wrong.right)}, "
        f"gegeven {_codes_text(wrong.variable, wrong.given)} (kans op juist {_percent(wrong.chance)})"
        for wrong in unit.wrong
    ]


def place(unit: WrongUnit) -> str:
    """Which unit it is: its file, kind and numbers."""
    item = unit.annotation
    number = ".".join(str(each) for each in (item.subdoel_nr, item.afspraak_nr) if each is not None)
    return f"{item.bestand}, {item.eenheid}{' ' + number if number else ''}"


def _overall(figures: Figures) -> Iterator[str]:
    coded = f"{figures.units} eenheden in {figures.resampling.plans} plannen"
    if figures.leave_out == LOCKED_SET:
        yield f"De toetsset: {coded}, waarvan niets is geleerd."
    else:
        left_out = f"Steeds één {figures.leave_out} buiten gelaten ({len(figures.groups)} in getal)"
        yield f"{left_out}; {coded} gecodeerd."
    if figures.leave_out not in ("schrijver", LOCKED_SET):
        yield from textwrap.wrap(_SAME_WRITERS, WIDTH)
    yield from textwrap.wrap(
        f"Tussen haakjes: het interval van {LEVEL:.0%}, uit {figures.resampling.draws} trekkingen van hele "
        f"plannen (startgetal {figures.resampling.seed}). Het staat er niet bij als een code in minder dan "
        f"{MIN_PLANS} plannen voorkomt. Van 1,00 tot 1,00 wil zeggen dat er hier geen fout was, niet dat er "
        "nooit een komt.",
        WIDTH,
    )
    yield ""
    yield f"macro-F1 over de codes van thema en eigen inzet: {_cell(figures.macro_f1, 3)}"
    for name, found in figures.accuracy.items():
        yield f"juist bij {name}: {_share(found)}"
    yield f"om na te kijken: {_share(figures.marked)} van de eenheden"
    yield f"foute beslissingen daar: {_share(figures.errors_marked)}"
    yield f"foute beslissingen bij de rest: {_share(figures.errors_rest)}"


def _codes(figures: Figures) -> Iterator[str]:
    cells = "".join(f"{name:>{CELL}}" for name in ("precisie", "recall", "F1"))
    yield f"{'code':<{CODE}}{'eenheid':<{KIND}}{cells}{'aantal':>7}"
    variable = ""
    for found in figures.codes:
        if found.target.variable not in (variable, EIGEN_INZET):
            yield f"{found.target.variable}"
        variable = found.target.variable
        yield _code_row(found)


def _code_row(found: CodeFigures) -> str:
    first = f"  {found.target.code}" if found.target.variable != EIGEN_INZET else EIGEN_INZET
    label = first if found.eenheid == ALL or len(found.target.units) == 1 else ""
    figures = "".join(f"{_cell(each):>{CELL}}" for each in (found.precision, found.recall, found.f1))
    return f"{label:<{CODE}}{found.eenheid[:KIND]:<{KIND}}{figures}{found.wanted:>7}"


def _calibration(figures: Figures) -> Iterator[str]:
    yield "Kloppen de kansen? (0 is best)"
    yield "Brier: gemiddelde van het kwadraat van het verschil tussen kans en uitkomst."
    yield f"ECE: gemiddeld verschil tussen kans en aandeel dat uitkomt, in {BINS} groepen van kansen."
    yield f"{'code':<36}{'Brier':>8}{'ECE':>8}{'aantal':>8}{'van':>7}"
    for found in figures.codes:
        if found.eenheid == ALL or len(found.target.units) == 1:
            figures_of = (found.brier, found.calibration_error)
            cells = "".join(f"{_number(value, 3) if found.wanted else '–':>8}" for value in figures_of)
            yield f"{found.target.name:<36}{cells}{found.wanted:>8}{found.units:>7}"


def _confusion(found: list[Mixup]) -> Iterator[str]:
    yield "Verwisselingen (de meeste eerst)"
    for variable in dict.fromkeys(mixup.variable for mixup in found):
        own = [mixup for mixup in found if mixup.variable == variable]
        if any(mixup.eenheid == ALL for mixup in own):
            own = [mixup for mixup in own if mixup.eenheid == ALL]
        wrong = sorted((mixup for mixup in own if mixup.right != mixup.given), key=lambda each: -each.count)
        total, missed_units = (sum(mixup.count for mixup in part) for part in (own, wrong))
        yield f"{_name(variable)}: {missed_units} van {total} anders"
        for mixup in wrong[:MIXUPS]:
            of_right = sum(each.count for each in own if each.right == mixup.right)
            yield f"  juist {mixup.right} ({of_right}), gegeven {mixup.given}: {mixup.count}"


def _groups(figures: Figures) -> Iterator[str]:
    yield from _spread(figures)
    names = [*figures.accuracy, "nakijken", "fout bij rest"]
    first = f"{_group_field(figures):<{GROUP}}{'eenheden':>9}{'macro-F1':>{WIDE}}"
    yield first + "".join(f"{name:>{FIGURE}}" for name in names)
    for name, group in figures.groups.items():
        values = (*group.accuracy.values(), group.marked, group.errors_rest)
        first = f"{name:<{GROUP}}{group.units:>9}{_cell(group.macro_f1, 3):>{WIDE}}"
        yield first + "".join(f"{_percent(value):>{FIGURE}}" for value in values)


def _spread(figures: Figures) -> Iterator[str]:
    """The lowest and highest group for each figure."""
    yield f"Spreiding over {_group_field(figures)} (laagste – hoogste)"
    groups = figures.groups.items()
    yield f"  macro-F1: {_range({name: found.macro_f1.value for name, found in groups}, _decimals)}"
    for variable in figures.accuracy:
        values = {name: found.accuracy[variable] for name, found in groups}
        yield f"  juist bij {variable}: {_range(values, _percent)}"
    yield f"  fout bij de rest: {_range({name: found.errors_rest for name, found in groups}, _percent)}"


def _group_field(figures: Figures) -> str:
    return "schrijver" if figures.leave_out == LOCKED_SET else figures.leave_out


def _range(values: dict[str, float], write: Callable[[float], str]) -> str:
    known = {name: value for name, value in values.items() if not math.isnan(value)}
    if not known:
        return UNMEASURED
    low, high = min(known, key=lambda name: known[name]), max(known, key=lambda name: known[name])
    return f"{write(known[low])} ({low}) – {write(known[high])} ({high})"


def _unit(number: int, unit: WrongUnit) -> Iterator[str]:
    yield f"{number:>2}. {place(unit)} ({'gemarkeerd' if unit.marked else 'niet gemarkeerd'})"
    text = textwrap.wrap(f'"{unit.annotation.tekst}"', WIDTH - 4)
    yield from (f"    {line}" for line in [*text, *missed(unit)])


def _codes_text(variable: str, codes: tuple[str, ...]) -> str:
    if variable == EIGEN_INZET:
        return "ja" if codes else "nee"
    return " en ".join(codes) or ("overig" if variable == THEMA else "geen code")


def _name(variable: str) -> str:
    return variable.replace("_", " ")


def _cell(found: Measured, decimals: int = 2) -> str:
    """``0,94 (0,91–0,96)``; without an interval when there is none."""
    if math.isnan(found.value):
        return UNMEASURED
    interval = f" ({_number(found.low)}–{_number(found.high)})" if not math.isnan(found.low) else ""
    return f"{_number(found.value, decimals)}{interval}"


def _share(found: Measured) -> str:
    if math.isnan(found.value):
        return UNMEASURED
    interval = f" ({_percent(found.low)}–{_percent(found.high)})" if not math.isnan(found.low) else ""
    return f"{_percent(found.value)}{interval}"


def _number(value: float, decimals: int = 2) -> str:
    return UNMEASURED if math.isnan(value) else f"{value:.{decimals}f}".replace(".", ",")


def _decimals(value: float) -> str:
    return _number(value, 3)


def _percent(value: float) -> str:
    return UNMEASURED if math.isnan(value) else f"{value:.1%}".replace(".", ",")
