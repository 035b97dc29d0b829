"""What the model card says of the units to look at: what is promised, and whether that came true."""

from typing import TYPE_CHECKING

import numpy as np

from pipeline.coding.decision import risk_of
from pipeline.coding.doubt import error_share, risk_coverage, wrong_decisions

if TYPE_CHECKING:
    from pipeline.coding.evaluation import Evaluation
    from pipeline.coding.store import Metadata

MARKED = (0.0, 0.02, 0.04, 0.06, 0.08, 0.1, 0.125, 0.15, 0.2, 0.3)


def told_promise(metadata: "Metadata", evaluations: "dict[str, Evaluation]") -> str:
    """The promise in words, and per evaluation a table of what is left wrong for what is looked at."""
    allowed = metadata.promise["allowed"]
    lines = [_words(metadata.promise)]
    for heading, evaluation in evaluations.items():
        lines += ["", f"### {heading}", "", _came_true(evaluation, allowed), "", *_table(evaluation, allowed)]
    return "\n".join([*lines, ""])


def _words(promise: "dict[str, float]") -> str:
    asked = (
        "Gevraagd is dat van de codes bij eenheden die niemand nakijkt hoogstens "
        f"{promise['allowed']:.1%} fout is\n(`plancoder train --accept-errors`, of de instelling "
        "`fouten_toegestaan`). Daarvoor vraagt dit model\n"
        f"ongeveer {promise['marked']:.1%} van de eenheden na te kijken."
    )
    if not promise["holds"]:
        return f"{asked} Er waren te weinig schrijvers om dat voor een nieuwe schrijver te beloven."
    return (
        f"{asked} Is een nieuwe schrijver te vergelijken\nmet die waarvan het model leerde, dan wordt dat "
        f"bij hem gehaald met een kans van ten minste {promise['holds']:.0%}."
    )


def _came_true(evaluation: "Evaluation", allowed: float) -> str:
    wrong, made = wrong_decisions(evaluation.truth, evaluation.given, evaluation.possible, evaluation.targets)
    shares = [
        error_share(wrong, made, ~evaluation.marked & (evaluation.left_out == group))
        for group in evaluation.groups
    ]
    kept = sum(share <= allowed for share in shares)
    return (
        "Nagemeten: de grens is steeds bepaald zonder de schrijver waarbij hij werd toegepast. Bij "
        f"{kept} van de {len(shares)}\nwas hoogstens {allowed:.1%} fout; het meeste was {max(shares):.1%}. "
        f"Gemiddeld werd {np.mean(evaluation.marked):.1%} van de eenheden nagekeken."
    )


def _table(evaluation: "Evaluation", allowed: float) -> list[str]:
    """What would be left wrong at other limits; the same limit for all writers."""
    wrong, made = wrong_decisions(evaluation.truth, evaluation.given, evaluation.possible, evaluation.targets)
    units = risk_of(evaluation.probability, evaluation.given, evaluation.possible, evaluation.targets)
    writers = np.unique(evaluation.left_out, return_inverse=True)[1]
    rows = risk_coverage(units, wrong, made, writers, MARKED, allowed)
    return [
        f"| nagekeken | fout bij de rest | bij de slechtste | schrijvers met hoogstens {allowed:.1%} |",
        "| ---: | ---: | ---: | ---: |",
        *(f"| {row.marked:.1%} | {row.wrong:.2%} | {row.worst:.2%} | {row.kept:.0%} |" for row in rows),
    ]
