"""The output folder and the key of its pseudonyms: do they go together?"""

import hashlib
import hmac
import tempfile
from pathlib import Path

from pipeline.errors import StudyError, UsageError
from pipeline.study.store import FILE_NAME


def key_fingerprint(key: bytes) -> str:
    """Stands for the key in the study, and does not give it away."""
    return hmac.new(key, b"plancoder study", hashlib.sha256).hexdigest()[:16]


def check_key_place(key_file: Path) -> None:
    """Raise UsageError when the key is, or would be made, in a coded folder: that folder is passed on."""
    for folder in key_file.resolve().parents:
        if (folder / FILE_NAME).exists():
            raise UsageError(
                "Deze plaats voor de sleutel ligt in een uitvoermap van plancoder. Wie die map krijgt, kan "
                "dan de pseudoniemen herleiden.",
                waar=str(key_file),
                doe="Bewaar de sleutel ergens anders en geef die plaats met --key.",
            )


def check_folder(folder: Path, key_file: Path) -> None:
    """Make the output folder, or raise what is wrong with it.

    UsageError when it cannot be written or would hold the key; StudyError when the key it was made with is
    gone.
    """
    if key_file.resolve().is_relative_to(folder.resolve()):
        raise UsageError(
            "Het sleutelbestand ligt in de uitvoermap. Wie die map krijgt, kan dan de pseudoniemen "
            "herleiden.",
            waar=str(key_file),
            doe="Bewaar de sleutel ergens anders en geef die plaats met --key.",
        )
    check_key_place(key_file)
    if (folder / FILE_NAME).exists() and not key_file.exists():
        raise StudyError(
            "De sleutel waarmee deze map is gemaakt, is er niet. Zonder die sleutel krijgen dezelfde plannen "
            "en personen andere nummers, en zijn zij niet meer te koppelen.",
            waar=str(key_file),
            doe="Geef met --key het goede sleutelbestand, of kies een nieuwe uitvoermap.",
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise UsageError(
            f"In deze uitvoermap kan niet worden geschreven ({error.strerror}).",
            waar=str(folder),
            doe="Kies een andere map of vraag schrijfrechten.",
        ) from error
