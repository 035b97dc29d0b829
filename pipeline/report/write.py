"""From a coded folder to its report: the page, the workbook, the loose tables and figures, the method."""

from dataclasses import dataclass
from pathlib import Path

from pipeline.codebook import Codebook, load_codebook
from pipeline.codebook.crosswalks import migrations_beside
from pipeline.domain import UnitKey
from pipeline.errors import PlancoderError
from pipeline.report.background import backgrounds_of, diagnosis_goal, read_people
from pipeline.report.chapters import build_chapters
from pipeline.report.coded_folder import CodedFolder, read_coded_folder
from pipeline.report.compared import compared_chapter, load_figures, with_column
from pipeline.report.earlier import Earlier, read_earlier
from pipeline.report.groups import read_groups
from pipeline.report.material import Material
from pipeline.report.methods import methods
from pipeline.report.model_figures import model_figures, model_qualities
from pipeline.report.needed import Needed, needed_for
from pipeline.report.outputs import PAGE, write_outputs
from pipeline.report.page import render
from pipeline.report.provenance import provenance
from pipeline.report.quotes import read_quotes
from pipeline.report.sample import read_sample
from pipeline.report.style import Trajectories
from pipeline.report.targets import targets
from pipeline.settings import load_settings


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a report may have beside what it always has.

    ``annotations``: where the codes of people are, when not in the folder itself. ``groups``: a table with
    the group (writer, team) of each file. ``internal``: small groups of people are shown, and the report says
    that it is not to be given away. ``quotes``: so many texts of plans for each code. ``compare``: figures to
    set beside those of the report. ``before``: a coded folder of before, for what changed; without it the
    earlier codes that the folder itself keeps. ``migrations``: where it is told which codes became which;
    without it beside the codebook of the settings.
    """

    annotations: Path | None = None
    groups: Path | None = None
    internal: bool = False
    quotes: int = 0
    compare: Path | None = None
    before: Path | None = None
    migrations: Path | None = None


def write_report(
    folder: Path,
    codebook: Codebook | None = None,
    models: Path | None = None,
    *,
    with_link: bool = True,
    wishes: Wishes | None = None,
) -> Path:
    """Write the report in the coded ``folder``; gives the path of its page.

    ``codebook`` gives codes their names and groups, ``models`` is where the figures of the models are; by
    default those of the settings.
    Raises StudyError when the folder is incomplete or does not add up (OutdatedLink when only the link does
    not, which ``with_link=False`` leaves out), UsageError when it cannot be written or a wish cannot be met.
    """
    wishes = wishes or Wishes()
    settings = load_settings()
    codebook = codebook or load_codebook(settings.codeboek)
    trajectories = Trajectories(codebook)
    notice = trajectories.notice if wishes.groups else None
    coded = read_coded_folder(folder, with_link=with_link, notice=notice)
    models = models or settings.modellen
    figures = model_figures(models, coded.units.tally(lambda given: given.model))
    material = read_material(folder, coded, codebook, models, wishes, trajectories.found)
    chapters = build_chapters(material)
    if wishes.compare:
        other = load_figures(wishes.compare)
        compared = compared_chapter(chapters, other)
        chapters = [*with_column(chapters, other), compared]
    paragraphs = methods(material, figures)
    page = render(
        chapters,
        provenance(coded, codebook, figures, corrected=material.sample is not None),
        paragraphs,
        internal=wishes.internal,
        quoted=bool(material.quotes),
    )
    write_outputs(folder, page, chapters, paragraphs, internal=wishes.internal)
    return folder / PAGE


def plans_needed(folder: Path, codebook: Codebook, models: Path) -> tuple[int, list[Needed]]:
    """How many plans there are, and for each share how many people must code. Raises StudyError."""
    coded = read_coded_folder(folder, with_link=False)
    material = read_material(folder, coded, codebook, models, Wishes())
    plans = len(coded.usable)
    return plans, needed_for(targets(material), material.qualities, plans)


def read_material(
    folder: Path,
    coded: CodedFolder,
    codebook: Codebook,
    models: Path,
    wishes: Wishes,
    trajectories: frozenset[UnitKey] = frozenset(),
) -> Material:
    """All that the report is made from. Raises UsageError or AnnotationError for what cannot be read."""
    plans, people = read_people(folder) if coded.link else ({}, [])
    sample, trouble = None, ""
    try:
        sample = read_sample(folder, coded, wishes.annotations)
    except PlancoderError as error:
        if wishes.annotations:
            raise
        trouble = error.wat  # nobody asked for it: no reason to be without a report
    return Material(
        coded,
        codebook,
        backgrounds_of(plans, people),
        diagnosis_goal(plans),
        read_groups(wishes.groups, coded) if wishes.groups else {},
        wishes.internal,
        sample,
        model_qualities(models, coded.units.tally(lambda given: given.model)),
        read_quotes(folder, codebook, wishes.quotes) if wishes.quotes else (),
        trouble,
        _earlier(folder, coded, codebook, wishes),
        trajectories,
    )


def _earlier(folder: Path, coded: CodedFolder, codebook: Codebook, wishes: Wishes) -> Earlier | None:
    migrations = wishes.migrations or migrations_beside(load_settings().codeboek)
    return read_earlier(folder, coded, codebook, migrations, wishes.before)
