"""An evaluation as a Dutch text table."""

from typing import TYPE_CHECKING

from pipeline.coding.metrics import Score
from pipeline.coding.structure import KINDS
from pipeline.coding.targets import Target

if TYPE_CHECKING:
    from pipeline.coding.evaluation import Evaluation

HEAD = f"{'code':<34} {'eenheid':<10} {'precisie':>8} {'recall':>8} {'F1':>8} {'aantal':>7}"


def describe(evaluation: "Evaluation") -> str:
    """Overall figures, then per code and kind of unit, then per group left out."""
    figures = evaluation.to_json()
    errors = figures["error_share"]
    lines = [
        f"Steeds één {evaluation.leave_out} buiten gelaten; {figures['units']} eenheden gecodeerd.",
        "",
        f"macro-F1 over de codes van thema en eigen inzet: {figures['macro_f1']:.3f}",
        *(f"juist bij {name}: {share:.1%}" for name, share in figures["accuracy"].items()),
        f"om na te kijken: {figures['marked_share']:.1%} van de eenheden",
        f"foute beslissingen: {errors['marked']:.1%} daar, {errors['rest']:.1%} bij de rest",
        "",
        HEAD,
    ]
    for target in evaluation.targets:
        lines += _code(evaluation, target)
    return "\n".join([*lines, "", *_groups(figures["groups"], evaluation.leave_out)])


def _code(evaluation: "Evaluation", target: Target) -> list[str]:
    kinds = [(index, kind) for index, kind in enumerate(KINDS) if kind in target.units]
    rows = [_row(target.name, "alle", evaluation.score(target))] if len(kinds) > 1 else []
    for index, kind in kinds:
        label = "" if len(kinds) > 1 else target.name
        rows.append(_row(label, kind.value, evaluation.score(target, evaluation.kind == index)))
    return rows


def _row(label: str, kind: str, counts: Score) -> str:
    return (
        f"{label:<34} {kind:<10} {counts.precision:>8.3f} {counts.recall:>8.3f} "
        f"{counts.f1:>8.3f} {counts.wanted:>7}"
    )


def _groups(groups: dict[str, dict[str, float]], leave_out: str) -> list[str]:
    names = list(next(iter(groups.values()), {}))
    lines = [f"{leave_out:<14} " + " ".join(f"{_label(name):>16}" for name in names)]
    for group, values in groups.items():
        cells = [f"{values[name]:>16.0f}" if name == "units" else f"{values[name]:>16.3f}" for name in names]
        lines.append(f"{group:<14} " + " ".join(cells))
    return lines


def _label(name: str) -> str:
    return {"units": "eenheden", "macro_f1": "macro-F1"}.get(name, name)
