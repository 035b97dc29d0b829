"""Back to the model that was in use before, also when the codebook has changed since.

A model of an older codebook is never put in use: it goes along with the migrations since, as the one in use
did, or it is told why it cannot.
"""

from collections.abc import Sequence
from pathlib import Path

from pipeline.codebook import Codebook, load_codebook
from pipeline.codebook.crosswalks import APPLIED, crosswalk_between, migrations_beside
from pipeline.coding.along import taken_along
from pipeline.coding.history import Kind, Switch, previous, put_back, read_history, switch_files
from pipeline.coding.store import METADATA, Metadata, check_loads, models_in, name_in_use, read_metadata
from pipeline.errors import ModelError, UsageError
from pipeline.migration import record
from pipeline.migration.models import obstacles
from pipeline.migration.schema import load_migration
from pipeline.migration.told import describe
from pipeline.transaction import FileChange, change_files


def back(models: Path, codebook: Path, language_name: str) -> Switch:
    """Put the model in use that was so before the last promotion, in the version of the codebook in hand.

    Raises UsageError when there was none, ModelError when it cannot be used any more.
    """
    book, name = load_codebook(codebook), _name_before(models)
    metadata = read_metadata(models / name)
    if metadata.codebook == book.id:
        check_loads(models, name, book, language_name)
        return put_back(models, name)
    if known := _known(models, metadata, book):
        check_loads(models, known, book, language_name)
        return put_back(models, known)
    return _along(models / name, metadata, book, migrations_beside(codebook), language_name)


def _name_before(models: Path) -> str:
    history = read_history(models)
    if name := previous(history, name_in_use(models)):
        return name
    went_along = bool(history) and history[-1].wat is Kind.MIGRATED
    raise UsageError(
        "Er is geen vorig model om naar terug te gaan.",
        waar=str(models),
        doe="Het model in gebruik ging mee met een migratie. Wilt u terug naar het codeboek van daarvoor: "
        "plancoder codebook migrate --undo"
        if went_along
        else "Kies zelf een model met: plancoder promote NAAM",
    )


def _known(models: Path, metadata: Metadata, book: Codebook) -> str:
    """The model that this one became when it went along earlier; "" when it did not."""
    used = name_in_use(models)
    others = (read_metadata(path) for path in models_in(models) if path.name != used)
    same = (each for each in others if (each.sha256, each.codebook) == (metadata.sha256, book.id))
    return next((each.name for each in same), "")


def _along(folder: Path, before: Metadata, book: Codebook, migrations: Path, language_name: str) -> Switch:
    """Let the model in ``folder`` go along with the migrations since, and put it in use, in one stroke."""
    since = _since(migrations, before.codebook, book.id)
    if not since:
        check_loads(folder.parent, folder.name, book, language_name)  # refuses, and says what mends it
    _refuse_what_it_has_not_learnt(folder.name, migrations, since)
    old = migrations / APPLIED / since[0].naam / record.OLD_BOOK
    check_loads(folder.parent, folder.name, load_codebook(old), language_name)
    road = crosswalk_between(migrations, before.codebook, book)
    files = taken_along(folder.resolve(), road, book, old.read_text(encoding="utf-8"))
    (content,) = (content for path, content in files.items() if path.name == METADATA)
    line, switched = switch_files(folder.parent.resolve(), Metadata.model_validate_json(content), Kind.BACK)
    change_files(migrations, [FileChange(path, each) for path, each in (files | switched).items()])
    return line


def _since(migrations: Path, label: str, to: str) -> list[record.Record]:
    """The migrations from the codebook called ``label`` to the one called ``to``; empty: none lead there."""
    found = []
    for each in record.records(migrations):
        if each.van == label:
            found.append(each)
            label = each.naar
    return found if label == to else []


def _refuse_what_it_has_not_learnt(name: str, migrations: Path, since: Sequence[record.Record]) -> None:
    steps = [
        f"migratie {each.naam}: {describe(step)}"
        for each in since
        for step in obstacles(load_migration(migrations / APPLIED / each.naam / "migratie.yaml").migration)
    ]
    if steps:
        raise ModelError(
            f"Het model '{name}' is van voor een migratie, en kan niet mee: dit heeft het niet geleerd.",
            waar=str(migrations),
            doe="Train een nieuw model met: plancoder train. Wilt u ook het codeboek van daarvoor terug: "
            "plancoder codebook migrate --undo",
            faults=tuple(steps),
        )
