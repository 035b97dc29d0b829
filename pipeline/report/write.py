"""From a coded folder to its report.html."""

from pathlib import Path

from pipeline.codebook import Codebook, load_codebook
from pipeline.files import write_atomic
from pipeline.report.coded_folder import read_coded_folder
from pipeline.report.model_figures import model_figures
from pipeline.report.page import render
from pipeline.report.provenance import provenance
from pipeline.report.sections import build_sections
from pipeline.settings import load_settings

REPORT_FILE = "report.html"


def write_report(
    folder: Path, codebook: Codebook | None = None, models: Path | None = None, *, with_link: bool = True
) -> Path:
    """Write ``report.html`` in the coded ``folder``; gives its path.

    ``codebook`` gives codes their names and groups, ``models`` is where the figures of the models are; by
    default those of the settings.
    Raises StudyError when the folder is incomplete or does not add up (OutdatedLink when only the link does
    not, which ``with_link=False`` leaves out), UsageError when it cannot be written.
    """
    coded = read_coded_folder(folder, with_link=with_link)
    settings = load_settings()
    codebook = codebook or load_codebook(settings.codeboek)
    figures = model_figures(models or settings.modellen, {unit.model for unit in coded.units})
    path = folder / REPORT_FILE
    write_atomic(path, render(build_sections(coded, codebook), provenance(coded, codebook, figures)))
    return path
