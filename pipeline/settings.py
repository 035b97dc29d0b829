"""The settings of plancoder: defaults, or what the optional file plancoder.yaml says instead."""

import os
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal

import platformdirs
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from pipeline.errors import SettingsError
from pipeline.validation import read_yaml, validate

FILE_NAME = "plancoder.yaml"

Count = Annotated[int, Field(strict=True)]


def project_root() -> Path:
    """The folder with codebook.yaml and models/: the current one, else the one that holds the program."""
    here = Path.cwd()
    return here if (here / "codebook.yaml").is_file() else Path(__file__).resolve().parent.parent


def user_folder() -> Path:
    """Where plancoder keeps what belongs to the user and not to one study."""
    return Path(platformdirs.user_data_dir("plancoder", appauthor=False))


def _default_workers() -> int:
    return min(8, os.cpu_count() or 1)


def _ascending(starts: tuple[date, ...]) -> tuple[date, ...]:
    if any(later <= earlier for earlier, later in pairwise(starts)):
        raise PydanticCustomError("not_ascending", "dates do not ascend")
    return starts


Starts = Annotated[tuple[date, ...], AfterValidator(_ascending)]
"""The first day of each round of the study."""


class Settings(BaseModel):
    """The settings by their Dutch keys. Relative paths count from the folder of the settings file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    codeboek: Path = Field(default_factory=lambda: project_root() / "codebook.yaml")
    """The codebook to code with."""
    modellen: Path = Field(default_factory=lambda: project_root() / "models")
    """The folder of trained models."""
    taalmodel: str = Field(
        default="nl",
        pattern=r"^[a-z]{2}[a-z0-9_]*(\+[a-z]{2}[a-z0-9_]*)?$",
        examples=["nl", "nl_core_news_md"],
    )
    """``nl`` (built in) or an installed spaCy package such as ``nl_core_news_md``. With
    ``nl+nl_core_news_md`` the coding model also sees the vectors that this package gives of texts."""
    sleutel: Path = Field(default_factory=lambda: user_folder() / "plancoder.key")
    """The key file of the pseudonyms."""
    opmaken: Path = Field(default_factory=lambda: user_folder() / "opmaken")
    """The folder of taught layouts."""
    werkers: Count = Field(default_factory=_default_workers, ge=1, le=64)
    """Processes that work at the same time."""
    seconden_per_bestand: Count = Field(default=60, ge=1, le=3600)
    """A file that takes longer is given up, as unreadable."""
    megabytes_per_bestand: Count = Field(default=2048, ge=256, le=65536)
    """A file that takes more memory is given up, as unreadable."""
    metingen: Starts = ()
    """When each round of the study began; empty: as given before for the same output folder."""
    subcodes: Literal["tonen", "weglaten"] = "weglaten"
    """Whether the tables also hold the finer level of the themas of subdoelen."""
    parquet: Literal["maken", "weglaten"] = "weglaten"
    """Whether there is a table as parquet too."""
    werkboek: Literal["als_het_past", "altijd"] = "als_het_past"
    """Whether there is a workbook also when there are very many units."""
    fouten_toegestaan: float = Field(default=0.025, ge=0.001, le=0.5)
    """The share of wrong codes among those that nobody is asked to look at; holds when training."""
    bestandsnamen: Literal["tonen", "verbergen"] = "tonen"
    """Whether names of received files are replaced in all that is made."""


def check_starts(starts: tuple[date, ...]) -> tuple[date, ...]:
    """Days given as those on which the rounds began. Raises SettingsError when they do not ascend."""
    try:
        return _ascending(starts)
    except PydanticCustomError as error:
        raise SettingsError(
            "De dagen waarop de metingen beginnen, moeten oplopen.",
            doe="Geef eerst de eerste dag van meting 1, dan die van meting 2, enzovoort.",
        ) from error


def load_settings(path: Path | None = None) -> Settings:
    """The settings of ``path``; without it those of plancoder.yaml in the project's folder, or the defaults.

    Raises SettingsError that lists every fault with its line.
    """
    if path is None:
        path = project_root() / FILE_NAME
        if not path.is_file():
            return Settings()
    data, line_of = read_yaml(path, SettingsError)
    settings = validate(Settings, {} if data is None else data, line_of, SettingsError)
    given = {key: getattr(settings, key) for key in settings.model_fields_set}
    paths = {key: _beside(path, value) for key, value in given.items() if isinstance(value, Path)}
    return settings.model_copy(update=paths)


def _beside(settings_file: Path, value: Path) -> Path:
    return settings_file.resolve().parent / value.expanduser()
