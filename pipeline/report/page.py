"""The page: chapters, methods and provenance put into the templates of this folder."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline.report import dutch, look
from pipeline.report.drawing import Figure
from pipeline.report.narrow import WIDEST_STIFF, narrow
from pipeline.report.provenance import Provenance
from pipeline.report.section import Chapter
from pipeline.report.tables import Grid, Kind, Value

WITHOUT_TEXTS = "Dit rapport bevat geen teksten uit plannen."
UNBROKEN = 12
"""A table of so many rows stands on one page in print, with its figure."""
WITH_TEXTS = "Dit rapport bevat citaten uit plannen; deel het niet buiten de kring die de plannen mag zien."


def render(
    chapters: Sequence[Chapter],
    provenance: Provenance,
    methods: Sequence[str],
    *,
    internal: bool = False,
    quoted: bool = False,
) -> str:
    """The whole report as one html text; it refers to nothing outside itself.

    ``internal`` marks it as not to be given away, ``quoted`` says that it holds texts of plans.
    """
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            chapters=chapters,
            provenance=provenance,
            methods=methods,
            internal=internal,
            footer=WITH_TEXTS if quoted else WITHOUT_TEXTS,
            figure_style=look.css(),
        )
    )


def svg(figure: Figure, name: str) -> str:
    """One figure as a file of its own, with its looks in it."""
    style = f"svg {{ font-family: {look.FAMILY}; background: {look.PAPER}; }} {look.css()}"
    module = _environment().get_template("figure.svg.j2").module
    return str(module.draw(figure, name, style)).strip() + "\n"  # type: ignore[attr-defined]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("pipeline.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        number=dutch.number,
        percent=dutch.percent,
        out_of=dutch.out_of,
        count_of=dutch.count_of,
        place=_place,
        value=_value,
        narrow=narrow,
        other=dutch.other,
    )
    environment.tests.update(
        grid=lambda table: isinstance(table, Grid),
        grouped=_grouped,
        short=lambda rows: len(rows) <= UNBROKEN,
        too_wide=lambda figure: not figure.elastic and figure.width > WIDEST_STIFF,
    )
    return environment


def _grouped(grid: Grid) -> bool:
    """Whether rows that follow each other begin with the same words."""
    return grid.kinds[0] == "text" and any(one[0] == other[0] for one, other in pairwise(grid.rows))


def _value(value: Value, kind: Kind) -> str:
    """A value of a grid as people read it."""
    if value is None:
        return dutch.NOTHING
    if isinstance(value, str):
        return value
    if kind == "share":
        return dutch.points(value)
    if kind == "points":
        return dutch.signed(value)
    if kind == "p":
        return dutch.p_value(value)
    return dutch.number(value) if isinstance(value, int) else dutch.decimal(value)


def _place(value: float) -> str:
    """A coordinate with as many digits as the eye can see."""
    return f"{value:.1f}".removesuffix(".0")
