"""Models on disk: one folder each, and ``in_use.txt`` that names the one in use.

A model folder holds ``model.skops`` (arrays), ``metadata.json`` (what it was made of), ``README.md``
(the model card), and what it answered to plans it had not learnt from (``answers.py``). Loading refuses a
model that is damaged or does not fit, and says what mends it.
"""

import hashlib
import re
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline import __version__
from pipeline.coding.model import Model
from pipeline.coding.targets import targets_of
from pipeline.coding.word_classes import list_id
from pipeline.errors import ModelError, UsageError
from pipeline.files import first_free, write_atomic

if TYPE_CHECKING:
    from spacy.language import Language

    from pipeline.codebook import Codebook
    from pipeline.coding.vectors import Vectoriser

IN_USE = "in_use.txt"
ARCHIVE = "model.skops"
METADATA = "metadata.json"
CARD = "README.md"
LEFT_OUT = "buitengelaten.json.gz"  # answers to writers left out, and to the test set: see answers.py
LOCKED = "toetsset.json.gz"
ANSWERS = (LEFT_OUT, LOCKED)
LEARNT_WITH = "codeboek.yaml"  # of a model that went along with a change of the codebook: that of before
FORMAT = 3  # of the arrays; count up when an older program could not use them
RETRAIN = "Train het model opnieuw met: plancoder train"


class Metadata(BaseModel):
    """``metadata.json``. ``sha256`` is that of the archive, ``annotations_sha256`` of what it learnt from.

    ``promise``: ``allowed``, ``holds`` and ``marked`` of ``doubt.Promise``. ``subcode_accuracy``: see
    ``Subcodes``. ``annotations`` is the name of their folder, ``learnt_from`` the plans that were learnt
    from, ``locked`` those of the test set, ``test`` the figures on these. Models made before there was a test
    set have none of these four. Of a model that went along with a change of the codebook: ``trained_with`` is
    the codebook it learnt from, ``now`` has by name of a code as learnt that of now; the ``subcodes`` are
    those of now, "" for one that is gone.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    format: int
    codebook: str
    language: str
    word_classes: str
    targets: tuple[str, ...]
    sha256: str
    annotations_sha256: str
    counts: dict[str, int]
    settings: dict[str, Any]
    versions: dict[str, str]
    evaluation: dict[str, Any]
    promise: dict[str, float] = Field(default_factory=dict)
    subcodes: tuple[str, ...] = ()
    subcode_accuracy: float | None = None
    annotations: str = ""
    learnt_from: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()
    test: dict[str, Any] = Field(default_factory=dict)
    trained_with: str = ""
    now: dict[str, str] = Field(default_factory=dict)

    @property
    def id(self) -> str:
        """Name and content: ``name@hash``."""
        return f"{self.name}@{self.sha256[:8]}"


def package_versions() -> dict[str, str]:
    """The versions that a model depends on."""
    import platform

    return {
        "python": platform.python_version(),
        "plancoder": __version__,
        **{name: version(name) for name in ("numpy", "scikit-learn", "scipy", "skops", "spacy", "simplemma")},
    }


def save_model(
    metadata: Metadata, card: str, archive: bytes, folder: Path, answers: dict[str, bytes]
) -> None:
    """Write the model folder. The metadata comes last: without it a folder is no model.

    ``answers``: the files of ``answers.py`` by name; those of an earlier model in this folder go.
    """
    for name in ANSWERS:
        (folder / name).unlink(missing_ok=True)
    for name, content in answers.items():
        write_atomic(folder / name, content)
    write_atomic(folder / ARCHIVE, archive)
    write_atomic(folder / CARD, card)
    write_atomic(folder / METADATA, metadata.model_dump_json(indent=2) + "\n")


def load_model(folder: Path, codebook: "Codebook", language: str) -> tuple[Model, Metadata]:
    """The model in ``folder``; ``language`` is the id of the language pipeline that will feed it.

    Raises ModelError when it is missing, damaged, or made for something else.
    """
    from pipeline.coding.archive import from_bytes

    metadata = read_metadata(folder)
    check_fit(metadata, folder, codebook, language)
    try:
        archive = (folder / ARCHIVE).read_bytes()
    except OSError as error:
        raise ModelError(
            "Het modelbestand ontbreekt.", waar=str(folder / ARCHIVE), doe=f"{RETRAIN}."
        ) from error
    damaged = ModelError("Het modelbestand is beschadigd.", waar=str(folder / ARCHIVE), doe=f"{RETRAIN}.")
    if hashlib.sha256(archive).hexdigest() != metadata.sha256:
        raise damaged
    try:
        learnt = targets_of(learnt_with(folder, metadata, codebook))
        names = metadata.now or metadata.targets
        model = from_bytes(archive, tuple(target for target in learnt if target.name in names))
        if metadata.now:
            given = (target for target in targets_of(codebook) if target.name in metadata.targets)
            model = model.relabelled(metadata.now, tuple(given), metadata.subcodes)
        return model, metadata
    except (ValueError, KeyError, TypeError, BadZipFile) as error:
        raise damaged from error


def check_loads(models: Path, name: str, codebook: "Codebook", language_name: str) -> None:
    """Raise ModelError unless the model ``name`` can be used with this codebook and language pipeline."""
    from pipeline.language import language_id, load_language

    load_model(model_folder(models, name), codebook, language_id(load_language(language_name)))


def read_vectoriser(folder: Path, language_name: str) -> "tuple[Vectoriser, Language]":
    """The words of the model in ``folder`` with their weights, and the pipeline that reads texts for it.

    It may have learnt other codes than those of the codebook in hand. Raises ModelError when it is missing or
    damaged, or was made with another pipeline than the one called ``language_name``.
    """
    from pipeline.coding.archive import vectoriser_in
    from pipeline.language import language_id, load_language

    metadata, nlp = read_metadata(folder), load_language(language_name)
    _check_language(metadata, folder, language_id(nlp))
    try:
        return vectoriser_in((folder / ARCHIVE).read_bytes()), nlp
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        wat = "Het modelbestand ontbreekt of is beschadigd."
        raise ModelError(wat, waar=str(folder / ARCHIVE), doe=f"{RETRAIN}.") from error


def learnt_with(folder: Path, metadata: Metadata, codebook: "Codebook") -> "Codebook":
    """The codebook that the model in ``folder`` learnt from, when that is not ``codebook``."""
    from pipeline.codebook import load_codebook

    return load_codebook(folder / LEARNT_WITH) if metadata.now else codebook


def read_metadata(folder: Path) -> Metadata:
    """``metadata.json`` of a model folder; ModelError when there is none or it is damaged."""
    path = folder / METADATA
    try:
        return Metadata.model_validate_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelError("Hier staat geen getraind model.", waar=str(folder), doe=f"{RETRAIN}.") from error
    except (ValidationError, UnicodeDecodeError) as error:
        raise ModelError(
            "De gegevens van het model zijn beschadigd.", waar=str(path), doe=f"{RETRAIN}."
        ) from error


def check_fit(metadata: Metadata, folder: Path, codebook: "Codebook", language: str) -> None:
    """Raise ModelError when it was made for another codebook, language model, plancoder or scikit-learn."""
    installed = package_versions()
    if metadata.codebook != codebook.id:
        wat = (
            f"Dit model is getraind met codeboek {metadata.codebook}, maar het codeboek is nu {codebook.id}."
        )
        raise ModelError(wat, waar=str(folder), doe=f"{RETRAIN}, of gebruik het oude codeboek.")
    _check_language(metadata, folder, language)
    if metadata.word_classes != list_id():
        wat = "Dit model is getraind met een andere lijst van woordklassen (word_classes.yaml)."
        raise ModelError(wat, waar=str(folder), doe=f"{RETRAIN}.")
    if metadata.format != FORMAT:
        wat = "Dit model is gemaakt met een andere versie van plancoder en is hier niet te gebruiken."
        raise ModelError(wat, waar=str(folder), doe=f"{RETRAIN}.")
    trained = metadata.versions.get("scikit-learn", "onbekend")
    if _major(trained) != _major(installed["scikit-learn"]):
        wat = f"Dit model is gemaakt met scikit-learn {trained} en past niet bij {installed['scikit-learn']}."
        doe = f"{RETRAIN}, of installeer die versie met: pip install scikit-learn=={trained}"
        raise ModelError(wat, waar=str(folder), doe=doe)


def _check_language(metadata: Metadata, folder: Path, language: str) -> None:
    if metadata.language != language:
        wat = f"Dit model is getraind met taalmodel {metadata.language}, maar in gebruik is {language}."
        doe = f"{RETRAIN}, of stel het oude taalmodel in (taalmodel in plancoder.yaml)."
        raise ModelError(wat, waar=str(folder), doe=doe)


def model_in_use(models: Path) -> Path:
    """The folder of the model that ``in_use.txt`` names; ModelError when there is none."""
    pointer, name = models / IN_USE, name_in_use(models)
    if not name:
        known = ", ".join(path.name for path in models_in(models))
        doe = f"Neem er een in gebruik met 'plancoder promote NAAM': {known}." if known else f"{RETRAIN}."
        raise ModelError("Er is geen model in gebruik.", waar=str(pointer), doe=doe)
    if not is_model_name(name) or not (models / name).is_dir():
        wat = f"Het model '{name}' dat in gebruik is, staat niet in de map met modellen."
        raise ModelError(wat, waar=str(pointer), doe=f"{RETRAIN}, of zet een ander model in gebruik.")
    return models / name


def name_in_use(models: Path) -> str:
    """What ``in_use.txt`` says; empty when there is no such file."""
    try:
        return (models / IN_USE).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def model_folder(models: Path, name: str) -> Path:
    """The folder of the model of this name; ModelError when there is none."""
    folder = models / name
    if not is_model_name(name) or folder not in models_in(models):
        known = ", ".join(path.name for path in models_in(models)) or "geen"
        raise ModelError("Dit model is er niet.", waar=str(folder), doe=f"Kies een van: {known}.")
    return folder


def put_in_use(models: Path, name: str) -> None:
    """Let ``in_use.txt`` name this model, which must be there and whole enough to have metadata."""
    read_metadata(models / name)
    write_atomic(models / IN_USE, f"{name}\n")


def models_in(models: Path) -> list[Path]:
    """The folders of the coding models, in order of name."""
    return sorted(path.parent for path in models.glob(f"*/{ARCHIVE}") if (path.parent / METADATA).is_file())


def free_name(models: Path, given: str | None, default: str) -> str:
    """The name for a new model: ``given``, or ``default`` with a number where that is taken.

    Raises UsageError when ``given`` cannot be a folder or is the name of a model: that may be in use, or may
    have to be gone back to, so none is written over.
    """
    if given is None:
        return first_free(default, lambda name: (models / name / METADATA).exists())
    if not is_model_name(given):
        raise UsageError(
            "Deze naam kan geen map zijn.", waar=given, doe="Gebruik letters, cijfers en streepjes."
        )
    if (models / given / METADATA).exists():
        raise UsageError(
            "Er is al een model met deze naam, en een model wordt niet overschreven.",
            waar=str(models / given),
            doe="Kies met --name een andere naam.",
        )
    return given


def is_model_name(name: str) -> bool:
    """Whether ``name`` can be a folder inside the folder of models, on every system."""
    return re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name) is not None


def _major(number: str) -> str:
    return number.split(".")[0]
