"""The page: sections and provenance put into the templates of this folder."""

from collections.abc import Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline.report import dutch
from pipeline.report.provenance import Provenance
from pipeline.report.section import Section


def render(sections: Sequence[Section], provenance: Provenance) -> str:
    """The whole report as one html text; it refers to nothing outside itself."""
    environment = Environment(
        loader=PackageLoader("pipeline.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(number=dutch.number, percent=dutch.percent, out_of=dutch.out_of, place=_place)
    return environment.get_template("report.html.j2").render(sections=sections, provenance=provenance)


def _place(value: float) -> str:
    """A coordinate with as many digits as the eye can see."""
    return f"{value:.1f}".removesuffix(".0")
