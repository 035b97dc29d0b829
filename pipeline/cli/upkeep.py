"""What ``plancoder evaluate`` tells the maintainer of a model: learning curve, likely mistakes, drift."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pipeline.settings import Settings


def show_curve(chosen: "Settings", source: Path, locked: Path | None) -> int:
    """How good the codes are when learnt from few writers or from many."""
    from pipeline.annotations import read_annotations
    from pipeline.cli.progress import show_share
    from pipeline.codebook import load_codebook
    from pipeline.coding import locked_plans
    from pipeline.coding.curve import describe, learning_curve
    from pipeline.coding.examples import examples_from
    from pipeline.coding.locked import set_apart
    from pipeline.language import load_language

    book = load_codebook(chosen.codeboek)
    split = set_apart(read_annotations(source, book), locked_plans(source, locked), str(source))
    examples = examples_from(split.learn, book, load_language(chosen.taalmodel))
    with show_share() as tell:
        points = learning_curve(examples, str(source), tell)
    click.echo(describe(points))
    return 0


def write_mistakes(chosen: "Settings", name: str | None, source: Path, path: Path) -> int:
    """A list of codings by people that are likely mistakes, as csv or xlsx."""
    from pipeline.annotations import read_annotations
    from pipeline.coding import mistakes
    from pipeline.coding.recipe import left_out_answers
    from pipeline.export.tables import to_csv
    from pipeline.files import write_atomic

    found = mistakes.suspects(left_out_answers(_model(chosen, name)))
    rows = mistakes.to_rows(found, read_annotations(source))
    if path.suffix.lower() == ".xlsx":
        write_atomic(path, mistakes.to_xlsx(rows))
    else:
        write_atomic(path, to_csv(rows, [column.key for column in mistakes.COLUMNS]))
    units = len({(row["plan"], row["eenheid"], row["subdoel_nr"], row["afspraak_nr"]) for row in rows})
    click.echo(
        f"Bij {units} eenheden is het model, dat hun schrijver niet kende, zeker van iets anders dan mensen "
        f"codeerden.\nZe staan in {path}, de duidelijkste eerst. Ook het model kan zich vergissen: kijk ze "
        "na,\nverbeter de annotaties waar dat moet, en train opnieuw."
    )
    if len(rows) < len(found):
        click.echo(f"{len(found) - len(rows)} staan er niet bij: hun tekst staat niet in {source}.")
    return 0


def show_drift(chosen: "Settings", name: str | None, source: Path, folder: Path) -> int:
    """Whether the plans of a coded folder are like those that the model learnt from."""
    from pipeline.annotations import read_annotations
    from pipeline.coded_units import read_coded_units
    from pipeline.coding import read_metadata
    from pipeline.coding.drift import describe, measure_drift
    from pipeline.coding.recipe import answers_in

    model = _model(chosen, name)
    plans = set(read_metadata(model).learnt_from)
    learnt = [item for item in read_annotations(source) if not plans or item.plan in plans]
    click.echo(describe(measure_drift(read_coded_units(folder), learnt, answers_in(model)[0])))
    return 0


def _model(chosen: "Settings", name: str | None) -> Path:
    from pipeline.coding import model_folder, model_in_use

    return model_folder(chosen.modellen, name) if name else model_in_use(chosen.modellen)
