"""Looking after the secret key: its state, and a new one in its place."""

import os
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.privacy.keys import load_or_make_key

PRIVATE_MODE = 0o600


@dataclass(frozen=True)
class KeyState:
    """``private``: only its owner may read it; None where there are no such modes, or there is no key."""

    path: Path
    exists: bool
    private: bool | None


def key_state(path: Path) -> KeyState:
    """How the key file is found, before anything is mended."""
    exists = path.is_file()
    private = not path.stat().st_mode & 0o077 if exists and os.name == "posix" else None
    return KeyState(path, exists, private)


def renew_key(path: Path, today: date) -> Path | None:
    """Put a new key at ``path``; returns where the old one is kept, None when there was none.

    At every moment there is a whole key at ``path``, or none as before. Raises UsageError when it cannot be
    written, or when what is there is no key.
    """
    if not path.exists():
        load_or_make_key(path)
        return None
    load_or_make_key(path)  # refuses what is no key
    kept = _free_name(path, today)
    fresh = path.with_name(f"{path.name}.nieuw")
    try:
        shutil.copyfile(path, kept)
        kept.chmod(PRIVATE_MODE)
        fresh.unlink(missing_ok=True)
        load_or_make_key(fresh)
        fresh.replace(path)
    except OSError as error:
        raise UsageError(
            f"De nieuwe sleutel kan niet worden geschreven ({error.strerror}). De oude is nog in gebruik.",
            waar=str(path.parent),
            doe="Vraag schrijfrechten in die map, of wijs met --key een andere plaats aan.",
        ) from error
    return kept


def _free_name(path: Path, today: date) -> Path:
    """Beside the key, with the date in its name; and a number when there is one of today."""
    names = [
        f"{path.name}.{today.isoformat()}",
        *(f"{path.name}.{today.isoformat()}-{n}" for n in range(2, 1000)),
    ]
    return next(each for name in names if not (each := path.with_name(name)).exists())
