"""The model in use goes along with a migration by which every unit that it codes gets its code by rule."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.codebook.crosswalks import Crosswalk
from pipeline.coding.along import taken_along
from pipeline.coding.history import Kind, switch_files
from pipeline.coding.store import METADATA, Metadata, model_in_use, read_metadata
from pipeline.coding.targets import EIGEN_INZET
from pipeline.errors import ModelError
from pipeline.migration.books import Books
from pipeline.migration.schema import OF_VARIABLE, Migration, Soort, Step


@dataclass(frozen=True)
class ModelAlong:
    """What becomes of the model in use: it goes on as ``new``, or ``obstacles`` say why it has to be trained.

    ``files``: all that changes, when it goes along.
    """

    name: str
    new: str = ""
    obstacles: tuple[Step, ...] = ()
    files: Mapping[Path, bytes] = field(default_factory=dict)


def model_along(
    models: Path | None, books: Books, migration: Migration, road: Crosswalk
) -> ModelAlong | None:
    """What becomes of the model in use in ``models``; None when none is, or it is of another codebook."""
    if models is None or books.text is None:
        return None
    try:
        folder = model_in_use(models)
        if read_metadata(folder).codebook != books.old.id:
            return None
        if found := tuple(obstacles(migration)):
            return ModelAlong(folder.name, obstacles=found)
        files = taken_along(folder.resolve(), road, books.new, books.old_text)
    except (ModelError, OSError):
        return None  # it cannot be used as it is, and that is told where it is used
    (content,) = (content for path, content in files.items() if path.name == METADATA)
    metadata = Metadata.model_validate_json(content)
    _, switched = switch_files(models.resolve(), metadata, Kind.MIGRATED)
    return ModelAlong(folder.name, metadata.name, files=files | switched)


def obstacles(migration: Migration) -> Iterator[Step]:
    """The steps after which the model would have to tell what it has not learnt."""
    for step in migration.stappen:
        follows = (
            step.soort in (Soort.HERNOEMEN, Soort.SAMENVOEGEN)
            or (step.soort is Soort.VERVALLEN and step.wordt)
            or (step.soort is Soort.DEFINITIE and step.richting == "gelijk")
            or step.nieuwe_variabele
            or step.soort in OF_VARIABLE
        )
        # Own effort as the instrument is a question of its own to the model.
        own_effort = EIGEN_INZET in (step.code, step.wordt, *step.codes)
        if not follows or own_effort or (step.soort in OF_VARIABLE and step.variabele == "instrument"):
            yield step
