"""What a figure of agreement means, in plain Dutch."""

import math
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.agreement.figures import Figure

_DATA = Path(__file__).parent / "data" / "duiding.yaml"


@cache
def texts() -> dict[str, Any]:
    """The limits and sentences, from their data file."""
    import yaml

    data: dict[str, Any] = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    return data


def reading(figure: Figure) -> str:
    """One sentence on ``figure``, without a full stop."""
    sentences, limits = texts()["zinnen"], texts()["grenzen"]
    alpha = figure.alpha.value
    if alpha is None:
        return str(sentences["niet_te_bepalen"].format(reden=figure.reason))
    if _few(figure):
        return str(sentences["weinig"])
    if figure.percentage.value == 1:
        most = math.ceil(100 * most_with_difference(figure.plans))
        return str(sentences["geen_verschil"].format(deel=most))
    if alpha < limits["voorlopig"]:
        return str(sentences["laag"]) + _rare(figure)
    if alpha < limits["betrouwbaar"]:
        return str(sentences["voorlopig"]) + _rare(figure)
    low = figure.alpha.low
    certain = low is not None and low >= limits["voorlopig"]
    return str(sentences["betrouwbaar" if certain else "betrouwbaar_onzeker"])


def most_with_difference(plans: int) -> float:
    """The largest share of plans with a difference that fits with none in ``plans``, at 95% certainty.

    The exact one-sided limit of Clopper and Pearson (1934) for no successes.
    """
    return float(1 - 0.05 ** (1 / plans))


def _few(figure: Figure) -> bool:
    """Whether there is too little to judge on: few units, or no coder who gave the code more than seldom."""
    most = max(figure.positives.values(), default=math.inf)
    return bool(figure.units < texts()["weinig_eenheden"] or most < texts()["weinig_positief"])


def _rare(figure: Figure) -> str:
    """Where coders mostly agree and alpha is low all the same, the code is rare or nearly always there."""
    percentage, ac1 = figure.percentage.value, figure.ac1.value
    if percentage is None or ac1 is None or percentage < texts()["hoog_percentage"]:
        return ""
    return str(texts()["zinnen"]["zeldzaam"]) if ac1 >= texts()["grenzen"]["betrouwbaar"] else ""
