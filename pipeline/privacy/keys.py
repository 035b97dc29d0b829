"""The secret key, and the pseudonyms made with it.

A pseudonym is an HMAC-SHA256 (RFC 2104) of a value with the user's key: the same value gives the same
pseudonym with the same key, and without the key nobody can go back or try out all numbers. Each kind
of value has its own domain, so that pseudonyms of different kinds never compare equal.
"""

import base64
import hmac
import os
import secrets
import tempfile
from pathlib import Path

from pipeline.bsn import passes_eleven_test
from pipeline.errors import UsageError

KEY_BYTES = 32
WRONG_NUMBER = "-onjuist"
"""Ends the pseudonym of a number that fails the 11-test: a slip of the pen, and not surely a person."""


def load_or_make_key(path: Path) -> bytes:
    """The 32-byte key in ``path``; made there (mode 600, new folders 700) when there is none.

    Raises UsageError when it cannot be read or made, or is no key.
    """
    try:
        if not path.exists():
            _make_key(path)
        key = path.read_bytes()
        if os.name == "posix" and path.stat().st_mode & 0o077:
            path.chmod(0o600)
    except OSError as error:
        raise UsageError(
            f"De sleutel kan niet worden gelezen of gemaakt ({error.strerror}).",
            waar=str(path),
            doe="Wijs met --key, of met 'sleutel' in de instellingen, een bestand aan waar u mag schrijven.",
        ) from error
    if len(key) != KEY_BYTES:
        raise UsageError(
            f"Dit is geen sleutel: die is precies {KEY_BYTES} bytes lang, dit bestand {len(key)}.",
            waar=str(path),
            doe="Zet de oorspronkelijke sleutel terug of wijs een ander bestand aan. Met een nieuwe sleutel "
            "krijgen dezelfde personen andere pseudoniemen; eerdere uitkomsten zijn dan niet te koppelen.",
        )
    return key


def _make_key(path: Path) -> None:
    """Put a new key at ``path`` unless another process is first: that one's key then stands."""
    _make_private_folder(path.parent)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mkstemp makes it mode 600
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(secrets.token_bytes(KEY_BYTES))
        try:
            os.link(temporary, path)  # fails when path exists, on every system
        except FileExistsError:
            return
        except OSError:  # a file system without hard links
            if not path.exists():
                temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _make_private_folder(folder: Path) -> None:
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode=0o700, exist_ok=True)


def pseudonym(key: bytes, domain: str, value: str, *, length: int = 20) -> str:
    """A pseudonym for ``value`` in ``domain``, of ``length`` letters and digits of 5 bits each."""
    digest = hmac.digest(key, f"{domain}:{value}".encode(), "sha256")
    return base64.b32encode(digest).decode("ascii").lower()[:length]


def person_id(key: bytes, bsn: str) -> str:
    """The pseudonym of a person, from nine digits of a BSN; '' stays ''.

    Of a number that fails the 11-test it ends in WRONG_NUMBER.
    """
    if not bsn:
        return ""
    return f"p-{pseudonym(key, 'bsn', bsn)}{'' if passes_eleven_test(bsn) else WRONG_NUMBER}"


def is_wrong_number(persoon: str) -> bool:
    """Whether a pseudonym stands for a number that fails the 11-test."""
    return persoon.endswith(WRONG_NUMBER)


def plan_id(key: bytes, sha256: str) -> str:
    """The pseudonymous id of a plan, from the SHA-256 of its file (hexadecimal)."""
    return f"plan-{pseudonym(key, 'bestand', sha256.lower(), length=16)}"
