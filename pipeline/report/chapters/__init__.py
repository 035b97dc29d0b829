"""The chapters of the report, in order. Each section is made by a function from the material.

A section is added by writing such a function (material in, one or more sections or None out when there is
nothing to show) and putting it in ``CHAPTERS``.
"""

from collections.abc import Callable, Iterator

from pipeline.report.chapters.added import added
from pipeline.report.chapters.certainty import certainty
from pipeline.report.chapters.changed import changed
from pipeline.report.chapters.checks import to_be_checked
from pipeline.report.chapters.diagnosis import goal_in_diagnosis
from pipeline.report.chapters.differences import backgrounds, metingen, writers
from pipeline.report.chapters.goals import hoofddoel_type, subdoelen_per_plan, themes
from pipeline.report.chapters.intake import intake
from pipeline.report.chapters.means import instrument_of_theme, instruments, own_effort
from pipeline.report.chapters.order import sequence, together
from pipeline.report.chapters.people import has_plan
from pipeline.report.chapters.quotations import quotations
from pipeline.report.material import Material
from pipeline.report.section import Chapter, Section

Builder = Callable[[Material], Section | list[Section] | None]

CHAPTERS: tuple[tuple[str, str, tuple[Builder, ...]], ...] = (
    ("plannen", "De plannen", (intake, has_plan)),
    ("hoofddoelen", "Hoofddoelen", (hoofddoel_type, goal_in_diagnosis)),
    ("subdoelen", "Subdoelen", (themes, subdoelen_per_plan, together, sequence)),
    ("middelen", "Instrumenten en eigen inzet", (instruments, instrument_of_theme, own_effort)),
    ("toegevoegd", "Wat dit codeboek verder vraagt", (added,)),
    ("verschillen", "Verschillen tussen groepen", (backgrounds, metingen, writers)),
    ("veranderd", "Wat er veranderde", (changed,)),
    ("in-woorden", "In de woorden van de plannen", (quotations,)),
    ("zekerheid", "Hoe zeker de cijfers zijn", (certainty, to_be_checked)),
)


def build_chapters(material: Material) -> list[Chapter]:
    """All chapters that have something to show."""
    chapters = (
        Chapter(id_, title, tuple(_sections(builders, material))) for id_, title, builders in CHAPTERS
    )
    return [chapter for chapter in chapters if chapter.sections]


def _sections(builders: tuple[Builder, ...], material: Material) -> Iterator[Section]:
    for build in builders:
        made = build(material)
        if isinstance(made, Section):
            yield made
        elif made:
            yield from made
