"""An evaluation as files: text to read, tables to count with, figures for programs."""

import json
import math
from collections.abc import Sequence
from pathlib import Path

from pipeline.coding.bootstrap import Measured
from pipeline.coding.evaluation import Evaluation
from pipeline.coding.evaluation_errors import mixups, worst_units
from pipeline.coding.evaluation_figures import Figures
from pipeline.coding.evaluation_text import describe_worst, missed
from pipeline.export.rows import Row
from pipeline.export.tables import to_csv
from pipeline.files import write_atomic

DECIMALS = 4
_WRONG = ("bestand", "plan", "eenheid", "subdoel_nr", "afspraak_nr", "tekst", "fout", "gemarkeerd", "verlies")


def write_evaluation(evaluation: Evaluation, folder: Path, remarks: str = "") -> list[Path]:
    """Write the files into ``folder`` and name them; raises UsageError when that cannot be.

    ``cijfers.txt`` and ``fouten.csv`` hold pseudonymised text of plans; the others hold none. ``remarks``
    close the text.
    """
    tables = {
        "codes.csv": _codes(evaluation.figures),
        "verwarring.csv": _mixups(evaluation),
        "groepen.csv": _groups(evaluation.figures),
        "fouten.csv": _wrong(evaluation),
    }
    text = "\n\n".join(filter(None, [evaluation.describe(), describe_worst(evaluation), remarks])) + "\n"
    contents = {
        "cijfers.txt": text,
        "cijfers.json": json.dumps(evaluation.to_json(), ensure_ascii=False, indent=2) + "\n",
        **{name: to_csv(rows, columns) for name, (columns, rows) in tables.items()},
    }
    for name, content in contents.items():
        write_atomic(folder / name, content)
    return [folder / name for name in contents]


def _codes(figures: Figures) -> tuple[Sequence[str], list[Row]]:
    measures = ("precisie", "recall", "f1")
    bounds = [f"{name}{end}" for name in measures for end in ("", "_laag", "_hoog")]
    columns = ("variabele", "code", "eenheid", *bounds, "aantal", "gegeven", "eenheden", "brier", "ece")
    rows: list[Row] = [
        {
            "variabele": found.target.variable,
            "code": found.target.code,
            "eenheid": found.eenheid,
            **_measures(dict(zip(measures, (found.precision, found.recall, found.f1), strict=True))),
            "aantal": found.wanted,
            "gegeven": found.given,
            "eenheden": found.units,
            "brier": _value(found.brier),
            "ece": _value(found.calibration_error),
        }
        for found in figures.codes
    ]
    return columns, rows


def _mixups(evaluation: Evaluation) -> tuple[Sequence[str], list[Row]]:
    rows: list[Row] = [
        {
            "variabele": found.variable,
            "eenheid": found.eenheid,
            "juist": found.right,
            "gegeven": found.given,
            "aantal": found.count,
        }
        for found in mixups(evaluation)
    ]
    return ("variabele", "eenheid", "juist", "gegeven", "aantal"), rows


def _groups(figures: Figures) -> tuple[Sequence[str], list[Row]]:
    rows: list[Row] = [
        {
            figures.leave_out: name,
            "eenheden": found.units,
            **_measures({"macro_f1": found.macro_f1}),
            **{f"{variable}_juist": _value(share) for variable, share in found.accuracy.items()},
            "nakijken": _value(found.marked),
            "fout_bij_de_rest": _value(found.errors_rest),
        }
        for name, found in figures.groups.items()
    ]
    shares = [f"{variable}_juist" for variable in figures.accuracy]
    measured = ("macro_f1", "macro_f1_laag", "macro_f1_hoog")
    return (figures.leave_out, "eenheden", *measured, *shares, "nakijken", "fout_bij_de_rest"), rows


def _wrong(evaluation: Evaluation) -> tuple[Sequence[str], list[Row]]:
    rows: list[Row] = [
        {
            "bestand": unit.annotation.bestand,
            "plan": unit.annotation.plan,
            "eenheid": unit.annotation.eenheid.value,
            "subdoel_nr": unit.annotation.subdoel_nr,
            "afspraak_nr": unit.annotation.afspraak_nr,
            "tekst": unit.annotation.tekst,
            "fout": missed(unit),
            "gemarkeerd": unit.marked,
            "verlies": round(unit.loss, DECIMALS),
        }
        for unit in worst_units(evaluation)
    ]
    return _WRONG, rows


def _measures(found: dict[str, Measured]) -> Row:
    return {
        f"{name}{end}": _value(value)
        for name, measured in found.items()
        for end, value in (("", measured.value), ("_laag", measured.low), ("_hoog", measured.high))
    }


def _value(value: float) -> float | None:
    return None if math.isnan(value) else round(value, DECIMALS)
