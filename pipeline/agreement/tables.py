"""The figures as rows, for csv and json."""

from collections.abc import Iterator
from typing import Any

from pipeline.agreement.estimate import Estimate
from pipeline.agreement.figures import Agreement, Figure
from pipeline.agreement.reading import reading
from pipeline.export import Row
from pipeline.statistics.resampling import LEVEL

DECIMALS = 4
MEASURES = {"gelijk": "percentage", "kappa": "kappa", "alpha": "alpha", "ac1": "ac1"}
COLUMNS = (
    "tussen",
    "variabele",
    "code",
    "eenheid",
    "schrijver",
    "eenheden",
    "plannen",
    "positief",
    *(f"{name}{end}" for name in MEASURES for end in ("", "_van", "_tot")),
    "duiding",
)


def rows(agreement: Agreement) -> list[Row]:
    """One row per figure, with COLUMNS; what cannot be determined is None, and ``duiding`` says why."""
    return [_row(figure) for figure in agreement.figures]


def to_json(agreement: Agreement) -> dict[str, Any]:
    """The figures with what they rest on."""
    codings, bootstrap = agreement.codings, agreement.bootstrap
    return {
        "codeurs": list(codings.coders),
        "eenheden": len(codings.units),
        "eenheden_door_twee_of_meer": len(codings.doubly_coded),
        "buiten_gelaten": {"arbitrage": codings.settled, "eerdere_codering": codings.repeated},
        "mensen_en_model_op_dezelfde_eenheden": agreement.same_units,
        "interval": {"niveau": LEVEL, "trekkingen_van_plannen": bootstrap.draws, "seed": bootstrap.seed},
        "cijfers": [_row(figure) | _details(figure) for figure in agreement.figures],
    }


def _details(figure: Figure) -> dict[str, Any]:
    """What does not fit in one cell of a table."""
    pairs = {name: None if kappa is None else round(kappa, DECIMALS) for name, kappa in figure.pairs.items()}
    return {"positief": figure.positives, "kappa_per_paar": pairs}


def _row(figure: Figure) -> Row:
    return {
        "tussen": figure.between,
        "variabele": figure.variable,
        "code": figure.code,
        "eenheid": figure.eenheid,
        "schrijver": figure.schrijver,
        "eenheden": figure.units,
        "plannen": figure.plans,
        "positief": [f"{coder}: {count}" for coder, count in figure.positives.items()],
        **dict(pair for name, field in MEASURES.items() for pair in _cells(name, getattr(figure, field))),
        "duiding": reading(figure),
    }


def _cells(name: str, estimate: Estimate) -> Iterator[tuple[str, float | None]]:
    for end, value in (("", estimate.value), ("_van", estimate.low), ("_tot", estimate.high)):
        yield f"{name}{end}", None if value is None else round(value, DECIMALS)
