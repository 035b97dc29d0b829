"""The file with passwords of encrypted PDFs. They stay in memory: no error and no output holds one."""

import os
from pathlib import Path

from pipeline.errors import UsageError

_HELP = "Maak een tekstbestand met één wachtwoord per regel (UTF-8)."


def load_passwords(path: Path) -> tuple[str, ...]:
    """The passwords in a text file, one a line, empty lines left out. Raises UsageError."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise UsageError(
            "Dit bestand met wachtwoorden bestaat niet.", waar=str(path), doe="Controleer het pad."
        ) from None
    except OSError as error:
        raise UsageError(
            f"Het bestand met wachtwoorden kan niet worden gelezen ({error.strerror}).",
            waar=str(path),
            doe="Kijk of het een bestand is en of u leesrechten hebt.",
        ) from error
    except UnicodeDecodeError:  # its text would show what the file holds
        raise _no_text(path) from None
    if "\0" in text:
        raise _no_text(path)
    if not text.strip():
        raise UsageError("Er staat geen wachtwoord in dit bestand.", waar=str(path), doe=_HELP)
    return tuple(dict.fromkeys(line for line in text.split("\n") if line))


def others_may_read(path: Path) -> bool:
    """Whether other users of this computer have any right to the file, as far as the system tells."""
    return os.name == "posix" and bool(path.stat().st_mode & 0o077)


def _no_text(path: Path) -> UsageError:
    return UsageError("Dit bestand met wachtwoorden is geen tekst.", waar=str(path), doe=_HELP)
