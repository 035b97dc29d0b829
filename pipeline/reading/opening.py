"""Opening a PDF: what is no PDF at all, and which of the given passwords fits."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from pipeline.errors import ProtectedFile, UnreadableFile


def open_pdf(path: Path, password: str | None = None) -> Any:
    """The document of pdfium, to be closed by whoever opens it.

    Raises ProtectedFile, or UnreadableFile when the file is empty, no PDF or damaged.
    """
    _check_header(path)
    try:
        document = pdfium.PdfDocument(path, password=password)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise _protected(tried=password is not None) from None
        raise UnreadableFile(
            "De pdf is beschadigd of afgebroken.", doe="Vraag het bestand opnieuw op."
        ) from error
    if len(document) == 0:
        document.close()
        raise UnreadableFile("De pdf heeft geen bladzijden.", doe="Vraag het bestand opnieuw op.")
    return document


def fitting_password(path: Path, passwords: Sequence[str]) -> str | None:
    """The first of ``passwords`` that opens the file; None when it opens without. Raises as ``open_pdf``."""
    tries = (None, *passwords)
    for password in tries:
        try:
            open_pdf(path, password).close()
        except ProtectedFile:
            continue
        return password
    raise _protected(tried=bool(passwords))


def _protected(*, tried: bool) -> ProtectedFile:
    if tried:
        return ProtectedFile(
            "De pdf is met een wachtwoord beveiligd, en geen van de wachtwoorden die u gaf, past.",
            doe="Zet het goede wachtwoord in het bestand van --password-file en geef de opdracht opnieuw.",
        )
    return ProtectedFile(
        "De pdf is met een wachtwoord beveiligd.",
        doe="Zet het wachtwoord in een tekstbestand en geef dat met --password-file, of vraag een versie "
        "zonder wachtwoord.",
    )


def _check_header(path: Path) -> None:
    try:
        with path.open("rb") as stream:
            head = stream.read(1024)
    except OSError as error:
        raise UnreadableFile(
            f"Het bestand kan niet worden geopend ({error.strerror}).", doe="Kijk of u leesrechten hebt."
        ) from error
    if not head:
        raise UnreadableFile("Het bestand is leeg (0 bytes).", doe="Vraag het bestand opnieuw op.")
    if b"%PDF-" not in head:
        raise UnreadableFile(
            "Het bestand is geen pdf.", doe="Sla het document op als pdf en lever het opnieuw aan."
        )
