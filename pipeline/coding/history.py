"""Which model was in use when: ``geschiedenis.jsonl`` in the folder of models, a line for each switch.

``in_use.txt`` alone says what is in use, and is written whole or not at all. The line is written first, so a
switch that was broken off leaves a line that did not come true: that shows, because each line also says what
was in use before it, and such a line is passed over.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.coding.store import IN_USE, Metadata, name_in_use, put_in_use, read_metadata
from pipeline.errors import ModelError
from pipeline.files import write_atomic

FILE = "geschiedenis.jsonl"


class Kind(StrEnum):
    """Why a model came into use."""

    FIRST = "eerste"
    PROMOTED = "promotie"
    BACK = "terug"
    MIGRATED = "migratie"


class Switch(BaseModel):
    """A line of the file. ``van`` was in use (empty: nothing), ``naar`` came instead; ``model`` is its id.

    ``marge``: how much worse was allowed, in F1; ``bezwaren``: what spoke against it; ``reden``: why it was
    done all the same; ``niet_vergeleken``: codes that were not compared, for the codebooks differed.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    tijd: datetime = Field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))
    wat: Kind
    van: str
    naar: str
    model: str
    codeboek: str
    marge: float | None = None
    bezwaren: tuple[str, ...] = ()
    niet_vergeleken: tuple[str, ...] = ()
    reden: str = ""


def switch(
    models: Path,
    name: str,
    wat: Kind,
    *,
    marge: float | None = None,
    bezwaren: Iterable[str] = (),
    niet_vergeleken: Iterable[str] = (),
    reden: str = "",
) -> Switch:
    """Put the model ``name`` in use and keep that; ModelError when it is not there."""
    metadata = read_metadata(models / name)
    line = Switch(
        wat=wat,
        van=name_in_use(models),
        naar=name,
        model=metadata.id,
        codeboek=metadata.codebook,
        marge=marge,
        bezwaren=tuple(bezwaren),
        niet_vergeleken=tuple(niet_vergeleken),
        reden=reden,
    )
    write_atomic(models / FILE, _text(models) + line.model_dump_json() + "\n")
    put_in_use(models, name)
    return line


def put_back(models: Path, name: str) -> Switch:
    """Put the model ``name`` in use as the one of before."""
    return switch(models, name, Kind.BACK)


def switch_files(models: Path, metadata: Metadata, wat: Kind) -> tuple[Switch, dict[Path, bytes]]:
    """The files that put the model of ``metadata`` in use, to be changed together with its own."""
    used, name = name_in_use(models), metadata.name
    line = Switch(wat=wat, van=used, naar=name, model=metadata.id, codeboek=metadata.codebook)
    history = f"{_text(models)}{line.model_dump_json()}\n"
    return line, {models / FILE: history.encode(), models / IN_USE: f"{name}\n".encode()}


def read_history(models: Path) -> list[Switch]:
    """All lines, the oldest first; ModelError, naming the line, when one cannot be read."""
    found = []
    for number, line in enumerate(_text(models).splitlines(), start=1):
        try:
            found.append(Switch.model_validate_json(line))
        except ValidationError as error:
            raise ModelError(
                f"Regel {number} van de geschiedenis van de modellen is beschadigd.",
                waar=str(models / FILE),
                doe="Haal deze regel weg. Wat in gebruik is, staat in in_use.txt en blijft zo.",
            ) from error
    return found


def came_true(history: Sequence[Switch], used: str) -> list[bool]:
    """Of each line whether the switch was made, when ``used`` is in use now."""
    after = [*(line.van for line in history[1:]), used] if history else []
    return [line.naar == then for line, then in zip(history, after, strict=True)]


def previous(history: Sequence[Switch], used: str) -> str:
    """The model that was in use before ``used`` came in its place; empty when there was none.

    Going back undoes a promotion, so going back twice goes back two. That a model went along with a change of
    the codebook is no promotion: undoing that change undoes it.
    """
    before: list[str] = []
    for line, made in zip(history, came_true(history, used), strict=True):
        if made and line.wat == Kind.BACK:
            before = before[:-1]
        elif made and line.wat != Kind.MIGRATED:
            before.append(line.van)
    return before[-1] if before else ""


def _text(models: Path) -> str:
    try:
        text = (models / FILE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(
            "De geschiedenis van de modellen is niet te lezen.",
            waar=str(models / FILE),
            doe="Zet dit bestand opzij onder een andere naam.",
        ) from error
    return text if not text or text.endswith("\n") else f"{text}\n"
